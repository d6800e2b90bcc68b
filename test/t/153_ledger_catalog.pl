# Rules that every object of a ledger has to keep, read from the catalog.  Each
# is a query that finds what breaks it, and each is shown to find an offender.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $node = start_server('ledger_catalog');
$node->safe_psql('postgres', 'CREATE ROLE finance; CREATE DATABASE company');
$node->safe_psql('company', "CREATE EXTENSION runrate; GRANT CREATE ON DATABASE company TO finance; SET ROLE finance; CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')");

# What the rules look at.  public: what users and BI tools list.
my $setup = <<'SQL';
CREATE TEMP VIEW relation AS
SELECT c.oid, c.relname AS name, c.relkind AS kind, c.reloptions, c.relowner AS owner, n.nspname || '.' || c.relname AS object, n.nspname = 'ledger' AS is_public
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('ledger', 'ledger_internal') AND c.relkind IN ('r', 'p', 'v', 'm', 'f');

CREATE TEMP VIEW attribute AS
SELECT r.*, a.attname AS attribute, a.attnum, a.atttypid AS type, a.atttypmod AS modifier, r.object || '.' || a.attname AS full_name,
	a.atttypid IN ('numeric'::regtype, 'float8'::regtype, 'float4'::regtype) AS is_decimal,
	a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) AS is_integer
FROM relation r
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped;

CREATE TEMP VIEW function AS
SELECT p.*, p.oid AS function_oid, n.nspname || '.' || p.proname AS object, n.nspname = 'ledger' AS is_public, l.lanname AS language,
	p.prorettype = 'trigger'::regtype AS is_trigger
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
WHERE n.nspname IN ('ledger', 'ledger_internal');

-- Arguments, in and out; mode t is a column of the result
CREATE TEMP VIEW argument AS
SELECT f.object, f.is_public, f.proname, f.is_trigger, (coalesce(f.proallargtypes, f.proargtypes::oid[]))[i0 + lower_bound] AS type,
	f.proargnames[i0 + 1] AS name, coalesce(f.proargmodes[i0 + 1], 'i') AS mode
FROM function f
CROSS JOIN LATERAL (SELECT CASE WHEN f.proallargtypes IS NULL THEN 0 ELSE 1 END AS lower_bound) b
CROSS JOIN LATERAL generate_series(0, coalesce(array_length(f.proallargtypes, 1), f.pronargs) - 1) i0;

CREATE TEMP VIEW owned AS
SELECT 'pg_class'::regclass AS class, c.oid, c.relnamespace AS namespace, c.relowner AS owner, c.oid::regclass::text AS object FROM pg_class c
UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace, proowner, oid::regprocedure::text FROM pg_proc
UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace, typowner, oid::regtype::text FROM pg_type
UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxnamespace, stxowner, stxname FROM pg_statistic_ext
UNION ALL SELECT 'pg_namespace'::regclass, oid, oid, nspowner, nspname FROM pg_namespace;

-- What has to be there before an object, on another server, too: what it depends on;
-- for tables also the functions of triggers, defaults, checks and indexes, for views
-- what the query reads, for types of rows the table
CREATE TEMP VIEW need AS
SELECT classid, objid, refclassid, refobjid FROM pg_depend WHERE deptype = 'n'
UNION SELECT 'pg_class'::regclass, tgrelid, 'pg_proc'::regclass, tgfoid FROM pg_trigger WHERE NOT tgisinternal
UNION SELECT 'pg_type'::regclass, oid, 'pg_class'::regclass, typrelid FROM pg_type WHERE typrelid <> 0
UNION SELECT 'pg_class'::regclass, part.relation, d.refclassid, d.refobjid
FROM (SELECT 'pg_attrdef'::regclass AS class, oid, adrelid AS relation FROM pg_attrdef
	  UNION ALL SELECT 'pg_constraint'::regclass, oid, conrelid FROM pg_constraint
	  UNION ALL SELECT 'pg_class'::regclass, indexrelid, indrelid FROM pg_index
	  UNION ALL SELECT 'pg_rewrite'::regclass, oid, ev_class FROM pg_rewrite) part
JOIN pg_depend d ON d.classid = part.class AND d.objid = part.oid AND d.refobjid <> part.relation;
SQL

# Names from which Metabase guesses what a number means, by kind of number
my @guesses = (
	[ 'decimal', 'share|percent|rate$', 'a share' ],
	[ 'decimal', 'score|rating|stars', 'a score' ],
	[ 'decimal', 'margin|discount|income', 'money of another kind' ],
	[ 'integer', 'number|^num_', 'a quantity' ],
	[ 'integer', 'cost', 'money' ],
	[ 'integer', 'score|rating|stars', 'a score' ],
	[ 'integer', 'source|channel|owner|company|vendor|subscription', 'a category' ]);

# Names that a rule finds although they are right, with the reason
my %accepted = (
	score => 'an anomaly score is one',
	robust_score => 'an anomaly score is one',
	shared_cost => 'what is shared, and money');

# Relations whose columns have the names that FOCUS gives them
my $standard = "name IN ('focus_rows', 'focus_1_2', 'focus_1_3')";

# Reports of unit readers
my @unit_reports = qw(anomalies budget_vs_actual chargeback customer_costs drift_report iceberg projections slo_history slo_report unit_costs unit_costs_daily unit_costs_weekly
	workforce_pnl);

# Functions with SECURITY DEFINER, with the reason
my %definers = (
	'ledger.close_month' => 'a right to write closings would be one to forge them',
	'ledger.close_through' => 'likewise',
	'ledger.reopen_month' => 'likewise',
	'ledger.reclassify' => 'likewise',
	'ledger.verify_books' => 'reads the secret of the tokens of persons',
	map { ("ledger_internal.my_${_}_rows" => 'a unit reader sees the rows of his business units and no plan') } @unit_reports);

my $scalar = "'text', 'bigint', 'integer', 'numeric', 'boolean', 'date', 'timestamp with time zone', 'uuid'";
my $plain = "'text', 'bigint', 'numeric', 'double precision', 'boolean', 'date', 'timestamp with time zone'";

# Rule => [ query of what breaks it, an offender, what is found then ]
my %rules = (
	'a schema has a comment' => [
		"SELECT nspname FROM pg_namespace WHERE nspname IN ('ledger', 'ledger_internal') AND obj_description(oid, 'pg_namespace') IS NULL",
		'COMMENT ON SCHEMA ledger IS NULL', qr/^ledger$/m ],
	'a table or view has a comment' => [
		"SELECT object FROM relation WHERE obj_description(oid, 'pg_class') IS NULL",
		'CREATE TABLE ledger_internal.mute (id bigint)', qr/^ledger_internal\.mute$/m ],
	'a column has a comment' => [
		'SELECT full_name FROM attribute WHERE col_description(oid, attnum) IS NULL',
		'CREATE VIEW ledger.mute AS SELECT 1::bigint AS silent', qr/^ledger\.mute\.silent$/m ],
	'a function has a comment that begins with a call' => [
		"SELECT object FROM function WHERE NOT is_trigger AND coalesce(NOT starts_with(obj_description(oid, 'pg_proc'), proname || '('), true)",
		"CREATE PROCEDURE ledger.quiet() LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS 'BEGIN END'; COMMENT ON PROCEDURE ledger.quiet() IS 'does nothing'", qr/^ledger\.quiet$/m ],
	'a trigger function has a comment' => [
		"SELECT object FROM function WHERE is_trigger AND obj_description(oid, 'pg_proc') IS NULL",
		"CREATE FUNCTION ledger_internal.pull() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", qr/pull/ ],
	'a view checks the rights of who reads it' => [
		"SELECT object FROM relation WHERE kind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)"
		  . " AND NOT (coalesce('security_barrier=true' = ANY (reloptions), false) AND object IN ('" . join("', '", map { "ledger.my_$_" } @unit_reports) . "'))",
		'CREATE VIEW ledger.open AS SELECT 1::bigint AS one', qr/^ledger\.open$/m ],
	'a public view shows plain types' => [
		"SELECT full_name, format_type(type, modifier) FROM attribute WHERE is_public AND kind IN ('v', 'm') AND format_type(type, NULL) NOT IN ($scalar)",
		"CREATE VIEW ledger.odd AS SELECT '{}'::jsonb AS j, ARRAY[1] AS a, '1 day'::interval AS i, 1.5::double precision AS f, 'x'::name AS n", qr/odd\.j\|.*odd\.a\|.*odd\.i\|.*odd\.f\|.*odd\.n\|/s ],
	'a number in a public view has a precision' => [
		"SELECT full_name FROM attribute WHERE is_public AND kind IN ('v', 'm') AND type = 'numeric'::regtype AND modifier = -1",
		'CREATE VIEW ledger.vague AS SELECT 1.5 AS amount', qr/^ledger\.vague\.amount$/m ],
	'an argument has a plain type' => [
		"SELECT object, name FROM argument WHERE is_public AND mode IN ('i', 'b', 'v') AND format_type(type, NULL) NOT IN ($plain, 'jsonb')",
		"CREATE FUNCTION ledger.f(a integer, b real, c text[], d interval) RETURNS text LANGUAGE sql RETURN ''", qr/f\|a\n.*f\|b\n.*f\|c\n.*f\|d/ ],
	'a document is a price list or a usage object' => [
		"SELECT object, name FROM argument WHERE is_public AND type = 'jsonb'::regtype AND NOT (mode = 'i' AND (proname LIKE 'load\\_prices\\_%' OR name = 'usage'))",
		"CREATE FUNCTION ledger.f(a jsonb) RETURNS text LANGUAGE sql RETURN ''", qr/f\|a/ ],
	'a result has plain types' => [
		"SELECT object, name FROM argument WHERE is_public AND mode IN ('o', 't', 'b') AND format_type(type, NULL) NOT IN ($scalar)"
		  . " UNION ALL SELECT object, 'result' FROM function WHERE is_public AND NOT is_trigger AND format_type(prorettype, NULL) NOT IN ($plain, 'record', 'void')",
		"CREATE FUNCTION ledger.f() RETURNS TABLE (a integer[]) LANGUAGE sql BEGIN ATOMIC SELECT ARRAY[1]; END; CREATE FUNCTION ledger.g() RETURNS jsonb LANGUAGE sql RETURN '{}'::jsonb", qr/f\|a\n.*g\|result/s ],
	'an argument has a name' => [
		"SELECT object FROM argument WHERE coalesce(name, '') = ''",
		"CREATE FUNCTION ledger.f(bigint) RETURNS bigint LANGUAGE sql RETURN 1; CREATE FUNCTION ledger_internal.g(bigint, b bigint) RETURNS bigint LANGUAGE sql RETURN 1", qr/\.f\n.*\.g/ ],
	'a name has one meaning' => [
		"SELECT proname FROM (SELECT proname FROM function UNION ALL SELECT name FROM relation) n GROUP BY 1 HAVING count(*) > 1",
		"CREATE FUNCTION ledger_internal.events() RETURNS bigint LANGUAGE sql RETURN 1; CREATE FUNCTION ledger.f(a bigint) RETURNS bigint LANGUAGE sql RETURN 1; CREATE FUNCTION ledger.f(a text) RETURNS bigint LANGUAGE sql RETURN 1",
		qr/^events\nf$/m ],
	'a function in PL/pgSQL knows no schema of a ledger by name' => [
		"SELECT object FROM function WHERE language = 'plpgsql' AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false) ORDER BY object",
		"CREATE FUNCTION ledger.f() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'; CREATE FUNCTION ledger.g() RETURNS bigint LANGUAGE plpgsql SET search_path = ledger, ledger_internal, pg_temp AS 'BEGIN RETURN 1; END'", qr/f\n.*g/ ],
	# what reads half a ledger may be kept from being compiled
	'a function in SQL is bound when it is created, and can be inlined' => [
		"SELECT object FROM function WHERE language = 'sql' AND (prosqlbody IS NULL OR proconfig <> '{jit=off}' AND NOT prosecdef) ORDER BY object",
		"CREATE FUNCTION ledger.f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; CREATE FUNCTION ledger.g() RETURNS bigint LANGUAGE sql SET search_path = pg_temp RETURN 1", qr/f\n.*g/ ],
	'there is no other language' => [
		"SELECT object FROM function WHERE language NOT IN ('sql', 'plpgsql')",
		"RESET ROLE; CREATE FUNCTION ledger.f(bigint) RETURNS bigint LANGUAGE internal AS 'int8abs'", qr/\.f$/m ],
	'a function has the rights of who calls it' => [
		"SELECT object FROM function WHERE prosecdef AND NOT object IN ('" . join("', '", sort keys %definers) . "')",
		"CREATE FUNCTION ledger.f() RETURNS bigint LANGUAGE sql SECURITY DEFINER RETURN 1", qr/\.f$/m ],
	'a function with the rights of its owner has a pinned search_path and is not for everybody' => [
		"SELECT object FROM function WHERE prosecdef AND (NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false) OR has_function_privilege('public', oid, 'EXECUTE')) ORDER BY object",
		'GRANT EXECUTE ON FUNCTION ledger.close_month TO PUBLIC; ALTER FUNCTION ledger.reopen_month RESET search_path', qr/close_month\n.*reopen_month/ ],
	'what may have the rights of its owner has them' => [
		"SELECT name FROM (VALUES ('" . join("'), ('", sort keys %definers) . "')) v (name) WHERE NOT EXISTS (SELECT FROM function WHERE object = name AND prosecdef)",
		'ALTER FUNCTION ledger.close_month SECURITY INVOKER', qr/close_month/ ],
	'a name is at most 40 characters long' => [
		'SELECT full_name FROM attribute WHERE length(attribute) > 40 UNION ALL SELECT object FROM relation WHERE length(name) > 40 UNION ALL SELECT object FROM function WHERE length(proname) > 40',
		'CREATE TABLE ledger.a123456789b123456789c123456789d123456789e (a123456789b123456789c123456789d123456789e bigint)', qr/e\.a.*e\n.*e$/ms ],
	'a name is lower-case words and not reserved' => [
		"SELECT full_name FROM attribute WHERE attribute !~ CASE WHEN $standard THEN '^(x_)?([A-Z][A-Za-z]*)+\$' ELSE '^[a-z][a-z0-9_]*\$' END OR attribute IN (SELECT word FROM pg_get_keywords() WHERE catcode = 'R')"
		  . " UNION ALL SELECT object FROM relation WHERE name !~ '^[a-z][a-z0-9_]*\$' OR name IN (SELECT word FROM pg_get_keywords() WHERE catcode = 'R')",
		'CREATE TABLE ledger."user" ("Cost" bigint, _x bigint)', qr/user\.Cost\n.*user\._x\n.*\.user/ ],
	'a name does not suggest another meaning' => [
		join(' UNION ALL ', map {
				my ($kind, $pattern, $meaning) = @$_;
				"SELECT full_name, '$meaning' FROM attribute WHERE is_public AND is_$kind AND attribute ~ '$pattern' AND attribute <> 'id'"
			} @guesses),
		'CREATE TABLE ledger.odd (run_rate numeric, shared_usd numeric, operating_spend numeric, invoice_number bigint, cost_center_id bigint, vendor_id bigint)',
		qr/^(?=.*run_rate\|a share)(?=.*shared_usd\|a share)(?=.*operating_spend\|a score)(?=.*invoice_number\|a quantity)(?=.*cost_center_id\|money)(?=.*vendor_id\|a category)/s ],
	'cost is an amount of money' => [
		"SELECT full_name FROM attribute WHERE is_public AND attribute ~ 'cost' AND (is_integer OR (is_decimal AND attribute ~ '(ratio|pct|percent|count|order)\$'))",
		'CREATE TABLE ledger.odd (cost_ratio numeric, cost_count bigint)', qr/cost_ratio\n.*cost_count/ ],
	'a ratio is between 0 and 1, a percentage is not' => [
		"SELECT full_name FROM attribute WHERE is_public AND is_decimal AND ((attribute ~ 'ratio' AND attribute !~ '_ratio\$') OR (attribute ~ 'pct' AND attribute !~ '_pct\$'))",
		'CREATE TABLE ledger.odd (ratio_of_cost numeric)', qr/ratio_of_cost/ ],
	'a fact says when, from where and under which key' => [
		"SELECT t.name, c.name FROM unnest(ARRAY['events', 'outcomes', 'reviews', 'shared_costs', 'investments', 'invoices', 'revenue']) t (name)"
		  . " CROSS JOIN unnest(ARRAY['id', 'occurred_at', 'recorded_at', 'source', 'source_key', 'reverses', 'reason']) c (name)"
		  . " WHERE NOT EXISTS (SELECT FROM attribute a WHERE a.object = 'ledger.' || t.name AND a.attribute = c.name)",
		'ALTER TABLE ledger.revenue RENAME reason TO why', qr/^revenue\|reason$/m ],
	'nothing belongs to the extension' => [
		"SELECT pg_describe_object(classid, objid, 0) FROM owned o JOIN pg_depend d ON d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e' WHERE namespace::regnamespace::text IN ('ledger', 'ledger_internal')",
		'RESET ROLE; ALTER EXTENSION runrate ADD TABLE ledger.events', qr/table ledger\.events/ ],
	'no table needs itself, so that each can be made on another server' => [
		"WITH RECURSIVE needed AS (SELECT r.oid AS start, n.refclassid, n.refobjid FROM relation r JOIN need n ON n.classid = 'pg_class'::regclass AND n.objid = r.oid WHERE kind IN ('r', 'p')"
		  . " UNION SELECT start, n.refclassid, n.refobjid FROM needed m JOIN need n ON n.classid = m.refclassid AND n.objid = m.refobjid)"
		  . " SELECT object FROM needed JOIN relation ON oid = start WHERE refclassid = 'pg_class'::regclass AND refobjid = start",
		'CREATE VIEW ledger.v AS SELECT count(*) AS n FROM ledger.events; CREATE FUNCTION ledger.f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT n FROM ledger.v; END; ALTER TABLE ledger.events ADD CHECK (ledger.f() >= 0)', qr/ledger\.events/ ],
	'everything belongs to who created the ledger' => [
		"SELECT object FROM owned WHERE namespace::regnamespace::text IN ('ledger', 'ledger_internal') AND owner <> 'finance'::regrole",
		'RESET ROLE; CREATE TABLE ledger.strange (id bigint)', qr/ledger\.strange/ ]);

my %used;
foreach my $rule (sort keys %rules)
{
	my ($query, $offender, $finding) = @{ $rules{$rule} };
	my @found = grep { my ($name) = /\.(\w+)(?:\||$)/; !($accepted{ $name // '' } && ++$used{$name}) }
	  split /\n/, $node->safe_psql('company', "SET client_min_messages = error; $setup $query");

	is(join("\n", @found), '', $rule);
	like($node->safe_psql('company', "SET client_min_messages = error; $setup GRANT SELECT ON ALL TABLES IN SCHEMA pg_temp TO PUBLIC; BEGIN; SET LOCAL ROLE finance; $offender; RESET ROLE; $query; ROLLBACK"),
		$finding, "found: $rule");
}
is(join(' ', grep { !$used{$_} } sort keys %accepted), '', 'every exception is needed');

# What pg_upgrade makes of functions of the extension is what they were: verify_books
# compares their text
my $reread = <<'END';
SET search_path = pg_catalog, pg_temp;
BEGIN;
CREATE TEMP TABLE written AS
SELECT oid, pg_get_functiondef(oid) AS definition, pg_get_function_sqlbody(oid) AS body
FROM pg_proc
WHERE prosqlbody IS NOT NULL AND pronamespace IN ('runrate'::regnamespace, 'runrate_internal'::regnamespace);
DO $$ DECLARE f record; BEGIN FOR f IN SELECT definition FROM written LOOP EXECUTE f.definition; END LOOP; END $$;
SELECT oid::regprocedure FROM written WHERE body <> pg_get_function_sqlbody(oid);
SELECT count(*) > 10 FROM written;
ROLLBACK
END
is($node->safe_psql('company', $reread), 't', 'functions of the extension are written as they are read');
$node->safe_psql('company', q{CREATE FUNCTION runrate.odd() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT 'a'::text UNION ALL SELECT 'b'; END});
like($node->safe_psql('company', $reread), qr/runrate\.odd/, 'found: one that is not');

$node->stop;
done_testing();
