
-- Which ledgers there are, their version, and who may do what in one

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

CREATE PROCEDURE runrate.upgrade_ledger(schema text DEFAULT 'ledger')
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	current_version text := runrate_internal.owned_ledger_version(schema);
	library_version text := runrate_internal.version();
	parts bigint[] := runrate_internal.version_parts(current_version);
BEGIN
	IF parts = runrate_internal.version_parts(library_version) THEN
		RAISE NOTICE 'ledger "%" is of version % already', schema, current_version;
		RETURN;
	END IF;
	IF parts > runrate_internal.version_parts(library_version) THEN
		RAISE EXCEPTION 'ledger "%" is of version %, newer than the library, which is of version %', schema, current_version, library_version
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'Install the newer runrate and run ALTER EXTENSION runrate UPDATE.';
	END IF;

	-- A version that changes the objects of a ledger has its step here, for
	-- ledgers whose parts are below it, and the last one writes the new
	-- version to the settings.  0.1.0 is the first, so no ledger is older.
	RAISE EXCEPTION 'there is no upgrade of ledger "%" from version % to version %', schema, current_version, library_version
		USING ERRCODE = 'feature_not_supported';
END;
$body$;
COMMENT ON PROCEDURE runrate.upgrade_ledger(text) IS
'upgrade_ledger(''ledger''): bring the objects of a ledger to the version of the library, after ALTER EXTENSION runrate UPDATE. Changes nothing if it is of that version. An error if there is no such ledger, if it is not yours, or if it is newer than the library.';

CREATE PROCEDURE runrate_internal.check_grant(schema text, role_name text, access text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	PERFORM runrate_internal.owned_ledger_version(schema);
	IF access IS NULL OR access NOT IN ('reader', 'writer', 'steward') THEN
		RAISE EXCEPTION 'invalid access: %', coalesce(quote_literal(access), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				  HINT = 'Use ''reader'', ''writer'' or ''steward''.';
	END IF;
	IF role_name IS NULL OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
		RAISE EXCEPTION 'role "%" does not exist', coalesce(role_name, 'NULL')
			USING ERRCODE = 'undefined_object';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_grant(text, text, text) IS
'check_grant(schema, role_name, access): an error if grant_access cannot grant that.';

CREATE PROCEDURE runrate_internal.grant_on_tables(privileges text, tables text[], schema text, role_name text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	EXECUTE format('GRANT %s ON %s TO %I', privileges,
		(SELECT string_agg(format('%I.%I', schema, t), ', ') FROM unnest(tables) t), role_name);
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.grant_on_tables(text, text[], text, text) IS
'grant_on_tables(privileges, tables, schema, role_name): one GRANT for several tables of a schema.';

CREATE PROCEDURE runrate_internal.grant_ledger_access(schema text, role_name text, access text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	internal text := schema || '_internal';
	facts CONSTANT text[] := '{events,outcomes,reviews,shared_costs,investments,invoices,revenue}';
	dimensions CONSTANT text[] := '{business_units,agents,work_items,cost_layers}';
	reference CONSTANT text[] := '{prices,model_aliases,outcome_rules,reviewer_costs,human_baselines,budgets,fixed_shares,fx,slos}';
BEGIN
	CALL runrate_internal.check_grant(schema, role_name, access);
	EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, role_name);
	IF access IN ('reader', 'steward') THEN
		EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', internal, role_name);
		EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I, %I TO %I', schema, internal, role_name);
	END IF;
	IF access IN ('writer', 'steward') THEN
		-- What arrives is compared and priced by the trigger, as the owner of the table.
		CALL runrate_internal.grant_on_tables('INSERT', facts || dimensions, schema, role_name);
	END IF;
	IF access = 'steward' THEN
		CALL runrate_internal.grant_on_tables('INSERT', reference, schema, role_name);
		-- For price_pending(): the trigger refuses every other change of these columns.
		CALL runrate_internal.grant_on_tables('UPDATE (cost)', '{events,reviews}', schema, role_name);
		CALL runrate_internal.grant_on_tables('UPDATE (amount)', '{shared_costs,investments,invoices,revenue}', schema, role_name);
		-- For load_prices_litellm() and load_prices_genai(), which lock these tables; the trigger refuses every change.
		CALL runrate_internal.grant_on_tables('UPDATE', '{prices,model_aliases}', schema, role_name);
		CALL runrate_internal.grant_on_tables('UPDATE, DELETE', dimensions, schema, role_name);
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.grant_ledger_access(text, text, text) IS
'grant_ledger_access(schema, role_name, access): what grant_access of a ledger does.';

CREATE PROCEDURE runrate_internal.create_access()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE PROCEDURE grant_access(role_name text, access text)
	LANGUAGE plpgsql SET search_path FROM CURRENT
	AS $body$
	BEGIN
		CALL runrate_internal.grant_ledger_access(current_schema()::text, role_name, access);
	END;
	$body$;
	COMMENT ON PROCEDURE grant_access(text, text) IS
	'grant_access(''analyst'', ''reader''): let a role use this ledger. reader: read everything. writer: add facts and master data, without seeing what is there. steward: both, and add prices, rules, budgets and other reference rows, call price_pending, and change master data. Granting again changes nothing; REVOKE takes it away. Only for the owner of the ledger.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_access() IS
'create_access(): the procedure of a ledger that grants access to it. Called by create_ledger.';
