
-- Renaming and dropping a ledger

CREATE PROCEDURE runrate.rename_ledger(schema text, new_name text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE := runrate_internal.current_ledger(schema);
	internal text := new_name || '_internal';
BEGIN
	CALL runrate_internal.check_ledger_name(new_name);
	IF ledger.schema <> new_name THEN
		EXECUTE format('ALTER SCHEMA %I RENAME TO %I', ledger.schema, new_name);
	END IF;
	IF ledger.internal_schema <> internal THEN
		EXECUTE format('ALTER SCHEMA %I RENAME TO %I', ledger.internal_schema, internal);
	END IF;
	CALL runrate_internal.remake_ledger(runrate_internal.current_ledger(new_name));
END;
$body$;
COMMENT ON PROCEDURE runrate.rename_ledger(text, text) IS
'rename_ledger(''ledger'', ''ledger_2026''): rename both schemas of a ledger. With the name that it has, the schema of its working parts gets the name that fits, as after ALTER SCHEMA ... RENAME. An error if there is no such ledger, if it is not yours, or if a schema has the new name.';

-- What depends on a relation's parts counts as the relation: a view reads by
-- its rule, a table by its defaults, constraints, triggers and policies.
CREATE FUNCTION runrate_internal.foreign_dependents(schema oid, internal oid) RETURNS SETOF text
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT DISTINCT pg_catalog.pg_describe_object(o.class, o.identity, 0)
	FROM (
		SELECT CASE WHEN r.relation IS NULL THEN d.classid ELSE 'pg_catalog.pg_class'::regclass END AS class,
			   coalesce(r.relation, d.objid) AS identity
		FROM pg_catalog.pg_depend d
		LEFT JOIN (SELECT 'pg_catalog.pg_rewrite'::regclass, oid, ev_class FROM pg_catalog.pg_rewrite
				   UNION ALL SELECT 'pg_catalog.pg_attrdef'::regclass, oid, adrelid FROM pg_catalog.pg_attrdef
				   UNION ALL SELECT 'pg_catalog.pg_constraint'::regclass, oid, conrelid FROM pg_catalog.pg_constraint
				   UNION ALL SELECT 'pg_catalog.pg_trigger'::regclass, oid, tgrelid FROM pg_catalog.pg_trigger
				   UNION ALL SELECT 'pg_catalog.pg_policy'::regclass, oid, polrelid FROM pg_catalog.pg_policy
			) r(class, oid, relation) ON r.class = d.classid AND r.oid = d.objid
		WHERE d.deptype = 'n'
		  AND EXISTS (SELECT FROM pg_catalog.pg_class c
					  WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND c.oid = d.refobjid AND c.relnamespace
							IN (schema, internal)
					  UNION ALL
					  SELECT FROM pg_catalog.pg_proc f
					  WHERE d.refclassid = 'pg_catalog.pg_proc'::regclass AND f.oid = d.refobjid AND f.pronamespace
							IN (schema, internal)
					  UNION ALL
					  SELECT FROM pg_catalog.pg_type t
					  WHERE d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid AND t.typnamespace
							IN (schema, internal))
	) o
	LEFT JOIN pg_catalog.pg_class c ON o.class = 'pg_catalog.pg_class'::regclass AND c.oid = o.identity
	LEFT JOIN pg_catalog.pg_proc f ON o.class = 'pg_catalog.pg_proc'::regclass AND f.oid = o.identity
	WHERE coalesce(c.relnamespace, f.pronamespace) NOT IN (schema, internal);
END;
COMMENT ON FUNCTION runrate_internal.foreign_dependents(oid, oid) IS
'foreign_dependents(schema, internal): the tables, views and functions of other schemas that depend on something in these two, in words.';

CREATE PROCEDURE runrate.drop_ledger(schema text, confirm text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE := runrate_internal.owned_ledger(schema);
	dependents text;
	settings regclass := format('%I.ledger_settings', ledger.internal_schema);
BEGIN
	IF confirm IS DISTINCT FROM schema THEN
		RAISE EXCEPTION 'ledger "%" is not dropped without confirmation', schema
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = 'All its facts, prices and reports would be lost.',
				  HINT = format('CALL runrate.drop_ledger(%L, confirm => %1$L).', schema);
	END IF;
	SELECT string_agg(d, ', ') INTO dependents
	FROM runrate_internal.foreign_dependents(
		(SELECT oid FROM pg_namespace WHERE nspname = ledger.schema),
		(SELECT oid FROM pg_namespace WHERE nspname = ledger.internal_schema)) d;
	IF dependents IS NOT NULL THEN
		RAISE EXCEPTION 'cannot drop ledger "%" because other objects depend on it', schema
			USING ERRCODE = 'dependent_objects_still_exist',
				  DETAIL = dependents,
				  HINT = 'Drop these first.';
	END IF;
	CALL runrate_internal.lock_ledger(settings, true, current_setting('lock_timeout'));
	EXECUTE format('DROP SCHEMA %I, %I CASCADE', ledger.schema, ledger.internal_schema);
END;
$body$;
COMMENT ON PROCEDURE runrate.drop_ledger(text, text) IS
'drop_ledger(''ledger'', confirm => ''ledger''): drop both schemas of a ledger with all that is in them, your own tables there, too. The name has to be given twice. An error, and nothing dropped, if something in another schema depends on the ledger, if there is no such ledger, or if it is not yours.';
