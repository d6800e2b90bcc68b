-- Of one key, a closing that has seen a change has seen all earlier ones, so
-- marks grow with the numbers of the rows.
CREATE OR REPLACE VIEW change_spans WITH (security_invoker = true) AS
SELECT c.table_name, c.key, c.valid_from, c.before,
	   coalesce(lag(coalesce(c.closing, 2147483647)) OVER later, 0) AS known_from,
	   coalesce(c.closing, 2147483647) AS known_until
FROM changes c
WINDOW later AS (PARTITION BY c.table_name, c.key, c.valid_from ORDER BY c.id);

COMMENT ON VIEW change_spans IS 'What rows of master data were before they were changed, and which closings saw them so. What they are now is in their tables.';
COMMENT ON COLUMN change_spans.table_name IS 'Table.';
COMMENT ON COLUMN change_spans.key IS 'Which row of it.';
COMMENT ON COLUMN change_spans.valid_from IS 'Day from which the row holds, where that is part of its key.';
COMMENT ON COLUMN change_spans.before IS 'The row as it was; empty: there was none.';
COMMENT ON COLUMN change_spans.known_from IS 'First closing that saw the row so; 0: it was so before the history begins; 2147483647: none did.';
COMMENT ON COLUMN change_spans.known_until IS 'First closing that saw the change; 2147483647: none did yet. Not above known_from: no closing saw the row so.';
