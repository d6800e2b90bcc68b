CREATE OR REPLACE VIEW data_quality WITH (security_invoker = true) AS
SELECT c.check_order::bigint AS check_order,
	   c.check_name,
	   f.month,
	   coalesce(f.found, 0)::bigint AS found,
	   f.cost::numeric(38,12) AS cost,
	   f.spend_ratio::numeric(32,6) AS spend_ratio,
	   c.meaning || coalesce(' For example: ' || rtrim(f.example, '.') || '.', '') AS detail,
	   coalesce(f.examined, 0)::bigint AS examined,
	   (f.found / nullif(f.examined, 0))::numeric(32,6) AS found_ratio
FROM (VALUES
	(10, 'events without cost', 'No price for them yet: see unpriced_usage, add prices, call price_pending().'),
	(15, 'reviews without cost', 'No hourly cost of the reviewer: add a row to reviewer_costs and call price_pending().'),
	(17, 'bills without exchange rate', 'Billed in a currency without a rate: add a row to fx and call price_pending().'),
	(20, 'events with estimated cost', 'Priced as a tier that they were not served at, or reported as estimates.'),
	(30, 'events without agent', 'Their cost is on no payroll.'),
	(35, 'reviews without agent', 'Their cost is on no payroll.'),
	(40, 'outcomes without agent', 'Nobody''s unit cost has them.'),
	(50, 'agents without business unit', 'Their cost is charged to nobody.'),
	(55, 'pools that nobody takes part in', 'Shared costs and write-offs whose driver is zero for all agents.'),
	(60, 'events without work item', 'Not in the cost of any work item.'),
	(70, 'outcomes without events', 'Work items with a counted outcome that cost nothing: their events are missing or carry another key.'),
	(80, 'agents without outcomes', 'They cost money in a month in which no outcome of theirs counts.'),
	(90, 'outcomes without rule', 'They do not count: add a row to outcome_rules.'),
	(100, 'work items counted more than once', 'More than one counted outcome: reverse what is double.'),
	(110, 'unknown layers', 'Shown as hidden: add them to cost_layers.'),
	(120, 'unknown agents', 'No business unit and no unit of work: add them to agents.'),
	(130, 'events of agents not in service', 'Before the agent was hired or after it was retired.'),
	(140, 'unknown work items', 'Not in work_items; only checked if that has rows.'),
	(150, 'rows in quarantine', 'They contradict themselves and their keys have not arrived since: see quarantine.'),
	(160, 'conflicts', 'The same key came with another content: see conflicts. Listed until the first row is reversed.')
) c(check_order, check_name, meaning)
LEFT JOIN read_quality_findings() f USING (check_order)
ORDER BY check_order, f.month;

COMMENT ON VIEW data_quality IS
'What is missing or contradictory in the ledger. Checks by month have a row for each month in which something was found; a check that found nothing has one row with found = 0.';
COMMENT ON COLUMN data_quality.check_order IS 'Position in the report.';
COMMENT ON COLUMN data_quality.check_name IS 'What was looked for.';
COMMENT ON COLUMN data_quality.month IS 'Month in which it was found; empty: the check is of the whole ledger, or nothing was found.';
COMMENT ON COLUMN data_quality.found IS 'How many were found.';
COMMENT ON COLUMN data_quality.cost IS 'Cost that is on them; empty: none is known.';
COMMENT ON COLUMN data_quality.spend_ratio IS 'Its share of the cost of the month, or of the ledger, 0 to 1.';
COMMENT ON COLUMN data_quality.detail IS 'What it means and what to do, with one of what was found.';
COMMENT ON COLUMN data_quality.examined IS 'How many were looked at: events, outcomes, reviews, bills, pools, agents with cost, layers, work items or rows.';
COMMENT ON COLUMN data_quality.found_ratio IS 'found as a share of examined, 0 to 1.';
