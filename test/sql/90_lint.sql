--
-- Rules that every object of the extension has to keep.  The view lists the
-- objects that break one, so it has to be empty; the second half of the test
-- adds offenders and shows that they are found.
--
SET client_min_messages = warning;

-- All members.  Array types and row types come and go with their element type
-- or relation; some server versions record them as members, others do not.
CREATE TEMP VIEW member AS
SELECT d.classid, d.objid,
       pg_describe_object(d.classid, d.objid, 0) AS object,
       (pg_identify_object(d.classid, d.objid, 0)).schema AS schema
FROM pg_depend d
JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
WHERE e.extname = 'runrate' AND d.deptype = 'e'
  AND NOT EXISTS (SELECT FROM pg_type t
                  WHERE d.classid = 'pg_type'::regclass AND t.oid = d.objid
                    AND (t.typrelid <> 0
                         OR EXISTS (SELECT FROM pg_type el WHERE el.typarray = t.oid)));

-- Functions that the system calls: parts of aggregates, types, operators,
-- operator classes and casts.
CREATE TEMP VIEW support AS
SELECT DISTINCT f AS oid
FROM pg_aggregate a,
     unnest(ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
                  a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]::oid[]) f
UNION
SELECT f FROM pg_type t,
     unnest(ARRAY[t.typinput, t.typoutput, t.typreceive, t.typsend,
                  t.typmodin, t.typmodout, t.typanalyze, t.typsubscript]::oid[]) f
UNION
SELECT f FROM pg_operator o, unnest(ARRAY[o.oprcode, o.oprrest, o.oprjoin]::oid[]) f
UNION
SELECT p.amproc FROM pg_amproc p
UNION
SELECT c.castfunc FROM pg_cast c
UNION
SELECT p.prosupport FROM pg_proc p
UNION
SELECT p.oid FROM pg_proc p WHERE 'internal'::regtype = ANY (p.proargtypes);

-- public: in schema runrate, for everybody to call; the others are called by
-- the objects of a ledger
CREATE TEMP VIEW function AS
SELECT m.object, p.*, p.oid AS function_oid,
       p.oid IN (SELECT oid FROM support WHERE oid <> 0) AS is_support,
       m.schema = 'runrate' AS is_public,
       p.prorettype IN ('trigger'::regtype, 'event_trigger'::regtype) AS is_trigger
FROM member m
JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid;

-- One row for each input argument of a function
CREATE TEMP VIEW argument AS
SELECT f.object, f.function_oid, f.is_public, t.type, t.position, n.name
FROM function f
CROSS JOIN LATERAL unnest(f.proargtypes::oid[]) WITH ORDINALITY t(type, position)
LEFT JOIN LATERAL (
    SELECT f.proargnames[i] AS name, row_number() OVER (ORDER BY i) AS position
    FROM generate_subscripts(coalesce(f.proallargtypes, f.proargtypes::oid[]), 1) i0,
         LATERAL (SELECT CASE WHEN f.proallargtypes IS NULL THEN i0 + 1 ELSE i0 END AS i) AS one_based
    WHERE f.proargmodes IS NULL OR f.proargmodes[i] IN ('i', 'b', 'v')
) n ON n.position = t.position
WHERE NOT f.is_support;

-- The arguments of a function, with the pairs that may share one name
-- made equal: double precision beside numeric, timestamptz beside date
CREATE TEMP VIEW overload AS
SELECT f.pronamespace, f.proname, f.object,
       ARRAY(SELECT CASE t WHEN 'double precision'::regtype THEN 'numeric'::regtype
                           WHEN 'timestamptz'::regtype THEN 'date'::regtype
                           ELSE t::regtype END
             FROM unnest(f.proargtypes::oid[]) WITH ORDINALITY u(t, n) ORDER BY n)::text AS shape
FROM function f
WHERE NOT f.is_support;

CREATE TEMP VIEW view AS
SELECT m.object, c.oid, c.reloptions
FROM member m
JOIN pg_class c ON m.classid = 'pg_class'::regclass AND m.objid = c.oid
WHERE c.relkind IN ('v', 'm');

CREATE TEMP VIEW lint AS
SELECT 'object without a comment' AS rule, m.object
FROM member m
WHERE coalesce(obj_description(m.objid, (SELECT relname FROM pg_class WHERE oid = m.classid)), '') = ''
UNION ALL
SELECT 'object outside the schemas runrate and runrate_internal', m.object
FROM member m WHERE m.schema NOT IN ('runrate', 'runrate_internal')
UNION ALL
SELECT 'argument of a type that clients do not know', a.object || ' argument ' || a.position
FROM argument a
WHERE a.is_public
  AND a.type NOT IN ('numeric'::regtype, 'double precision'::regtype, 'bigint'::regtype,
                     'text'::regtype, 'boolean'::regtype, 'date'::regtype, 'timestamptz'::regtype,
                     'interval'::regtype,
                     'runrate.cost_summary'::regtype, 'runrate.cost_baseline'::regtype)
  -- A usage object and a price list are documents as their publisher sent them
  AND NOT (a.type = 'jsonb'::regtype AND a.name IN ('usage', 'prices'))
UNION ALL
SELECT 'argument without a name', a.object || ' argument ' || a.position
FROM argument a WHERE coalesce(a.name, '') = ''
UNION ALL
-- An aggregate cannot have defaults: these have a form with the last argument and one without
SELECT 'name with several signatures', o.object
FROM overload o
WHERE (SELECT count(DISTINCT other.shape) FROM overload other
       WHERE other.pronamespace = o.pronamespace AND other.proname = o.proname) > 1
  AND NOT (o.proname = 'cost_summary'
           AND o.shape IN ('{text,numeric}', '{text,numeric,bigint}'))
  AND NOT (o.proname = 'series_anomalies'
           AND o.shape IN ('{date,numeric,bigint}', '{date,numeric,bigint,bigint}'))
UNION ALL
SELECT 'function named like a relation', f.object
FROM function f
WHERE EXISTS (SELECT FROM pg_class c WHERE c.relname = f.proname AND c.relnamespace = f.pronamespace)
UNION ALL
SELECT 'comment that does not begin with an example call', f.object
FROM function f
WHERE NOT f.is_support
  AND NOT f.is_trigger
  AND obj_description(f.function_oid, 'pg_proc') !~ ('^(SELECT .{0,40}\m)?(runrate\.)?' || f.proname || '\(')
UNION ALL
SELECT 'security definer', f.object
FROM function f WHERE f.prosecdef
UNION ALL
SELECT 'PL/pgSQL function without a pinned search_path', f.object
FROM function f JOIN pg_language l ON f.prolang = l.oid
WHERE l.lanname = 'plpgsql'
  AND NOT EXISTS (SELECT FROM unnest(f.proconfig) s WHERE s LIKE 'search\_path=%')
  -- The files that make a ledger: create_ledger has set the path to the ledger for them,
  AND NOT (f.prokind = 'p' AND NOT f.is_public AND f.proname ~ '^(make|create)_')
  -- and what sets it
  AND NOT (f.prokind = 'p' AND NOT f.is_public AND f.proname IN ('use_schemas', 'use_ledger'))
UNION ALL
SELECT 'SQL function with a body that is parsed at run time', f.object
FROM function f JOIN pg_language l ON f.prolang = l.oid
WHERE l.lanname = 'sql' AND f.prosqlbody IS NULL
UNION ALL
SELECT 'C symbol without the prefix rr_', f.object
FROM function f JOIN pg_language l ON f.prolang = l.oid
WHERE l.lanname = 'c' AND f.prosrc NOT LIKE 'rr\_%'
UNION ALL
-- The toolkit computes from its arguments and nothing else.
SELECT 'function not immutable', f.object
FROM function f WHERE f.is_public AND f.prokind <> 'p' AND f.provolatile <> 'i'
UNION ALL
-- What objects of a ledger call may read the ledger; only a trigger, or its
-- condition, writes, only folding locks, what has no result, as procedures of
-- a ledger are in SQL, which can call nothing else, what says how far a long call
-- is, and what the functions of a
-- ledger do that write.
SELECT 'internal function that is volatile', f.object
FROM function f
WHERE NOT f.is_public AND f.prokind <> 'p' AND NOT f.is_trigger AND f.provolatile = 'v' AND f.prorettype <> 'void'::regtype
  AND f.object !~ 'runrate_internal.(count_fact|count_change|lock_folding|reverse_fact|price_facts|mark_closing|rebook_facts|remove_unit_reader|erase_person|dispose_investment|keep_key|add_partitions|correct_event|add_reclassification|say_progress)\('
UNION ALL
SELECT 'function not parallel safe', f.object
FROM function f WHERE f.prokind <> 'p' AND f.provolatile = 'i' AND f.proparallel <> 's'
UNION ALL
-- anomaly_contributions() has a row per dimension value for input, the result of
-- a GROUP BY; a digest is of lines in order
SELECT 'aggregate that cannot be split between workers', f.object
FROM function f JOIN pg_aggregate a ON a.aggfnoid = f.function_oid
WHERE f.proname NOT IN ('anomaly_contributions', 'sha256_of_lines')
  AND (a.aggcombinefn = 0
       OR (a.aggtranstype = 'internal'::regtype AND (a.aggserialfn = 0 OR a.aggdeserialfn = 0)))
UNION ALL
SELECT 'aggregate whose state size the planner does not know', f.object
FROM function f JOIN pg_aggregate a ON a.aggfnoid = f.function_oid
WHERE (a.aggtranstype = 'internal'::regtype AND a.aggtransspace = 0)
   OR (a.aggmtranstype = 'internal'::regtype AND a.aggmtransspace = 0)
UNION ALL
SELECT 'type that has no binary form', m.object
FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
WHERE t.typreceive = 0 OR t.typsend = 0
UNION ALL
SELECT 'type that can be ordered', m.object
FROM member m JOIN pg_opclass o ON m.classid = 'pg_opclass'::regclass AND o.oid = m.objid
JOIN pg_am am ON am.oid = o.opcmethod
WHERE am.amname = 'btree'
UNION ALL
SELECT 'view that reads with the rights of its owner', v.object
FROM view v WHERE NOT coalesce('security_invoker=true' = ANY (v.reloptions), false)
UNION ALL
SELECT 'column without a comment', v.object || ' column ' || a.attname
FROM view v JOIN pg_attribute a ON a.attrelid = v.oid
WHERE coalesce(col_description(v.oid, a.attnum), '') = ''
UNION ALL
SELECT 'column of a type that clients do not know', v.object || ' column ' || a.attname
FROM view v JOIN pg_attribute a ON a.attrelid = v.oid
WHERE a.atttypid NOT IN ('numeric'::regtype, 'double precision'::regtype, 'bigint'::regtype,
                         'text'::regtype, 'boolean'::regtype, 'date'::regtype, 'timestamptz'::regtype)
UNION ALL
SELECT 'view that not everybody may read', v.object
FROM view v WHERE NOT has_table_privilege('public', v.oid, 'SELECT');

-- There are members to look at,
SELECT count(*) > 20 AS has_members, count(*) FILTER (WHERE classid = 'pg_proc'::regclass) > 10 AS has_functions
FROM member;
-- public functions among them,
SELECT count(DISTINCT proname) >= 5 AS has_public_functions FROM function WHERE NOT is_support;
-- and none of them breaks a rule.
SELECT rule, object FROM lint ORDER BY rule COLLATE "C", object COLLATE "C";

-- Offenders are found.
BEGIN;
CREATE FUNCTION runrate.lint_probe(integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN 1; END';
CREATE FUNCTION runrate.lint_probe(a text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 1';
COMMENT ON FUNCTION runrate.lint_probe(text) IS 'Gives 1, as lint_probe(''a'') does.';
CREATE FUNCTION public.lint_bad_home(a numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a;
COMMENT ON FUNCTION public.lint_bad_home(numeric) IS 'lint_bad_home(1) gives 1.';
CREATE AGGREGATE runrate.lint_aggregate(cost numeric) (
    SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg);
CREATE TABLE runrate.lint_probe (a integer);
CREATE TYPE runrate.lint_enum AS ENUM ('a', 'b');
CREATE TYPE runrate.lint_shell;
CREATE OPERATOR CLASS runrate.lint_ops FOR TYPE box USING btree AS OPERATOR 3 =;
COMMENT ON OPERATOR CLASS runrate.lint_ops USING btree IS 'an ordering';
CREATE FUNCTION runrate.lint_symbol(a text) RETURNS text
    LANGUAGE c IMMUTABLE PARALLEL SAFE AS '$libdir/plpgsql', 'plpgsql_validator';
COMMENT ON FUNCTION runrate.lint_symbol(text) IS 'lint_symbol(''x'') is a C symbol of another name.';
CREATE PROCEDURE runrate_internal.lint_path()
    LANGUAGE plpgsql AS 'BEGIN NULL; END';
COMMENT ON PROCEDURE runrate_internal.lint_path() IS 'lint_path(): runs in the path of its caller.';
CREATE FUNCTION runrate_internal.lint_volatile(a text) RETURNS text
    LANGUAGE sql VOLATILE RETURN a;
COMMENT ON FUNCTION runrate_internal.lint_volatile(text) IS 'lint_volatile(''a''): is volatile.';
CREATE VIEW runrate.lint_view AS SELECT 1 AS a;
ALTER EXTENSION runrate ADD PROCEDURE runrate_internal.lint_path();
ALTER EXTENSION runrate ADD FUNCTION runrate_internal.lint_volatile(text);
ALTER EXTENSION runrate ADD VIEW runrate.lint_view;
ALTER EXTENSION runrate ADD FUNCTION runrate.lint_probe(integer);
ALTER EXTENSION runrate ADD FUNCTION runrate.lint_probe(text);
ALTER EXTENSION runrate ADD FUNCTION public.lint_bad_home(numeric);
ALTER EXTENSION runrate ADD FUNCTION runrate.lint_symbol(text);
ALTER EXTENSION runrate ADD AGGREGATE runrate.lint_aggregate(numeric);
ALTER EXTENSION runrate ADD TYPE runrate.lint_enum;
ALTER EXTENSION runrate ADD TYPE runrate.lint_shell;
ALTER EXTENSION runrate ADD OPERATOR CLASS runrate.lint_ops USING btree;
SELECT rule, object FROM lint ORDER BY rule COLLATE "C", object COLLATE "C";
ROLLBACK;
