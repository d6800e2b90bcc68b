-- title: Cost by layer
-- about: What is on the bills of model vendors, and what is not: months that are over.
-- show: stack month layer cost
-- columns: month date, layer text, cost numeric
SELECT month, layer, cost
FROM ledger.iceberg
WHERE is_complete
ORDER BY month, layer_order, layer
