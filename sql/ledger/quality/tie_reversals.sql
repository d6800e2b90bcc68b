-- A reversal lands where its original was charged: the owner is decided by
-- agent, day and work item.
CREATE OR REPLACE FUNCTION tie_reversals() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'reversals: events', first_of_month(r.booked_on), -sum(o.cost),
			   sum(r.cost) FILTER (WHERE r.owned_on = o.owned_on AND r.agent IS NOT DISTINCT FROM o.agent
					AND r.work_item IS NOT DISTINCT FROM o.work_item)
		FROM events r
		JOIN events o ON o.id = r.reverses
		WHERE r.reverses IS NOT NULL
		GROUP BY 2
		UNION ALL
		SELECT 'reversals: outcomes', first_of_month(r.booked_on), -sum(o.quantity),
			   sum(r.quantity) FILTER (WHERE r.owned_on = o.owned_on AND r.agent IS NOT DISTINCT FROM o.agent
					AND r.work_item IS NOT DISTINCT FROM o.work_item
										 AND r.outcome = o.outcome)
		FROM outcomes r
		JOIN outcomes o ON o.id = r.reverses
		WHERE r.reverses IS NOT NULL
		GROUP BY 2
		UNION ALL
		SELECT 'reversals: reviews', first_of_month(r.booked_on), -sum(o.cost),
			   sum(r.cost) FILTER (WHERE r.owned_on = o.owned_on AND r.agent IS NOT DISTINCT FROM o.agent
					AND r.work_item IS NOT DISTINCT FROM o.work_item)
		FROM reviews r
		JOIN reviews o ON o.id = r.reverses
		WHERE r.reverses IS NOT NULL
		GROUP BY 2
		UNION ALL
		-- what is left of pools that are reversed, whoever has it
		SELECT 'reversals: pool shares', service_month, 0::numeric, sum(abs(cost))
		FROM (SELECT s.pool_kind, coalesce(p.reverses, p.id) AS original, s.service_month, s.agent, s.business_unit,
			s.unit_of_work, sum(s.cost) AS cost
			  FROM pool_shares s
			  JOIN (SELECT 'shared_cost' AS pool_kind, id, reverses FROM shared_costs
					WHERE reverses IS NOT NULL OR id IN (SELECT r.reverses FROM shared_costs r
						WHERE r.reverses IS NOT NULL)
					UNION ALL
					SELECT 'amortization', id, reverses FROM investments
					WHERE reverses IS NOT NULL OR id IN (SELECT r.reverses FROM investments r
						WHERE r.reverses IS NOT NULL)
					UNION ALL
					SELECT 'disposal', id, reverses FROM disposals
					WHERE reverses IS NOT NULL OR id IN (SELECT r.reverses FROM disposals r
						WHERE r.reverses IS NOT NULL)) p
				  ON p.pool_kind = s.pool_kind AND p.id = s.pool_id
			  GROUP BY s.pool_kind, coalesce(p.reverses, p.id), s.service_month, s.agent, s.business_unit,
					s.unit_of_work) s
		GROUP BY service_month;
	END;
COMMENT ON FUNCTION tie_reversals() IS 'tie_reversals(): what is reversed against what its reversals take back from the same agent, day and work item; and what is left of pools that are reversed, which is nothing.';
