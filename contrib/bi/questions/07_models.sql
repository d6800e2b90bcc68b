-- title: Cost of calls by model
-- about: Model calls by provider and model, months that are over.
-- show: stack month model cost
-- columns: month date, model text, cost numeric
SELECT month, concat_ws(' ', provider, model) AS model, cost
FROM ledger.model_costs
WHERE is_complete
ORDER BY month, cost DESC
