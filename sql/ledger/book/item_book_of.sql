-- Overhead comes by business unit and is split among the customers there,
-- then that of each customer among its work items.  What it is split by is
-- numbered, since sorting by a number costs less than by four columns.
CREATE OR REPLACE FUNCTION item_book_of(of_months date[], of_agents text[])
RETURNS TABLE (part text, month date, agent text, business_unit text, customer text, work_item text,
			   direct_cost numeric, overhead_cost numeric, events bigint, work_items bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100000
BEGIN ATOMIC
	WITH item AS MATERIALIZED (
		SELECT month, agent, business_unit, customer, work_item, sum(cost) AS cost, sum(events)::bigint AS events
		FROM item_events
		WHERE (of_months IS NULL OR month = ANY (of_months)) AND (of_agents IS NULL OR agent = ANY (of_agents))
		GROUP BY month, agent, business_unit, customer, work_item
	),
	cell AS MATERIALIZED (
		SELECT month, agent, business_unit, customer, sum(cost) AS cost, sum(events)::bigint AS events,
			   sum(greatest(cost, 0)) AS all_direct_cost, sum(greatest(events, 0))::bigint AS all_events
		FROM item
		GROUP BY month, agent, business_unit, customer
	),
	unit AS MATERIALIZED (
		SELECT row_number() OVER () AS unit, month, agent, business_unit, o.amount, o.unallocated,
			   coalesce(c.all_direct_cost, 0) AS all_direct_cost, coalesce(c.all_events, 0) AS all_events
		FROM (SELECT month, agent, business_unit,
					 coalesce(sum(cost) FILTER (WHERE NOT unallocated), 0) AS amount,
					 coalesce(sum(cost) FILTER (WHERE unallocated), 0) AS unallocated
			  FROM read_month_book(of_months)
			  WHERE part IN ('shared', 'write_off') AND (of_agents IS NULL OR agent = ANY (of_agents))
			  GROUP BY month, agent, business_unit) o
		LEFT JOIN (SELECT month, agent, business_unit,
						  sum(greatest(cost, 0)) AS all_direct_cost, sum(greatest(events, 0))::bigint AS all_events
				   FROM cell
				   GROUP BY month, agent, business_unit) c USING (month, agent, business_unit)
	),
	-- Where there is no work to split by, the customer unattributed has it.
	customer_overhead AS MATERIALIZED (
		SELECT c.month, c.agent, c.business_unit, c.customer,
			   runrate.allocate(u.amount, overhead_weight(c.cost, c.events, u.all_direct_cost, u.all_events, false), item_scale(u.amount))
			   OVER (PARTITION BY u.unit ORDER BY c.customer COLLATE "C") AS amount
		FROM unit u
		JOIN cell c USING (month, agent, business_unit)
		WHERE u.amount <> 0 AND (u.all_direct_cost > 0 OR u.all_events > 0)
		UNION ALL
		SELECT month, agent, business_unit, 'unattributed', amount
		FROM unit
		WHERE amount <> 0 AND all_direct_cost <= 0 AND all_events <= 0
	),
	share AS MATERIALIZED (
		SELECT row_number() OVER () AS share, month, agent, business_unit, customer, o.amount,
			   coalesce(c.all_direct_cost, 0) AS all_direct_cost, coalesce(c.all_events, 0) AS all_events
		FROM customer_overhead o
		LEFT JOIN cell c USING (month, agent, business_unit, customer)
		WHERE o.amount <> 0
	),
	loaded_item AS (
		SELECT i.*,
			   coalesce(runrate.allocate(s.amount, overhead_weight(i.cost, i.events, s.all_direct_cost, s.all_events, false), item_scale(s.amount))
						OVER (PARTITION BY s.share ORDER BY i.work_item COLLATE "C"), 0) AS overhead_cost
		FROM item i
		LEFT JOIN share s USING (month, agent, business_unit, customer)
	)
	-- The planner leaves out the part that is not asked for.
	SELECT 'customer' AS part, month, agent, business_unit, customer, NULL AS work_item,
		   cost AS direct_cost, 0::numeric AS overhead_cost, events, 0::bigint AS work_items
	FROM cell
	UNION ALL
	SELECT 'customer', month, agent, business_unit, customer, NULL, 0, amount, 0, 0
	FROM customer_overhead
	UNION ALL
	SELECT 'customer', month, agent, business_unit, 'unattributed', NULL, 0, unallocated, 0, 0
	FROM unit
	WHERE unallocated <> 0
	UNION ALL
	SELECT 'customer', month, NULL, NULL, customer, NULL, 0, 0, 0, count(*)
	FROM (SELECT month, customer, work_item FROM item WHERE work_item <> 'unattributed' GROUP BY month, customer, work_item) i
	GROUP BY month, customer
	UNION ALL
	SELECT 'item', month, agent, business_unit, customer, work_item, cost, overhead_cost, events, 0
	FROM loaded_item
	UNION ALL
	SELECT 'item', month, agent, business_unit, customer, 'unattributed', 0, amount, 0, 0
	FROM share
	WHERE all_direct_cost <= 0 AND all_events <= 0
	UNION ALL
	SELECT 'item', month, agent, business_unit, 'unattributed', 'unattributed', 0, unallocated, 0, 0
	FROM unit
	WHERE unallocated <> 0;
END;

COMMENT ON FUNCTION item_book_of(date[], text[]) IS 'item_book_of(ARRAY[date ''2026-01-01''], ARRAY[''agent-1'']): the rows of item_book of these months and agents; NULL: of all.';
