-- title: Saving against people
-- about: What the same outcomes would have cost by people, less all that the agents cost; months that are over.
-- show: stack month agent saving
-- columns: month date, agent text, saving numeric
SELECT month, agent, sum(saving) AS saving
FROM ledger.workforce_pnl
WHERE is_complete AND saving IS NOT NULL
GROUP BY month, agent
ORDER BY month, agent
