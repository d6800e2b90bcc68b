
-- Ledgers: created in a schema of the user's, not members of the extension

CREATE PROCEDURE runrate_internal.check_ledger_name(schema text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	IF schema IS NULL OR schema = '' OR octet_length(schema) > 50 OR schema ~ '^pg_' OR schema
		IN ('runrate', 'runrate_internal') THEN
		RAISE EXCEPTION 'invalid schema name for a ledger: %', coalesce(quote_ident(schema), 'NULL')
			USING ERRCODE = 'invalid_schema_name',
				  HINT = 'Use a name of up to 50 bytes that does not begin with "pg_" and is not the schema of the extension.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_ledger_name(text) IS
'check_ledger_name(schema): an error if a ledger cannot have that name.';

-- Errors that create_ledger would otherwise raise half-way, in words of the catalog
CREATE PROCEDURE runrate_internal.check_new_ledger(schema text, currency text, time_zone text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.check_ledger_name(schema);
	IF currency IS NULL OR currency !~ '^[A-Z]{3}$' THEN
		RAISE EXCEPTION 'invalid currency: %', coalesce(quote_literal(currency), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				  HINT = 'Use the three capital letters of ISO 4217, such as USD or EUR.';
	END IF;
	IF time_zone IS NULL OR NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = time_zone) THEN
		RAISE EXCEPTION 'time zone % not recognized', coalesce(quote_ident(time_zone), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				  HINT = 'Use a name of the view pg_timezone_names, such as UTC or Europe/Berlin.';
	END IF;
	-- AT TIME ZONE would take it for the abbreviation, which is an offset without summer time.
	IF time_zone NOT IN ('UTC', 'GMT') AND EXISTS (SELECT FROM pg_timezone_abbrevs
		WHERE lower(abbrev) = lower(time_zone)) THEN
		RAISE EXCEPTION 'time zone % is ambiguous', quote_ident(time_zone)
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = 'It is the name of a time zone and an abbreviation.',
				  HINT = 'Use the name of a place, such as Europe/Berlin or America/New_York.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_new_ledger(text, text, text) IS
'check_new_ledger(schema, currency, time_zone): an error if create_ledger cannot create that ledger.';

-- A schema may appear between a look and the creation, so there is no look.
CREATE PROCEDURE runrate_internal.create_schema(name text, description text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger record;
BEGIN
	BEGIN
		EXECUTE format('CREATE SCHEMA %I', name);
	EXCEPTION WHEN duplicate_schema OR unique_violation THEN
		SELECT l.schema, l.internal_schema INTO ledger FROM runrate.ledgers l WHERE name
			IN (l.schema, l.internal_schema);
		IF ledger.schema = name THEN
			RAISE EXCEPTION 'ledger "%" already exists', name
				USING ERRCODE = 'duplicate_object';
		ELSIF ledger.schema IS NOT NULL THEN
			RAISE EXCEPTION 'schema "%" already exists', name
				USING ERRCODE = 'duplicate_schema',
					  DETAIL = format('It has the working parts of ledger "%s".', ledger.schema),
					  HINT = format('CALL runrate.rename_ledger(%L, %1$L) gives these a name that fits.',
							ledger.schema);
		ELSIF ledger.internal_schema IS NOT NULL THEN
			RAISE EXCEPTION 'schema "%" already exists', name
				USING ERRCODE = 'duplicate_schema',
					  DETAIL = 'It has the working parts of a ledger whose other schema was dropped.',
					  HINT = format('DROP SCHEMA %I CASCADE drops what is left.', name);
		END IF;
		RAISE EXCEPTION 'schema "%" already exists', name
			USING ERRCODE = 'duplicate_schema',
				  DETAIL = 'It is not part of a ledger, or of one that is being created.';
	END;
	EXECUTE format('COMMENT ON SCHEMA %I IS %L', name, description);
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.create_schema(text, text) IS
'create_schema(name, description): one of the schemas of a new ledger. An error that says what it is if it exists, also if somebody else creates it at the same time.';

-- Unqualified names go to the first schema and are looked up in both.
CREATE PROCEDURE runrate_internal.use_schemas(first text, second text)
LANGUAGE plpgsql
AS $body$
BEGIN
	PERFORM pg_catalog.set_config('search_path', pg_catalog.format('%I, %I, pg_temp', first, second), true);
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.use_schemas(text, text) IS
'use_schemas(first, second): the search_path of what makes a ledger, until the caller, which has a search_path of its own, returns.';

CREATE FUNCTION runrate_internal.ledger_schemas(ledger_table regclass) RETURNS text[]
	AS 'MODULE_PATHNAME', 'rr_ledger_schemas' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION runrate_internal.ledger_schemas(regclass) IS
'ledger_schemas(''ledger.events''::regclass): the schemas of the ledger that a table is part of: of its tables, and of its working parts. An error if it is part of none, or not all of that has one owner.';

CREATE PROCEDURE runrate_internal.use_ledger(ledger_table regclass)
LANGUAGE plpgsql
AS $body$
DECLARE
	schemas text[] := runrate_internal.ledger_schemas(ledger_table);
BEGIN
	CALL runrate_internal.use_schemas(schemas[1], schemas[2]);
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.use_ledger(regclass) IS
'use_ledger(''ledger.events''::regclass): let unqualified names be those of a ledger, whatever its schemas are called now, until the caller, which must have a search_path of its own, returns. For functions of a ledger in PL/pgSQL: an SQL function, whose body is bound when it is created, gives them the table.';

-- What has not been run yet, or is run always, in the schemas of a ledger
CREATE PROCEDURE runrate_internal.make_parts(schema text, internal text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $body$
DECLARE
	part record;
	made text[];
BEGIN
	EXECUTE format('SELECT s.parts FROM %I.ledger_settings s', internal) INTO STRICT made;
	FOR part IN
		SELECT p.home, p.name
		FROM runrate_internal.ledger_parts() p
		WHERE p.run = 'always' OR p.name <> ALL (made)
		ORDER BY p.part_order
	LOOP
		IF part.home = 'public' THEN
			CALL runrate_internal.use_schemas(schema, internal);
		ELSE
			CALL runrate_internal.use_schemas(internal, schema);
		END IF;
		EXECUTE format('CALL runrate_internal.%I()', part.name);
	END LOOP;
	EXECUTE format($sql$
		UPDATE %I.ledger_settings
		SET version = runrate_internal.version(),
			ledger_table = %L::pg_catalog.regclass,
			parts = ARRAY(SELECT p.name FROM runrate_internal.ledger_parts() p WHERE p.run = 'once'
				ORDER BY p.part_order)
		$sql$, internal, format('%I.business_units', schema));
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.make_parts(text, text) IS
'make_parts(schema, internal): make what a ledger does not have yet, and again what is made at every upgrade, and stamp it with the version.';

CREATE FUNCTION runrate_internal.replace_seed() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_replace_seed' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.replace_seed() IS
'replace_seed(): trigger before each row that is inserted into a table of which some rows come with the ledger, marked in is_built_in. The row takes the place of such a row of the same primary key, as when data of another ledger is restored.';

-- What is there was decided when the ledger was created.
CREATE FUNCTION runrate_internal.keep_settings() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	present record;
BEGIN
	EXECUTE format('SELECT s.currency, s.time_zone, s.partition_events FROM %s s', TG_RELID::regclass) INTO present;
	IF present.currency IS NULL THEN
		RETURN NEW;
	END IF;
	IF (NEW.currency, NEW.time_zone) IS DISTINCT FROM (present.currency, present.time_zone) THEN
		RAISE EXCEPTION 'data of a ledger in %, time zone %, does not fit one in %, time zone %',
			NEW.currency, NEW.time_zone, present.currency, present.time_zone
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'Create the ledger with the currency and time zone of the other one.';
	END IF;
	IF NEW.partition_events IS DISTINCT FROM present.partition_events THEN
		RAISE EXCEPTION 'data of a ledger with partition_events => % does not fit one with partition_events => %',
			NEW.partition_events, present.partition_events
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'Create the ledger as the other one was.';
	END IF;
	EXECUTE format($sql$
		UPDATE %s SET keep_usage = $1, anomaly_floor = $2, ledger_id = $3
		WHERE (keep_usage, anomaly_floor, ledger_id) IS DISTINCT FROM ($1, $2, $3)
		$sql$, TG_RELID::regclass) USING NEW.keep_usage, NEW.anomaly_floor, NEW.ledger_id;
	RETURN NULL;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.keep_settings() IS
'keep_settings(): trigger before the settings of a ledger are inserted where there are some, as when data of another ledger is restored. Skips them but for keep_usage, anomaly_floor and ledger_id, by which the documents of its closings are known; an error if they have another currency or time zone, or if the events of only one of both are partitioned.';

-- The planner takes a table that was never analyzed for ten pages at least, and
-- a report on twenty of them for one worth compiling.
CREATE PROCEDURE runrate_internal.analyze_ledger(schema text, internal text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	relation regclass;
BEGIN
	FOR relation IN
		SELECT c.oid
		FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN (schema, internal)
	LOOP
		EXECUTE format('ANALYZE %s', relation);
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.analyze_ledger(text, text) IS
'analyze_ledger(schema, internal): tell the planner about the tables of a new ledger. Called by create_ledger.';

CREATE PROCEDURE runrate.create_ledger(schema text DEFAULT 'ledger', currency text DEFAULT 'USD',
	time_zone text DEFAULT 'UTC', partition_events boolean DEFAULT false)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	internal text := schema || '_internal';
BEGIN
	CALL runrate_internal.check_new_ledger(schema, currency, time_zone);
	IF partition_events IS NULL THEN
		RAISE EXCEPTION 'partition_events must not be NULL'
			USING ERRCODE = 'null_value_not_allowed';
	END IF;
	CALL runrate_internal.create_schema(schema,
		format('Cost ledger of AI agents in %s, time zone %s: facts, reference tables and reports.', currency,
			time_zone));
	CALL runrate_internal.create_schema(internal, 'Working parts of a ledger. Not for reports.');

	CALL runrate_internal.use_schemas(internal, schema);
	CALL runrate_internal.make_settings_ledger_settings();
	EXECUTE format($sql$
		INSERT INTO %I.ledger_settings (version, currency, time_zone, partition_events, parts)
		VALUES ($1, $2, $3, $4, $5)
		$sql$, internal)
		USING runrate_internal.version(), currency, time_zone, partition_events,
			'{make_settings_ledger_settings}'::text[];
	CALL runrate_internal.make_parts(schema, internal);
	IF partition_events THEN
		PERFORM runrate_internal.add_partitions(format('%I.events', schema)::regclass, 3);
	END IF;
	CALL runrate_internal.record_objects(format('%I.ledger_settings', internal)::regclass, '{}');
	CALL runrate_internal.analyze_ledger(schema, internal);
END;
$body$;
COMMENT ON PROCEDURE runrate.create_ledger(text, text, text, boolean) IS
'create_ledger(''ledger'', currency => ''EUR'', time_zone => ''Europe/Berlin''): create a ledger, that is, tables for the facts and the price book, and the reports on them, in a schema of your own. You own all of it; it is not part of the extension. partition_events: whether events are partitioned by month, so that old ones can be dropped. None of these can be changed later. An error if a ledger of that name exists.';
