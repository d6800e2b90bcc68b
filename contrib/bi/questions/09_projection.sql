-- title: The month that is not over
-- about: So far, and at its end with an interval; the only figures of this page that are not final.
-- show: table
-- columns: month date, business_unit text, actual_cost numeric, projected_cost numeric, low_cost numeric, high_cost numeric
SELECT month, CASE business_unit WHEN '*' THEN 'all' ELSE business_unit END AS business_unit, round(actual_cost, 2) AS actual_cost,
       round(projected_cost, 2) AS projected_cost, round(low_cost, 2) AS low_cost, round(high_cost, 2) AS high_cost
FROM ledger.projections
WHERE month = (SELECT max(month) FROM ledger.projections)
ORDER BY business_unit = '*' DESC, business_unit
