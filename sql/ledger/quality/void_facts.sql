-- What the reports below have in common; in the internal schema
CREATE OR REPLACE VIEW void_facts WITH (security_invoker = true) AS
SELECT 'events' AS fact, id, reverses FROM events WHERE reverses IS NOT NULL
UNION ALL SELECT 'outcomes', id, reverses FROM outcomes WHERE reverses IS NOT NULL
UNION ALL SELECT 'reviews', id, reverses FROM reviews WHERE reverses IS NOT NULL
UNION ALL SELECT 'shared_costs', id, reverses FROM shared_costs WHERE reverses IS NOT NULL
UNION ALL SELECT 'investments', id, reverses FROM investments WHERE reverses IS NOT NULL
UNION ALL SELECT 'invoices', id, reverses FROM invoices WHERE reverses IS NOT NULL
UNION ALL SELECT 'revenue', id, reverses FROM revenue WHERE reverses IS NOT NULL;

COMMENT ON VIEW void_facts IS 'All reversals. Checks of single rows leave out both the reversal and what it reverses.';
COMMENT ON COLUMN void_facts.fact IS 'Table of facts.';
COMMENT ON COLUMN void_facts.id IS 'Row that is a reversal.';
COMMENT ON COLUMN void_facts.reverses IS 'Row that it reverses.';
