-- Which ledgers there are, and their version

CREATE FUNCTION runrate_internal.ledger_settings(settings oid, OUT version text, OUT currency text, OUT time_zone text) RETURNS record
	AS 'MODULE_PATHNAME', 'rr_ledger_settings' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION runrate_internal.ledger_settings(oid) IS
'ledger_settings(''ledger_internal.ledger_settings''::regclass): what a ledger was created with. NULL, and never an error, where the table cannot be read; nothing that its owner attached to it is run.';

CREATE VIEW runrate.ledgers WITH (security_invoker = true) AS
SELECT public_schema.nspname::text AS schema,
	   internal_schema.nspname::text AS internal_schema,
	   pg_catalog.pg_get_userbyid(public_schema.nspowner)::text AS owner,
	   s.currency,
	   s.time_zone,
	   s.version,
	   s.version = runrate_internal.version() AS is_current
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace internal_schema ON internal_schema.oid = c.relnamespace
JOIN pg_catalog.pg_namespace public_schema ON internal_schema.nspname::text = public_schema.nspname::text || '_internal'
CROSS JOIN LATERAL runrate_internal.ledger_settings(c.oid) s
WHERE c.relname = 'ledger_settings'
  AND c.relkind = 'r'
  -- Somebody else's table in a schema of the ledger is not the ledger's.
  AND c.relowner = internal_schema.nspowner
  AND internal_schema.nspowner = public_schema.nspowner
  AND (SELECT count(*)
	   FROM pg_catalog.pg_attribute a
	   WHERE a.attrelid = c.oid
		 AND a.attname IN ('ledger', 'version', 'currency', 'time_zone')
		 AND a.atttypid = 'pg_catalog.text'::pg_catalog.regtype) = 4;
COMMENT ON VIEW runrate.ledgers IS
'The ledgers of this database. Currency, time zone and version are empty for a ledger that you may not read.';
COMMENT ON COLUMN runrate.ledgers.schema IS 'Schema of the ledger: its facts, reference tables and reports.';
COMMENT ON COLUMN runrate.ledgers.internal_schema IS 'Schema of its working parts.';
COMMENT ON COLUMN runrate.ledgers.owner IS 'Role that owns it.';
COMMENT ON COLUMN runrate.ledgers.currency IS 'Currency of its amounts, by its ISO 4217 code.';
COMMENT ON COLUMN runrate.ledgers.time_zone IS 'Time zone of its days, weeks and months.';
COMMENT ON COLUMN runrate.ledgers.version IS 'Version of runrate that its objects are of.';
COMMENT ON COLUMN runrate.ledgers.is_current IS 'Whether that is the version of the library; if not, see runrate.upgrade_ledger.';
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

-- The version of a ledger that the caller owns, or an error
CREATE FUNCTION runrate_internal.owned_ledger_version(schema text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE;
BEGIN
	SELECT l.* INTO ledger FROM runrate.ledgers l WHERE l.schema = owned_ledger_version.schema;
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
	RETURN ledger.version;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.owned_ledger_version(text) IS
'owned_ledger_version(''ledger''): the version of a ledger of the caller''s. An error if there is none or it is somebody else''s.';
