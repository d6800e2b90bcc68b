
-- Who may do what in a ledger

-- Parallel workers do not know the setting.
CREATE FUNCTION runrate_internal.acting_role() RETURNS name
LANGUAGE sql STABLE PARALLEL RESTRICTED
BEGIN ATOMIC
	SELECT CASE pg_catalog.current_setting('role') WHEN 'none' THEN session_user
		ELSE pg_catalog.current_setting('role')::name END;
END;
COMMENT ON FUNCTION runrate_internal.acting_role() IS
'acting_role(): the role that a session works as, by SET ROLE or else by its login, also in a function with SECURITY DEFINER.';

CREATE PROCEDURE runrate_internal.check_access(access text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	IF access IS NULL OR access NOT IN ('reader', 'unit_reader', 'writer', 'steward', 'controller', 'participant') THEN
		RAISE EXCEPTION 'invalid access: %', coalesce(quote_literal(access), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				  HINT = 'Use ''reader'', ''unit_reader'', ''writer'', ''steward'', ''controller'' or ''participant''.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_access(text) IS
'check_access(''reader''): an error if there is no such access.';

-- One that nobody has yet is more likely misspelt.
CREATE PROCEDURE runrate_internal.check_business_unit(schema text, access text, business_unit text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	is_known boolean;
BEGIN
	IF access <> 'unit_reader' AND business_unit IS NOT NULL THEN
		RAISE EXCEPTION 'access % is not for a business unit', quote_literal(access)
			USING ERRCODE = 'invalid_parameter_value',
				  HINT = 'Use ''unit_reader''.';
	ELSIF access = 'unit_reader' AND business_unit IS NULL THEN
		RAISE EXCEPTION 'business_unit must be given for access ''unit_reader'''
			USING ERRCODE = 'invalid_parameter_value';
	ELSIF access = 'unit_reader' THEN
		EXECUTE format($sql$
			SELECT $1 NOT IN ('*', 'unattributed')
				AND (EXISTS (SELECT FROM %1$I.business_units u WHERE u.business_unit = $1)
					 OR EXISTS (SELECT FROM %1$I.agents a WHERE a.business_unit = $1))
			$sql$, schema)
			INTO is_known USING business_unit;
		IF NOT is_known THEN
			RAISE EXCEPTION 'there is no business unit %', quote_literal(business_unit)
				USING ERRCODE = 'undefined_object',
					  HINT = format('Add it to %I.business_units.', schema);
		END IF;
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_business_unit(text, text, text) IS
'check_business_unit(schema, ''unit_reader'', ''support''): an error if the access is not for a business unit, or there is no such one.';

CREATE FUNCTION runrate_internal.column_list(relation regclass, left_out text[]) RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT string_agg(quote_ident(a.attname::text), ', ' ORDER BY a.attnum)
	FROM pg_catalog.pg_attribute a
	WHERE a.attrelid = relation
	  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
	  AND a.attname <> ALL (left_out);
END;
COMMENT ON FUNCTION runrate_internal.column_list(regclass, text[]) IS
'column_list(''ledger.prices''::regclass, ''{id}''): the columns of a table that can be written, the owner''s own ones too, but for those that are left out.';

-- By the catalogue of facts.  What the trigger sets is not the loader's, but that
-- cost_basis may say that a cost is estimated; the owner's own columns are.
CREATE PROCEDURE runrate_internal.grant_on_facts(internal text, role_name text, access text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	fact record;
	loaded text;
BEGIN
	FOR fact IN EXECUTE format('SELECT fact_table, money_column, derived FROM %I.facts_catalogue', internal)
	LOOP
		IF access = 'writer' THEN
			loaded := runrate_internal.column_list(fact.fact_table,
				array_remove(fact.derived, 'cost_basis') || 'reason'::text);
			CONTINUE WHEN loaded IS NULL;
			EXECUTE format('GRANT INSERT (%s) ON %s TO %I', loaded, fact.fact_table, role_name);
		ELSE
			-- All columns, as the functions reverse_... write with the rights of who calls them.
			EXECUTE format('GRANT INSERT ON %s TO %I', fact.fact_table, role_name);
			-- For price_pending(): the trigger refuses every other change of the column.
			IF fact.money_column IS NOT NULL THEN
				EXECUTE format('GRANT UPDATE (%I) ON %s TO %I', fact.money_column, fact.fact_table, role_name);
			END IF;
		END IF;
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.grant_on_facts(text, text, text) IS
'grant_on_facts(internal, role_name, ''writer''): let a role insert facts, a writer but for the columns that only the trigger sets, a steward with what reversals and price_pending need.';

-- By the catalogue of reference tables, without what their triggers set.  Items of
-- work come with the work; an agent, a layer or an account that a loader adds could
-- move the cost of months that are past.
CREATE PROCEDURE runrate_internal.grant_on_reference(internal text, role_name text, access text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	reference record;
BEGIN
	FOR reference IN
		EXECUTE format($sql$
			SELECT reference_table, kind FROM %I.reference_catalogue
			WHERE kind IN ('master', 'superseding') AND ($1 = 'steward' OR key_column = 'work_item')
			$sql$, internal)
			USING access
	LOOP
		EXECUTE format('GRANT INSERT (%s) ON %s TO %I',
			runrate_internal.column_list(reference.reference_table,
				'{id,is_built_in,recorded_at,recorded_by,closing}'),
			reference.reference_table, role_name);
		IF reference.kind = 'master' AND access = 'steward' THEN
			EXECUTE format('GRANT UPDATE, DELETE ON %s TO %I', reference.reference_table, role_name);
		END IF;
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.grant_on_reference(text, text, text) IS
'grant_on_reference(internal, role_name, ''writer''): let a role add work items, and a steward add and change all master data and add to superseding tables.';

-- The reports for unit readers, which are empty for all others
CREATE PROCEDURE runrate_internal.grant_on_unit_reports(ledger runrate.ledgers, role_name text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	report record;
BEGIN
	FOR report IN
		SELECT c.oid::regclass AS view, f.oid::regprocedure AS rows
		FROM pg_class c
		JOIN pg_proc f ON f.proname = c.relname || '_rows'
		WHERE c.relkind = 'v' AND c.relnamespace = quote_ident(ledger.schema)::regnamespace
		  AND f.pronamespace = quote_ident(ledger.internal_schema)::regnamespace AND f.prosecdef
	LOOP
		EXECUTE format('GRANT SELECT ON %s TO %I', report.view, role_name);
		EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', report.rows, role_name);
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.grant_on_unit_reports(runrate.ledgers, text) IS
'grant_on_unit_reports(ledger, role_name): let a role read the views my_..., which show what unit_readers allows.';

-- Without numbers, times and roles, which the tables give rows themselves
CREATE PROCEDURE runrate_internal.grant_on_governance(schema text, role_name text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	governed text;
BEGIN
	-- alerts and what has to be sent of them: for raise_alerts()
	FOREACH governed IN ARRAY ARRAY['api_keys', 'alerts', 'alert_outbox', 'reallocations']
	LOOP
		EXECUTE format('GRANT INSERT (%s) ON %I.%I TO %I',
			runrate_internal.column_list(format('%I.%I', schema, governed)::regclass,
				'{id,recorded_at,recorded_by,closing,raised_at,raised_by,queued_at,'
				'attempts,next_attempt_at,last_error,delivered_at}'),
			schema, governed, role_name);
	END LOOP;
	-- for what sends alerts
	EXECUTE format('GRANT UPDATE (attempts, next_attempt_at, last_error, delivered_at) ON %I.alert_outbox TO %I',
		schema, role_name);
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.grant_on_governance(text, text) IS
'grant_on_governance(schema, role_name): let a steward keep API keys, raise alerts and send them, and decide what savings are spent on.';

CREATE PROCEDURE runrate_internal.grant_level(ledger runrate.ledgers, role_name text, access text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	schema CONSTANT text := ledger.schema;
	partition regclass;
BEGIN
	EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, role_name);
	IF access <> 'writer' THEN
		CALL runrate_internal.grant_on_unit_reports(ledger, role_name);
	END IF;
	IF access IN ('reader', 'steward', 'controller', 'participant') THEN
		EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', ledger.internal_schema, role_name);
		EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I, %I TO %I', schema, ledger.internal_schema, role_name);
		-- What policies on the table keep from a reader is not to be read there.
		FOR partition IN
			SELECT c.oid
			FROM pg_class c
			WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f')
			  AND c.relnamespace IN (quote_ident(schema)::regnamespace,
									 quote_ident(ledger.internal_schema)::regnamespace)
		LOOP
			EXECUTE format('REVOKE SELECT ON %s FROM %I', partition, role_name);
		END LOOP;
		-- Who knows it could make keys of the same hash.
		EXECUTE format('REVOKE SELECT ON %1$I.key_secret, %1$I.intake_settings FROM %2$I', ledger.internal_schema,
			role_name);
	END IF;
	IF access = 'writer' THEN
		-- What arrives is compared and priced by the trigger, as the owner of the table.
		CALL runrate_internal.grant_on_facts(ledger.internal_schema, role_name, access);
		CALL runrate_internal.grant_on_reference(ledger.internal_schema, role_name, access);
	END IF;
	IF access = 'steward' THEN
		CALL runrate_internal.grant_on_facts(ledger.internal_schema, role_name, access);
		CALL runrate_internal.grant_on_reference(ledger.internal_schema, role_name, access);
		-- For load_prices_litellm() and load_prices_genai(), which lock these tables; the trigger refuses every change.
		EXECUTE format('GRANT UPDATE ON %1$I.prices, %1$I.model_aliases TO %2$I', schema, role_name);
		-- For load_focus(), which puts lines aside that are no rows of a table
		EXECUTE format('GRANT INSERT (fact, source, problem, payload) ON %I.quarantine TO %I', schema, role_name);
		CALL runrate_internal.grant_on_governance(schema, role_name);
	END IF;
	-- With the rights of the owner: nothing else writes closings and what they froze.
	IF access = 'controller' THEN
		EXECUTE format($sql$
			GRANT EXECUTE ON FUNCTION %1$I.close_month, %1$I.close_through, %1$I.reopen_month, %1$I.reclassify,
				%1$I.verify_books TO %2$I
			$sql$,
			schema, role_name);
	END IF;
	-- What a login may do in them is for approval_roles to say, and for the triggers to hold it to.
	IF access IN ('steward', 'participant') THEN
		EXECUTE format('GRANT INSERT ON %1$I.experiments, %1$I.experiment_steps, %1$I.alert_steps TO %2$I', schema,
			role_name);
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.grant_level(runrate.ledgers, text, text) IS
'grant_level(ledger, role_name, access): the privileges that an access consists of.';

-- A role that has nothing any more may be another one of that name.
CREATE PROCEDURE runrate_internal.add_unit_reader(ledger runrate.ledgers, role_name text, business_unit text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	EXECUTE format($sql$
		DELETE FROM %I.unit_readers u
		WHERE u.role_name = $1
		  AND NOT EXISTS (SELECT FROM %I.access_grants g
						  WHERE g.role_name = $1 AND g.access = 'unit_reader' AND g.is_in_force)
		$sql$,
		ledger.internal_schema, ledger.schema)
		USING role_name;
	EXECUTE format('INSERT INTO %I.unit_readers (role_name, business_unit) VALUES ($1, $2) ON CONFLICT DO NOTHING',
		ledger.internal_schema)
		USING role_name, business_unit;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.add_unit_reader(runrate.ledgers, text, text) IS
'add_unit_reader(ledger, role_name, ''support''): let a role read the rows of a business unit, beside those that it may read already.';

-- Before these, a plan that is kept over a change of the role can pass row-level
-- security (CVE-2024-10976), and conditions of a reader see statistics of rows that
-- are hidden from him (CVE-2025-8713).
CREATE FUNCTION runrate_internal.least_release(server_version integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN server_version OPERATOR(pg_catalog.<) 160000 THEN 150014
	WHEN server_version OPERATOR(pg_catalog.<) 170000 THEN 160010
	WHEN server_version OPERATOR(pg_catalog.<) 180000 THEN 170006
	ELSE 180000 END;
COMMENT ON FUNCTION runrate_internal.least_release(integer) IS
'least_release(160009): the first release of that major version of PostgreSQL, as server_version_num, that keeps from a role what it may not see of a table, and from which on the access unit_reader is given without a warning.';

CREATE PROCEDURE runrate_internal.check_release(server_version integer)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	least CONSTANT integer := runrate_internal.least_release(server_version);
BEGIN
	IF server_version < least THEN
		RAISE WARNING 'PostgreSQL %.% has known faults that let roles see rows of others',
			server_version / 10000, server_version % 10000
			USING DETAIL = 'CVE-2024-10976 or CVE-2025-8713. The reports of unit readers do not depend on them; row-level security does.',
				  HINT = format('Update to %s.%s.', least / 10000, least % 10000);
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_release(integer) IS
'check_release(160009): a warning if that release of PostgreSQL, as server_version_num, is older than least_release.';

CREATE FUNCTION runrate_internal.grant_ledger_access(ledger_table regclass, role_name text, access text,
	business_unit text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE := runrate_internal.owned_ledger((runrate_internal.ledger_schemas(ledger_table))[1]);
BEGIN
	CALL runrate_internal.check_access(access);
	IF role_name IS NULL OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
		RAISE EXCEPTION 'role "%" does not exist', coalesce(role_name, 'NULL')
			USING ERRCODE = 'undefined_object';
	END IF;
	CALL runrate_internal.check_business_unit(ledger.schema, access, business_unit);
	IF access = 'unit_reader' THEN
		CALL runrate_internal.check_release(current_setting('server_version_num')::integer);
		CALL runrate_internal.add_unit_reader(ledger, role_name, business_unit);
	END IF;
	CALL runrate_internal.grant_level(ledger, role_name, access);
	EXECUTE format('INSERT INTO %I.recorded_grants (role_name, access) VALUES ($1, $2) ON CONFLICT DO NOTHING',
		ledger.internal_schema)
		USING role_name, access;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.grant_ledger_access(regclass, text, text, text) IS
'grant_ledger_access(''ledger.events''::regclass, role_name, access, NULL): what grant_access of a ledger does.';

-- Who has nothing any more, by REVOKE or DROP OWNED, is not let in again, nor
-- is another role that has the name now.
CREATE PROCEDURE runrate_internal.grant_recorded(ledger runrate.ledgers)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	recorded record;
BEGIN
	FOR recorded IN
		EXECUTE format('SELECT g.role_name, g.access FROM %I.access_grants g WHERE g.is_in_force', ledger.schema)
	LOOP
		CALL runrate_internal.grant_level(ledger, recorded.role_name, recorded.access);
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.grant_recorded(runrate.ledgers) IS
'grant_recorded(ledger): grant what grant_access has granted again, so that it holds for new objects, too.';

-- Whether there was something to take away, and whether the role reads other units still
CREATE FUNCTION runrate_internal.remove_unit_reader(internal text, role_name text, business_unit text,
	OUT was_reader boolean, OUT is_reader boolean)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	EXECUTE format($sql$
		WITH gone AS (
			DELETE FROM %I.unit_readers u
			WHERE u.role_name = $1 AND ($2 IS NULL OR u.business_unit = $2)
			RETURNING 1
		)
		SELECT count(*) > 0 FROM gone
		$sql$, internal)
		INTO was_reader USING role_name, business_unit;
	EXECUTE format('SELECT EXISTS (SELECT FROM %I.unit_readers u WHERE u.role_name = $1)', internal)
		INTO is_reader USING role_name;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.remove_unit_reader(text, text, text) IS
'remove_unit_reader(internal, role_name, ''support''): let a role no longer read the rows of a business unit; NULL: of any.';

CREATE FUNCTION runrate_internal.revoke_ledger_access(ledger_table regclass, role_name text, access text,
	business_unit text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE := runrate_internal.owned_ledger((runrate_internal.ledger_schemas(ledger_table))[1]);
	units record;
	known boolean;
	left_access text;
BEGIN
	CALL runrate_internal.check_access(access);
	IF access = 'unit_reader' THEN
		SELECT * INTO units
		FROM runrate_internal.remove_unit_reader(ledger.internal_schema, role_name, business_unit);
		IF units.was_reader AND units.is_reader THEN
			RETURN;
		ELSIF NOT units.was_reader AND business_unit IS NOT NULL THEN
			RAISE EXCEPTION 'role "%" is no unit_reader of business unit %', role_name, quote_literal(business_unit)
				USING ERRCODE = 'undefined_object',
					  HINT = format('SELECT * FROM %I.access_grants lists what was granted.', ledger.schema);
		END IF;
	ELSIF business_unit IS NOT NULL THEN
		CALL runrate_internal.check_business_unit(ledger.schema, access, business_unit);
	END IF;
	EXECUTE format($sql$
		WITH gone AS (
			DELETE FROM %I.recorded_grants g
			WHERE g.role_name = $1 AND g.access = $2
			RETURNING 1
		)
		SELECT count(*) > 0 FROM gone
		$sql$, ledger.internal_schema)
		INTO known USING role_name, access;
	IF NOT known THEN
		RAISE EXCEPTION 'role "%" is no % of ledger "%"', role_name, access, ledger.schema
			USING ERRCODE = 'undefined_object',
				  HINT = format('SELECT * FROM %I.access_grants lists what was granted.', ledger.schema);
	END IF;
	-- a role that was dropped had lost everything before
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
		RETURN;
	END IF;
	EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I, %I FROM %I', ledger.schema, ledger.internal_schema,
		role_name);
	EXECUTE format('REVOKE ALL ON ALL ROUTINES IN SCHEMA %I, %I FROM %I', ledger.schema, ledger.internal_schema,
		role_name);
	EXECUTE format('REVOKE ALL ON SCHEMA %I, %I FROM %I', ledger.schema, ledger.internal_schema, role_name);
	FOR left_access IN
		EXECUTE format('SELECT g.access FROM %I.recorded_grants g WHERE g.role_name = $1', ledger.internal_schema)
			USING role_name
	LOOP
		CALL runrate_internal.grant_level(ledger, role_name, left_access);
	END LOOP;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.revoke_ledger_access(regclass, text, text, text) IS
'revoke_ledger_access(''ledger.events''::regclass, role_name, access, NULL): what revoke_access of a ledger does.';
