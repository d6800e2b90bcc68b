-- title: Chargeback by business unit
-- about: In whole cents, months that are over; a month sums to what the month cost.
-- show: stack month business_unit amount
-- columns: month date, business_unit text, amount numeric
SELECT month, business_unit, sum(amount) AS amount
FROM ledger.chargeback
WHERE is_complete
GROUP BY month, business_unit
ORDER BY month, business_unit
