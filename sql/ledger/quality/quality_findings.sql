CREATE OR REPLACE VIEW quality_findings WITH (security_invoker = true) AS
WITH book AS MATERIALIZED (
	SELECT part, month, agent, business_unit, layer, cost, unallocated, outcomes, pool_kind, pool_id,
		   part IN ('direct', 'review', 'shared', 'write_off') AS is_cost
	FROM read_month_book()
	WHERE part <> 'driver'
),
event_month AS (
	SELECT month, sum(events) AS events,
		   sum(events) FILTER (WHERE is_unpriced) AS unpriced,
		   min(vendor) FILTER (WHERE is_unpriced AND events > 0) AS unpriced_vendor,
		   sum(events) FILTER (WHERE cost_basis = 'estimated') AS estimated,
		   sum(cost) FILTER (WHERE cost_basis = 'estimated') AS estimated_cost,
		   min(vendor) FILTER (WHERE cost_basis = 'estimated' AND events > 0) AS estimated_vendor,
		   sum(events) FILTER (WHERE agent = 'unattributed') AS no_agent,
		   sum(cost) FILTER (WHERE agent = 'unattributed') AS no_agent_cost,
		   sum(events) FILTER (WHERE has_no_work_item) AS no_item,
		   sum(cost) FILTER (WHERE has_no_work_item) AS no_item_cost,
		   min(agent) FILTER (WHERE has_no_work_item AND events > 0) AS no_item_agent,
		   sum(events) FILTER (WHERE is_out_of_service) AS out_of_service,
		   sum(cost) FILTER (WHERE is_out_of_service) AS out_of_service_cost,
		   min(agent) FILTER (WHERE is_out_of_service AND events > 0) AS out_of_service_agent
	FROM basis_cells
	GROUP BY month
),
outcome_month AS (
	SELECT month_of(o.occurred_at) AS month, count(*) AS outcomes,
		   count(*) FILTER (WHERE NOT o.has_rule) AS no_rule,
		   min(o.outcome) FILTER (WHERE NOT o.has_rule) AS no_rule_outcome,
		   count(*) FILTER (WHERE o.agent = 'unattributed') AS no_agent
	FROM owned_outcomes o
	WHERE NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = 'outcomes' AND v.id = o.id)
	  AND NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = 'outcomes' AND v.reverses = o.id)
	GROUP BY 1
),
review_month AS (
	SELECT month_of(r.occurred_at) AS month, count(*) AS reviews,
		   count(*) FILTER (WHERE r.cost IS NULL) AS no_cost,
		   min(r.reviewer) FILTER (WHERE r.cost IS NULL) AS no_cost_reviewer,
		   count(*) FILTER (WHERE r.agent IS NULL) AS no_agent,
		   sum(r.cost) FILTER (WHERE r.agent IS NULL) AS no_agent_cost
	FROM reviews r
	WHERE r.reverses IS NULL
	  AND NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = 'reviews' AND v.reverses = r.id)
	GROUP BY 1
),
agent_month AS (
	SELECT month, agent,
		   sum(cost) FILTER (WHERE is_cost) AS cost,
		   sum(cost) FILTER (WHERE is_cost AND business_unit = 'unattributed') AS no_unit_cost,
		   sum(outcomes) AS outcomes
	FROM book
	WHERE agent <> 'unattributed' AND part <> 'pool_share'
	GROUP BY month, agent
),
payroll_month AS (
	SELECT month, count(*) FILTER (WHERE cost <> 0) AS agents,
		   count(*) FILTER (WHERE no_unit_cost <> 0) AS no_unit,
		   sum(no_unit_cost) AS no_unit_cost,
		   min(agent) FILTER (WHERE no_unit_cost <> 0) AS no_unit_agent,
		   count(*) FILTER (WHERE cost <> 0 AND outcomes <= 0) AS idle,
		   sum(cost) FILTER (WHERE outcomes <= 0) AS idle_cost,
		   min(agent) FILTER (WHERE cost <> 0 AND outcomes <= 0) AS idle_agent
	FROM agent_month
	GROUP BY month
),
pool_month AS (
	SELECT month, count(DISTINCT (pool_kind, pool_id)) AS pools,
		   count(*) FILTER (WHERE unallocated) AS unallocated,
		   sum(cost) FILTER (WHERE unallocated) AS unallocated_cost,
		   min(layer) FILTER (WHERE unallocated) AS unallocated_layer
	FROM book
	WHERE part = 'pool_share'
	GROUP BY month
),
bill AS (
	SELECT 'shared_costs' AS fact, id, month, amount, billing_currency FROM shared_costs WHERE reverses IS NULL
	UNION ALL SELECT 'investments', id, first_month, amount, billing_currency FROM investments WHERE reverses IS NULL
	UNION ALL SELECT 'invoices', id, month, amount, billing_currency FROM invoices WHERE reverses IS NULL
	UNION ALL SELECT 'revenue', id, month, amount, billing_currency FROM revenue WHERE reverses IS NULL
),
bill_month AS (
	SELECT month, count(*) AS bills,
		   count(*) FILTER (WHERE amount IS NULL) AS no_amount,
		   min(billing_currency) FILTER (WHERE amount IS NULL) AS no_amount_currency
	FROM bill b
	WHERE NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = b.fact AND v.reverses = b.id)
	GROUP BY month
),
agent_total AS (
	SELECT count(*) AS agents,
		   count(*) FILTER (WHERE NOT is_known) AS unknown,
		   sum(cost) FILTER (WHERE NOT is_known) AS unknown_cost,
		   min(agent) FILTER (WHERE NOT is_known) AS unknown_agent
	FROM (SELECT b.agent, sum(b.cost) FILTER (WHERE b.is_cost) AS cost, bool_or(a.agent IS NOT NULL) AS is_known
		  FROM book b
		  LEFT JOIN (SELECT DISTINCT agent FROM agents) a ON a.agent = b.agent
		  WHERE b.agent <> 'unattributed'
		  GROUP BY b.agent) a
),
layer_total AS (
	SELECT count(*) AS layers,
		   count(*) FILTER (WHERE NOT is_known) AS unknown,
		   sum(cost) FILTER (WHERE NOT is_known) AS unknown_cost,
		   min(layer) FILTER (WHERE NOT is_known) AS unknown_layer
	FROM (SELECT b.layer, sum(b.cost) AS cost, bool_or(l.layer IS NOT NULL) AS is_known
		  FROM book b
		  LEFT JOIN cost_layers l ON l.layer = b.layer
		  WHERE b.is_cost
		  GROUP BY b.layer) l
),
-- work_items is added up with the others: a join to so many rows costs more.
item AS (
	SELECT work_item, sum(cost) AS cost, sum(events) AS events, sum(outcomes) AS outcomes,
		   bool_or(is_fact) AS is_fact, bool_or(NOT is_fact) AS is_known
	FROM (SELECT work_item, coalesce(runrate.exact_sum(cost), 0) AS cost,
				 sum(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) AS events, 0::numeric AS outcomes, true AS is_fact
		  FROM events
		  GROUP BY work_item
		  UNION ALL
		  -- one row may stand for many outcomes
		  SELECT work_item, 0, 0, count(*) FILTER (WHERE counts AND quantity > 0) - count(*) FILTER (WHERE counts AND quantity < 0), true
		  FROM owned_outcomes
		  GROUP BY work_item
		  UNION ALL
		  SELECT work_item, coalesce(runrate.exact_sum(cost), 0), 0, 0, true
		  FROM reviews
		  GROUP BY work_item
		  UNION ALL
		  SELECT work_item, 0, 0, 0, false
		  FROM work_items) i
	WHERE work_item <> 'unattributed'
	GROUP BY work_item
),
item_total AS (
	SELECT count(*) FILTER (WHERE is_fact) AS items,
		   count(*) FILTER (WHERE outcomes > 0) AS done,
		   count(*) FILTER (WHERE outcomes > 0 AND events <= 0) AS no_events,
		   min(work_item) FILTER (WHERE outcomes > 0 AND events <= 0) AS no_events_item,
		   count(*) FILTER (WHERE outcomes > 1) AS twice,
		   sum(cost) FILTER (WHERE outcomes > 1) AS twice_cost,
		   min(work_item) FILTER (WHERE outcomes > 1) AS twice_item,
		   bool_or(is_known) AS any_known,
		   count(*) FILTER (WHERE NOT is_known) AS unknown,
		   sum(cost) FILTER (WHERE NOT is_known) AS unknown_cost,
		   min(work_item) FILTER (WHERE NOT is_known) AS unknown_item
	FROM item
),
quarantine_total AS (
	SELECT count(*) AS rows, count(*) FILTER (WHERE NOT has_arrived) AS missing,
		   min(fact || ': ' || problem) FILTER (WHERE NOT has_arrived) AS problem
	FROM (SELECT q.fact, q.problem, k.source_key IS NOT NULL AS has_arrived
		  FROM quarantine q
		  LEFT JOIN fact_keys k ON k.fact = q.fact AND k.source = q.source AND k.source_key = q.source_key) q
),
conflict_total AS (
	SELECT count(*) AS rows,
		   count(*) FILTER (WHERE v.reverses IS NULL) AS standing,
		   min(c.fact || ', row ' || c.existing_id || ': ' || c.differs_in) FILTER (WHERE v.reverses IS NULL) AS example
	FROM conflicts c
	LEFT JOIN void_facts v ON v.fact = c.fact AND v.reverses = c.existing_id
),
finding (check_order, month, found, examined, cost, example) AS (
	SELECT v.*
	FROM event_month m
	CROSS JOIN LATERAL (VALUES
		(10, m.month, m.unpriced, m.events, NULL::numeric, m.unpriced_vendor),
		(20, m.month, m.estimated, m.events, m.estimated_cost, m.estimated_vendor),
		(30, m.month, m.no_agent, m.events, m.no_agent_cost, NULL),
		(60, m.month, m.no_item, m.events, m.no_item_cost, m.no_item_agent),
		(130, m.month, m.out_of_service, m.events, m.out_of_service_cost, m.out_of_service_agent)) v
	UNION ALL
	SELECT v.*
	FROM outcome_month m
	CROSS JOIN LATERAL (VALUES
		(40, m.month, m.no_agent, m.outcomes, NULL::numeric, NULL),
		(90, m.month, m.no_rule, m.outcomes, NULL, m.no_rule_outcome)) v
	UNION ALL
	SELECT v.*
	FROM review_month m
	CROSS JOIN LATERAL (VALUES
		(35, m.month, m.no_agent, m.reviews, m.no_agent_cost, NULL),
		(15, m.month, m.no_cost, m.reviews, NULL, m.no_cost_reviewer)) v
	UNION ALL
	SELECT v.*
	FROM payroll_month m
	CROSS JOIN LATERAL (VALUES
		(50, m.month, m.no_unit, m.agents, m.no_unit_cost, m.no_unit_agent),
		(80, m.month, m.idle, m.agents, m.idle_cost, m.idle_agent)) v
	UNION ALL
	SELECT 55, month, unallocated, pools, unallocated_cost, unallocated_layer FROM pool_month
	UNION ALL
	SELECT 17, month, no_amount, bills, NULL, no_amount_currency FROM bill_month
	UNION ALL
	SELECT 110, NULL, unknown, layers, unknown_cost, unknown_layer FROM layer_total
	UNION ALL
	SELECT 120, NULL, unknown, agents, unknown_cost, unknown_agent FROM agent_total
	UNION ALL
	SELECT v.*
	FROM item_total t
	CROSS JOIN LATERAL (VALUES
		(70, NULL::date, t.no_events, t.done, NULL::numeric, t.no_events_item),
		(100, NULL, t.twice, t.done, t.twice_cost, t.twice_item),
		(140, NULL, CASE WHEN t.any_known THEN t.unknown ELSE 0 END, t.items, t.unknown_cost, t.unknown_item)) v
	UNION ALL
	SELECT 150, NULL, missing, rows, NULL, problem FROM quarantine_total
	UNION ALL
	SELECT 160, NULL, standing, rows, NULL, example FROM conflict_total
),
-- A check that found nothing has one row, so that one sees that it was made.
result AS (
	SELECT check_order, month, found, examined, cost, example FROM finding WHERE found > 0
	UNION ALL
	SELECT check_order, NULL, 0, sum(examined), NULL, NULL
	FROM finding
	GROUP BY check_order
	HAVING coalesce(max(found), 0) <= 0
),
spend AS (
	SELECT month, sum(cost) AS cost FROM book WHERE is_cost GROUP BY GROUPING SETS (month, ())
)
SELECT r.check_order, r.month, r.found, r.examined, r.cost,
	   ratio(r.cost, s.cost) AS spend_ratio,
	   r.example
FROM result r
LEFT JOIN spend s ON s.month IS NOT DISTINCT FROM r.month;

COMMENT ON VIEW quality_findings IS 'The figures of data_quality, by the number of the check.';
COMMENT ON COLUMN quality_findings.check_order IS 'Number of the check.';
COMMENT ON COLUMN quality_findings.month IS 'Month; empty for checks of the whole ledger.';
COMMENT ON COLUMN quality_findings.found IS 'How many were found.';
COMMENT ON COLUMN quality_findings.examined IS 'Of how many.';
COMMENT ON COLUMN quality_findings.cost IS 'Cost of what was found.';
COMMENT ON COLUMN quality_findings.spend_ratio IS 'Its share of all cost.';
COMMENT ON COLUMN quality_findings.example IS 'One of what was found.';
