
-- Who may do what in a ledger

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
