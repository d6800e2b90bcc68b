CREATE OR REPLACE VIEW pool_texts WITH (security_invoker = true) AS
SELECT 'shared_cost' AS pool_kind, id AS pool_id, concat_ws(', ', layer, vendor, description, 'shared cost '
	|| id) AS what
FROM shared_costs
UNION ALL
SELECT 'amortization', id, concat_ws(', ', layer, vendor, description, 'investment ' || id)
FROM investments
UNION ALL
SELECT 'disposal', d.id, concat_ws(', ', i.layer, i.vendor, i.description, 'disposal of investment ' || i.id)
FROM disposals d
JOIN investments i ON i.id = d.investment;

COMMENT ON VIEW pool_texts IS 'How pools are named in explanations.';
COMMENT ON COLUMN pool_texts.pool_kind IS 'shared_cost, amortization or disposal.';
COMMENT ON COLUMN pool_texts.pool_id IS 'Row of shared_costs, investments or disposals.';
COMMENT ON COLUMN pool_texts.what IS 'Layer, vendor, description and number of the row.';
