# Every role tries to put into every column of every table what it must not:
# what the ledger sets by itself, what is closed, what others have.  Refused, or
# without effect; and no message shows a value that is stored.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_forging');
my %access = (
	analyst => 'reader',
	loader => 'writer',
	data_team => 'steward',
	controller => 'controller',
	manager => 'participant',
	support_lead => "unit_reader', 'service");

sub answer { my (@sql) = @_; return $node->safe_psql('company', join(";\n", 'SET client_min_messages = error', 'SET search_path = ledger, ledger_internal', @sql)) }

$node->safe_psql('postgres', join '; ', map({ "CREATE ROLE $_" } 'finance', sort keys %access), 'CREATE DATABASE company');
$node->safe_psql('company', "SET client_min_messages = error; CREATE EXTENSION runrate; GRANT CREATE ON DATABASE company TO finance; SET ROLE finance; CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin');"
	  . sample_sql('ledger')
	  . "; INSERT INTO ledger.invoices (source_key, month, vendor, amount) VALUES ('i', '2026-01-01', 'v', 5); INSERT INTO ledger.revenue (source_key, month, amount) VALUES ('r', '2026-01-01', 5);"
	  . "INSERT INTO ledger.investments (source_key, first_month, months, amount) VALUES ('n', '2026-01-01', 12, 120);"
	  . join(' ', map { "CALL ledger.grant_access('$_', '$access{$_}');" } sort keys %access)
	  . "SELECT ledger.close_month(m, 'n', 'unpriced_events, unpriced_reviews, unallocated_pools, unknown_exchange_rates') FROM (SELECT ledger_internal.next_to_close() AS m) c");

# What is tried, in one session: each attempt is rolled back
answer(made_rows_sql(), <<'SQL');
CREATE FUNCTION public.forged_value(of_column text, of_type text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN of_column IN ('reverses', 'corrects', 'investment') THEN '1' WHEN of_column = 'cost_basis' THEN 'computed'
		WHEN of_type IN ('text', 'name') THEN 'forged' WHEN of_type = 'date' THEN '2001-02-01' WHEN of_type = 'timestamp with time zone' THEN '2001-02-03 04:05:06+00'
		WHEN of_type LIKE '%[]' THEN '{7}' WHEN of_type = 'uuid' THEN '00000000-0000-0000-0000-000000000007'
		WHEN of_type = 'boolean' THEN CASE of_column WHEN 'is_built_in' THEN 'true' ELSE 'false' END
		WHEN of_type = 'jsonb' THEN '{"forged": 1}' ELSE '424242' END $$;

CREATE FUNCTION public.content(of_table regclass) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	c text;
BEGIN
	EXECUTE format('SELECT md5(string_agg(t::text, E''\n'' ORDER BY t::text)) FROM %s t', of_table) INTO c;
	RETURN c;
END $$;

CREATE FUNCTION public.count_of(of_table regclass, of_column text, value text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	c bigint;
BEGIN
	IF of_column IS NOT NULL THEN
		EXECUTE format('SELECT count(*) FROM %s t WHERE t.%I::text = (%L::%s)::text', of_table, of_column, value,
			(SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a WHERE a.attrelid = of_table AND a.attname = of_column)) INTO c;
	END IF;
	RETURN c;
END $$;

CREATE FUNCTION public.try_insert(who name, of_table regclass, of_column text, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	given jsonb := public.base_of(of_table) || CASE WHEN of_column IS NULL THEN '{}' ELSE jsonb_build_object(of_column, value) END;
	before bigint := public.count_of(of_table, of_column, value);
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', who);
	EXECUTE CASE WHEN given = '{}' THEN format('INSERT INTO %s DEFAULT VALUES', of_table) ELSE
		-- numbers that are always given by the table, too
		format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)', of_table, (SELECT string_agg(quote_ident(k), ', ' ORDER BY k) FROM jsonb_object_keys(given) k),
			(SELECT string_agg(quote_literal(v.value), ', ' ORDER BY v.key) FROM jsonb_each_text(given) v)) END;
	RESET ROLE;
	RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = CASE WHEN public.count_of(of_table, of_column, value) > before THEN 'forged' ELSE 'without effect' END;
EXCEPTION
	WHEN SQLSTATE 'ZZ001' THEN
		RETURN SQLERRM;
	WHEN OTHERS THEN
		RETURN SQLSTATE;
END $$;

CREATE FUNCTION public.try_change(who name, of_table regclass, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	before text := public.content(of_table);
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', who);
	EXECUTE statement;
	RESET ROLE;
	RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = CASE WHEN public.content(of_table) IS DISTINCT FROM before THEN 'forged' ELSE 'without effect' END;
EXCEPTION
	WHEN SQLSTATE 'ZZ001' THEN
		RETURN SQLERRM;
	WHEN OTHERS THEN
		RETURN SQLSTATE;
END $$;

CREATE TABLE public.who AS SELECT role_name AS who, access FROM ledger.access_grants;
-- fact, reference, or working part: by the catalogues
CREATE TABLE public.tables AS
SELECT c.oid::regclass AS of_table, c.relname AS name, n.nspname = 'ledger_internal' AS is_internal, f.derived, r.kind
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN ledger_internal.facts_catalogue f ON f.fact_oid = c.oid
LEFT JOIN ledger_internal.reference_catalogue r ON r.reference_oid = c.oid
WHERE n.nspname IN ('ledger', 'ledger_internal') AND c.relkind IN ('r', 'p') AND NOT c.relispartition;
CREATE TABLE public.columns AS
SELECT t.*, a.attname AS of_column, public.forged_value(a.attname, format_type(a.atttypid, NULL)) AS value
FROM public.tables t
JOIN pg_attribute a ON a.attrelid = t.of_table AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
SQL

# Ordinary rows can be inserted by who may, so that what is refused below is
# refused for the column
is(answer("SELECT w.who, t.name, public.try_insert(w.who, t.of_table, NULL, NULL) AS result FROM public.who w, public.tables t WHERE t.derived IS NOT NULL AND t.name NOT IN ('disposals', 'reclassifications') AND w.access IN ('writer', 'steward') ORDER BY 1, 2"),
	join("\n", map { my $who = $_; map { "$who|$_|without effect" } qw(events investments invoices outcomes revenue reviews shared_costs) } qw(data_team loader)),
	'facts can be loaded');
is(answer("SELECT t.name, public.try_insert('data_team', t.of_table, NULL, NULL) AS result FROM public.tables t WHERE t.kind IN ('master', 'superseding') AND public.try_insert('data_team', t.of_table, NULL, NULL) <> 'without effect' ORDER BY 1"),
	'', 'reference rows can be added');

# What the ledger sets by itself
my $derived = "SELECT w.who, c.name, c.of_column, public.try_insert(w.who, c.of_table, c.of_column, c.value) AS result FROM public.who w, public.columns c WHERE (c.derived IS NOT NULL AND c.of_column = ANY (c.derived) OR c.derived IS NULL AND c.of_column IN ('id', 'is_built_in', 'recorded_at', 'recorded_by', 'closing', 'raised_at', 'raised_by', 'queued_at', 'step_no', 'tier', 'below_monthly'))";
is(answer("SELECT * FROM ($derived) d WHERE result = 'forged' ORDER BY 1, 2, 3"), '', 'no column that the ledger sets can be given');
cmp_ok(answer("SELECT count(*) FROM ($derived) d"), '>', 800, 'many were tried');
cmp_ok(answer("SELECT count(*) FROM ($derived) d WHERE result = 'without effect'"), '>', 40, 'some of them by who may insert them');

# Changes.  A steward changes master data; nobody what the ledger sets of it
my $updates = "SELECT w.who, c.name, c.of_column, public.try_change(w.who, c.of_table, format('UPDATE %s SET %I = %L', c.of_table, c.of_column, c.value)) AS result FROM public.who w, public.columns c WHERE NOT (w.access = 'steward' AND (c.kind = 'master' AND c.of_column NOT IN ('id', 'recorded_at', 'recorded_by', 'closing') OR c.name = 'alert_outbox' AND c.of_column NOT IN ('alert', 'queued_at')))";
is(answer("SELECT * FROM ($updates) d WHERE result = 'forged' ORDER BY 1, 2, 3"), '', 'nothing that is stored can be changed');
cmp_ok(answer("SELECT count(*) FROM ($updates) d"), '>', 3000, 'many were tried');
my $removals = "SELECT w.who, t.name, v.verb, public.try_change(w.who, t.of_table, format('%s %s', v.verb, t.of_table)) AS result FROM public.who w, public.tables t, (VALUES ('DELETE FROM'), ('TRUNCATE')) v (verb) WHERE NOT (w.access = 'steward' AND t.kind = 'master' AND v.verb = 'DELETE FROM')";
is(answer("SELECT * FROM ($removals) d WHERE result IN ('forged', 'without effect') AND NOT (result = 'without effect' AND public.content(name::regclass) IS NULL) ORDER BY 1, 2, 3"), '', 'nothing can be taken away');
is(answer("SELECT w.who, t.name, v.verb FROM public.who w, public.tables t, (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER')) v (verb) WHERE t.is_internal AND (has_table_privilege(w.who, t.of_table, v.verb) OR v.verb IN ('INSERT', 'UPDATE') AND has_any_column_privilege(w.who, t.of_table, v.verb))"), '',
	'nobody writes working parts');

# Names of sources that the ledger gives: the row is put aside
foreach my $source ('reversal', 'correction')
{
	is(answer("SELECT w.who, t.name, public.try_insert(w.who, t.of_table, 'source', '$source') FROM public.who w, public.tables t WHERE t.derived IS NOT NULL AND t.name NOT IN ('disposals', 'reclassifications') AND w.access IN ('writer', 'steward') AND public.try_insert(w.who, t.of_table, 'source', '$source') = 'forged' ORDER BY 1, 2"),
		'', "source $source is the ledger's");
}
is(answer("SELECT w.who FROM public.who w WHERE w.access IN ('writer', 'steward') AND public.try_insert(w.who, 'shared_costs', 'source', 'month end') = 'forged'"), '', 'source month end is the ledger\'s');

# The test sees a forgery where there is one
like(answer('BEGIN', 'ALTER TABLE prices DISABLE TRIGGER USER', 'GRANT INSERT ON prices TO data_team', "SELECT public.try_insert('data_team', 'prices', 'recorded_by', 'forged')", 'ROLLBACK'), qr/^forged$/m, 'found: a column that is taken as it comes');
like(answer('BEGIN', 'GRANT UPDATE ON closings TO controller', "SELECT public.try_change('controller', 'closings', 'UPDATE closings SET note = ''mine''')", 'ROLLBACK'), qr/^forged$/m, 'found: a table that can be changed');

# Messages show what was sent, and nothing that is stored
answer('SET ROLE finance', "INSERT INTO events (source, source_key, occurred_at, agent, provider, cost) VALUES ('s', 'secret', '2026-03-02 12:00+00', 'hidden agent', 'hidden provider', 4711.25)",
	"INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('hidden agent', 'hidden unit', 'hidden work')");
foreach my $who (qw(loader support_lead))
{
	my $told = '';

	foreach my $sql (
		"INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('s', 'secret', '2026-03-02 12:00+00', 'x', 1)",
		"INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('s', 'secret', '2026-03-02 12:00+00', 'x', 1) ON CONFLICT DO NOTHING",
		"INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('s', 'secret', '2026-03-02 12:00+00', 'x', 1) RETURNING cost",
		"INSERT INTO ledger.events (source, source_key, occurred_at, cost) VALUES ('s', 'secret', '2026-03-02 12:00+00', 1) ON CONFLICT (key_hash) DO UPDATE SET cost = 1",
		"INSERT INTO ledger.agents (agent, business_unit, unit_of_work) VALUES ('hidden agent', 'mine', 'mine')",
		"INSERT INTO ledger.agents (agent, business_unit) VALUES ('hidden agent', 'mine') ON CONFLICT (agent, valid_from) DO UPDATE SET business_unit = 'mine'",
		"COPY ledger.events TO STDOUT",
		"SELECT ledger.reverse_event(1, 'mine')",
		"SELECT runrate_internal.reverse_fact('ledger.events', (SELECT 1), 'x', NULL)",
		"SELECT runrate_internal.price_facts('ledger.events', 'cost')",
		"SELECT runrate_internal.settle_parked('ledger.events')",
		"SELECT runrate_internal.correct_event('ledger.events', 1, 'x')",
		"SELECT runrate_internal.partition_of('ledger.events', now())",
		"SELECT runrate_internal.lock_month('ledger'::regnamespace, '2026-03-01')")
	{
		my ($status, $out, $err) = $node->psql('company', "\\set VERBOSITY verbose\nSET client_min_messages = debug1;\nSET ROLE $who;\n$sql");

		$told .= "$out\n$err\n";
	}
	unlike($told, qr/4711|hidden (?:unit|work|provider)/, "$who learns nothing of what is stored");
	like($told, qr/permission denied/, "$who is told what he may not");
}

$node->stop;
done_testing();
