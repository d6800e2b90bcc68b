DO $do$
BEGIN
	IF (SELECT s.partition_events FROM ledger_settings s) THEN
		CREATE OR REPLACE VIEW key_tables WITH (security_invoker = true) AS
		SELECT 'events'::regclass AS fact_table, 'event_keys'::regclass AS key_table;
	ELSE
		CREATE OR REPLACE VIEW key_tables WITH (security_invoker = true) AS
		SELECT NULL::regclass AS fact_table, NULL::regclass AS key_table
		WHERE false;
	END IF;
END;
$do$;

COMMENT ON VIEW key_tables IS 'Tables of facts that are partitioned, and so have their keys in a table beside them.';
COMMENT ON COLUMN key_tables.fact_table IS 'Table of facts.';
COMMENT ON COLUMN key_tables.key_table IS 'Table in which its keys are unique.';
