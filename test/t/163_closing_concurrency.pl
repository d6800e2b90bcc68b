# Months are closed, opened again and closed once more while loaders write into
# them at every isolation level, with old snapshots, savepoints, prepared
# transactions and reversals: nothing is booked in a closed month, and no sum of
# one moves.  Servers are killed in the middle of a closing.
#
#   RUNRATE_CLOSINGS=100    how many months are closed
#   RUNRATE_CRASHES=20      how often the server is killed
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use IPC::Run;
use Test::More;
use Time::HiRes qw(usleep);

use RunrateLedger;
use RunrateTest;

my $closings = $ENV{RUNRATE_CLOSINGS} // 8;
my $crashes = $ENV{RUNRATE_CRASHES} // 3;
my $random = random_source(seed());
my $node = start_server('closing_concurrency', <<'CONF');
max_connections = 40
max_prepared_transactions = 4
log_min_messages = fatal
restart_after_crash = on
CONF

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

answer(<<'SQL');
CALL runrate.create_ledger();
INSERT INTO ledger.agents (agent, valid_from, business_unit, unit_of_work) SELECT 'a' || i, '2000-01-01', 'u' || i % 3, 'ticket' FROM generate_series(0, 4) i;
INSERT INTO ledger.work_items (work_item, business_unit) SELECT 'w' || i, CASE WHEN i % 3 = 0 THEN 'own' END FROM generate_series(1, 40) i;
INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2010-01-05', 'a1', 1);
CREATE SEQUENCE keys;
-- The month that is closed next, the two before and the one after
CREATE VIEW target AS SELECT coalesce((SELECT closed_through FROM ledger_internal.closings ORDER BY entry DESC LIMIT 1), '2009-12-01') AS month;
CREATE TABLE kept (month date, version bigint, digest text, amount numeric);
SQL

my $new_events = <<'SQL';
INSERT INTO ledger.events (occurred_at, agent, work_item, cost, source_key)
SELECT (SELECT month FROM target) + make_interval(months => (:seed + i) % 4 - 1, days => i % 27), 'a' || (:seed + i) % 6,
       CASE WHEN i % 4 > 0 THEN 'w' || (:seed + i) % 45 END, ((:seed * i) % 1000 - 50) * 0.0001, nextval('keys')::text
FROM generate_series(1, :rows) i;
SQL
my %scripts = (
	read_committed => <<"SQL",
\\set seed random(1, 100000)
\\set rows random(1, 15)
\\set abort random(1, 10)
BEGIN;
$new_events
SAVEPOINT s;
$new_events
\\if :abort > 5
ROLLBACK TO s;
$new_events
\\endif
INSERT INTO ledger.outcomes (occurred_at, agent, outcome) SELECT month + 40, 'a1', 'resolved' FROM target;
\\sleep 3 ms
\\if :abort = 1
ROLLBACK;
\\else
COMMIT;
\\endif
SQL
	(map { $_ => <<"SQL" } 'repeatable read', 'serializable'),
\\set seed random(1, 100000)
\\set rows random(1, 10)
BEGIN ISOLATION LEVEL $_;
SELECT count(*) FROM ledger.agents;
\\sleep 20 ms
$new_events
INSERT INTO ledger.shared_costs (month, amount, layer, driver) SELECT month, 0.01 * :rows, 'observability', 'direct_cost' FROM target;
COMMIT;
SQL
	reversals => <<'SQL',
\set n random(1, 1000000)
SELECT ledger.reverse_event(id, 'at random') FROM (
	SELECT id FROM ledger.events e WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM ledger.events r WHERE r.reverses = e.id)
	ORDER BY id DESC OFFSET :n % 200 LIMIT 1) e;
\sleep 20 ms
SQL
	moves => <<'SQL',
\set n random(1, 1000000)
UPDATE ledger.agents SET business_unit = 'u' || :n % 3 WHERE agent = 'a' || :n % 5;
UPDATE ledger.work_items SET business_unit = CASE :n % 4 WHEN 0 THEN 'own' WHEN 1 THEN 'u1' END WHERE work_item = 'w' || :n % 45;
SELECT ledger.fold_balances();
\sleep 30 ms
SQL
);

my $dir = $node->basedir;
my @clients;

sub start_clients
{
	foreach my $script (sort keys %scripts)
	{
		my $file = "$dir/" . ($script =~ tr/ /_/r) . '.sql';
		my %client = (name => $script, out => '');

		open(my $out, '>', $file) or die "could not create \"$file\": $!";
		print $out $scripts{$script};
		close($out);
		# a serialization failure is for the client to repeat
		$client{handle} = IPC::Run::start(
			[ 'pgbench', '-n', '-c', $script =~ /read/ ? 2 : 1, '--max-tries=1000', '-T', 3600, '-f', $file, $node->connstr('postgres') ],
			'<', \undef, '>&', \$client{out});
		push @clients, \%client;
	}
	return;
}

sub stop_clients
{
	my ($must_run) = @_;

	foreach my $client (@clients)
	{
		$client->{handle}->pump_nb;
		ok($client->{handle}->pumpable, "$client->{name}: no loader fails") or diag($client->{out}) if $must_run;
		$client->{handle}->kill_kill;
	}
	@clients = ();
	return;
}

# What closed months show is what it was when they were closed
sub moved
{
	return answer(<<'SQL');
SELECT k.month, k.version, k.amount, c.amount, k.digest = c.digest
FROM kept k
JOIN ledger.closed_months c ON c.month = k.month AND c.version = k.version
LEFT JOIN (SELECT month, sum(amount) AS amount FROM ledger.chargeback GROUP BY month) b ON b.month = k.month
WHERE k.amount <> c.amount OR k.digest <> c.digest OR (c.in_force AND coalesce(b.amount, 0) <> k.amount)
SQL
}

my $keep = 'INSERT INTO kept SELECT month, version, digest, amount FROM ledger.closed_months c WHERE NOT EXISTS (SELECT FROM kept k WHERE k.month = c.month AND k.version = c.version)';

# ---------------------------------------------------------------------------
# A prepared transaction keeps its month open, and is named
# ---------------------------------------------------------------------------
answer("BEGIN; INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2010-01-06', 'a1', 2); PREPARE TRANSACTION 'load of January'");
my ($code, $out, $err) = $node->psql('postgres', "SELECT ledger.close_month('2010-01-01', 'January', wait_seconds => 1)");
like($err, qr/ERROR:  month 2010-01 is still being booked into\nDETAIL:  Not ended: prepared transaction 'load of January'\./, 'who is in the way is said');
my $session = session($node, 'postgres');
$session->run('BEGIN');
$session->run("INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2010-01-07', 'a1', 2)");
answer("COMMIT PREPARED 'load of January'");
($code, $out, $err) = $node->psql('postgres', "SELECT ledger.close_month('2010-01-01', 'January', wait_seconds => 0)");
like($err, qr/DETAIL:  Not ended: process $session->{pid}\./, 'a process, too');
is($session->state("INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2010-03-07', 'a1', 2)"), '00000', 'a loader of a later month does not wait');
# who waits to close lets those pass who have the month
$session->send('COMMIT;');
like(answer("SELECT length(ledger.close_month('2010-01-01', 'January'))"), qr/^64$/, 'closed once they have ended');
answer($keep);
$session->wait;

# An old snapshot does not help a fact into a closed month
$session->run('BEGIN ISOLATION LEVEL REPEATABLE READ');
$session->run('SELECT 1');
answer("SELECT ledger.close_month('2010-02-01', 'February')");
answer($keep);
$session->run("INSERT INTO ledger.events (source_key, occurred_at, agent, cost) VALUES ('old snapshot', '2010-02-07', 'a1', 2)");
$session->run('COMMIT');
is(answer("SELECT booked_on, displaced_from FROM ledger.events WHERE source_key = 'old snapshot'"), '2010-03-01|2010-02-07', 'an old snapshot books into the first open month');
# nor does a lock that a savepoint took
$session->run('BEGIN; SAVEPOINT s');
$session->run("INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2010-03-07', 'a1', 2)");
$session->run('ROLLBACK TO s');
answer("SELECT ledger.close_month('2010-03-01', 'March', wait_seconds => 5)");
answer($keep);
$session->run("INSERT INTO ledger.events (source_key, occurred_at, agent, cost) VALUES ('after a savepoint', '2010-03-07', 'a1', 2)");
$session->run('COMMIT');
is(answer("SELECT booked_on FROM ledger.events WHERE source_key = 'after a savepoint'"), '2010-04-01', 'a lock that is gone is taken anew');
is($session->errors, '', 'no error in the session');
$session->quit;

# What is reclassified while its month is being opened would be void
$session = session($node, 'postgres');
$session->run('BEGIN');
$session->run("SELECT ledger.reopen_month('2010-03-01', 'wrong')");
my $second = session($node, 'postgres');
$second->send("SELECT ledger.reclassify('2010-03-01', 'a1', 'u1', 'u2', 'moved');");
$node->poll_query_until('postgres', "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $second->{pid}") or die 'nobody waits';
$session->run('COMMIT');
$second->wait;
like($second->errors, qr/ERROR:  month 2010-03 was reopened by another transaction/, 'what is reclassified while its month is opened is refused');
is(answer('SELECT count(*) FROM ledger.reclassifications'), '0', 'and not done');
$_->quit foreach $session, $second;
answer("SELECT ledger.close_month('2010-03-01', 'March again')");
answer($keep);

# Several months are closed beside those who book into them, in whatever order
foreach my $months ([ '05', '04', 'one statement after the other, backwards' ], [ '06', '07', 'forwards' ])
{
	my ($one, $other, $name) = @$months;
	my ($last) = sort { $b cmp $a } $one, $other;

	($session, $second) = map { session($node, 'postgres') } 1, 2;
	$session->run('BEGIN');
	$session->run("INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2010-$one-07', 'a1', 2)");
	$second->send("SELECT ledger.close_through('2010-$last-01', 'both');");
	$node->poll_query_until('postgres', "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $second->{pid}") or die 'nobody waits';
	is($session->state("INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2010-$other-07', 'a1', 2)"), '00000', "a loader books into both months, $name");
	$session->run('COMMIT');
	is($second->wait, '2', "and they are closed, $name");
	unlike($second->errors, qr/ERROR/, "nobody waits in a circle, $name");
	is(answer("SELECT count(*) FROM ledger.events WHERE booked_on IN ('2010-$one-07', '2010-$other-07')"), '2', "booked where they belong, $name");
	$_->quit foreach $session, $second;
	answer($keep);
}

# and beside those who rebuild the balances, while rows wait to be taken in
($session, $second) = map { session($node, 'postgres') } 1, 2;
$session->run('BEGIN');
$session->run("INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('two', '1', '2010-08-07', 'a1', 2)");
is($second->state("INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('two', '1', '2010-08-07', 'a1', 3)"), '00000', 'a row waits for what becomes of another one');
$second->errors;
$session->run('ROLLBACK');
$session->run('BEGIN');
$session->run('LOCK TABLE ledger.events IN SHARE ROW EXCLUSIVE MODE');
$second->send("SELECT ledger.close_through('2010-09-01', 'both');");
$node->poll_query_until('postgres', "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $second->{pid}") or die 'nobody waits';
is($session->state('SELECT ledger.rebuild_balances()'), '00000', 'balances are rebuilt while months are about to be closed');
$session->run('COMMIT');
is($second->wait, '2', 'which they are then');
unlike($second->errors . $session->errors, qr/ERROR/, 'nobody waits in a circle');
is(answer("SELECT cost::int, booked_on FROM ledger.events WHERE source = 'two'"), '3|2010-08-07', 'the row that waited is in the month');
($code, $out, $err) = $node->psql('postgres', "SELECT ledger.close_through('2010-10-15', 'by half')");
like($err, qr/ERROR:  month must be the first day of a month/, 'months are closed as a whole');
$_->quit foreach $session, $second;
answer($keep);

# ---------------------------------------------------------------------------
# Cycles
# ---------------------------------------------------------------------------
start_clients();
my $problems = '';
# a month may have got costs to share, and nothing yet that they are shared by
for my $cycle (1 .. $closings)
{
	my $month = answer('SELECT (month + interval $$1 month$$)::date FROM target');
	my ($code, $out, $err) = $node->psql('postgres', "SELECT length(ledger.close_month('$month', 'cycle $cycle', 'unallocated_pools'))");

	$problems .= "close $month: $err" if $code != 0;
	answer($keep);
	if ($random->(5) == 0)
	{
		($code, $out, $err) = $node->psql('postgres', "SELECT ledger.reopen_month('$month', 'cycle $cycle')");
		$problems .= "reopen $month: $err" if $code != 0;
	}
	$problems .= moved();
	last if $problems ne '';
}
is($problems, '', "$closings closings beside loaders: nothing moves, nobody fails");
stop_clients(1);
is(answer('SELECT check_name, month, object, expected, found FROM ledger.verify_books() LIMIT 5'), '', 'the books are right');
is(answer('SELECT check_name, month, difference FROM ledger.tie_out WHERE difference <> 0'), '', 'and tie out');
cmp_ok(answer('SELECT count(*) FROM ledger.events WHERE displaced_from IS NOT NULL'), '>', 0, 'some facts came late');
cmp_ok(answer('SELECT count(*) FROM ledger.events'), '>', 100, 'there were loaders');

# ---------------------------------------------------------------------------
# kill -9 in the middle of a closing
# ---------------------------------------------------------------------------
my $half = 0;
for my $cycle (1 .. $crashes)
{
	my $month = answer('SELECT (month + interval $$1 month$$)::date FROM target');
	my $entries = answer('SELECT count(*) FROM ledger_internal.closings');

	answer("INSERT INTO ledger.events (occurred_at, agent, cost) SELECT date '$month' + i % 28, 'a' || i % 5, 1 FROM generate_series(1, 300) i");
	my $checkpointer = answer(q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'});
	my $closer = session($node, 'postgres');
	$closer->send("SELECT ledger.close_month('$month', 'crash $cycle');");
	usleep(1000 * $random->(1500));
	kill 'KILL', $closer->{pid};
	# with the end of its input: where the closing was done before, psql waits for more
	$closer->{handle}->finish;
	# before the server has noticed, it still takes connections
	usleep(10_000) while kill 0, $checkpointer;
	wait_for_server($node);
	my $frozen = answer("SELECT count(DISTINCT entry) FROM ledger_internal.closed_digests WHERE entry NOT IN (SELECT entry FROM ledger_internal.closings)");
	$half++ if $frozen > 0 || answer('SELECT count(*) FROM ledger_internal.closings') > $entries + 1;
	answer($keep);
}
is($half, 0, "$crashes crashes: no month is closed by half");
is(moved(), '', 'no closed month has moved');
is(answer('SELECT check_name, month, object, expected, found FROM ledger.verify_books() LIMIT 5'), '', 'the books are right after the crashes');

$node->stop;
done_testing();
