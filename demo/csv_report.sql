-- What does an outcome cost?  For the user's own rows in demo.runs.
-- psql variable: has_work_item, true or false.

SELECT demo.num(count(*), 0) AS run_count,
	   demo.num(count(DISTINCT agent), 0) AS agent_count,
	   CASE WHEN :has_work_item
			THEN demo.num(count(DISTINCT work_item) FILTER (WHERE outcome), 0) || ' work items done'
			ELSE demo.num(count(*) FILTER (WHERE outcome), 0) || ' outcomes' END AS done,
	   coalesce(demo.usd(runrate.exact_sum(cost), 0), 'an unknown cost') AS total,
	   coalesce(demo.usd(CASE WHEN :has_work_item THEN runrate.cost_per_distinct_outcome(cost, work_item, outcome)
								 ELSE runrate.cost_per_outcome(cost, outcome) END, 0) || ' each',
				'There is no answer') AS answer,
	   count(*) FILTER (WHERE cost IS NULL) AS unpriced,
	   count(*) FILTER (WHERE cost IS NULL) > 0 AS some_unpriced,
	   count(*) FILTER (WHERE work_item IS NULL) AS without_item,
	   :has_work_item AND count(*) FILTER (WHERE work_item IS NULL) > 0 AS some_without_item,
	   count(*) FILTER (WHERE outcome IS NULL) AS pending,
	   count(*) FILTER (WHERE outcome IS NULL) > 0 AS some_pending
FROM demo.runs
\gset

-- An agent's exact figures.  The median is the mean of the two middle costs.
CREATE TEMP VIEW by_agent AS
SELECT agent, count(*) AS runs,
	   count(*) FILTER (WHERE outcome) AS outcomes,
	   runrate.exact_sum(cost) AS total,
	   runrate.exact_sum(cost) / nullif(count(cost), 0) AS mean,
	   (percentile_disc(0.5) WITHIN GROUP (ORDER BY cost)
		+ percentile_disc(0.5) WITHIN GROUP (ORDER BY cost DESC)) / 2 AS median,
	   runrate.cost_per_outcome(cost, outcome) AS unit_cost
FROM demo.runs
GROUP BY agent;

\echo
\echo 'What does an outcome cost?'
\echo
\echo :answer':' :total 'for' :done 'in' :run_count 'runs by' :agent_count 'agents.'
\if :some_unpriced
\echo :unpriced 'runs have no cost; they are counted as runs and add nothing to the cost.'
\endif
\if :some_pending
\echo :pending 'runs have no outcome yet; their cost counts.'
\endif
\echo
\echo 'By agent, cheapest outcome first'

SELECT demo.num(row_number() OVER by_unit_cost, 4) AS rank,
	   agent,
	   demo.num(runs, 8) AS runs,
	   demo.num(outcomes, 8) AS outcomes,
	   demo.usd(total, 14) AS cost,
	   demo.usd(mean, 12) AS "mean/run",
	   demo.usd(median, 12) AS "median/run",
	   coalesce(demo.usd(unit_cost, 12), '  no outcome') AS "cost/outcome",
	   format('%10s', round(unit_cost / nullif(first_value(unit_cost) OVER by_unit_cost, 0), 1)) AS "x cheapest"
FROM by_agent
WINDOW by_unit_cost AS (ORDER BY unit_cost, agent)
ORDER BY unit_cost, agent;

SELECT count(*) > 1 AND min(unit_cost) > 0 AS comparable,
	   round(max(unit_cost) / nullif(min(unit_cost), 0), 1) AS ratio,
	   (array_agg(agent ORDER BY unit_cost DESC, agent))[1] AS dearest,
	   (array_agg(agent ORDER BY unit_cost, agent))[1] AS cheapest
FROM by_agent
WHERE unit_cost IS NOT NULL
\gset

\if :comparable
\echo 'An outcome of' :dearest 'costs' :ratio 'times one of' :cheapest'.'
\echo
\endif

\if :has_work_item
\echo 'By work item: an item counts once, however many of its runs say that it is done'
\if :some_without_item
\echo :without_item 'runs name no work item; their cost counts, their outcome does not.'
\endif

CREATE TEMP VIEW shared_items AS
SELECT work_item
FROM demo.runs
WHERE outcome AND work_item IS NOT NULL
GROUP BY work_item
HAVING count(DISTINCT agent) = (SELECT count(DISTINCT agent) FROM demo.runs);

SELECT demo.num(count(*), 0) AS shared FROM shared_items
\gset

SELECT agent,
	   demo.num(count(DISTINCT work_item), 8) AS items,
	   demo.num(count(DISTINCT work_item) FILTER (WHERE outcome), 8) AS done,
	   coalesce(demo.usd(runrate.cost_per_distinct_outcome(cost, work_item, outcome), 14),
				'    no outcome') AS "cost/item done",
	   demo.usd(runrate.exact_sum(cost) FILTER (WHERE work_item IN (TABLE shared_items)), 22)
		   AS "cost of items all did"
FROM demo.runs
GROUP BY agent
ORDER BY runrate.cost_per_distinct_outcome(cost, work_item, outcome), agent;

\echo 'Items that every agent got done:' :shared
\echo
\endif
