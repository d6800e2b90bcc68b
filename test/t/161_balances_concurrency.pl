# Balances equal facts in every snapshot, while writers load, send the same
# again, reverse and roll back, work items change their business unit, agents
# move within a month, and balances are folded.
#
#   RUNRATE_BALANCE_CHECKS=1000    how many snapshots are compared
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use IPC::Run;
use Test::More;

use RunrateLedger;
use RunrateTest;

my $checks = $ENV{RUNRATE_BALANCE_CHECKS} // 50;
my $node = start_server('balances_concurrency', <<'CONF');
max_connections = 40
max_prepared_transactions = 4
log_min_messages = error
synchronous_commit = off
CONF

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

answer(<<'SQL');
CALL runrate.create_ledger();
INSERT INTO ledger.agents (agent, business_unit) SELECT 'a' || i, 'u' || i % 3 FROM generate_series(0, 4) i;
INSERT INTO ledger.work_items (work_item, business_unit) SELECT 'w' || i, CASE WHEN i % 3 = 0 THEN 'own' END FROM generate_series(1, 40) i;
-- What differs by month and level, and by the business unit of items, which
-- is read from work_items for facts and is folded into balances
CREATE VIEW wrong AS
SELECT 'month' AS what, month::text || ' ' || kind || ' ' || level || ' ' || measure AS key, difference
FROM ledger_internal.compare_balances WHERE difference <> 0
UNION ALL
SELECT what, unit || ' ' || owned_from, sum(cost)
FROM (SELECT 'days' AS what, coalesce(own_unit, '-') AS unit, ledger_internal.first_of_month(owned_on) AS owned_from, cost FROM ledger_internal.event_days
      UNION ALL
      SELECT 'items', coalesce(own_unit, '-'), ledger_internal.first_of_month(owned_on), cost FROM ledger_internal.item_days
      UNION ALL
      SELECT 'spans', coalesce(agent, '-'), owned_from, cost FROM ledger_internal.event_months
      UNION ALL
      SELECT l.what, coalesce(CASE l.what WHEN 'spans' THEN c.agent ELSE w.business_unit END, '-'),
             CASE l.what WHEN 'spans' THEN s.owned_from ELSE ledger_internal.first_of_month(c.owned_on) END, -c.cost
      FROM ledger_internal.event_contributions c
      LEFT JOIN ledger.work_items w USING (work_item)
      JOIN (SELECT agent, owned_on, ledger_internal.span_start(agent, owned_on) AS owned_from FROM ledger.events GROUP BY 1, 2) s
          ON s.agent = c.agent AND s.owned_on = c.owned_on
      CROSS JOIN (VALUES ('days'), ('items'), ('spans')) l (what)
      WHERE l.what <> 'items' OR c.work_item IS NOT NULL) s
GROUP BY 1, 2 HAVING sum(cost) <> 0;
-- How many rows it has been given to compare
CREATE VIEW compared AS SELECT count(*) AS facts FROM ledger_internal.event_contributions;
CREATE SEQUENCE keys;
SQL

# ---------------------------------------------------------------------------
# What the clients run; errors of one statement must not end a client
# ---------------------------------------------------------------------------
my $new_events = <<'SQL';
INSERT INTO ledger.events (occurred_at, agent, work_item, cost, input_tokens, source_key)
SELECT '2026-03-01 12:00+00'::timestamptz + make_interval(days => (:seed + i) % 60), 'a' || (:seed + i) % 6,
       CASE WHEN i % 4 > 0 THEN 'w' || (:seed + i) % 45 END, ((:seed * i) % 1000 - 50) * 0.0001, i, nextval('keys')::text
FROM generate_series(1, :rows) i;
SQL
my %scripts = (
	load => <<"SQL",
\\set seed random(1, 100000)
\\set rows random(1, 20)
\\set abort random(1, 10)
BEGIN;
$new_events
SAVEPOINT s;
$new_events
INSERT INTO ledger.outcomes (occurred_at, agent, work_item, outcome) VALUES ('2026-03-04 12:00+00', 'a1', 'w' || :rows, 'resolved');
\\if :abort > 6
ROLLBACK TO s;
\\endif
INSERT INTO ledger.reviews (occurred_at, agent, work_item, minutes, hourly_cost) VALUES ('2026-03-04 12:00+00', 'a1', 'w' || :rows, 7.3, 33.33);
\\if :abort = 1
ROLLBACK;
\\else
COMMIT;
\\endif
SQL
	single => <<"SQL",
\\set seed random(1, 100000)
\\set rows 1
$new_events
SQL
	repeatable => <<"SQL",
\\set seed random(1, 100000)
\\set rows random(1, 20)
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM ledger_internal.event_postings;
$new_events
COMMIT;
SQL
	replay => <<'SQL',
\set first random(1, 3000)
DO $$ BEGIN
	INSERT INTO ledger.events (occurred_at, agent, work_item, cost, input_tokens, source_key)
	SELECT occurred_at, agent, work_item, cost, input_tokens, source_key FROM ledger.events
	WHERE id BETWEEN :first AND :first + 30 AND reverses IS NULL;
EXCEPTION WHEN unique_violation OR deadlock_detected THEN NULL;
END $$;
SQL
	reverse => <<'SQL',
\set id random(1, 4000)
\set later random(0, 1)
DO $$ BEGIN
	PERFORM ledger.reverse_event(id, 'test', CASE :later WHEN 1 THEN date '2026-05-03' END) FROM ledger.events WHERE id BETWEEN :id AND :id + 2 AND reverses IS NULL;
	PERFORM ledger.reverse_outcome(id, 'test') FROM ledger.outcomes WHERE id = :id / 20;
EXCEPTION WHEN OTHERS THEN NULL;
END $$;
SQL
	fold => "SELECT ledger.fold_balances();\n",
	move => <<'SQL',
\set item random(1, 45)
\set unit random(0, 3)
\set abort random(1, 5)
BEGIN;
INSERT INTO ledger.work_items (work_item, business_unit) VALUES ('w' || :item, nullif('x' || :unit, 'x0'))
ON CONFLICT (work_item) DO UPDATE SET business_unit = excluded.business_unit;
\sleep 2 ms
\if :abort = 1
ROLLBACK;
\else
COMMIT;
\endif
SQL
	split => <<'SQL',
\set agent random(0, 5)
\set day random(0, 60)
INSERT INTO ledger.agents (agent, valid_from, business_unit) VALUES ('a' || :agent, date '2026-03-01' + :day, 'u' || :day % 3) ON CONFLICT DO NOTHING;
SQL
);

my @clients;
my $dir = $node->basedir;
foreach my $script (sort keys %scripts)
{
	open(my $out, '>', "$dir/$script.sql") or die "could not create \"$dir/$script.sql\": $!";
	print $out $scripts{$script};
	close($out);
}

sub start_client
{
	my ($script, $clients, $rate) = @_;
	my %client = (name => $script, out => '');
	$client{handle} = IPC::Run::start(
		[ 'pgbench', '-n', '-c', $clients, '-R', $rate, '-T', 3600, '-f', "$dir/$script.sql", $node->connstr('postgres') ],
		'<', \undef, '>&', \$client{out});
	push @clients, \%client;
	return;
}

# So many a second that the facts do not outgrow the comparison
start_client(load => 3, 6);
start_client(reverse => 2, 20);
start_client(move => 2, 30);
start_client(fold => 2, 40);
start_client(single => 1, 20);
start_client(repeatable => 1, 5);
start_client(replay => 1, 10);
start_client(split => 1, 1);

# ---------------------------------------------------------------------------
# Snapshots
# ---------------------------------------------------------------------------
my $wrong = '';
my $facts = 0;
my $done = 0;
my $reader = session($node, 'postgres');
# few facts are compared in no time: go on until there are some
my $deadline = time + 120;
while (($done < $checks || ($facts < 500 && time < $deadline)) && $wrong eq '')
{
	$done++;
	$wrong = $reader->run('SELECT * FROM wrong LIMIT 5');
	$facts = $reader->run('SELECT facts FROM compared');
}
is($wrong, '', "balances equal facts in $done snapshots, the last of $facts facts");
is($reader->errors, '', 'the reader meets no error');
cmp_ok($facts, '>', 100, 'there are facts to compare');
foreach my $client (@clients)
{
	my $running = $client->{handle}->pumpable;
	ok($running, "$client->{name} goes on to the end") or diag($client->{out});
	$client->{handle}->kill_kill;
}
# the reader, and who asks
$node->poll_query_until('postgres', "SELECT count(*) = 2 FROM pg_stat_activity WHERE backend_type = 'client backend'");
is(answer('SELECT * FROM wrong'), '', 'balances equal facts at the end');
my ($folded, $postings) = split /\|/, answer('SELECT (SELECT count(*) FROM ledger_internal.event_day_balances), (SELECT count(*) FROM ledger_internal.event_postings)');
cmp_ok($folded, '>', 0, "something was folded, $postings rows were not");

my $sums = 'SELECT booked_month, owned_on, agent, own_unit, kind, has_item, sum(events), trim_scale(sum(cost)), coalesce(sum(live_events), 0) FROM ledger_internal.event_days GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(events) <> 0 OR sum(cost) <> 0 OR sum(live_events) <> 0 ORDER BY 1, 2, 3, 4, 5, 6';
my $kept = answer($sums);
answer('SELECT ledger.rebuild_balances()');
is(answer($sums), $kept, 'made anew they are the same');
is(answer('SELECT * FROM wrong'), '', 'and equal facts');

# ---------------------------------------------------------------------------
# Prepared transactions
# ---------------------------------------------------------------------------
my $many = <<'SQL';
INSERT INTO ledger.events (occurred_at, agent, work_item, cost, source_key)
SELECT '2026-04-01 12:00+00'::timestamptz + make_interval(mins => i), 'a1', 'p' || i, 0.001, nextval('keys')::text FROM generate_series(1, 11000) i;
SQL
my $before = answer('SELECT count(*) FROM ledger.events');
answer("BEGIN; $many PREPARE TRANSACTION 'loaded'");
is(answer('SELECT * FROM wrong'), '', 'a prepared transaction is not counted yet');
is(answer('SELECT count(*) FROM ledger.events'), $before, 'nor are its facts');
answer("INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2026-04-01', 'a1', 1)");
is(answer('SET client_min_messages = error; SELECT ledger.fold_balances()'), 0, 'it has folded, and nobody else folds before its end');
is(answer('SELECT * FROM wrong'), '', 'figures are right without');
$node->restart;
answer("COMMIT PREPARED 'loaded'");
is(answer('SELECT count(*) FROM ledger.events'), $before + 11001, 'after a restart it can be committed');
is(answer('SELECT * FROM wrong'), '', 'and is counted');
answer("BEGIN; INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2026-04-01', 'a1', 1); PREPARE TRANSACTION 'lost'");
answer("ROLLBACK PREPARED 'lost'");
is(answer('SELECT * FROM wrong'), '', 'rolled back it is not');
cmp_ok(answer('SELECT ledger.fold_balances()'), '>', 0, 'what was posted since is folded');
is(answer('SELECT * FROM wrong'), '', 'without changing a figure');

# ---------------------------------------------------------------------------
# A loader with an older snapshot does not fold what others have folded
# ---------------------------------------------------------------------------
my ($old, $new) = map { session($node, 'postgres') } 1, 2;
$new->run($many);
$old->run('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM ledger_internal.event_postings');
$new->run($many);
$new->run('SELECT ledger.fold_balances()');
is($old->state($many), '00000', 'a loader in REPEATABLE READ crosses the threshold');
is($old->state('COMMIT'), '00000', 'and commits');
is(answer('SELECT * FROM wrong'), '', 'figures are right');

# Who folds does not wait, nor does who loads meanwhile; who moves an item does
$old->run('BEGIN; SELECT ledger.fold_balances()');
is($new->state("SET statement_timeout = '5s'; INSERT INTO ledger.events (occurred_at, agent, cost) VALUES ('2026-04-01', 'a1', 1)"), '00000', 'a loader does not wait for who folds');
is($new->state($many), '00000', 'not where it would fold itself');
is($new->state("SET lock_timeout = '200ms'; UPDATE ledger.work_items SET business_unit = 'late' WHERE work_item = 'w1'"), '55P03', 'a work item that changes its business unit does');
is($new->state('RESET lock_timeout; SELECT ledger.fold_balances()'), '00000', 'a second folder goes away');
$old->run('COMMIT');
is(answer('SELECT * FROM wrong'), '', 'figures are right');

# What a lost connection has counted is gone
$old->run('BEGIN');
$old->run($many);
$old->kill;
$node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = $old->{pid}");
is(answer('SELECT * FROM wrong'), '', 'a transaction that ends with its client leaves nothing');
$_->quit foreach $new, $reader;

no_crash($node);
done_testing();
