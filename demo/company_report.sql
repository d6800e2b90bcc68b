-- The answer for the last month of the demo company.

SELECT max(month) AS month, to_char(max(month), 'FMMonth YYYY') AS month_name,
	   count(*) AS months
FROM (SELECT DISTINCT month FROM demo.agent_months) AS m
\gset

SELECT demo.usd(runrate.unit_cost(s), 2, 0) AS blended,
	   demo.usd(runrate.total_cost(s), 2, 0) AS total,
	   demo.num(runrate.outcome_count(s), 0) AS outcomes,
	   demo.usd(runrate.visible_cost(s), 2, 0) AS visible,
	   round(100 * runrate.hidden_ratio(s)) AS hidden_pct,
	   agents
FROM (SELECT runrate.rollup(summary) AS s, count(*) AS agents
	  FROM demo.agent_months WHERE month = :'month') AS company
\gset

\echo
\echo 'What does an outcome cost, fully loaded?'
\echo
\echo :blended 'each in' :month_name':' :total 'for' :outcomes 'outcomes of' :agents 'agents.'
\echo 'Of that, model calls are' :visible'; the other' :hidden_pct'% is hidden: inference, retries,'
\echo 'tool calls, human reviews, vector store, observability, integration and security.'
\echo
\echo 'By agent'

SELECT agent,
	   demo.num(runrate.outcome_count(summary), 8) AS outcomes,
	   demo.num(attempts, 8) AS attempts,
	   demo.num(failed, 6) AS failed,
	   demo.usd(runrate.visible_cost(summary), 2, 12) AS "visible cost",
	   demo.usd(runrate.hidden_cost(summary), 2, 11) AS "hidden cost",
	   format('%5s%%', round(100 * runrate.hidden_ratio(summary), 1)) AS hidden,
	   demo.usd(runrate.layer_cost(summary, 'human_review')
				/ nullif(runrate.outcome_count(summary), 0), 4, 14) AS "review/outcome",
	   coalesce(demo.usd(runrate.unit_cost(summary), 4, 12), '  no outcome') AS "cost/outcome"
FROM demo.agent_months
WHERE month = :'month'
ORDER BY sum(runrate.outcome_count(summary)) OVER (PARTITION BY pnl_line) DESC, agent;

SELECT agent AS zombie, demo.usd(runrate.total_cost(summary), 2, 0) AS zombie_cost,
	   demo.num(attempts, 0) AS zombie_attempts,
	   to_char(replaced, 'FMMonth YYYY') AS zombie_since, pnl_line AS zombie_line
FROM demo.agent_months JOIN demo.agents USING (agent, pnl_line)
WHERE month = :'month' AND runrate.outcome_count(summary) = 0
\gset

\echo :zombie 'was replaced in' :zombie_since', still made' :zombie_attempts 'attempts and resolved nothing.'
\echo 'The' :zombie_cost 'it cost has no outcome to be divided by: its unit cost is unknown, not zero.'
\echo 'The money is in the total of' :zombie_line', which pays for it.'
\echo
\echo 'By P&L line'

SELECT CASE WHEN grouping(pnl_line) = 1 THEN 'Total AI labor' ELSE pnl_line END AS "P&L line",
	   demo.num(count(*), 6) AS agents,
	   demo.num(runrate.outcome_count(runrate.rollup(summary)), 8) AS volume,
	   demo.usd(runrate.total_cost(runrate.rollup(summary)), 2, 12) AS cost,
	   demo.usd(runrate.unit_cost(runrate.rollup(summary)), 2, 9) AS "unit cost",
	   demo.usd(runrate.unit_cost(runrate.rollup(summary)), 4, 11) AS "to 4 digits"
FROM demo.agent_months
WHERE month = :'month'
GROUP BY ROLLUP (pnl_line)
ORDER BY grouping(pnl_line), runrate.total_cost(runrate.rollup(summary)) DESC;

\echo 'Does it tie out?  The bills against the events, and every unit cost computed in three ways.'

SELECT demo.usd(p.billed, 2, 20) AS "invoices + reviewers",
	   demo.usd(p.booked, 2, 16) AS "booked to agents",
	   demo.usd(p.billed - p.booked, 2, 10) AS difference,
	   demo.num(p.disagree, 25) AS "unit costs not reproduced"
FROM (SELECT (SELECT sum(amount) FROM demo.invoices WHERE month = :'month')
			 + (SELECT sum(runrate.review_cost(minutes, hourly_cost))
				FROM demo.reviews WHERE month = :'month') AS billed,
			 (SELECT runrate.exact_sum(cost) FROM demo.costs WHERE month = :'month') AS booked,
			 (SELECT count(*)
			  FROM (SELECT agent,
						   runrate.cost_per_outcome(cost, outcome) AS by_row,
						   runrate.cost_per_distinct_outcome(cost, work_item, outcome) AS by_item
					FROM demo.costs WHERE month = :'month' GROUP BY agent) AS c
			  JOIN demo.agent_months m ON m.agent = c.agent AND m.month = :'month'
			  WHERE c.by_row IS DISTINCT FROM c.by_item
				 OR c.by_row IS DISTINCT FROM runrate.unit_cost(m.summary)) AS disagree) AS p;
