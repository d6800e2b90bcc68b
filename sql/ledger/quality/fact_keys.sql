CREATE OR REPLACE VIEW fact_keys WITH (security_invoker = true) AS
SELECT 'events' AS fact, source, source_key FROM events
UNION ALL SELECT 'outcomes', source, source_key FROM outcomes
UNION ALL SELECT 'reviews', source, source_key FROM reviews
UNION ALL SELECT 'shared_costs', source, source_key FROM shared_costs
UNION ALL SELECT 'investments', source, source_key FROM investments
UNION ALL SELECT 'invoices', source, source_key FROM invoices
UNION ALL SELECT 'revenue', source, source_key FROM revenue;

COMMENT ON VIEW fact_keys IS 'The keys of all facts, each of which is there once.';
COMMENT ON COLUMN fact_keys.fact IS 'Table of facts.';
COMMENT ON COLUMN fact_keys.source IS 'System that the row comes from.';
COMMENT ON COLUMN fact_keys.source_key IS 'Key of the row in that system.';
