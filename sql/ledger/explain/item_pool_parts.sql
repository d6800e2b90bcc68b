-- The share of an item by a driver belongs to the pools with that driver by
-- their running total, so that they sum to it.
CREATE OR REPLACE FUNCTION item_pool_parts(item text)
RETURNS TABLE (month date, service_month date, agent text, business_unit text, unit_of_work text, agent_from date,
			   pool_kind text, pool_id bigint, part numeric, rule text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	WITH line AS MATERIALIZED (
		SELECT l.* FROM item_lines l WHERE l.work_item = item AND l.service_month = l.month
	),
	booking AS (
		SELECT l.month, l.month AS service_month FROM line l GROUP BY l.month
		UNION ALL
		SELECT p.month, p.service_month FROM cost_pools p
		WHERE p.service_month < p.month AND p.service_month IN (SELECT l.month FROM line l)
		GROUP BY p.month, p.service_month
	),
	pool AS (
		SELECT l.agent, l.agent_from, l.business_unit, l.unit_of_work, s.month, s.service_month, s.pool_kind, s.pool_id,
			s.pool_amount,
			   s.driver, s.driver_quantity, s.driver_total, s.cost, s.is_measured,
			   m.driver AS item_driver, m.quantity, m.total
		FROM booking b
		CROSS JOIN LATERAL (
			SELECT s.*, true AS is_measured FROM measured_shares s
			WHERE s.month = b.month AND s.service_month = b.service_month AND s.driver_quantity IS NOT NULL
			UNION ALL
			SELECT s.*, false FROM agent_shares s
			WHERE s.month = b.month AND s.service_month = b.service_month AND s.driver_quantity IS NOT NULL
			OFFSET bigint '0') s
		JOIN line l
			ON l.month = s.service_month AND l.agent = s.agent AND l.agent_from = s.agent_from
			AND l.business_unit = s.business_unit AND l.unit_of_work = s.unit_of_work
		LEFT JOIN (SELECT r.month, r.service_month, r.agent, r.agent_from, r.business_unit, r.unit_of_work,
			r.direct_cost_total, r.events_total
				   FROM booking b
				   CROSS JOIN LATERAL (SELECT * FROM cell_rates r WHERE r.month = b.month
				   	AND r.service_month = b.service_month OFFSET bigint '0') r) c
			ON c.month = s.month AND c.service_month = s.service_month AND c.agent = s.agent
				AND c.agent_from = s.agent_from
			AND c.business_unit = s.business_unit AND c.unit_of_work = s.unit_of_work
		CROSS JOIN LATERAL (VALUES ('direct_cost', l.direct_cost - l.credit_cost, c.direct_cost_total),
			('events', l.events, c.events_total),
								   ('tokens', l.tokens, s.driver_quantity),
								   	('gpu_seconds', l.gpu_seconds, s.driver_quantity),
								   ('vectors_stored', l.vectors_stored, s.driver_quantity),
								   ('outcomes', l.outcomes, s.driver_quantity)) m (driver, quantity, total)
		WHERE m.driver = CASE WHEN s.is_measured THEN s.driver WHEN c.direct_cost_total > 0 THEN 'direct_cost'
			ELSE 'events' END
	)
	SELECT p.month, p.service_month, p.agent, p.business_unit, p.unit_of_work, p.agent_from, p.pool_kind, p.pool_id,
		   running_part(p.running_total, p.whole, p.share, 12) - running_part(p.running_total - p.cost, p.whole,
		   	p.share, 12),
		   format('%s; the item has %s of %s %s', share_rule(p.pool_amount, p.driver, p.agent, p.driver_quantity,
		   	p.driver_total, p.cost),
				  plain(p.quantity), plain(p.total), p.item_driver)
	FROM (SELECT p.*, coalesce(runrate_internal.share_of(p.whole, p.quantity, p.total), 0) AS share
		  FROM (SELECT p.*, sum(p.cost) OVER by_driver AS whole,
					   sum(p.cost) OVER (by_driver ORDER BY p.pool_kind, p.pool_id) AS running_total
				FROM pool p
				WINDOW by_driver AS (PARTITION BY p.month, p.service_month, p.agent, p.agent_from, p.business_unit,
					p.unit_of_work,
									 CASE WHEN p.is_measured THEN p.driver ELSE 'other' END)) p) p
	WHERE p.share <> 0;
END;

COMMENT ON FUNCTION item_pool_parts(text) IS 'item_pool_parts(''T-1001''): what a work item bears of each pool, and how it comes to it, in words.';
