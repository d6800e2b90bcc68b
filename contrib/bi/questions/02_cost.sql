-- title: What the month cost
-- about: The charge of the last month that is over, to all business units.
-- show: number amount
-- columns: amount numeric
SELECT sum(amount) AS amount
FROM ledger.chargeback
WHERE month = (SELECT max(month) FROM ledger.chargeback WHERE is_complete)
