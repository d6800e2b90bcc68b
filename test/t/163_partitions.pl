# Events in monthly partitions, with their keys in a table beside them: whatever
# happens to rows on their way in comes out as in a ledger without partitions, no
# month is without a place, and dropping one leaves balances, reports and keys as
# they are.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use PostgreSQL::Test::Utils ();
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('partitions', "max_prepared_transactions = 5\nmax_locks_per_transaction = 256\n", allows_streaming => 'logical');
my %layouts = (plain => 'false', partitioned => 'true');

sub answer { my ($db, @sql) = @_; return $node->safe_psql($db, join(";\n", @sql)) }

sub complaint
{
	my ($db, $sql) = @_;
	my ($status, $out, $err) = $node->psql($db, $sql);
	return $err;
}

# What differs between facts and balances, whether anything is compared, and
# what no key stands for
my $wrong = 'SELECT count(*) FILTER (WHERE difference <> 0), count(*) > 0 FROM ledger_internal.compare_balances';

# ---------------------------------------------------------------------------
# The same rows in both layouts
# ---------------------------------------------------------------------------
answer('postgres', 'CREATE ROLE finance', 'CREATE ROLE analyst', 'CREATE ROLE loader', 'CREATE ROLE controller');
foreach my $db (sort keys %layouts)
{
	answer('postgres', "CREATE DATABASE $db");
	answer($db, 'CREATE EXTENSION runrate', "GRANT CREATE ON DATABASE $db TO finance", 'SET ROLE finance',
		"CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin', partition_events => $layouts{$db})",
		"CALL ledger.grant_access('analyst', 'reader')", "CALL ledger.grant_access('loader', 'writer')",
		"CALL ledger.grant_access('controller', 'steward')", sample_sql('ledger'));
	answer($db, 'CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$');
}
my @views = grep { $_ ne 'access_grants' } views($node, 'plain', 'ledger');

# Each way in, and what it leaves.  Times lie in months with a partition, in
# others, and in both.
my $ahead = "date_trunc('month', now()) + interval '20 days'";
my %ways = (
	'insert twice' => <<'SQL',
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a'), ('2026-01-01', 1, 'a'), ('2026-02-01', 2, 'b');
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a'), ('2026-02-01', 2, 'b');
SQL
	'another payload, in another month' => <<'SQL',
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a');
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 2, 'a'), ('2026-03-01', 1, 'a');
SQL
	'on conflict do nothing' => <<'SQL',
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a') ON CONFLICT DO NOTHING;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a'), ('2026-01-01', 2, 'a'), ('2026-01-01', 1, 'c') ON CONFLICT DO NOTHING;
SQL
	'merge' => <<'SQL',
MERGE INTO ledger.events e USING (VALUES ('a', 1), ('b', 2), ('a', 1)) AS n (k, cost) ON e.source_key = 'none'
WHEN NOT MATCHED THEN INSERT (occurred_at, cost, source_key) VALUES ('2026-01-01', n.cost, n.k);
SQL
	'copy' => <<'SQL',
COPY ledger.events (occurred_at, cost, agent, source_key) FROM stdin;
2026-01-01	1	support	a
2026-02-01	2	support	b
2026-01-01	1	support	a
infinity	3	support	c
2026-02-01	3	support	b
1999-02-01	3	support	d
\.
SQL
	'savepoints' => <<'SQL',
BEGIN;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a');
SAVEPOINT s;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'b'), ('2026-01-01', 1, 'a');
ROLLBACK TO s;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-02', 5, 'b'), ('2026-01-01', 2, 'a');
COMMIT;
SQL
	'rolled back' => <<'SQL',
BEGIN;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a');
ROLLBACK;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 3, 'a');
SQL
	'prepared' => <<'SQL',
BEGIN;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a'), ('2026-01-01', 1, 'b');
PREPARE TRANSACTION 'p';
COMMIT PREPARED 'p';
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a');
SQL
	'a later trigger drops the row' => <<'SQL',
RESET ROLE;
CREATE TRIGGER zz BEFORE INSERT ON ledger.events FOR EACH ROW WHEN (NEW.source_key = 'a') EXECUTE FUNCTION drop_row();
SET ROLE finance;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a'), ('2026-01-01', 1, 'b'), ('2026-01-01', 1, 'a');
COPY ledger.events (occurred_at, cost, source_key) FROM stdin;
2026-01-01	1	a
2026-02-01	2	c
\.
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a') ON CONFLICT DO NOTHING;
RESET ROLE;
DROP TRIGGER zz ON ledger.events;
SET ROLE finance;
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 7, 'a');
SQL
	'without a price, and with it' => <<"SQL",
INSERT INTO ledger.events (occurred_at, provider, model, input_tokens, source_key) VALUES ('2026-01-01', 'new', 'model', 1000000, 'a'), ($ahead, 'new', 'model', 2000000, 'b');
SELECT ledger.reverse_event(id, 'not ours') FROM ledger.events WHERE source_key = 'b';
INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('new', 'model', 'input_tokens', 3);
SELECT ledger.price_pending();
SQL
	'reversed, and sent again' => <<'SQL',
INSERT INTO ledger.events (occurred_at, agent, work_item, cost, source_key) VALUES ('2026-01-31 23:30+00', 'support', 'item 1', 1, 'a'), ('2026-02-05', 'support', NULL, 2, 'b');
SELECT ledger.reverse_event(id, 'charged by mistake') FROM ledger.events WHERE source_key = 'a';
SELECT ledger.reverse_event(id, 'charged by mistake', '2026-03-02') FROM ledger.events WHERE source_key = 'b';
INSERT INTO ledger.events (occurred_at, agent, work_item, cost, source_key) VALUES ('2026-01-31 23:30+00', 'support', 'item 1', 1, 'a'), ('2026-03-05', 'support', NULL, 2, 'b');
SQL
	'lines of a session, over the end of a month' => <<'SQL',
INSERT INTO ledger.events (occurred_at, source, provider, cost, usage_format, usage)
SELECT '2026-01-31 22:59:58+00'::timestamptz + n * interval '1 second', 'claude code', 'anthropic', n, 'claude_code',
	jsonb_build_object('requestId', 'r', 'message', jsonb_build_object('id', 'm', 'model', 'x', 'usage', jsonb_build_object('input_tokens', 10, 'output_tokens', o)))
FROM unnest(ARRAY[5, 3, 9, 9, 20, 7]) WITH ORDINALITY l (o, n);
SQL
	'in quarantine' => <<'SQL',
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES (NULL, 1, 'a'), ('2026-01-01', 'NaN', 'b'), ('2026-01-01', 1, NULL), ('2199-01-01', 1, 'd');
SQL
	'columns added and dropped' => <<'SQL',
ALTER TABLE ledger.events DROP COLUMN speed;
ALTER TABLE ledger.events ADD COLUMN team text DEFAULT 'blue';
INSERT INTO ledger.events (occurred_at, cost, source_key, team) VALUES ('2026-01-01', 1, 'a', 'red'), ('2026-02-01', 1, 'b', 'red');
INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES ('2026-01-01', 1, 'a'), ('2026-03-01', 1, 'b');
SELECT ledger.reverse_event(id, 'mistake') FROM ledger.events WHERE source_key = 'b';
SQL
);

sub left
{
	my ($db) = @_;
	return answer($db, <<'SQL');
SELECT occurred_at, owned_on, booked_on, trim_scale(cost), agent, source, CASE WHEN source <> 'reversal' AND length(source_key) < 30 THEN source_key END, reverses IS NOT NULL, reason, price_problem IS NULL, recorded_by
FROM ledger.events ORDER BY source, source_key, id;
SELECT fact, source_key, problem, payload - 'source_key' FROM ledger.quarantine ORDER BY source_key, problem, id;
SELECT fact, source_key, differs_in, payload FROM ledger.conflicts ORDER BY id;
SELECT booked_month, owned_on, agent, layer, kind, has_item, sum(events), sum(live_events), sum(unpriced_events), trim_scale(sum(cost)) FROM ledger_internal.event_days GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6;
SELECT * FROM ledger.tie_out WHERE difference <> 0;
SELECT count(*) FILTER (WHERE difference <> 0) FROM ledger_internal.compare_balances
SQL
}

is_deeply(fingerprints($node, 'partitioned', 'ledger', grep { $_ ne 'tie_out' } @views), fingerprints($node, 'plain', 'ledger', grep { $_ ne 'tie_out' } @views), 'a whole company: the same reports');
my $keys_missing = 'SELECT count(*) FROM ledger_internal.key_months WHERE events <> keys';
foreach my $way (sort keys %ways)
{
	my (%left, %said);
	foreach my $db (sort keys %layouts)
	{
		answer('postgres', "CREATE DATABASE way TEMPLATE $db");
		my ($status, $out, $err) = $node->psql('way', "SET client_min_messages = warning; SET ROLE finance;\n$ways{$way}", on_error_stop => 0);
		$said{$db} = $err =~ s/psql:<stdin>:\d+: //gr =~ s/row \d+/row N/gr;
		$left{$db} = left('way') =~ s/\brow \d+/row N/gr;
		is(answer('way', $keys_missing), '0', "$way: every event has its key") if $db eq 'partitioned';
		answer('way', 'SET ROLE finance', 'SET client_min_messages = error', 'SELECT ledger.rebuild_balances()');
		is(answer('way', $wrong), '0|t', "$way, $db: and its balances");
		answer('postgres', 'DROP DATABASE way');
	}
	is($said{partitioned}, $said{plain}, "$way: the same words");
	unlike($said{plain}, qr/ERROR/, "$way: no error");
	is($left{partitioned}, $left{plain}, "$way: the same rows");
}

# ---------------------------------------------------------------------------
# What the layout does not let anybody do
# ---------------------------------------------------------------------------
my $db = 'partitioned';
my ($month) = split /\n/, answer($db, "SELECT relname FROM pg_class WHERE relispartition AND relname LIKE 'events\\_p%' ORDER BY 1");
answer($db, 'SET ROLE finance', "INSERT INTO ledger.events (occurred_at, cost, source_key) VALUES (now(), 1, 'this month')");
like(complaint($db, "DELETE FROM ledger.$month"), qr/ERROR:  table "events" is append-only\n.*HINT:  Use ledger\.reverse_event/s, 'a row cannot be deleted by its partition');
like(complaint($db, "DELETE FROM ledger.events"), qr/ERROR:  table "events" is append-only/, 'nor by the table');
like(complaint($db, "UPDATE ledger.$month SET cost = 0"), qr/ERROR:  table "events" is append-only/, 'nor changed');
like(complaint($db, "INSERT INTO ledger.$month (occurred_at, cost) VALUES (now(), 1)"),
	qr/ERROR:  rows of table "events" were counted and not posted.*insert into the table itself rather than into a partition/s, 'nor loaded into a partition');
like(complaint($db, "SET ROLE analyst; SELECT * FROM ledger.$month"), qr/ERROR:  permission denied for table $month/, 'a reader reads the table and no partition, as policies are on the table');
is(answer($db, 'SET ROLE analyst', "SELECT count(*) FROM ledger.events WHERE source_key = 'this month'"), '1', 'and that he reads');
like(complaint($db, "SELECT runrate_internal.keep_key('ledger.events'::regclass, gen_random_uuid(), 1, now())"), qr/ERROR:  keys can only be kept by the condition of a trigger/, 'no key by hand');
like(complaint('plain', 'SELECT ledger.add_event_partitions()'), qr/ERROR:  table "events" is not partitioned\nHINT:/, 'no partitions in a ledger without');
like(complaint($db, 'SELECT ledger.add_event_partitions(-1)'), qr/ERROR:  months_ahead must be between 0 and 120/, 'nor in the past');
like(complaint($db, 'SET ROLE analyst; SELECT ledger.add_event_partitions()'), qr/ERROR:  must be owner of ledger "ledger"/, 'nor by others');
answer($db, "ALTER TABLE ledger.$month DISABLE TRIGGER keep_key");
like(answer($db, 'SELECT object, fault FROM ledger_internal.ledger_faults'), qr/^public trigger keep_key on events\|disabled in a partition$/, 'a trigger that is disabled in a partition is a fault');
answer($db, 'SET ROLE finance', 'SET client_min_messages = error', "CALL runrate.repair_ledger('ledger')");
is(answer($db, 'SELECT is_current FROM runrate.ledgers'), 't', 'which repair mends');
answer($db, "ALTER TABLE ledger.$month OWNER TO postgres");
like(answer($db, 'SELECT object, fault FROM ledger_internal.ledger_faults'), qr/^public table events\|has a partition of somebody else's$/, 'and so is a partition of another owner');
answer($db, "ALTER TABLE ledger.$month OWNER TO finance");

# ---------------------------------------------------------------------------
# Partitions are made, and rows of months without one are moved
# ---------------------------------------------------------------------------
my $before = fingerprints($node, $db, 'ledger', 'events', @views);
cmp_ok(answer($db, 'SELECT count(*) FROM ledger.events_default'), '>', 100, 'months without a partition are in the default one');
is(answer($db, 'SET ROLE finance', 'SELECT ledger.add_event_partitions(5)'), '5', 'a partition for each of them, and for two months more');
is(answer($db, 'SELECT count(*) FROM ledger.events_default'), '0', 'the default one is empty');
is(answer($db, 'SET ROLE finance', 'SELECT ledger.add_event_partitions(5)'), '0', 'once');
is_deeply(fingerprints($node, $db, 'ledger', 'events', @views), $before, 'and nothing has changed');
is(answer($db, "SELECT string_agg(p.relname, ' ' ORDER BY p.relname) FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid WHERE i.inhparent = 'ledger.events'::regclass AND p.relowner <> 'finance'::regrole"), '', 'partitions belong to the owner');
is(answer($db, 'SELECT is_current FROM runrate.ledgers'), 't', 'the ledger is whole');
like(answer($db, "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'events_p2026_02'"), qr/2026-01-31 23:00:00\+00.*2026-02-28 23:00:00\+00/, 'months are those of the ledger');

# ---------------------------------------------------------------------------
# A month is dropped
# ---------------------------------------------------------------------------
answer($db, 'SET ROLE finance', 'SET client_min_messages = error', "INSERT INTO ledger.events (occurred_at, agent, work_item, cost, source, source_key) VALUES ('2026-01-10', 'support', 'item 2', 4, 'old', 'a'), ('2026-01-10', 'support', 'item 2', 4, 'old', 'late')",
	"SELECT ledger.reverse_event(id, 'mistake', '2026-03-15') FROM ledger.events WHERE source_key = 'late'");
my @reports = grep { !/^(?:tie_out|reported_costs|unpriced_usage|events|focus_1_[23])$/ } @views;
my $reports = fingerprints($node, $db, 'ledger', @reports);
my $explained = "SELECT sum(amount) = 0, sum(amount) FROM ledger.explain_cost('item 2') WHERE level = 1";
my $cost = answer($db, $explained);
my $gone = answer($db, 'SELECT count(*) FROM ledger.events_p2026_01');
answer($db, 'SET ROLE finance', 'DROP TABLE ledger.events_p2026_01');
is_deeply(fingerprints($node, $db, 'ledger', @reports), $reports, 'every report is as it was');
is(answer($db, $explained), $cost, 'the parts of an item are still its cost');
like(answer($db, "SELECT what, rule FROM ledger.explain_cost('item 2') WHERE what LIKE '%no longer%'"), qr/^events that are no longer there\|events: 1$/m, 'and say what is gone');
is(unexplained($node, $db, 'ledger'), '', 'nothing is called different that cannot be compared');
is(answer($db, "SELECT month, trim_scale(expected) FROM ledger.tie_out WHERE check_name = 'facts: events dropped' AND month IS NOT NULL"), "2026-01-01|$gone", 'tie_out says which month that is');
is(answer($db, $wrong), '0|t', 'balances of the other months equal their facts');
like(complaint($db, 'SET ROLE finance; SELECT ledger.rebuild_balances()'), qr/NOTICE:  kept the balances of events in 1 months\nDETAIL:  Events of these months were dropped: 2026-01\./, 'balances can be made anew');
is_deeply(fingerprints($node, $db, 'ledger', @reports), $reports, 'and those of the month are kept');
answer($db, 'UPDATE ledger_internal.event_month_balances SET cost = cost + 1 WHERE owned_from >= \'2026-02-01\'');
isnt(unexplained($node, $db, 'ledger'), '', 'what can be compared is compared');
answer($db, 'SET ROLE finance', 'SET client_min_messages = error', 'SELECT ledger.rebuild_balances()');
is_deeply(fingerprints($node, $db, 'ledger', @reports), $reports, 'and mended');

my $again = "INSERT INTO ledger.events (occurred_at, agent, work_item, cost, source, source_key) VALUES ('2026-01-10', 'support', 'item 2', 4, 'old', 'a'), ('2026-01-10', 'support', 'item 2', 5, 'old', 'late')";
like(complaint($db, "SET ROLE finance; $again"), qr/WARNING:  2 rows of "events" were known\nDETAIL:  2 with the key of a row that was dropped with its partition and so not compared, first: source_key "a"\./, 'what was dropped is known when it comes again');
is_deeply(fingerprints($node, $db, 'ledger', @reports), $reports, 'and not counted');
like(complaint($db, "SELECT ledger.reverse_event(1, 'too late')"), qr/ERROR:  table "events" has no row 1/, 'it cannot be reversed any more');

# Late facts of the month
answer($db, 'SET ROLE finance', "INSERT INTO ledger.events (occurred_at, agent, cost, source_key) VALUES ('2026-01-20', 'support', 11, 'late')");
is(unexplained($node, $db, 'ledger'), '', 'a late fact of the month is taken');
is(answer($db, 'SET ROLE finance', 'SELECT ledger.add_event_partitions(5)'), '1', 'into a partition of its own');
answer($db, 'SET ROLE finance', 'SET client_min_messages = error', 'SELECT ledger.rebuild_balances()');
is(unexplained($node, $db, 'ledger'), '', 'and the month does not pass for a whole one');
is(answer($db, "SELECT sum(cost) > 11 FROM ledger_internal.event_months WHERE owned_from = '2026-01-01'"), 't', 'so that its balances are still kept');
answer($db, 'DELETE FROM ledger_internal.event_keys WHERE occurred_at >= \'2026-03-01\' AND occurred_at < \'2026-03-05\'');
like(unexplained($node, $db, 'ledger'), qr/^facts: keys of events\|2026-03-01\|/m, 'a key that is missing is seen');

# ---------------------------------------------------------------------------
# Dump, rename, upgrade, drop
# ---------------------------------------------------------------------------
my $dump = PostgreSQL::Test::Utils::tempdir() . '/partitioned';
$reports = fingerprints($node, $db, 'ledger', 'events', @reports);
$node->command_ok([ 'pg_dump', '-Fd', '-j', '2', '-f', $dump, '-d', $node->connstr($db) ], 'dumped');
answer('postgres', 'CREATE DATABASE restored', 'GRANT CREATE ON DATABASE restored TO finance');
$node->command_ok([ 'pg_restore', '-j', '2', '-e', '-d', $node->connstr('restored'), $dump ], 'restored');
is_deeply(fingerprints($node, 'restored', 'ledger', 'events', @reports), $reports, 'the same reports');
is(answer('restored', 'SELECT is_current FROM runrate.ledgers'), 't', 'a whole ledger');
answer('restored', 'SET ROLE finance', 'SET client_min_messages = error', "CALL runrate.rename_ledger('ledger', 'books')");
like(complaint('restored', "SET ROLE finance; $again" =~ s/ledger\./books./r), qr/WARNING:  2 rows of "events" were known/, 'renamed: keys are found');
answer('restored', 'SET client_min_messages = error', 'DROP EXTENSION runrate CASCADE', 'CREATE EXTENSION runrate', 'SET ROLE finance', "CALL runrate.repair_ledger('books')",
	"INSERT INTO books.events (occurred_at, agent, cost, source_key) VALUES ('2026-02-20', 'support', 1, 'after'), ('2026-02-20', 'support', 1, 'after')");
is(answer('restored', "SELECT count(*) FROM books.events WHERE source_key = 'after'"), '1', 'repaired: takes facts, each once');
answer('restored', 'SET ROLE finance', 'DROP TABLE books.events_default', 'SET client_min_messages = error', "CALL runrate.upgrade_ledger('books')");
is(answer('restored', "SELECT to_regclass('books.events_default')"), 'books.events_default', 'upgraded: there is a default partition again');
answer('restored', 'SET ROLE finance', "CALL runrate.drop_ledger('books', confirm => 'books')");
is(answer('restored', "SELECT count(*) FROM pg_class WHERE relname LIKE 'event%'"), '0', 'dropped with all its partitions');

# Data alone, and replicated, into a ledger that has other partitions
answer('postgres', "CREATE DATABASE $_") foreach qw(data_only replica);
foreach my $copy (qw(data_only replica plain_copy))
{
	answer('postgres', 'CREATE DATABASE plain_copy') if $copy eq 'plain_copy';
	answer($copy, 'CREATE EXTENSION runrate', "GRANT CREATE ON DATABASE $copy TO finance", 'SET ROLE finance',
		"CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin', partition_events => " . ($copy ne 'plain_copy' ? 'true' : 'false') . ')');
}
$node->command_ok([ 'pg_dump', '--data-only', '--load-via-partition-root', '-n', 'ledger', '-n', 'ledger_internal', '-f', "$dump.sql", '-d', $node->connstr($db) ], 'data dumped');
{
	local $ENV{PGOPTIONS} = '-c session_replication_role=replica';
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.sql", '-d', $node->connstr('data_only') ], 'data restored');
	my ($status, $out, $err) = $node->psql('plain_copy', slurp("$dump.sql") =~ /^(COPY ledger_internal\.ledger_settings .*?^\\\.\n)/ms ? $1 : die 'no settings');
	like($err, qr/ERROR:  data of a ledger with partition_events => t does not fit one with partition_events => f/, 'not into a ledger without partitions');
}
is_deeply(fingerprints($node, 'data_only', 'ledger', 'events', @reports), $reports, 'the same reports');
like(complaint('data_only', "SET ROLE finance; $again"), qr/WARNING:  2 rows of "events" were known/, 'and the same keys');
answer($db, 'CREATE PUBLICATION p FOR TABLES IN SCHEMA ledger, ledger_internal WITH (publish_via_partition_root = true)', "SELECT pg_create_logical_replication_slot('s', 'pgoutput')");
my $connection = $node->connstr($db) =~ s/'/''/gr;
answer('replica', "CREATE SUBSCRIPTION s CONNECTION '$connection' PUBLICATION p WITH (create_slot = false, slot_name = 's')");
$node->poll_query_until('replica', "SELECT count(*) > 20 AND bool_and(srsubstate IN ('r', 's')) FROM pg_subscription_rel") or die 'no copy';
answer($db, 'SET ROLE finance', "INSERT INTO ledger.events (occurred_at, agent, cost, source_key) VALUES ('2026-02-20', 'support', 1, 'replicated')");
$node->wait_for_catchup('s');
is_deeply(fingerprints($node, 'replica', 'ledger', 'events', @reports), fingerprints($node, $db, 'ledger', 'events', @reports), 'replicated: the same reports');
answer('replica', 'ALTER SUBSCRIPTION s DISABLE', 'ALTER SUBSCRIPTION s SET (slot_name = NONE)', 'DROP SUBSCRIPTION s');
answer($db, "SELECT pg_drop_replication_slot('s')");
answer('replica', 'SET client_min_messages = error', 'SET ROLE finance', "INSERT INTO ledger.events (occurred_at, agent, cost, source_key) VALUES ('2026-02-20', 'support', 1, 'replicated')");
is(answer('replica', "SELECT count(*) FROM ledger.events WHERE source_key = 'replicated'"), '1', 'failed over: what was replicated is known');

# ---------------------------------------------------------------------------
# pg_partman makes and drops the partitions
# ---------------------------------------------------------------------------
SKIP:
{
	my $available = answer('postgres', "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_partman'");
	diag('PG_PARTMAN NOT TESTED: install postgresql-15-partman') unless $available;
	skip('no pg_partman', 9) unless $available;

	my $name = "SELECT string_agg(relname, ' ' ORDER BY relname COLLATE \"C\") FROM pg_class WHERE relispartition AND relkind = 'r' AND relname LIKE 'events\\_%'";
	answer('postgres', 'CREATE DATABASE partman');
	answer('partman', 'CREATE EXTENSION runrate', 'CREATE SCHEMA partman', 'CREATE EXTENSION pg_partman SCHEMA partman',
		'GRANT CREATE ON DATABASE partman TO finance', 'GRANT ALL ON SCHEMA partman TO finance', 'GRANT ALL ON ALL TABLES IN SCHEMA partman TO finance',
		'SET ROLE finance', 'CALL runrate.create_ledger(partition_events => true)', sample_sql('ledger'), 'SELECT ledger.add_event_partitions()');
	my $reports = fingerprints($node, 'partman', 'ledger', @reports);
	my $made = answer('partman', $name);
	answer('partman', 'SET ROLE finance', 'BEGIN', 'DROP TABLE ledger.events_default',
		"SELECT partman.create_parent('ledger.events', 'occurred_at', 'native', 'monthly', p_premake => 8)", 'COMMIT');
	my $taken_over = answer('partman', $name);
	cmp_ok(length($taken_over), '>', length($made), 'pg_partman makes partitions beside those that are there');
	is(answer('partman', 'SELECT is_current FROM runrate.ledgers'), 't', 'and the ledger is whole');
	answer('partman', 'SET ROLE finance', "INSERT INTO ledger.events (occurred_at, agent, cost, source_key) SELECT date_trunc('month', now()) + n * interval '1 day', 'support', 1, 'partman ' || n FROM generate_series(-60, 0) n",
		"INSERT INTO ledger.events (occurred_at, agent, cost, source_key) VALUES ('2020-01-01', 'support', 1, 'long ago')");
	is(answer('partman', 'SELECT count(*) FROM ledger.events_default'), '1', 'its default partition has what no other has');
	is(answer('partman', $keys_missing), '0', 'every event has its key');
	like(complaint('partman', "SET ROLE finance; SELECT partman.partition_data_time('ledger.events')"), qr/table "events" is append-only/, 'it cannot move rows through the triggers');
	is(answer('partman', 'SET ROLE finance', 'SELECT ledger.add_event_partitions()'), '1', 'add_event_partitions can');
	$reports = fingerprints($node, 'partman', 'ledger', @reports);
	answer('partman', 'SET ROLE finance', "UPDATE partman.part_config SET retention = '6 months', retention_keep_table = false WHERE parent_table = 'ledger.events'",
		"SELECT partman.run_maintenance('ledger.events')");
	unlike(answer('partman', $name), qr/events_p2026_0[123]/, 'its retention drops what is old');
	is_deeply(fingerprints($node, 'partman', 'ledger', @reports), $reports, 'reports stay');
	is(unexplained($node, 'partman', 'ledger'), '', 'and tie out');
}

# ---------------------------------------------------------------------------
# Closed months
# ---------------------------------------------------------------------------
answer('postgres', 'CREATE DATABASE closed');
answer('closed', 'CREATE EXTENSION runrate', 'GRANT CREATE ON DATABASE closed TO finance', 'SET ROLE finance',
	'CALL runrate.create_ledger(partition_events => true)', sample_sql('ledger'), "INSERT INTO ledger.agents (agent, business_unit) VALUES ('ghost', 'service')",
	"SELECT ledger.close_through('2026-02-01', 'both', accept => 'unpriced_events, unallocated_pools')",
	"INSERT INTO ledger.events (occurred_at, agent, cost, source_key) VALUES ('2026-01-20', 'support', 11, 'late')", 'SELECT ledger.add_event_partitions()');
is(answer('closed', 'SELECT * FROM ledger.verify_books()'), '', 'closed months verify');
is(answer('closed', "SELECT booked_on, displaced_from FROM ledger.events_p2026_01 WHERE source_key = 'late'"), '2026-03-01|2026-01-20', 'what is late is booked in an open month and lies with its own');
$reports = fingerprints($node, 'closed', 'ledger', @reports);
answer('closed', 'SET ROLE finance', 'DROP TABLE ledger.events_p2026_01');
is_deeply(fingerprints($node, 'closed', 'ledger', @reports), $reports, 'reports stay');
is(answer('closed', 'SELECT * FROM ledger.verify_books()'), '', 'and the books verify as far as they can');
answer('closed', 'SET client_min_messages = error', 'SET ROLE finance', 'SELECT ledger.rebuild_balances()');
is_deeply(fingerprints($node, 'closed', 'ledger', @reports), $reports, 'balances that are made anew have the same reports');
is(answer('closed', 'SELECT * FROM ledger.verify_books()') . unexplained($node, 'closed', 'ledger'), '', 'and verify');
answer('closed', 'SET client_min_messages = error', 'SET ROLE finance', "SELECT ledger.reopen_month('2026-02-01', 'by mistake')", "SELECT ledger.close_month('2026-02-01', 'again', accept => 'unpriced_events, unallocated_pools')");
is(answer('closed', 'SELECT * FROM ledger.verify_books()'), '', 'a month that is closed again does, too');

no_crash($node, 'partitions');
$node->stop;
done_testing();
