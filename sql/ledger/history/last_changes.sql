CREATE OR REPLACE VIEW last_changes WITH (security_invoker = true) AS
SELECT c.table_name, c.key, c.valid_from, max(coalesce(c.closing, 2147483647)) AS known_from
FROM changes c
GROUP BY c.table_name, c.key, c.valid_from;

COMMENT ON VIEW last_changes IS 'Which closings have seen rows of master data as they are now.';
COMMENT ON COLUMN last_changes.table_name IS 'Table.';
COMMENT ON COLUMN last_changes.key IS 'Which row of it.';
COMMENT ON COLUMN last_changes.valid_from IS 'Day from which the row holds, where that is part of its key.';
COMMENT ON COLUMN last_changes.known_from IS 'First closing that saw the last change; 2147483647: none did yet.';
