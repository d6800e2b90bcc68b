-- Each month and those that it is compared with are computed by themselves,
-- which a condition on month reaches; a window over months would keep it out.
CREATE OR REPLACE VIEW board_report WITH (security_invoker = true) AS
SELECT v.month, l.section, v.line_key, v.line_subject,
	   l.line_order + CASE WHEN v.line_subject IS NULL THEN 0
						   ELSE row_number() OVER (PARTITION BY v.month, v.line_key ORDER BY v.line_subject COLLATE "C")
								END AS line_order,
	   concat(l.line, v.line_subject) AS line,
	   concat(l.unit, v.line_subject) AS unit,
	   v.value::numeric(38,12) AS value,
	   v.previous_month::numeric(38,12) AS previous_month,
	   (v.value - v.previous_month)::numeric(38,12) AS change,
	   percent_of(v.value - v.previous_month, v.previous_month)::numeric(32,6) AS change_pct,
	   v.previous_year::numeric(38,12) AS previous_year,
	   percent_of(v.value - v.previous_year, v.previous_year)::numeric(32,6) AS year_change_pct,
	   is_over(v.month) AS is_complete,
	   CASE WHEN v.line_key IN ('cost_to_revenue', 'unit_cost', 'blended_unit_cost', 'hidden_ratio', 'unpriced_events',
			'estimated_ratio', 'unattributed_ratio') THEN 'low'
			WHEN v.line_key IN ('saving', 'prior_period_saving') THEN 'high' END AS direction
FROM (SELECT month, line_key, line_subject,
			 max(value) FILTER (WHERE months_ago = 0) AS value,
			 max(value) FILTER (WHERE months_ago = 1) AS previous_month,
			 max(value) FILTER (WHERE months_ago = 12) AS previous_year
	  FROM (SELECT m.month, a.months_ago, v.line_key, v.line_subject, v.value
			FROM known_months m
			CROSS JOIN (VALUES (0), (1), (12)) a (months_ago)
			CROSS JOIN LATERAL board_values_of((m.month - make_interval(months => a.months_ago))::date) v
			WHERE a.months_ago = 0
			   OR (m.month - make_interval(months => a.months_ago))::date >= (SELECT first_known_month())) v
	  GROUP BY month, line_key, line_subject
	  HAVING bool_or(months_ago = 0)) v
JOIN board_lines l ON l.line_key = v.line_key
ORDER BY v.month, line_order;

COMMENT ON VIEW board_report IS
'What the board asks each month, one row a line: what AI costs, what the company gets for it, and how far the figures can be trusted.';
COMMENT ON COLUMN board_report.month IS 'Month, as its first day; every month with a cost, an outcome or revenue.';
COMMENT ON COLUMN board_report.section IS 'cost, revenue, unit_cost, work, iceberg, saving or trust.';
COMMENT ON COLUMN board_report.line_key IS
'The line, by a name that stays. total_cost: everything that is booked in the month, fully loaded; prior_period_cost: what of it is for earlier months. revenue: of the company, all rows of revenue added up; one without a business unit is what the others leave. unit_cost: for each unit of work, all cost of the month for it by its outcomes that count; blended_unit_cost: the same over all units of work. visible_cost and hidden_cost: by cost_layers. review_cost: of people who check. human_cost: what people would have cost for the outcomes, each by the baseline of its day; saving: that less all cost of the same agents, units and units of work, over those whose human_cost is known. unpriced_events: without a cost yet, and without those that were reversed. estimated_ratio: estimates by what total_cost has for the month itself; an estimate of an earlier month that was taken back is in neither. unattributed_ratio: cost without an agent or a business unit by total_cost. What is booked for earlier months is in total_cost and the parts of it, but not in unit costs, outcomes, human_cost and saving: prior_period_outcomes and prior_period_saving have it.';
COMMENT ON COLUMN board_report.line_subject IS 'Unit of work that the line is about; empty: the company.';
COMMENT ON COLUMN board_report.line_order IS 'Position of the line in its month.';
COMMENT ON COLUMN board_report.line IS 'The line as text to show.';
COMMENT ON COLUMN board_report.unit IS 'Unit of the value: the currency of the ledger, ratio (0 to 1), outcomes or events.';
COMMENT ON COLUMN board_report.value IS 'Value of the month; empty: there is none, such as a unit cost without outcomes.';
COMMENT ON COLUMN board_report.previous_month IS 'Value of the calendar month before.';
COMMENT ON COLUMN board_report.change IS 'Value less that of the month before.';
COMMENT ON COLUMN board_report.change_pct IS 'The same in percent of the month before.';
COMMENT ON COLUMN board_report.previous_year IS 'Value of the same month of the year before.';
COMMENT ON COLUMN board_report.year_change_pct IS 'Value less that one, in percent of it.';
COMMENT ON COLUMN board_report.is_complete IS 'Whether the month is over.';
COMMENT ON COLUMN board_report.direction IS 'Which side is good, low or high; empty: none is agreed, as for total cost and volume, which are good or bad only for what they bring.';
