
-- The way of a ledger from version to version

-- Only a backup brings these back.
CREATE PROCEDURE runrate_internal.check_tables(schema text, settings regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	missing text := (SELECT string_agg(f.object, ', ')
					 FROM runrate_internal.ledger_faults(settings) f
					 WHERE f.fault = 'missing' AND split_part(f.object, ' ', 2) = 'table');
BEGIN
	IF missing IS NOT NULL THEN
		RAISE EXCEPTION 'ledger "%" lacks tables', schema
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = missing,
				  HINT = 'Restore them from a backup.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_tables(text, regclass) IS
'check_tables(schema, settings): an error if tables of the ledger are missing.';

CREATE PROCEDURE runrate_internal.check_ledger(schema text, settings regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	faults text := (SELECT string_agg(f.object || ': ' || f.fault, ', ')
		FROM runrate_internal.ledger_faults(settings) f);
BEGIN
	IF faults IS NOT NULL THEN
		RAISE EXCEPTION 'ledger "%" is not complete', schema
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = faults,
				  HINT = 'All of a ledger must belong to its owner; REASSIGN OWNED gives it back.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_ledger(text, regclass) IS
'check_ledger(schema, settings): an error if an object of the ledger is missing, disabled or somebody else''s.';

CREATE FUNCTION runrate_internal.lock_relation(relation oid, readers boolean) RETURNS void
	AS 'MODULE_PATHNAME', 'rr_lock_relation' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.lock_relation(oid, boolean) IS
'lock_relation(''ledger.chargeback''::regclass, true): keep everybody else from writing to a table, or with readers from using a table or a view, and not the tables that a view reads, until the end of the transaction. For its owner.';

-- A constraint trigger cannot be replaced, and dropping it keeps readers out.
CREATE FUNCTION runrate_internal.relations_to_remake(settings oid, migrates boolean,
	OUT relation oid, OUT readers boolean)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT coalesce(p.relid::pg_catalog.oid, c.oid),
		   migrates OR c.relkind = 'v'
		   OR EXISTS (SELECT FROM pg_catalog.pg_trigger g
					  WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgconstraint <> 0)
	FROM runrate_internal.ledger_settings(settings) s
	CROSS JOIN LATERAL runrate_internal.ledger_objects(settings) o
	JOIN pg_catalog.pg_class c ON c.oid = o.identity
	LEFT JOIN LATERAL pg_catalog.pg_partition_tree(c.oid) p ON c.relkind = 'p'
	WHERE o.object = ANY (s.objects) AND o.kind IN ('table', 'view')
	ORDER BY c.relkind = 'v', starts_with(o.object, 'internal'), o.object, p.level;
END;
COMMENT ON FUNCTION runrate_internal.relations_to_remake(oid, boolean) IS
'relations_to_remake(''ledger_internal.ledger_settings''::regclass, false): the tables and views of a ledger that are locked while its objects are made again; readers: those who read have to wait, too, as they have for all that migrations change.';

-- All or nothing: transactions take what they need in any order, and none of
-- them may wait for a part of it while the rest is waited for here.  What was in
-- the way is waited for alone, a while at a time, and the others after it for a
-- while: together less than the time after which who has to wait meanwhile looks
-- for a deadlock.
CREATE PROCEDURE runrate_internal.lock_ledger(settings regclass, migrates boolean, patience text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = 0
AS $body$
DECLARE
	a_while CONSTANT interval := (SELECT g.setting::bigint * interval '0.3 milliseconds'
								  FROM pg_settings g WHERE g.name = 'deadlock_timeout');
	tired_at CONSTANT timestamptz := clock_timestamp() + nullif(patience::interval, '0');
	until timestamptz;
	wanted record;
	in_the_way oid := settings;
BEGIN
	LOOP
		until := clock_timestamp() + a_while;
		BEGIN
			-- sorted, so that it is all read before the first lock
			FOR wanted IN
				SELECT r.relation, r.readers
				FROM runrate_internal.relations_to_remake(settings, migrates) WITH ORDINALITY r(relation, readers, n)
				ORDER BY r.relation <> in_the_way, r.n
			LOOP
				IF wanted.relation = in_the_way THEN
					until := clock_timestamp() + a_while;
				END IF;
				PERFORM set_config('lock_timeout',
					greatest(1, ceil(extract(epoch FROM until - clock_timestamp()) * 1000))::bigint::text, true);
				PERFORM runrate_internal.lock_relation(wanted.relation, wanted.readers);
				IF wanted.relation = in_the_way THEN
					until := clock_timestamp() + a_while;
				END IF;
			END LOOP;
			RETURN;
		EXCEPTION WHEN lock_not_available THEN
			IF clock_timestamp() > tired_at THEN
				RAISE;
			END IF;
			in_the_way := wanted.relation;
		END;
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.lock_ledger(regclass, boolean, text) IS
'lock_ledger(settings, migrates, current_setting(''lock_timeout'')): wait until nobody writes to a ledger or reads its views, and keep it so until the end of the transaction; migrates: nobody reads its tables, either.';

-- Migrations first, as they may change what views and functions are made of.
-- Replacing keeps what depends on an object, and who may use it; so do views
-- that only gain columns at their end.
CREATE PROCEDURE runrate_internal.remake_ledger(ledger runrate.ledgers)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	settings regclass := format('%I.ledger_settings', ledger.internal_schema);
	migrates boolean;
	migration record;
	before text[];
BEGIN
	CALL runrate_internal.check_tables(ledger.schema, settings);
	migrates := EXISTS (SELECT FROM runrate_internal.ledger_migrations() m
						WHERE runrate_internal.version_parts(m.to_version)
							> runrate_internal.version_parts(ledger.version));
	CALL runrate_internal.lock_ledger(settings, migrates, current_setting('lock_timeout'));
	-- somebody else may have upgraded it meanwhile
	ledger := runrate_internal.owned_ledger(ledger.schema);
	before := ARRAY(SELECT o.row_version FROM runrate_internal.ledger_objects(settings) o);
	FOR migration IN
		SELECT m.name
		FROM runrate_internal.ledger_migrations() m
		WHERE runrate_internal.version_parts(m.to_version) > runrate_internal.version_parts(ledger.version)
		ORDER BY runrate_internal.version_parts(m.to_version)
	LOOP
		CALL runrate_internal.use_schemas(ledger.schema, ledger.internal_schema);
		EXECUTE format('CALL runrate_internal.%I()', migration.name);
	END LOOP;
	PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);
	CALL runrate_internal.make_parts(ledger.schema, ledger.internal_schema);
	CALL runrate_internal.drop_obsolete(settings, before);
	CALL runrate_internal.record_objects(settings, before);
	CALL runrate_internal.grant_recorded(ledger);
	CALL runrate_internal.check_ledger(ledger.schema, settings);
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.remake_ledger(runrate.ledgers) IS
'remake_ledger(ledger): run pending migrations, make what is missing and all views, functions and triggers again, drop those that are no more, grant what was granted, and check the result.';

CREATE PROCEDURE runrate.upgrade_ledger(schema text DEFAULT 'ledger')
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE := runrate_internal.owned_ledger(schema);
	wanted text := runrate_internal.version();
BEGIN
	IF runrate_internal.version_parts(ledger.version) > runrate_internal.version_parts(wanted) THEN
		RAISE EXCEPTION 'ledger "%" is of version %, newer than the extension, which is of version %', schema,
			ledger.version, wanted
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'Install the newer runrate and run ALTER EXTENSION runrate UPDATE.';
	END IF;
	CALL runrate_internal.remake_ledger(ledger);
	IF ledger.version = wanted THEN
		RAISE NOTICE 'ledger "%" is of version % already', schema, wanted
			USING DETAIL = 'Its views, functions and triggers were made again.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate.upgrade_ledger(text) IS
'upgrade_ledger(''ledger''): bring the objects of a ledger to the version of the extension, after ALTER EXTENSION runrate UPDATE, in one transaction: tables are altered, views, functions and triggers made again, what was granted with grant_access granted again. Your own tables, columns, indexes, policies and views stay. Facts can be loaded and reports read before and after it; both wait while it runs, and it waits for transactions that have begun with them. An error, and nothing changed, if there is no such ledger, if it is not yours, or if it is newer than the extension.';

-- What needs the ledger as the present version makes it
CREATE FUNCTION runrate_internal.current_ledger(schema text) RETURNS runrate.ledgers
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE := runrate_internal.owned_ledger(schema);
BEGIN
	IF ledger.version <> runrate_internal.version() THEN
		RAISE EXCEPTION 'ledger "%" is of version %, the extension of version %', schema, ledger.version,
			runrate_internal.version()
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = format('CALL runrate.upgrade_ledger(%L) first.', schema);
	END IF;
	RETURN ledger;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.current_ledger(text) IS
'current_ledger(''ledger''): as owned_ledger, and an error if the ledger is not of the version of the extension.';

-- Logical replication does not bring the state of sequences along: after a
-- failover the next row would have the number of one that is there.
CREATE PROCEDURE runrate_internal.advance_sequences(ledger runrate.ledgers)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	numbered record;
	used bigint;
	reached bigint;
BEGIN
	FOR numbered IN
		SELECT d.refobjid::regclass AS of_table, a.attname AS column_name, d.objid::regclass AS sequence
		FROM pg_depend d
		JOIN pg_sequence q ON q.seqrelid = d.objid
		JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
		JOIN pg_class c ON c.oid = d.refobjid
		JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
		  AND n.nspname IN (ledger.schema, ledger.internal_schema)
		  AND c.relowner = quote_ident(ledger.owner)::regrole AND q.seqincrement > 0
		ORDER BY d.refobjid::regclass::text
	LOOP
		EXECUTE format('SELECT max(%I) FROM %s', numbered.column_name, numbered.of_table) INTO used;
		EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM %s', numbered.sequence)
			INTO reached;
		IF used > reached THEN
			RAISE NOTICE '%: numbers of % go on after %', numbered.sequence, numbered.of_table, used;
			PERFORM setval(numbered.sequence, used);
		END IF;
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.advance_sequences(runrate.ledgers) IS
'advance_sequences(ledger): let the numbers of rows go on after the highest that is there, as they do not where rows came by replication.';

CREATE PROCEDURE runrate.repair_ledger(schema text DEFAULT 'ledger')
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE := runrate_internal.current_ledger(schema);
	mended record;
BEGIN
	FOR mended IN
		SELECT f.object, f.fault
		FROM runrate_internal.ledger_faults(format('%I.ledger_settings', ledger.internal_schema)::regclass) f
	LOOP
		RAISE NOTICE '%: %', mended.object, mended.fault;
	END LOOP;
	CALL runrate_internal.remake_ledger(ledger);
	CALL runrate_internal.advance_sequences(ledger);
END;
$body$;
COMMENT ON PROCEDURE runrate.repair_ledger(text) IS
'repair_ledger(''ledger''): make the views, functions and triggers of a ledger again that were dropped, disabled or changed, as after DROP EXTENSION runrate CASCADE and CREATE EXTENSION runrate, and let the numbers of rows go on after the highest that is there, as after a failover to a logical subscriber. Says what was wrong. What was written while the triggers were away was not checked: see tie_out and data_quality. An error, and nothing changed, if tables are missing or objects are somebody else''s.';
