
-- Which ledgers there are, and their version

CREATE FUNCTION runrate_internal.version() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'runrate';
END;
COMMENT ON FUNCTION runrate_internal.version() IS
'version(): the version of the SQL of the extension, which makes ledgers and so is theirs. The library may be newer until ALTER EXTENSION runrate UPDATE.';

CREATE FUNCTION runrate_internal.library_version() RETURNS text
	AS 'MODULE_PATHNAME', 'rr_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.library_version() IS
'library_version(): the version of the library that the session has loaded.';

CREATE VIEW runrate.ledgers WITH (security_invoker = true) AS
SELECT p.nspname::text AS schema,
	   i.nspname::text AS internal_schema,
	   pg_catalog.pg_get_userbyid(c.relowner)::text AS owner,
	   s.currency,
	   s.time_zone,
	   s.version,
	   s.version = runrate_internal.version()
	   AND NOT EXISTS (SELECT FROM runrate_internal.ledger_faults(c.oid)) AS is_current
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace i ON i.oid = c.relnamespace AND i.nspowner = c.relowner
CROSS JOIN LATERAL runrate_internal.ledger_settings(c.oid) s
-- Somebody else's table is not the ledger's, whatever the settings say.
LEFT JOIN pg_catalog.pg_class t ON t.oid = s.ledger_table AND t.relowner = c.relowner
LEFT JOIN pg_catalog.pg_namespace p ON p.oid = t.relnamespace AND p.nspowner = c.relowner
WHERE c.relname = 'ledger_settings'
  AND c.relkind = 'r'
  AND EXISTS (SELECT
			  FROM pg_catalog.pg_attribute a
			  WHERE a.attrelid = c.oid
				AND a.attname = 'ledger_table'
				AND a.atttypid = 'pg_catalog.regclass'::pg_catalog.regtype);
COMMENT ON VIEW runrate.ledgers IS
'The ledgers of this database. Currency, time zone and version are empty for a ledger that you may not read.';
COMMENT ON COLUMN runrate.ledgers.schema IS 'Schema of the ledger: its facts, reference tables and reports. Empty: it was dropped, or not all of the ledger has one owner.';
COMMENT ON COLUMN runrate.ledgers.internal_schema IS 'Schema of its working parts.';
COMMENT ON COLUMN runrate.ledgers.owner IS 'Role that owns it.';
COMMENT ON COLUMN runrate.ledgers.currency IS 'Currency of its amounts, by its ISO 4217 code.';
COMMENT ON COLUMN runrate.ledgers.time_zone IS 'Time zone of its days, weeks and months.';
COMMENT ON COLUMN runrate.ledgers.version IS 'Version of runrate that its objects are of.';
COMMENT ON COLUMN runrate.ledgers.is_current IS 'Whether that is the version of the extension, and none of its objects is missing, disabled or somebody else''s. If not, see runrate.upgrade_ledger and runrate.repair_ledger.';
GRANT SELECT ON runrate.ledgers TO PUBLIC;

CREATE FUNCTION runrate_internal.version_parts(version text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	IF version !~ '^\d{1,9}(\.\d{1,9}){0,9}$' THEN
		RAISE EXCEPTION 'invalid version of a ledger: %', quote_literal(left(version, 50))
			USING ERRCODE = 'invalid_text_representation';
	END IF;
	RETURN string_to_array(version, '.')::bigint[];
END;
$body$;
COMMENT ON FUNCTION runrate_internal.version_parts(text) IS
'version_parts(''0.10.0'') is {0,10,0}: a version as numbers, which compare as versions do.';

CREATE FUNCTION runrate_internal.owned_ledger(schema text) RETURNS runrate.ledgers
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE;
BEGIN
	SELECT l.* INTO ledger FROM runrate.ledgers l WHERE l.schema = owned_ledger.schema;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'ledger "%" does not exist', coalesce(schema, 'NULL')
			USING ERRCODE = 'undefined_object',
				  HINT = 'SELECT * FROM runrate.ledgers lists the ledgers of this database.';
	END IF;
	IF NOT pg_has_role(ledger.owner, 'USAGE') THEN
		RAISE EXCEPTION 'must be owner of ledger "%"', schema
			USING ERRCODE = 'insufficient_privilege';
	END IF;
	IF ledger.version IS NULL THEN
		RAISE EXCEPTION 'cannot read the version of ledger "%"', schema
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = format('%I.ledger_settings is empty, locked, or may not be read.', ledger.internal_schema);
	END IF;
	RETURN ledger;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.owned_ledger(text) IS
'owned_ledger(''ledger''): the row of runrate.ledgers of a ledger of the caller''s. An error if there is none or it is somebody else''s.';
