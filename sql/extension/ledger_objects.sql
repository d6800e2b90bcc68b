
-- What a ledger says of itself, and what it consists of by the catalog

CREATE FUNCTION runrate_internal.ledger_settings(settings oid, OUT version text, OUT currency text, OUT time_zone text,
	OUT objects text[], OUT ledger_table oid) RETURNS record
	AS 'MODULE_PATHNAME', 'rr_ledger_settings' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION runrate_internal.ledger_settings(oid) IS
'ledger_settings(''ledger_internal.ledger_settings''::regclass): what a ledger was created with. Only the table that it belongs to where the settings may not be read, and NULL, never an error, where they are none; nothing that their owner attached to them is run.';

-- Named by what does not change with the names of the schemas, or with what the
-- session likes to have quoted.
CREATE FUNCTION runrate_internal.schema_objects(schema oid, internal oid,
	OUT object text, OUT kind text, OUT identity oid, OUT owner oid, OUT row_version text, OUT fault text)
RETURNS SETOF record
LANGUAGE sql STABLE SET quote_all_identifiers = off
BEGIN ATOMIC
	SELECT CASE WHEN o.home = schema THEN 'public ' ELSE 'internal ' END || o.kind || ' ' || o.name,
		   o.kind, o.identity, o.owner,
		   o.kind || ' ' || o.identity::text || ' ' || o.row_version, o.fault
	FROM (
		SELECT c.relnamespace AS home, c.relname::text AS name, c.oid AS identity, c.relowner AS owner,
			   CASE c.relkind WHEN 'v' THEN 'view' WHEN 'c' THEN 'type' ELSE 'table' END AS kind,
			   -- what CREATE OR REPLACE VIEW writes
			   coalesce(r.ctid::text || ' ' || r.xmin::text, '') AS row_version,
			   CASE WHEN c.relkind = 'p' AND EXISTS (
				   SELECT FROM pg_catalog.pg_partition_tree(c.oid) t
				   JOIN pg_catalog.pg_class p ON p.oid = t.relid
				   WHERE p.relowner <> c.relowner) THEN 'has a partition of somebody else''s' END AS fault
		FROM pg_catalog.pg_class c
		LEFT JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
		-- partitions come and go
		WHERE c.relkind IN ('r', 'p', 'v', 'c') AND NOT c.relispartition
		UNION ALL
		SELECT f.pronamespace,
			   f.proname::text || '(' || array_to_string(ARRAY(
				   SELECT CASE WHEN starts_with(a, s.public_prefix) THEN substr(a, length(s.public_prefix) + 1)
							   WHEN starts_with(a, s.internal_prefix) THEN substr(a, length(s.internal_prefix) + 1)
							   ELSE a END
				   FROM unnest(i.object_args) a), ', ') || ')',
			   f.oid, f.proowner, 'function'::text, f.ctid::text || ' ' || f.xmin::text, NULL::text
		FROM pg_catalog.pg_proc f
		-- types with their schemas, whatever the search_path
		CROSS JOIN LATERAL pg_catalog.pg_identify_object_as_address('pg_catalog.pg_proc'::regclass, f.oid, 0) i
		CROSS JOIN (SELECT quote_ident(p.nspname) || '.' AS public_prefix, quote_ident(n.nspname)
			|| '.' AS internal_prefix
					FROM pg_catalog.pg_namespace p, pg_catalog.pg_namespace n
					WHERE p.oid = schema AND n.oid = internal) s
		UNION ALL
		SELECT c.relnamespace, g.tgname::text || ' on ' || c.relname::text, g.oid, c.relowner,
			   'trigger'::text, g.ctid::text || ' ' || g.xmin::text,
			   CASE WHEN g.tgenabled NOT IN ('O', 'A') THEN 'disabled'
					WHEN c.relkind = 'p' AND EXISTS (
						SELECT FROM pg_catalog.pg_partition_tree(c.oid) t
						JOIN pg_catalog.pg_trigger p ON p.tgrelid = t.relid
						WHERE p.tgname = g.tgname AND p.tgenabled NOT IN ('O', 'A')) THEN 'disabled in a partition'
					WHEN f.pronamespace NOT IN (n.oid, schema, internal) THEN 'calls another function' END
		FROM pg_catalog.pg_trigger g
		JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
		JOIN pg_catalog.pg_proc f ON f.oid = g.tgfoid
		JOIN pg_catalog.pg_namespace n ON n.nspname = 'runrate_internal'
		WHERE NOT g.tgisinternal AND NOT c.relispartition
	) o
	WHERE o.home IN (schema, internal);
END;
COMMENT ON FUNCTION runrate_internal.schema_objects(oid, oid) IS
'schema_objects(schema, internal): the tables, composite types, views, functions and triggers of two schemas, yours and the ledger''s. row_version changes when an object is replaced; fault says what is wrong with a trigger.';

CREATE FUNCTION runrate_internal.ledger_objects(settings oid,
	OUT object text, OUT kind text, OUT identity oid, OUT row_version text, OUT fault text)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT o.object, o.kind, o.identity, o.row_version,
		   CASE WHEN o.owner <> c.relowner THEN 'belongs to ' || pg_catalog.pg_get_userbyid(o.owner)::text
				ELSE o.fault END
	FROM pg_catalog.pg_class c
	CROSS JOIN LATERAL runrate_internal.ledger_settings(c.oid) s
	JOIN pg_catalog.pg_class t ON t.oid = s.ledger_table
	CROSS JOIN LATERAL runrate_internal.schema_objects(t.relnamespace, c.relnamespace) o
	WHERE c.oid = settings;
END;
COMMENT ON FUNCTION runrate_internal.ledger_objects(oid) IS
'ledger_objects(''ledger_internal.ledger_settings''::regclass): what is in the schemas of a ledger, yours and the ledger''s; fault says what would be wrong with it if it is the ledger''s.';

-- Strict, so that it is not inlined: the planner would think it dear.
CREATE FUNCTION runrate_internal.ledger_faults(settings oid, OUT object text, OUT fault text)
RETURNS SETOF record
LANGUAGE sql STABLE STRICT ROWS 10
BEGIN ATOMIC
	-- once, and not for each object, whatever the planner takes the lists for
	WITH live AS MATERIALIZED (SELECT * FROM runrate_internal.ledger_objects(settings))
	SELECT ours.object, CASE WHEN o.object IS NULL THEN 'missing' ELSE o.fault END
	FROM runrate_internal.ledger_settings(settings) s
	CROSS JOIN unnest(s.objects) ours(object)
	LEFT JOIN live o ON o.object = ours.object
	WHERE o.object IS NULL OR o.fault IS NOT NULL
	ORDER BY ours.object;
END;
COMMENT ON FUNCTION runrate_internal.ledger_faults(oid) IS
'ledger_faults(''ledger_internal.ledger_settings''::regclass): which of the objects that a ledger needs is missing, disabled, or somebody else''s. No rows: none, or its settings may not be read.';

CREATE PROCEDURE runrate_internal.record_objects(settings regclass, before text[])
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	EXECUTE format($sql$
		UPDATE %s s
		SET objects = ARRAY(SELECT o.object
							FROM runrate_internal.ledger_objects($1) o
							WHERE o.row_version <> ALL ($2) OR o.object = ANY (s.objects)
							ORDER BY o.object)
		$sql$, settings)
		USING settings, before;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.record_objects(regclass, text[]) IS
'record_objects(settings, before): keep in the settings which objects are the ledger''s: those that were, and those that were made since the row_versions before were read.';

-- In as many rounds as views and functions depend on each other.  What
-- somebody else's objects depend on stays, and is tried again next time.
CREATE PROCEDURE runrate_internal.drop_obsolete(settings regclass, before text[])
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	obsolete record;
	dropped boolean := true;
	ours CONSTANT text[] := (SELECT s.objects FROM runrate_internal.ledger_settings(settings) s);
	needed text[];
BEGIN
	WHILE dropped
	LOOP
		dropped := false;
		needed := '{}';
		FOR obsolete IN
			SELECT o.object, o.kind, o.identity
			FROM runrate_internal.ledger_objects(settings) o
			WHERE o.kind NOT IN ('table', 'type') AND o.row_version = ANY (before) AND o.object = ANY (ours)
		LOOP
			BEGIN
				EXECUTE CASE obsolete.kind
					WHEN 'view' THEN format('DROP VIEW %s', obsolete.identity::regclass)
					WHEN 'function' THEN format('DROP ROUTINE %s', obsolete.identity::regprocedure)
					ELSE (SELECT format('DROP TRIGGER %I ON %s', g.tgname, g.tgrelid::regclass)
						  FROM pg_trigger g WHERE g.oid = obsolete.identity) END;
				dropped := true;
			EXCEPTION WHEN dependent_objects_still_exist THEN
				needed := needed || obsolete.object;
			END;
		END LOOP;
	END LOOP;
	IF needed <> '{}' THEN
		RAISE WARNING 'kept what this version of the ledger has no more, as other objects depend on it'
			USING DETAIL = array_to_string(needed, ', ');
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.drop_obsolete(regclass, text[]) IS
'drop_obsolete(settings, before): drop the views, functions and triggers of a ledger that were not replaced since the row_versions before were read.';
