
-- Ledgers: created in a schema of the user's, not members of the extension

CREATE FUNCTION runrate_internal.version() RETURNS text
	AS 'MODULE_PATHNAME', 'rr_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.version() IS
'version(): the version of the library, which is that of the ledgers that it creates.';

-- Errors that create_ledger would otherwise raise half-way, in words of the catalog
CREATE PROCEDURE runrate_internal.check_new_ledger(schema text, currency text, time_zone text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	IF schema IS NULL OR schema = '' OR octet_length(schema) > 50 OR schema ~ '^pg_' OR schema IN ('runrate', 'runrate_internal') THEN
		RAISE EXCEPTION 'invalid schema name for a ledger: %', coalesce(quote_ident(schema), 'NULL')
			USING ERRCODE = 'invalid_schema_name',
				  HINT = 'Use a name of up to 50 bytes that does not begin with "pg_" and is not the schema of the extension.';
	END IF;
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
	IF time_zone NOT IN ('UTC', 'GMT') AND EXISTS (SELECT FROM pg_timezone_abbrevs WHERE lower(abbrev) = lower(time_zone)) THEN
		RAISE EXCEPTION 'time zone % is ambiguous', quote_ident(time_zone)
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = 'It is the name of a time zone and an abbreviation.',
				  HINT = 'Use the name of a place, such as Europe/Berlin or America/New_York.';
	END IF;
	IF to_regclass(format('%I.ledger_settings', schema || '_internal')) IS NOT NULL THEN
		RAISE EXCEPTION 'ledger % already exists', quote_ident(schema)
			USING ERRCODE = 'duplicate_object';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_new_ledger(text, text, text) IS
'check_new_ledger(schema, currency, time_zone): an error if create_ledger cannot create that ledger.';

-- Unqualified names go to the first schema and are looked up in both.
CREATE PROCEDURE runrate_internal.use_schemas(first text, second text)
LANGUAGE plpgsql
AS $body$
BEGIN
	PERFORM pg_catalog.set_config('search_path', pg_catalog.format('%I, %I, pg_temp', first, second), true);
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.use_schemas(text, text) IS
'use_schemas(first, second): the search_path of create_ledger and of the functions that it creates.';

CREATE PROCEDURE runrate.create_ledger(schema text DEFAULT 'ledger', currency text DEFAULT 'USD', time_zone text DEFAULT 'UTC')
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	internal text := schema || '_internal';
	part record;
BEGIN
	CALL runrate_internal.check_new_ledger(schema, currency, time_zone);
	EXECUTE format('CREATE SCHEMA %I', schema);
	EXECUTE format('CREATE SCHEMA %I', internal);
	EXECUTE format('COMMENT ON SCHEMA %I IS %L', schema,
		format('Cost ledger of AI agents in %s, time zone %s: facts, reference tables and reports.', currency, time_zone));
	EXECUTE format('COMMENT ON SCHEMA %I IS %L', internal,
		format('Working parts of the ledger %s. Not for reports.', schema));

	FOR part IN SELECT * FROM runrate_internal.ledger_parts() ORDER BY part_order
	LOOP
		IF part.home = 'public' THEN
			CALL runrate_internal.use_schemas(schema, internal);
		ELSE
			CALL runrate_internal.use_schemas(internal, schema);
		END IF;
		EXECUTE format('CALL runrate_internal.%I()', part.name);
		IF part.name = 'make_settings_ledger_settings' THEN
			EXECUTE format('INSERT INTO %I.ledger_settings (ledger, version, currency, time_zone) VALUES ($1, runrate_internal.version(), $2, $3)', internal)
				USING schema, currency, time_zone;
		END IF;
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE runrate.create_ledger(text, text, text) IS
'create_ledger(''ledger'', currency => ''EUR'', time_zone => ''Europe/Berlin''): create a ledger, that is, tables for the facts and the price book, and the reports on them, in a schema of your own. You own all of it; it is not part of the extension. Currency and time zone cannot be changed later. An error if a ledger of that name exists.';
