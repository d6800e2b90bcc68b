# What happens to a ledger when its server does: it is dumped and restored piece
# by piece, in other encodings, upgraded in place, handed to another owner, and
# taken over by a standby or by a logical subscriber.  Reports are the same, and
# the next facts are taken.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_backup', "max_connections = 30\n", allows_streaming => 'logical');
my $dir = PostgreSQL::Test::Utils::tempdir();

sub on { my ($server, $db, @sql) = @_; return $server->safe_psql($db, join(";\n", @sql)) }
sub answer { return on($node, @_) }

# The reports of a ledger but for the times of grants
sub shown
{
	my ($server, $db, $ledger) = @_;
	return fingerprints($server, $db, $ledger, grep { $_ ne 'access_grants' } views($server, $db, $ledger));
}

# What a ledger that came through something has to do: show what it showed, be
# whole, verify, and take an event once
sub goes_on
{
	my ($server, $db, $ledger, $shown, $what, $owner) = @_;
	my $as = 'SET ROLE ' . ($owner // 'finance');

	is_deeply(shown($server, $db, $ledger), $shown, "$what: the same reports");
	is(on($server, $db, "SELECT is_current FROM runrate.ledgers WHERE schema = '$ledger'"), 't', "$what: the ledger is whole");
	# what functions and views were made of is written otherwise after a dump, until they are made again
	is(on($server, $db, "SELECT * FROM $ledger.verify_books() WHERE check_name <> 'definitions'"), '', "$what: its books verify");
	on($server, $db, 'SET client_min_messages = error', $as, "CALL runrate.repair_ledger('$ledger')");
	is(on($server, $db, "SELECT * FROM $ledger.verify_books()"), '', "$what: and what they are computed with");
	on($server, $db, 'SET client_min_messages = error', $as,
		map { "INSERT INTO $ledger.events (source, source_key, occurred_at, agent, provider, model, input_tokens) VALUES ('after', '$what', '2026-03-20 12:00:00+00', 'support', 'acme', 'large', 1000000)" } 1, 2);
	is(on($server, $db, "SELECT count(*), trim_scale(sum(cost)) FROM $ledger.events WHERE source = 'after' AND source_key = '$what'"), '1|2.5', "$what: an event is taken, once, with its price");
	on($server, $db, 'SET client_min_messages = error', $as, "SELECT $ledger.reverse_event(id, 'a test') FROM $ledger.events WHERE source = 'after' AND source_key = '$what'");
	is(unexplained($server, $db, $ledger), '', "$what: and all ties out");
	return;
}

answer('postgres', 'CREATE ROLE finance', 'CREATE ROLE analyst', 'CREATE ROLE controller', 'CREATE DATABASE company');
answer('company', 'CREATE EXTENSION runrate', 'GRANT CREATE ON DATABASE company TO finance, controller', 'SET ROLE finance',
	"CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')", sample_sql('ledger'), "CALL ledger.grant_access('analyst', 'reader')",
	"INSERT INTO ledger.outcome_rules (outcome, counts) VALUES ('escalated', true)", 'CALL ledger.keep_usage(true)', 'CALL ledger.set_anomaly_floor(2.50)');
# as ledgers show it that are made below and have no closed month
my $open = fingerprints($node, 'company', 'ledger', qw(chargeback unit_costs board_report work_item_costs));
answer('company', 'SET client_min_messages = error', 'SET ROLE finance',
	"SELECT ledger.close_month('2026-01-01', 'closed before the dump', 'unpriced_events, unpriced_reviews, unallocated_pools, unknown_exchange_rates')");
my $shown = shown($node, 'company', 'ledger');

# ---------------------------------------------------------------------------
# Dumped and restored piece by piece
# ---------------------------------------------------------------------------
$node->command_ok([ 'pg_dump', '-Fd', '-j', '3', '-f', "$dir/directory", '-d', $node->connstr('company') ], 'dumped into a directory');
answer('postgres', "CREATE DATABASE $_") foreach qw(sections parallel alone);
$node->command_ok([ 'pg_restore', '-e', "--section=$_", '-d', $node->connstr('sections'), "$dir/directory" ], "restored: $_") foreach qw(pre-data data post-data);
goes_on($node, 'sections', 'ledger', $shown, 'sections');
$node->command_ok([ 'pg_restore', '-e', '-j', '4', '-d', $node->connstr('parallel'), "$dir/directory" ], 'restored by four processes');
goes_on($node, 'parallel', 'ledger', $shown, 'directory');

# One of the two schemas is no ledger, and whoever restores it is told so
$node->command_ok([ 'pg_dump', '-n', 'ledger', '-f', "$dir/alone.sql", '-d', $node->connstr('company') ], 'one schema dumped');
answer('alone', 'CREATE EXTENSION runrate');
$node->command_fails_like([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/alone.sql", '-d', $node->connstr('alone') ],
	qr/ERROR:  (?:schema "ledger_internal"|relation "ledger_internal\.\w+") does not exist/, 'and not restored without the other one');

# ---------------------------------------------------------------------------
# Two ledgers whose names are as long as can be and differ in the last letter
# ---------------------------------------------------------------------------
my @long = map { 'l' x 49 . $_ } qw(a b);
answer('company', 'SET ROLE finance', map { ("CALL runrate.create_ledger('$_', 'EUR', 'Europe/Berlin')") } @long);
answer('company', 'SET ROLE finance', sample_sql($long[0]), "INSERT INTO $long[0].outcome_rules (outcome, counts) VALUES ('escalated', true)");
is(answer('company', "SELECT count(*) FROM $long[1].events"), '0', 'a ledger with a long name is not the other one');
answer('company', 'SET ROLE finance', sample_sql($long[1]), "INSERT INTO $long[1].outcome_rules (outcome, counts) VALUES ('escalated', true)");
is_deeply([ map { fingerprints($node, 'company', $_, 'chargeback')->{chargeback} } @long ], [ ($open->{chargeback}) x 2 ], 'both show what a ledger with a short name does');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/long.dump", '-n', "$long[0]*", '-d', $node->connstr('company') ], 'one of them dumped');
answer('alone', 'GRANT CREATE ON DATABASE alone TO finance');
$node->command_ok([ 'pg_restore', '-e', '-d', $node->connstr('alone'), "$dir/long.dump" ], 'and restored');
goes_on($node, 'alone', $long[0], shown($node, 'company', $long[0]), 'long name');
answer('company', 'SET ROLE finance', map { "CALL runrate.drop_ledger('$_', confirm => '$_')" } @long);

# ---------------------------------------------------------------------------
# Other encodings
# ---------------------------------------------------------------------------
foreach my $encoding (qw(LATIN1 SQL_ASCII))
{
	my $db = lc $encoding;
	my $read = "SET client_encoding = '" . ($encoding eq 'LATIN1' ? 'UTF8' : 'SQL_ASCII') . "'; SELECT agent, amount FROM ledger.chargeback ORDER BY 1, 2; SELECT work_item, fully_loaded_cost FROM ledger.work_item_costs ORDER BY 1";
	answer('postgres', "CREATE DATABASE $db ENCODING '$encoding' LOCALE 'C' TEMPLATE template0", "CREATE DATABASE from_$db" . ($encoding eq 'LATIN1' ? '' : " ENCODING '$encoding' LOCALE 'C' TEMPLATE template0"));
	answer($db, 'CREATE EXTENSION runrate', "GRANT CREATE ON DATABASE $db TO finance", 'SET ROLE finance', "CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')", sample_sql('ledger'),
		"INSERT INTO ledger.outcome_rules (outcome, counts) VALUES ('escalated', true)");
	is_deeply(fingerprints($node, $db, 'ledger', sort keys %$open), $open, "$encoding: the same reports");
	answer($db, "SET client_encoding = 'UTF8'", 'SET ROLE finance', "INSERT INTO ledger.events (occurred_at, agent, work_item, cost, source_key) VALUES ('2026-02-01', 'Gr\xc3\xbc\xc3\x9fe', 'Fall \xc3\xa4', 3, '\xc3\xa9'), ('2026-02-01', 'Gr\xc3\xbc\xc3\x9fe', 'Fall \xc3\xa4', 3, '\xc3\xa9')");
	my $words = answer($db, $read);
	like($words, qr/^Gr\xc3\xbc\xc3\x9fe\|/m, "$encoding: letters beyond ASCII");
	$node->command_ok([ 'pg_dump', '-f', "$dir/$db.sql", '-d', $node->connstr($db) ], "$encoding: dumped");
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/$db.sql", '-d', $node->connstr("from_$db") ], "$encoding: restored");
	is(answer("from_$db", $read), $words, "$encoding: the same reports in the copy");
	goes_on($node, "from_$db", 'ledger', shown($node, "from_$db", 'ledger'), $encoding);
}

# ---------------------------------------------------------------------------
# Another owner
# ---------------------------------------------------------------------------
answer('postgres', 'CREATE DATABASE handed TEMPLATE parallel', 'GRANT CREATE ON DATABASE handed TO controller');
my $handed = shown($node, 'handed', 'ledger');
answer('handed', 'REASSIGN OWNED BY finance TO controller');
is(answer('handed', "SELECT owner, is_current FROM runrate.ledgers"), 'controller|t', 'REASSIGN OWNED hands a ledger over');
goes_on($node, 'handed', 'ledger', $handed, 'handed over', 'controller');
answer('handed', 'SET client_min_messages = error', 'SET ROLE controller', "CALL runrate.upgrade_ledger('ledger')");
answer('handed', 'DROP OWNED BY analyst');
is(answer('handed', "SELECT is_in_force FROM ledger.access_grants"), 'f', 'DROP OWNED takes what was granted');
answer('handed', 'SET client_min_messages = error', 'SET ROLE controller', "CALL runrate.repair_ledger('ledger')");
is(answer('handed', "SELECT has_table_privilege('analyst', 'ledger.chargeback', 'SELECT')"), 'f', 'and no repair gives it back');
answer('handed', 'SET client_min_messages = error', 'DROP OWNED BY controller CASCADE');
is(answer('handed', 'SELECT count(*) FROM runrate.ledgers'), '0', 'DROP OWNED BY its owner drops a ledger');

# ---------------------------------------------------------------------------
# A logical subscriber takes over
# ---------------------------------------------------------------------------
answer('postgres', 'CREATE DATABASE subscriber');
answer('subscriber', 'CREATE EXTENSION runrate', 'GRANT CREATE ON DATABASE subscriber TO finance', 'SET ROLE finance', "CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')");
answer('company', 'CREATE PUBLICATION books FOR TABLES IN SCHEMA ledger, ledger_internal', "SELECT pg_create_logical_replication_slot('books', 'pgoutput')");
my $connection = $node->connstr('company') =~ s/'/''/gr;
answer('subscriber', "CREATE SUBSCRIPTION books CONNECTION '$connection' PUBLICATION books WITH (create_slot = false, slot_name = 'books')");
$node->poll_query_until('subscriber', "SELECT count(*) > 20 AND bool_and(srsubstate IN ('r', 's')) FROM pg_subscription_rel") or die 'no first copy';
answer('company', 'SET client_min_messages = error', 'SET ROLE finance', "INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('live', '1', '2026-02-02', 'support', 4)",
	"INSERT INTO ledger.agents (agent, business_unit) VALUES ('new', 'claims')", 'SELECT ledger.fold_balances()');
$node->wait_for_catchup('books');
my $live = shown($node, 'company', 'ledger');
answer('subscriber', 'ALTER SUBSCRIPTION books DISABLE', 'ALTER SUBSCRIPTION books SET (slot_name = NONE)', 'DROP SUBSCRIPTION books');
answer('company', "SELECT pg_drop_replication_slot('books')");
my ($status, $out, $err) = $node->psql('subscriber', "SET ROLE finance; CALL runrate.repair_ledger('ledger')");
like($err, qr/NOTICE:  ledger\.events_id_seq: numbers of ledger\.events go on after \d+/, 'repair_ledger lets numbers go on where they were');
is(answer('subscriber', 'SELECT keep_usage, anomaly_floor, currency, time_zone FROM ledger_internal.ledger_settings'), 't|2.50|EUR|Europe/Berlin', 'settings have come along');
goes_on($node, 'subscriber', 'ledger', $live, 'failover to a subscriber');
answer('subscriber', 'SET client_min_messages = error', 'SET ROLE finance', "INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('live', '1', '2026-02-02', 'support', 4)",
	'INSERT INTO ledger.prices (provider, model, meter, price) VALUES (\'acme\', \'next\', \'input_tokens\', 1)', "INSERT INTO ledger.invoices (month, vendor, amount) VALUES ('2026-02-01', 'acme', 3)");
is(answer('subscriber', "SELECT count(*) FROM ledger.events WHERE source = 'live'"), '1', 'what was sent before is known after it');
is(answer('subscriber', "SET ROLE finance; SELECT count(*) FROM ledger.rebuild_balances()") . unexplained($node, 'subscriber', 'ledger'), '1', 'and balances can be made anew');

# ---------------------------------------------------------------------------
# A standby takes over
# ---------------------------------------------------------------------------
$node->backup('copy');
my $standby = PostgreSQL::Test::Cluster->new('ledger_standby');
$standby->init_from_backup($node, 'copy', has_streaming => 1);
$standby->start;
answer('company', 'SET ROLE finance', "INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('live', '2', '2026-02-02', 'support', 5)");
$node->wait_for_catchup($standby, 'replay', $node->lsn('insert'));
$live = shown($node, 'company', 'ledger');
is_deeply(shown($standby, 'company', 'ledger'), $live, 'a standby shows the same reports');
is(on($standby, 'company', 'SELECT check_name FROM ledger.verify_books()'), answer('company', 'SELECT check_name FROM ledger.verify_books()'), 'and verifies the books');
$standby->promote;
goes_on($standby, 'company', 'ledger', $live, 'failover to a standby');
$standby->stop;

# ---------------------------------------------------------------------------
# pg_upgrade
# ---------------------------------------------------------------------------
my $bin = pg_config('bindir');
my $new = PostgreSQL::Test::Cluster->new('ledger_upgraded');
$new->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$new->append_conf('postgresql.conf', "timezone = 'UTC'\njit = off\nautovacuum = off\n");
answer('postgres', "DROP DATABASE $_") foreach qw(latin1 sql_ascii from_latin1 from_sql_ascii handed subscriber sections alone parallel);
$node->stop;
chdir $dir or die;
command_ok([ 'pg_upgrade', '--no-sync', '-d', $node->data_dir, '-D', $new->data_dir, '-b', $bin, '-B', $bin, '-s', $new->host, '-p', $node->port, '-P', $new->port ], 'pg_upgrade');
$new->start;
goes_on($new, 'company', 'ledger', $live, 'pg_upgrade');

no_crash($_, $_->name) foreach $node, $standby, $new;
$new->stop;
done_testing();
