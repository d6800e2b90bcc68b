-- A function, so that it can be asked for some months only: what it is made
-- of is used more than once, where no condition reaches it.  It is inlined.
CREATE OR REPLACE FUNCTION month_book_of(of_months date[])
RETURNS TABLE (part text, month date, agent text, business_unit text, layer text, vendor text, cost numeric, unallocated boolean,
			   events bigint, unpriced_events bigint, tokens numeric, outcomes bigint, all_outcomes bigint, unit_of_work text,
			   reviews bigint, unpriced_reviews bigint, judged bigint, accurate bigint,
			   pool_kind text, pool_id bigint, driver text, driver_quantity numeric, driver_total numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 5000
BEGIN ATOMIC
	WITH event_cell AS MATERIALIZED (SELECT * FROM event_cells WHERE of_months IS NULL OR month = ANY (of_months)),
	outcome_cell AS MATERIALIZED (SELECT * FROM outcome_cells WHERE of_months IS NULL OR month = ANY (of_months)),
	review_cell AS MATERIALIZED (SELECT * FROM review_cells WHERE of_months IS NULL OR month = ANY (of_months)),
	-- Write-offs of months that nothing else is known of are not costs yet.
	pool AS MATERIALIZED (
		SELECT * FROM cost_pools
		WHERE (of_months IS NULL OR month = ANY (of_months))
		  AND month <= (SELECT max(month)
						FROM (SELECT month FROM event_cell
							  UNION ALL SELECT month FROM outcome_cell
							  UNION ALL SELECT month FROM review_cell
							  UNION ALL SELECT month FROM shared_costs WHERE amount IS NOT NULL
							  UNION ALL SELECT month_of(max(occurred_at)) FROM events WHERE of_months IS NOT NULL
							  UNION ALL SELECT month_of(max(occurred_at)) FROM outcomes WHERE of_months IS NOT NULL
							  UNION ALL SELECT month_of(max(occurred_at)) FROM reviews WHERE of_months IS NOT NULL) facts)
	),
	pool_month AS (SELECT DISTINCT month FROM pool),
	measured AS (
		SELECT c.month, c.agent, d.driver, sum(d.quantity) AS quantity
		FROM event_cell c
		CROSS JOIN LATERAL (VALUES ('events', c.events), ('tokens', c.tokens), ('direct_cost', c.cost),
								   ('gpu_seconds', c.gpu_seconds), ('vectors_stored', c.vectors_stored)) d (driver, quantity)
		GROUP BY c.month, c.agent, d.driver
		UNION ALL
		SELECT month, agent, 'outcomes', sum(outcomes) FROM outcome_cell GROUP BY month, agent
		UNION ALL
		SELECT m.month, a.agent, 'even', 1
		FROM pool_month m
		JOIN agent_periods a
			ON a.valid_from < next_month(m.month) AND a.valid_until >= next_month(m.month)
			AND (a.hired IS NULL OR a.hired < next_month(m.month)) AND (a.retired IS NULL OR a.retired >= m.month)
		UNION ALL
		(SELECT DISTINCT ON (m.month, f.share_key, f.agent) m.month, f.agent, f.share_key, f.weight
		 FROM pool_month m
		 JOIN fixed_shares f ON f.valid_from <= m.month
		 ORDER BY m.month, f.share_key, f.agent, f.valid_from DESC, f.recorded_at DESC, f.id DESC)
	),
	driver_quantity AS MATERIALIZED (SELECT month, agent, driver, quantity FROM measured WHERE quantity > 0),
	-- An agent counts for the business unit and deployment that it has at the end of the month.
	pool_share AS MATERIALIZED (
		SELECT p.pool_kind, p.pool_id, p.month, p.layer, p.vendor, p.driver,
			   coalesce(p.agent, d.agent, 'unattributed') AS agent,
			   CASE WHEN p.agent IS NULL THEN d.quantity ELSE 1 END AS driver_quantity,
			   CASE WHEN p.agent IS NULL THEN sum(d.quantity) OVER pool ELSE 1 END AS driver_total,
			   coalesce(runrate.allocate(p.amount, d.quantity, share_scale(p.amount)) OVER (pool ORDER BY d.agent COLLATE "C"), p.amount) AS amount
		FROM pool p
		LEFT JOIN (SELECT q.month, q.agent, q.driver, q.quantity, a.business_unit, a.deployment
				   FROM driver_quantity q
				   LEFT JOIN agent_periods a
					   ON a.agent = q.agent AND a.valid_from < next_month(q.month) AND a.valid_until >= next_month(q.month)) d
			ON d.month = p.month AND d.driver = p.driver AND p.agent IS NULL
			AND (p.business_unit IS NULL OR p.business_unit = d.business_unit)
			AND (p.deployment IS NULL OR p.deployment = d.deployment)
		WINDOW pool AS (PARTITION BY p.pool_kind, p.pool_id, p.month)
	),
	overhead AS (
		SELECT month, agent, pool_kind, layer, vendor, driver_quantity IS NOT NULL AS allocated, sum(amount) AS amount
		FROM pool_share
		GROUP BY month, agent, pool_kind, layer, vendor, driver_quantity IS NOT NULL
	),
	-- The business units among which an agent's overhead of a month is split
	part AS (
		SELECT month, agent, business_unit, is_home, direct_cost, events,
			   sum(greatest(direct_cost, 0)) OVER agent_month AS all_direct_cost,
			   (sum(greatest(events, 0)) OVER agent_month)::bigint AS all_events
		FROM (SELECT month, agent, business_unit, bool_or(is_home) AS is_home,
					 sum(cost) AS direct_cost, sum(events)::bigint AS events
			  FROM (SELECT month, agent, business_unit, false AS is_home, cost, events FROM event_cell
					UNION ALL
					SELECT s.month, s.agent, coalesce(a.business_unit, 'unattributed'), true, 0, 0
					FROM (SELECT DISTINCT month, agent FROM pool_share) s
					LEFT JOIN agent_periods a
						ON a.agent = s.agent AND a.valid_from < next_month(s.month) AND a.valid_until >= next_month(s.month)) c
			  GROUP BY month, agent, business_unit) b
		WINDOW agent_month AS (PARTITION BY month, agent)
	),
	split AS (
		SELECT o.month, o.agent, p.business_unit, o.layer, o.vendor, o.pool_kind, o.allocated,
			   runrate.allocate(o.amount,
								CASE WHEN o.allocated THEN overhead_weight(p.direct_cost, p.events, p.all_direct_cost, p.all_events, p.is_home)
									 WHEN p.is_home THEN 1 END,
								share_scale(o.amount))
			   OVER (PARTITION BY o.month, o.agent, o.pool_kind, o.layer, o.vendor, o.allocated ORDER BY p.business_unit COLLATE "C") AS amount
		FROM overhead o
		JOIN part p USING (month, agent)
	)
	SELECT 'direct' AS part, month, agent, business_unit, layer, vendor, cost, false AS unallocated,
		   events, unpriced_events, tokens, 0::bigint AS outcomes, 0::bigint AS all_outcomes, NULL AS unit_of_work,
		   0::bigint AS reviews, 0::bigint AS unpriced_reviews, 0::bigint AS judged, 0::bigint AS accurate,
		   NULL AS pool_kind, NULL::bigint AS pool_id, NULL AS driver, NULL::numeric AS driver_quantity, NULL::numeric AS driver_total
	FROM event_cell
	UNION ALL
	SELECT 'review', month, agent, business_unit, 'human_review', 'unattributed', cost, false,
		   0, 0, 0, 0, 0, NULL,
		   reviews, unpriced_reviews, judged, accurate,
		   NULL, NULL, NULL, NULL, NULL
	FROM review_cell
	UNION ALL
	SELECT CASE pool_kind WHEN 'shared_cost' THEN 'shared' ELSE 'write_off' END, month, agent, business_unit, layer, vendor, amount, NOT allocated,
		   0, 0, 0, 0, 0, NULL,
		   0, 0, 0, 0,
		   NULL, NULL, NULL, NULL, NULL
	FROM split
	WHERE amount <> 0
	UNION ALL
	SELECT 'outcome', month, agent, business_unit, NULL, NULL, 0, false,
		   0, 0, 0, outcomes, all_outcomes, unit_of_work,
		   0, 0, 0, 0,
		   NULL, NULL, NULL, NULL, NULL
	FROM outcome_cell
	UNION ALL
	SELECT 'driver', month, agent, NULL, NULL, NULL, 0, false,
		   0, 0, 0, 0, 0, NULL,
		   0, 0, 0, 0,
		   NULL, NULL, driver, quantity, NULL
	FROM driver_quantity
	UNION ALL
	SELECT 'pool_share', month, agent, NULL, layer, vendor, amount, driver_quantity IS NULL,
		   0, 0, 0, 0, 0, NULL,
		   0, 0, 0, 0,
		   pool_kind, pool_id, driver, driver_quantity, driver_total
	FROM pool_share;
END;

COMMENT ON FUNCTION month_book_of(date[]) IS 'month_book_of(ARRAY[date ''2026-01-01'']): the rows of month_book of these months; of all months for NULL.';
