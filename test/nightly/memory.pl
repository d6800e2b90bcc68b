# The memory of a session does not grow with the rows that it has loaded, read
# or added up, nor with the keys of one statement.
#
#	RUNRATE_ROWS		rows (default: 10000000)
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;
use Time::HiRes qw(sleep);

use RunrateLedger;
use RunrateTest;

my $rows = $ENV{RUNRATE_ROWS} // 10_000_000;
my $allowed = 64 * 1024;
my $node = start_server('memory', "max_wal_size = '4GB'\nfsync = off\nautovacuum = on\nmax_parallel_workers_per_gather = 0\n");

# kB of a process that are its own
sub own_memory
{
	my ($pid) = @_;
	return slurp("/proc/$pid/status") =~ /^RssAnon:\s+(\d+) kB$/m ? $1 : die 'no RssAnon';
}

# Runs a statement; gives the most memory that the session had meanwhile
sub most_memory
{
	my ($session, $sql) = @_;
	my $most = own_memory($session->{pid});

	$session->send("$sql;\n\\echo state :SQLSTATE\n\\echo end");
	while ($session->{out} !~ /^end$/m)
	{
		my $now = own_memory($session->{pid});
		$most = $now if $now > $most;
		sleep 0.02;
		$session->{timer}->start(180);
		$session->{handle}->pump_nb;
	}
	my $out = $session->wait;
	is(join(' ', grep { $_ ne '00000' } $out =~ /^state (\w{5})$/mg) . $session->errors, '', substr($sql, 0, 60) . '...');
	return $most;
}

my %most;

# What a session needed over what it had before
sub grows
{
	my ($name, $session, $start, $most) = @_;

	$most{$name} = sprintf('%s: %.1f MB at the start, at most %.1f MB', $name, $start / 1024, $most / 1024);
	cmp_ok($most - $start, '<=', $allowed, "$name: memory is flat");
	return;
}

$node->safe_psql('postgres', <<'SQL');
CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin');
INSERT INTO ledger.agents (agent, business_unit, unit_of_work) SELECT 'a' || i, 'u' || i % 5, 'ticket' FROM generate_series(0, 29) i;
INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 2), ('p', 'm', 'output_tokens', 8);
SQL

# Loads of 100,000 rows, most of them of usage objects; of every ten one comes
# again, one contradicts itself and one has no price
my $loader = session($node, 'postgres');
$loader->run("SET client_min_messages = error");
my $start = own_memory($loader->{pid});
my $most = $start;
my $batch = 100_000;
my @after;
for (my $first = 0; $first < $rows; $first += $batch)
{
	my $now = most_memory($loader, <<"SQL");
INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, provider, model, usage_format, usage)
SELECT '2026-01-02 00:00+00'::timestamptz + i * interval '60 days' / $rows, 'g', (CASE WHEN i % 10 = 0 THEN i - 5 ELSE i END)::text, 'a' || i % 30, 'w' || i % 50000,
	'p', CASE WHEN i % 1000 = 1 THEN 'late' ELSE 'm' END, 'openai_chat',
	CASE WHEN i % 1000 = 2 THEN '{"prompt_tokens": 5, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 9}}'
	ELSE '{"prompt_tokens": 512, "completion_tokens": 30, "total_tokens": 542, "prompt_tokens_details": {"cached_tokens": 100}}' END::jsonb
FROM generate_series($first + 1, least($first + $batch, $rows)) i
SQL
	$most = $now if $now > $most;
	push @after, own_memory($loader->{pid});
}
is($node->safe_psql('postgres', "SELECT count(*) FROM ledger.events") > 0.8 * $rows, 1, 'rows were loaded');
grows("$rows rows loaded", $loader, $start, $most);
diag('after each load, MB: ' . join(' ', map { sprintf('%.0f', $_ / 1024) } @after));
$loader->quit;

# One statement with as many keys and work items as rows
foreach my $isolation ('READ COMMITTED', 'SERIALIZABLE')
{
	my $session = session($node, 'postgres');
	my $keys = int($rows / 10);

	$session->run("SET client_min_messages = error; SET default_transaction_isolation = '$isolation'");
	my $before = own_memory($session->{pid});
	grows("$keys keys in one statement, " . lc $isolation, $session, $before, most_memory($session, <<"SQL"));
INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, cost)
SELECT '2026-02-02 00:00+00', 'k $isolation', i::text, 'a' || i % 30, 'k' || i, 1 FROM generate_series(1, $keys) i
SQL
	$session->quit;
}

# What does not keep its rows: aggregates, moving ones, window functions, readers
my %statements = (
	'usage_columns' => 'SELECT count(runrate.usage_columns(\'openai_chat\', jsonb_build_object(\'prompt_tokens\', i, \'completion_tokens\', 5))) FROM generate_series(1, %d) i',
	'exact_sum' => 'SELECT runrate.exact_sum(i * 0.01) FROM generate_series(1, %d) i',
	'cost_summary' => 'SELECT runrate.total_cost(runrate.cost_summary((i %% 10)::text, i * 0.01)) FROM generate_series(1, %d) i',
	'groups' => 'SELECT count(*) FROM (SELECT i / 10, runrate.cost_per_outcome(i * 0.01, true) AS c FROM generate_series(1, %d) i GROUP BY 1 ORDER BY 1) x',
	'unit_cost_interval' => 'SELECT (runrate.unit_cost_interval((i %% 100)::numeric, i %% 3 = 0, 0.95)) FROM generate_series(1, %d) i',
	'moving cost_per_outcome' => 'SELECT count(c) FROM (SELECT runrate.cost_per_outcome(i * 0.01, true) OVER (ROWS 100 PRECEDING) AS c FROM generate_series(1, %d) i) x',
	'moving baseline' => 'SELECT count(c) FROM (SELECT runrate.baseline(i %% 1000) OVER (ROWS 100 PRECEDING) AS c FROM generate_series(1, %d) i) x',
	'anomaly_score' => 'SELECT count(c) FROM (SELECT runrate.anomaly_score(i %% 1000, 100) OVER () AS c FROM (SELECT i FROM generate_series(1, %d) i) y) x',
	'anomaly_probability' => 'SELECT count(c) FROM (SELECT runrate.anomaly_probability(i %% 1000, 100) OVER () AS c FROM generate_series(1, %d) i) x',
	'ewma' => 'SELECT count(c) FROM (SELECT runrate.ewma(i %% 1000, 0.1) OVER () AS c FROM generate_series(1, %d) i) x');
foreach my $name (sort keys %statements)
{
	my $session = session($node, 'postgres');

	# generate_series as a source of rows is in a file beyond work_mem
	my $few = most_memory($session, sprintf($statements{$name}, 100_000));
	grows("$rows rows, $name", $session, $few, most_memory($session, sprintf($statements{$name}, $rows)));
	$session->quit;
}
is($node->safe_psql('postgres', 'SELECT * FROM ledger.tie_out WHERE difference <> 0'), '', 'the ledger ties out');
unlike(slurp($node->logfile), qr/leak/, 'nothing leaks');
no_crash($node, 'memory');
diag($most{$_}) foreach sort keys %most;
$node->stop;
done_testing();
