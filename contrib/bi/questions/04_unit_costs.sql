-- title: Cost of an outcome by agent
-- about: Fully loaded, months that are over. Never average these: add up cost and outcomes and divide.
-- show: line month agent unit_cost
-- columns: month date, agent text, unit_cost numeric
SELECT month, agent || ': ' || unit_of_work AS agent, unit_cost
FROM ledger.unit_costs
WHERE is_complete AND outcomes > 0
ORDER BY month, agent
