-- title: What an outcome costs
-- about: All that an outcome costs, reviews and shared costs included, over all agents, in the last month that is over.
-- show: number unit_cost
-- columns: unit_cost numeric
SELECT round(sum(amount) / nullif(sum(volume), 0), 4) AS unit_cost
FROM ledger.chargeback
WHERE month = (SELECT max(month) FROM ledger.chargeback WHERE is_complete)
