-- The reports for the last month of the demo company, from the ledger's views.
-- Those that are read more than once are copied first.

SELECT max(month) AS month, to_char(max(month), 'FMMonth YYYY') AS month_name FROM demo.plan
\gset

CREATE TEMP TABLE chargeback AS
SELECT * FROM ledger.chargeback WHERE month = :'month';

CREATE TEMP TABLE iceberg AS
SELECT * FROM ledger.iceberg WHERE month = :'month';

SELECT demo.usd(sum(amount) / sum(volume), 2, 0) AS blended, demo.usd(sum(amount), 2, 0) AS total,
	   demo.num(sum(volume), 0) AS outcomes, count(DISTINCT agent) AS agents
FROM chargeback
\gset

SELECT demo.usd(sum(cost) FILTER (WHERE visibility = 'visible'), 2, 0) AS visible,
	   round(100 * sum(spend_ratio) FILTER (WHERE visibility = 'hidden')) AS hidden_pct
FROM iceberg
\gset

\echo
\echo 'What does an outcome cost, fully loaded?'
\echo
\echo :blended 'each in' :month_name':' :total 'for' :outcomes 'outcomes of' :agents 'agents.'
\echo 'Of that, model calls are' :visible'; the other' :hidden_pct'% is hidden.'
\echo
\echo 'Chargeback'

SELECT CASE WHEN grouping(pl_line) = 1 THEN 'Total AI labor' ELSE pl_line END AS "P&L line",
	   demo.num(count(DISTINCT agent), 6) AS agents,
	   demo.num(sum(volume), 8) AS volume,
	   demo.usd(sum(direct_cost), 2, 10) AS direct,
	   demo.usd(sum(review_cost), 2, 10) AS reviews,
	   demo.usd(sum(shared_cost), 2, 10) AS shared,
	   demo.usd(sum(amortization_cost), 2, 9) AS amortized,
	   demo.usd(sum(amount), 2, 11) AS amount,
	   demo.usd(sum(amount) / nullif(sum(volume), 0), 4, 9) AS "unit cost"
FROM chargeback
GROUP BY ROLLUP (pl_line)
ORDER BY grouping(pl_line), sum(amount) DESC;

\echo 'By agent, beside what people cost'

SELECT agent, deployment,
	   demo.num(outcomes, 8) AS outcomes,
	   demo.usd(fully_loaded_cost, 2, 11) AS cost,
	   coalesce(demo.usd(unit_cost, 4, 12), '  no outcome') AS "cost/outcome",
	   demo.usd(human_unit_cost, 2, 12) AS "human/outcome",
	   demo.usd(saving, 2, 11) AS saving,
	   demo.usd(cost_per_million_tokens, 2, 12) AS "per M tokens"
FROM ledger.workforce_pnl
WHERE month = :'month'
ORDER BY sum(outcomes) OVER (PARTITION BY business_unit) DESC, agent;

SELECT c.agent AS zombie, demo.usd(c.amount, 2, 0) AS zombie_cost,
	   demo.num((SELECT count(DISTINCT work_item) FROM ledger.events e
				 WHERE e.agent = c.agent AND e.occurred_at >= c.month::timestamp AT TIME ZONE 'UTC'), 0) AS zombie_items,
	   to_char(a.replaced, 'FMMonth YYYY') AS zombie_since, c.pl_line AS zombie_line
FROM chargeback c JOIN demo.agents a USING (agent)
WHERE c.volume = 0
\gset

\echo :zombie 'was replaced in' :zombie_since', still worked on' :zombie_items 'items and resolved nothing.'
\echo 'The' :zombie_cost 'it cost has no outcome to be divided by: its unit cost is unknown, not zero.'
\echo 'The money is in the total of' :zombie_line', which pays for it.'
\echo
\echo 'The iceberg'

SELECT layer, visibility,
	   demo.usd(cost, 2, 12) AS cost,
	   format('%6s%%', round(100 * spend_ratio, 1)) AS share
FROM (SELECT layer, visibility, layer_order, cost, spend_ratio FROM iceberg
	  UNION ALL
	  SELECT 'all ' || visibility, visibility, 1000, sum(cost), sum(spend_ratio) FROM iceberg GROUP BY visibility) AS i
WHERE cost <> 0
ORDER BY visibility DESC, layer_order, layer;

\echo 'The dearest work items'

CREATE TEMP TABLE dearest AS
SELECT * FROM ledger.work_item_costs
WHERE last_month = :'month' AND work_item <> 'unattributed'
ORDER BY fully_loaded_cost DESC, work_item
LIMIT 5;

SELECT work_item, kind, customer,
	   demo.usd(direct_cost, 2, 8) AS direct,
	   demo.usd(review_cost, 2, 8) AS reviews,
	   demo.usd(overhead_cost, 2, 8) AS overhead,
	   demo.usd(fully_loaded_cost, 2, 8) AS cost
FROM dearest
ORDER BY fully_loaded_cost DESC, work_item;

\echo 'Why the two dearest cost so much (explain_cost also names the events and price rows)'

SELECT repeat('  ', e.level::integer) || regexp_replace(e.what, '(, shared cost|, investment)? [0-9]+(?=,|$)', '', 'g') AS what,
	   demo.usd(e.amount, 2, 8) AS amount,
	   demo.shortened(e.rule, 42) AS rule
FROM (SELECT * FROM dearest ORDER BY fully_loaded_cost DESC, work_item LIMIT 2) d
CROSS JOIN LATERAL ledger.explain_cost(d.work_item) e
WHERE e.level <= 2 AND (e.amount <> 0 OR e.level < 2)
ORDER BY d.fully_loaded_cost DESC, d.work_item, e.step;

\echo 'For the board'

SELECT line,
	   demo.figure(value, unit, 13) AS :"month_name",
	   demo.figure(previous_month, unit, 13) AS "month before",
	   demo.change(change, change_pct, unit, 10) AS change,
	   demo.figure(previous_year, unit, 13) AS "year before",
	   demo.change(value - previous_year, year_change_pct, unit, 10) AS change
FROM ledger.board_report
WHERE month = :'month'
ORDER BY line_order;

\echo 'Objectives that are not met'

SELECT agent, metric, period_type AS period,
	   CASE WHEN metric LIKE '%cost%' THEN demo.usd(actual, 4, 9) ELSE format('%8s%%', round(100 * actual, 1)) END AS actual,
	   CASE WHEN metric LIKE '%cost%' THEN demo.usd(target, 4, 9) ELSE format('%8s%%', round(100 * target, 1)) END AS target,
	   status, action
FROM ledger.slo_report
WHERE status IN ('yellow', 'red', 'critical')
ORDER BY severity DESC, agent, metric, period_type
LIMIT 8;

\echo 'How good is the data?'

SELECT check_name AS check, demo.num(found, 6) AS found, demo.usd(cost, 2, 11) AS cost,
	   demo.shortened(split_part(detail, ' For example: ', 1), 66) AS meaning
FROM ledger.data_quality
WHERE found > 0 AND (month = :'month' OR month IS NULL)
ORDER BY check_order;

\echo 'Does it tie out?  Every total, computed in two ways.'

SELECT demo.num(count(*) FILTER (WHERE difference <> 0), 0) AS differences, demo.num(count(*), 0) AS comparisons
FROM ledger.tie_out
\gset

\echo :differences 'differences in' :comparisons 'comparisons.'
\echo
