-- title: Agents and their targets
-- about: The last whole week or month of each target, the worst first.
-- show: table
-- columns: agent text, metric text, period_start date, actual numeric, target numeric, status text, action text
SELECT agent, metric, period_start, round(actual, 4) AS actual, target, escalated_status AS status, action
FROM ledger.slo_report
ORDER BY severity DESC NULLS LAST, agent, metric
