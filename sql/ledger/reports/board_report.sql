CREATE OR REPLACE VIEW board_report WITH (security_invoker = true) AS
WITH baseline AS (
	SELECT unit_of_work, cost_per_outcome, valid_from,
		   lead(valid_from, 1, 'infinity') OVER (PARTITION BY unit_of_work ORDER BY valid_from) AS valid_until
	FROM (SELECT DISTINCT ON (unit_of_work, valid_from) unit_of_work, valid_from, cost_per_outcome
		  FROM human_baselines
		  ORDER BY unit_of_work, valid_from, recorded_at DESC, id DESC) b
),
work AS MATERIALIZED (
	SELECT m.month, m.unit_of_work, m.outcomes, m.cost, m.visible_cost, m.review_cost, m.unattributed_cost,
		   b.cost_per_outcome * m.outcomes - m.cost AS saving
	FROM (SELECT month, unit_of_work, sum(outcomes) AS outcomes,
				 sum(direct_cost + review_cost + shared_cost + write_off_cost) AS cost,
				 sum(visible_cost) AS visible_cost, sum(review_cost) AS review_cost,
				 sum(direct_cost + review_cost + shared_cost + write_off_cost)
				 FILTER (WHERE agent = 'unattributed' OR business_unit = 'unattributed') AS unattributed_cost
		  FROM agent_months
		  GROUP BY month, unit_of_work) m
	LEFT JOIN baseline b ON b.unit_of_work = m.unit_of_work AND m.month >= b.valid_from AND m.month < b.valid_until
),
income AS (
	SELECT month, sum(amount) AS revenue FROM revenue GROUP BY month
),
basis AS (
	SELECT month, sum(events) FILTER (WHERE is_unpriced) AS unpriced,
		   sum(cost) FILTER (WHERE cost_basis = 'estimated') AS estimated_cost
	FROM basis_cells
	GROUP BY month
),
company AS (
	SELECT month, coalesce(w.cost, 0) AS cost, coalesce(w.outcomes, 0) AS outcomes,
		   coalesce(w.visible_cost, 0) AS visible_cost, coalesce(w.review_cost, 0) AS review_cost,
		   coalesce(w.unattributed_cost, 0) AS unattributed_cost, w.saving, i.revenue,
		   coalesce(b.unpriced, 0) AS unpriced, coalesce(b.estimated_cost, 0) AS estimated_cost
	FROM (SELECT month, sum(cost) AS cost, sum(outcomes) AS outcomes, sum(visible_cost) AS visible_cost,
				 sum(review_cost) AS review_cost, sum(unattributed_cost) AS unattributed_cost, sum(saving) AS saving
		  FROM work
		  GROUP BY month) w
	FULL JOIN income i USING (month)
	LEFT JOIN basis b USING (month)
),
line (month, line_order, line, unit, value) AS MATERIALIZED (
	SELECT v.*
	FROM company c
	CROSS JOIN LATERAL (VALUES
		(c.month, 1000, 'AI cost', ledger_currency(), c.cost),
		(c.month, 2000, 'revenue', ledger_currency(), c.revenue),
		(c.month, 3000, 'AI cost as share of revenue', 'ratio', round(ratio(c.cost, c.revenue), 6)),
		(c.month, 5000, 'blended cost per outcome', ledger_currency() || ' per outcome', round(c.cost / nullif(c.outcomes, 0), 6)),
		(c.month, 6000, 'outcomes', 'outcomes', c.outcomes),
		(c.month, 7000, 'visible cost', ledger_currency(), c.visible_cost),
		(c.month, 8000, 'hidden cost', ledger_currency(), c.cost - c.visible_cost),
		(c.month, 9000, 'hidden share', 'ratio', round(ratio(c.cost - c.visible_cost, c.cost), 6)),
		(c.month, 10000, 'human review cost', ledger_currency(), c.review_cost),
		(c.month, 11000, 'saving against human baseline', ledger_currency(), c.saving),
		(c.month, 12000, 'events without cost', 'events', c.unpriced),
		(c.month, 13000, 'estimated share of cost', 'ratio', round(ratio(c.estimated_cost, c.cost), 6)),
		(c.month, 14000, 'unattributed share of cost', 'ratio', round(ratio(c.unattributed_cost, c.cost), 6))) v
	UNION ALL
	SELECT month, 4000 + dense_rank() OVER (ORDER BY unit_of_work COLLATE "C"),
		   'cost per ' || unit_of_work, ledger_currency() || ' per ' || unit_of_work, round(cost / nullif(outcomes, 0), 6)
	FROM work
	WHERE unit_of_work <> 'unattributed'
),
compared AS (
	SELECT l.month, l.line_order, l.line, l.unit, l.value, m.value AS previous_month, y.value AS previous_year
	FROM line l
	LEFT JOIN line m ON m.line = l.line AND next_month(m.month) = l.month
	LEFT JOIN line y ON y.line = l.line AND y.month = (l.month - interval '1 year')::date
)
SELECT month, line_order::bigint AS line_order, line, unit,
	   value::numeric(38,12) AS value,
	   previous_month::numeric(38,12) AS previous_month,
	   (value - previous_month)::numeric(38,12) AS change,
	   percent_of(value - previous_month, previous_month)::numeric(32,6) AS change_pct,
	   previous_year::numeric(38,12) AS previous_year,
	   percent_of(value - previous_year, previous_year)::numeric(32,6) AS year_change_pct
FROM compared
ORDER BY month, line_order;

COMMENT ON VIEW board_report IS
'What the board asks each month, one row a line: what AI costs, what the company gets for it, and how far the figures can be trusted.';
COMMENT ON COLUMN board_report.month IS 'Month; every month with a cost, an outcome or revenue.';
COMMENT ON COLUMN board_report.line_order IS 'Position of the line.';
COMMENT ON COLUMN board_report.line IS
'AI cost: everything, fully loaded. cost per ...: for each unit of work, all cost of its agents by their counted outcomes. blended cost per outcome: AI cost by all counted outcomes. visible and hidden cost: by cost_layers. saving against human baseline: what people would have cost for the outcomes, less all cost of the agents, over the units of work that have a baseline on the first day of the month. unattributed share of cost: without an agent or a business unit.';
COMMENT ON COLUMN board_report.unit IS 'Unit of the value: the currency of the ledger, ratio (0 to 1), outcomes or events.';
COMMENT ON COLUMN board_report.value IS 'Value of the month; empty: there is none, such as a unit cost without outcomes.';
COMMENT ON COLUMN board_report.previous_month IS 'Value of the calendar month before.';
COMMENT ON COLUMN board_report.change IS 'Value less that of the month before.';
COMMENT ON COLUMN board_report.change_pct IS 'The same in percent of the month before.';
COMMENT ON COLUMN board_report.previous_year IS 'Value of the same month of the year before.';
COMMENT ON COLUMN board_report.year_change_pct IS 'Value less that one, in percent of it.';
