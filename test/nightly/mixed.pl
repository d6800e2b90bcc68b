# Eighteen clients do at the same time all that can be done with a ledger, at
# every isolation level.  No error but those that are named here; what is
# reported adds up while they work; and afterwards reports tie out, books verify
# and no index or page is damaged.
#
#	RUNRATE_SECONDS		how long they work (default: 600)
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use IO::Handle;
use Test::More;
use Time::HiRes qw(sleep time);

use RunrateLedger;
use RunrateTest;

my $seconds = $ENV{RUNRATE_SECONDS} // 600;
my $seed = seed();
my $node = start_server('mixed', "max_connections = 40\nmax_prepared_transactions = 4\nautovacuum = on\n", extra => [ '--encoding=UTF8', '--no-locale', '--data-checksums' ]);

sub answer { my (@sql) = @_; return $node->safe_psql('company', join(";\n", 'SET client_min_messages = error', 'SET search_path = ledger, ledger_internal', @sql)) }

$node->safe_psql('postgres', join '; ', map({ "CREATE ROLE $_" } qw(finance loader data_team controller desk)), 'CREATE DATABASE company');
$node->safe_psql('company', "CREATE EXTENSION runrate; CREATE EXTENSION amcheck; GRANT CREATE ON DATABASE company TO finance; SET ROLE finance; SET client_min_messages = error; CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin');"
	  . sample_sql('ledger') . "CALL ledger.grant_access('loader', 'writer'); CALL ledger.grant_access('data_team', 'steward'); CALL ledger.grant_access('controller', 'controller'); CALL ledger.grant_access('desk', 'unit_reader', 'service')");

my $accepted = 'unpriced_events, unpriced_reviews, unallocated_pools, unknown_exchange_rates';

# Events under keys that others load as well: the same under the same key
sub event_values
{
	my ($key) = @_;
	return sprintf("'g', '%d', '2026-0%d-%02d 12:00+00', '%s', %s, 'acme', '%s', %d", $key, 1 + $key % 6, 1 + $key % 28, (qw(support adjuster ghost))[ $key % 3 ],
		$key % 7 ? "'item " . $key % 30 . q(') : 'NULL', $key % 5 ? 'large' : 'late ' . $key % 3, $key);
}
my $event_columns = 'source, source_key, occurred_at, agent, work_item, provider, model, input_tokens';

sub keys_of { my ($random, $n) = @_; my $first = $random->(20_000); return map { $first + $random->(300) } 1 .. $n }

sub copy_events { my ($random) = @_; return "COPY events ($event_columns) FROM STDIN (FORMAT csv, QUOTE '''', NULL 'NULL');\n" . join("\n", map { event_values($_) =~ s/, /,/gr } keys_of($random, 50)) . "\n\\.\n" }
sub insert_events { my ($random, $n, $more) = @_; return "INSERT INTO events ($event_columns) VALUES " . join(', ', map { '(' . event_values($_) . ')' } keys_of($random, $n)) . ($more // '') . ";\n" }

# Now and then, on a slow machine as on a fast one
my $upgraded_at = time();
sub upgrade_sql
{
	return '' if time() - $upgraded_at < 20;
	$upgraded_at = time();
	return "CALL runrate.upgrade_ledger('ledger');\n\\echo upgraded\n";
}

# What a client is, what it sends, and the errors that are named.  A transaction
# at a level above READ COMMITTED may have to be sent again (40001); of two that
# reverse one row one is late (55000), as is one whose month was closed or opened
# meanwhile.
my @clients = (
	[ 'copy', 'loader', sub { copy_events(@_) } ],
	[ 'copy, repeatable read', 'loader', sub { "BEGIN ISOLATION LEVEL REPEATABLE READ;\n" . copy_events(@_) . "COMMIT;\n" }, '40001' ],
	[ 'copy, serializable', 'loader', sub { "BEGIN ISOLATION LEVEL SERIALIZABLE;\n" . copy_events(@_) . "COMMIT;\n" }, '40001' ],
	[ 'insert', 'loader', sub { insert_events($_[0], 20) } ],
	[ 'insert, repeatable read', 'loader', sub { "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT 1;\n" . insert_events($_[0], 5, ' ON CONFLICT DO NOTHING') . "COMMIT;\n" }, '40001' ],
	[ 'insert, serializable', 'loader', sub { "BEGIN ISOLATION LEVEL SERIALIZABLE;\n" . insert_events($_[0], 5, ' ON CONFLICT DO NOTHING') . insert_events($_[0], 5) . "COMMIT;\n" }, '40001' ],
	[ 'single rows with savepoints', 'loader', sub { my ($random) = @_; "BEGIN;\n" . join("SAVEPOINT s;\n", map { insert_events($random, 1, $random->(2) ? ' ON CONFLICT DO NOTHING' : '') } 1 .. 20) . ($random->(3) ? '' : "ROLLBACK TO s;\n") . ($random->(9) ? "COMMIT;\n" : "ROLLBACK;\n") } ],
	[ 'replay', 'finance', sub { my $first = $_[0]->(5000); "INSERT INTO events ($event_columns) SELECT $event_columns FROM events WHERE id BETWEEN $first AND $first + 50 AND reverses IS NULL AND corrects IS NULL AND source = 'g';\n" } ],
	[ 'other facts', 'loader', sub { my ($random) = @_; my $n = $random->(100_000); "INSERT INTO outcomes (source, source_key, occurred_at, agent, work_item, outcome) SELECT 'o', n::text, '2026-05-03 12:00+00', 'support', 'item ' || n % 30, 'resolved' FROM generate_series($n, $n + 5) n;\n"
		  . "INSERT INTO reviews (source, source_key, occurred_at, agent, work_item, minutes) VALUES ('r', '$n', '2026-05-04 12:00+00', 'support', 'item 1', 5);\nINSERT INTO shared_costs (source, source_key, month, layer, amount, driver) VALUES ('s', '" . $n % 500 . "', '2026-05-01', 'gateway', 3, 'events');\nINSERT INTO work_items (work_item, customer) VALUES ('item n$n', 'c') ON CONFLICT DO NOTHING;\n" } ],
	[ 'reverse events', 'data_team', sub { "SELECT reverse_event(id, 'mistake', " . ($_[0]->(2) ? 'NULL' : "date '2026-06-03'") . ") FROM events e WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id) ORDER BY random() LIMIT 2;\n" }, '55000' ],
	[ 'reverse outcomes', 'data_team', sub { "SELECT reverse_outcome(id, 'opened again') FROM outcomes o WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM outcomes r WHERE r.reverses = o.id) ORDER BY random() LIMIT 2;\n" }, '55000' ],
	[ 'prices', 'data_team', sub { my ($random) = @_; "INSERT INTO prices (provider, model, meter, price) VALUES ('acme', '" . ('late ' . $random->(3)) . "', 'input_tokens', " . (1 + $random->(7)) . ");\nSELECT price_pending();\n" } ],
	[ 'reprice', 'data_team', sub { "SELECT reprice('2026-03-01', '2026-06-01', 'a new list');\nSELECT load_prices_litellm('" . '{' . join(',', map { qq("list $_": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": ) . (1 + $_[0]->(90)) . 'e-7}' } 1 .. 30) . "}', now());\n" } ],
	[ 'close', 'controller', sub { "SELECT close_through('2026-02-01', 'n', '$accepted');\nSELECT pg_sleep(0.3);\nSELECT reopen_month('2026-02-01', 'again');\nSELECT reopen_month('2026-01-01', 'again');\n" }, '55000' ],
	[ 'reports', 'finance', sub { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\nSELECT 'wrong: ' || t::text FROM tie_out t WHERE difference <> 0;\nSELECT 'wrong: ' || sum(exact_amount) FROM (SELECT exact_amount FROM chargeback UNION ALL SELECT -fully_loaded_cost - prior_period_cost FROM unit_costs) x HAVING sum(exact_amount) <> 0;\nCOMMIT;\nSELECT count(*) FROM board_report;\n" } ],
	[ 'unit reader', 'desk', sub { "SELECT 'wrong: ' || c::text FROM my_chargeback c WHERE business_unit <> 'service';\nSELECT count(*) FROM my_unit_costs;\nSELECT count(*) FROM my_customer_costs;\nSELECT count(*) FROM my_iceberg;\n" } ],
	[ 'fold', 'finance', sub { "SELECT fold_balances();\nSELECT pg_sleep(0.05);\n" . ($_[0]->(20) ? '' : "SELECT rebuild_balances();\n") . upgrade_sql() } ],
	[ 'master data', 'data_team', sub { my ($random) = @_; my $n = $random->(30); "UPDATE work_items SET business_unit = CASE WHEN business_unit = 'claims' THEN 'service' ELSE 'claims' END WHERE work_item = 'item $n';\nUPDATE agents SET business_unit = CASE WHEN business_unit = 'claims' THEN 'service' ELSE 'claims' END WHERE agent = 'adjuster' AND valid_from = '1970-01-01';\nSELECT pg_sleep(0.1);\n" } ]);
is(scalar(@clients), 18, 'eighteen clients');

# Each is a process that writes to a psql until the time is over
my $dir = PostgreSQL::Test::Utils::tempdir();
my $until = time() + $seconds;
my @pids;
foreach my $n (0 .. $#clients)
{
	my ($name, $role, $round) = @{ $clients[$n] };
	my $pid = fork() // die "fork: $!";

	if ($pid)
	{
		push @pids, $pid;
		next;
	}
	my $random = random_source($seed + $n);
	open(STDOUT, '>', "$dir/$n.out") && open(STDERR, '>', "$dir/$n.err") or POSIX::_exit(1);
	open(my $psql, '|-', 'psql', '-X', '-q', '-A', '-t', '-f', '-', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('company')) or POSIX::_exit(1);
	$psql->autoflush(1);
	print $psql "SET ROLE $role;\nSET client_min_messages = error;\nSET search_path = ledger, ledger_internal, public;\n";
	my $rounds = 0;
	my $ready = "$dir/$n.ready";
	while (time() < $until)
	{
		$rounds++;
		print $psql $round->($random), "\\! touch $ready\n\\echo done\n";
		# one round after the other, so that all end when the time is over
		until (-e $ready) { sleep 0.002; POSIX::_exit(2) if time() > $until + 300 }
		unlink $ready;
	}
	close($psql);
	POSIX::_exit($? == 0 ? 0 : 3);
}
foreach my $n (0 .. $#pids)
{
	waitpid($pids[$n], 0);
	is($?, 0, "$clients[$n][0]: ended by itself");
}

my ($transactions, %errors) = (0);
foreach my $n (0 .. $#clients)
{
	my ($name, undef, undef, $named) = @{ $clients[$n] };
	my $out = slurp("$dir/$n.out");
	my @found = slurp("$dir/$n.err") =~ /(?:ERROR|FATAL|PANIC):  (.*)/g;
	my $rounds = () = $out =~ /^done$/mg;
	# what follows an error in its transaction
	my @unnamed = grep { !/^25P02:/ && !/^(?:$named):/ } @found if defined $named;
	@unnamed = grep { !/^25P02:/ } @found unless defined $named;

	is_deeply(\@unnamed, [], "$name: no error but those that are named");
	unlike($out, qr/^wrong/m, "$name: nothing wrong");
	cmp_ok($rounds, '>', 0, "$name: worked");
	$transactions += $rounds;
	$errors{"$name " . substr($_, 0, 5)}++ foreach grep { !/^25P02:/ } @found;
	diag("$name: $rounds rounds");
	like($out, qr/^upgraded$/m, "$name: upgraded meanwhile") if $name eq 'fold' && $seconds >= 60;
}
diag("$transactions rounds; errors: " . join(', ', map { "$_ $errors{$_}" } sort keys %errors));

answer('SELECT price_pending()');
is(answer('SELECT * FROM tie_out WHERE difference <> 0'), '', 'reports tie out');
is(answer('SELECT * FROM verify_books()'), '', 'books verify');
is(answer('SELECT * FROM compare_balances WHERE difference <> 0'), '', 'balances are those of the facts');
is(answer('SELECT count(*) FROM (SELECT FROM events GROUP BY source, source_key HAVING count(*) > 1) x'), '0', 'no key is there twice');
is(answer('SELECT count(*) FROM events r JOIN events o ON o.id = r.reverses WHERE r.cost IS DISTINCT FROM -o.cost'), '0', 'reversals cancel what they reverse');
is(answer("SELECT count(*) FROM conflicts WHERE source = 'g'"), '0', 'no row conflicts with itself');
is(answer('SELECT count(*) FROM quarantine WHERE holder IS NOT NULL'), '0', 'nothing waits any more');
is(answer("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), '0', 'no lock is left');
is(answer("SELECT is_current FROM runrate.ledgers WHERE schema = 'ledger'"), 't', 'the ledger is whole');
$node->command_ok([ 'pg_amcheck', '--heapallindexed', '--parent-check', '--schema=ledger', '--schema=ledger_internal', 'company' ], 'amcheck of all tables and indexes');
unlike(slurp($node->logfile), qr/leak/, 'nothing leaks');
no_crash($node, 'mixed clients');
$node->stop;
$node->command_ok([ 'pg_checksums', '--check', '-D', $node->data_dir ], 'checksums of all pages');
done_testing();
