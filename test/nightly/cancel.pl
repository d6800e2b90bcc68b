# Statements that take long are cancelled at many moments: each ends within a
# second of its own processor time, whatever else the machine does, and leaves
# nothing behind.
#
#	RUNRATE_CANCELS		cancels of each statement (default: 10)
#	RUNRATE_ROWS		rows of the longest (default: 3000000)
#	RUNRATE_ONLY		a pattern of names of statements
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep);

use RunrateLedger;
use RunrateTest;

my $cancels = $ENV{RUNRATE_CANCELS} // 10;
my $rows = $ENV{RUNRATE_ROWS} // 3_000_000;
my $only = $ENV{RUNRATE_ONLY} // '';
my $events = int($rows / 15);
my $random = random_source(seed());
my $ticks = POSIX::sysconf(POSIX::_SC_CLK_TCK());
my $node = start_server('cancel', "max_wal_size = '8GB'\nshared_buffers = '512MB'\nmax_parallel_workers_per_gather = 0\nwork_mem = '256MB'\n");

sub answer { my (@sql) = @_; return $node->safe_psql('postgres', join(";\n", 'SET client_min_messages = error', @sql)) }

# Seconds that a process has had of a processor
sub cpu
{
	my ($pid) = @_;
	my @fields = split ' ', slurp("/proc/$pid/stat") =~ s/^.*\) //r;
	return ($fields[11] + $fields[12]) / $ticks;
}

answer(<<"SQL");
CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin');
INSERT INTO ledger.agents (agent, business_unit, unit_of_work) SELECT 'a' || i, 'u' || i % 5, 'ticket' FROM generate_series(0, 29) i;
INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 2);
INSERT INTO ledger.shared_costs (source_key, month, layer, amount, driver) SELECT m || l, ('2026-0' || m || '-01')::date, 'gateway', 1000, l FROM generate_series(1, 3) m, unnest('{events,direct_cost,tokens}'::text[]) l;
INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, provider, model, input_tokens)
	SELECT '2026-01-02 00:00+00'::timestamptz + i * interval '7776000 seconds' / $events, 'g', i::text, 'a' || i % 30, 'w' || i / 5, 'p', CASE WHEN i % 10 = 0 THEN 'late' ELSE 'm' END, i FROM generate_series(1, $events) i;
INSERT INTO ledger.outcomes (occurred_at, source, source_key, agent, work_item, outcome)
	SELECT '2026-01-02 00:00+00'::timestamptz + i * interval '7776000 seconds' / ($events / 5), 'g', i::text, 'a' || i * 5 % 30, 'w' || i, 'resolved' FROM generate_series(1, $events / 5) i;
SELECT ledger.fold_balances();
CREATE TABLE numbers AS SELECT i, i::text AS key, (i % 1000)::numeric + 0.01 AS cost, 1 + abs(sin(i)) AS value, '2020-01-01 00:00+00'::timestamptz + i * interval '1 minute' AS at FROM generate_series(1, $rows) i;
CREATE TABLE few AS SELECT * FROM numbers WHERE i <= $rows / 10;
CREATE TABLE bodies AS SELECT (SELECT jsonb_build_object('usage', jsonb_build_object('prompt_tokens', 10, 'completion_tokens', 5, 'prompt_tokens_details', jsonb_object_agg('unknown_tokens_' || i, 0))) FROM few) AS wide,
	(SELECT jsonb_build_object('usage', jsonb_build_object('input_tokens', 1, 'output_tokens', 1, 'iterations', jsonb_agg(jsonb_build_object('type', 'message', 'input_tokens', 1, 'output_tokens', 1)))) FROM few) AS iterations,
	(SELECT jsonb_object_agg('model-' || i, jsonb_build_object('litellm_provider', 'acme', 'mode', 'chat', 'input_cost_per_token', 0.000001, 'output_cost_per_token', 0.000002)) FROM few WHERE i <= $rows / 150) AS litellm,
	(SELECT jsonb_build_array(jsonb_build_object('id', 'g', 'name', 'G', 'models', jsonb_agg(jsonb_build_object('id', 'm' || i, 'match', jsonb_build_object('equals', 'm' || i), 'prices', jsonb_build_object('input_mtok', 1, 'output_mtok', 2))))) FROM few WHERE i <= $rows / 300) AS genai;
CREATE TABLE summaries AS SELECT runrate.cost_summary((i % 1000)::text, cost) AS s FROM few GROUP BY i / 1000;
ANALYZE;
SQL

my %statements = (
	# aggregates
	'cost_per_outcome' => 'SELECT runrate.cost_per_outcome(cost, true) FROM numbers',
	'cost_per_distinct_outcome' => 'SELECT runrate.cost_per_distinct_outcome(cost, key, true) FROM numbers',
	'cost_per_distinct_outcome, parallel' => 'SET LOCAL max_parallel_workers_per_gather = 2; SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SELECT runrate.cost_per_distinct_outcome(cost, key, true) FROM numbers',
	'cost_summary of many layers' => 'SELECT length(runrate.cost_summary((i % 1000)::text, cost)::text) FROM numbers',
	'cost_summary as text' => 'SELECT count(s::text::runrate.cost_summary) FROM summaries, generate_series(1, 5)',
	'rollup' => 'SELECT runrate.total_cost(runrate.rollup(s)) FROM summaries, generate_series(1, 20)',
	'layer_costs' => 'SELECT count(*) FROM summaries, generate_series(1, 5), runrate.layer_costs(s)',
	'exact_sum' => 'SELECT runrate.exact_sum(cost) FROM numbers',
	'exact_stddev' => 'SELECT runrate.exact_stddev(cost) FROM numbers',
	'baseline' => 'SELECT (runrate.baseline(value)).median FROM numbers',
	'baseline, parallel' => 'SET LOCAL max_parallel_workers_per_gather = 2; SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SELECT (runrate.baseline(value)).median FROM numbers',
	'baseline, moving' => 'SELECT count(b) FROM (SELECT runrate.baseline(value) OVER (ORDER BY i ROWS 50000 PRECEDING) AS b FROM few) x',
	'series_anomalies' => 'SELECT array_length(runrate.series_anomalies(at, value, 1000), 1) FROM numbers',
	'series_anomalies, wide' => 'SELECT array_length(runrate.series_anomalies(at, value, 100000), 1) FROM few',
	'series_probabilities' => 'SELECT array_length(runrate.series_probabilities(at, value, 1000), 1) FROM numbers',
	'anomaly_contributions' => 'SELECT array_length(runrate.anomaly_contributions(key, cost, cost + 1, 1, 2), 1) FROM numbers',
	'unit_cost_interval' => "SELECT runrate.unit_cost_interval(cost, i % 3 = 0, 0.95) FROM numbers",
	'projected_total' => "SELECT runrate.projected_total(cost, at, '2020-01-01', '2029-12-31', '2026-01-01', 'UTC', 0.9) FROM numbers",
	# window functions
	'allocate' => 'SELECT count(a) FROM (SELECT runrate.allocate(1000000, cost, 2) OVER () AS a FROM numbers) x',
	'allocate, wide' => "SELECT count(a) FROM (SELECT runrate.allocate(1e40 + 1, cost * 1e30 + i, 12) OVER () AS a FROM numbers) x",
	'apportion' => 'SELECT count(a) FROM (SELECT runrate_internal.apportion(cost / 7, total, 2) OVER () AS a FROM numbers, (SELECT round(sum(cost / 7), 2) AS total FROM numbers) t) x',
	'anomaly_score' => 'SELECT count(a) FROM (SELECT runrate.anomaly_score(value, 100000) OVER (ORDER BY i) AS a FROM few) x',
	'anomaly_score_within' => "SELECT count(a) FROM (SELECT runrate.anomaly_score_within(value, at, '90 days') OVER (ORDER BY at) AS a FROM few) x",
	'anomaly_probability' => 'SELECT count(a) FROM (SELECT runrate.anomaly_probability(value, 10000) OVER (ORDER BY i) AS a FROM few) x',
	'rank_drift_high' => 'SELECT count(a) FROM (SELECT runrate.rank_drift_high(value, 10000, 400) OVER (ORDER BY i) AS a FROM few) x',
	'seasonal_score' => 'SELECT count(a) FROM (SELECT runrate.seasonal_score(value, at::date, 520) OVER (ORDER BY at) AS a FROM few) x',
	'ewma' => 'SELECT count(a) FROM (SELECT runrate.ewma(value, 0.1) OVER (ORDER BY i) AS a FROM numbers) x',
	# readers
	'usage, many names' => "SELECT runrate.usage_problem('openai_chat', wide), count(u) FROM bodies, generate_series(1, 3), runrate.usage_columns('openai_chat', wide) u GROUP BY 1",
	'usage, many iterations' => "SELECT count(b) FROM bodies, generate_series(1, 3), runrate.usage_buckets('anthropic', iterations) b",
	'litellm_prices' => 'SELECT count(*) FROM bodies, runrate.litellm_prices(litellm)',
	'genai_prices' => 'SELECT count(*) FROM bodies, runrate.genai_prices(genai)',
	'edit_distance' => "SELECT runrate_internal.edit_distance(repeat('ab', 100000), repeat('ba', 100001), 1000000)",
	# a ledger
	'load' => "INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, provider, model, input_tokens) SELECT '2026-03-02 00:00+00', 'h', i::text, 'a1', 'w' || i, 'p', 'm', i FROM generate_series(1, $events) i",
	'load_prices_litellm' => 'SELECT ledger.load_prices_litellm(litellm, now()) FROM bodies',
	'load_prices_genai' => 'SELECT ledger.load_prices_genai(genai) FROM bodies',
	'price_pending' => "INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'late', 'input_tokens', 3); SELECT ledger.price_pending()",
	'rebuild_balances' => 'SELECT ledger.rebuild_balances()',
	'close_month' => "SELECT ledger.close_month('2026-01-01', 'n', 'unpriced_events, unallocated_pools')",
	'close_through' => "SELECT ledger.close_through('2026-03-01', 'n', 'unpriced_events, unallocated_pools')",
	'verify_books' => 'SELECT count(*) FROM ledger.verify_books()',
	'tie_out' => 'SELECT count(*) FROM ledger.tie_out',
	'data_quality' => 'SELECT count(*) FROM ledger.data_quality',
	'work_item_costs' => 'SELECT count(*) FROM (SELECT * FROM ledger.work_item_costs OFFSET 0) x',
	'customer_costs' => 'SELECT count(*) FROM (SELECT * FROM ledger.customer_costs OFFSET 0) x',
	'reprice' => "INSERT INTO ledger.prices (provider, model, meter, price, valid_from) VALUES ('p', 'm', 'input_tokens', 5, '2000-01-01'); SELECT ledger.reprice('2026-01-01', '2026-01-01', 'a mistake')",
	'what_if_model' => "SELECT count(*) FROM ledger.what_if_model('a1', 'p', 'm', '2026-01-01', '2026-03-01')",
	'raise_alerts' => 'CALL ledger.raise_alerts()',
	'move_items' => "INSERT INTO ledger.work_items (work_item, business_unit) SELECT 'w' || i, 'u1' FROM generate_series(1, $events / 5) i",
	'repair_ledger' => "CALL runrate.repair_ledger('ledger')");

my %longest;
my $session = session($node, 'postgres');
$session->run('SET client_min_messages = error');

# Runs a statement and takes it back; gives its SQLSTATE and what it took of a
# processor, after it was cancelled when it had had as much as that
sub run_to
{
	my ($sql, $moment) = @_;

	$session->run('BEGIN');
	my $before = cpu($session->{pid});
	my $cancelled;
	$session->send("$sql;\n\\echo state :SQLSTATE\n\\echo end");
	while ($session->{out} !~ /^end$/m)
	{
		if (defined $moment && !defined $cancelled && cpu($session->{pid}) - $before >= $moment)
		{
			$cancelled = cpu($session->{pid});
			kill 'INT', $session->{pid};
		}
		sleep 0.003;
		$session->{handle}->pump_nb;
		die $session->errors unless $session->{handle}->pumpable;
		$session->{timer}->start(180);
	}
	my $took = cpu($session->{pid}) - ($cancelled // $before);
	my $out = $session->wait;
	my ($state) = reverse($out =~ /^state (\w{5})$/mg);
	my $said = $session->errors;
	$session->run('ROLLBACK');
	return ($state, $took, $said);
}

foreach my $name (grep { /$only/ } sort keys %statements)
{
	my ($state, $all, $said) = run_to($statements{$name});
	my ($after, $ended) = (0, 0);

	is($state, '00000', "$name: runs") or diag($said);
	foreach my $cancel (1 .. $cancels)
	{
		my ($left, $took) = run_to($statements{$name}, $all * ($cancel - 1 + $random->(1000) / 1000) / $cancels);

		# one that was quick enough ends as it would
		next if $left eq '00000';
		$ended++;
		is($left, '57014', "$name: cancelled") unless $left eq '57014';
		$after = $took if $took > $after;
	}
	$longest{$name} = sprintf('%s: %.2f s, cancelled %d times, at most %.2f s after', $name, $all, $ended, $after);
	note($longest{$name});
	cmp_ok($after, '<=', 1, "$name: within a second");
	cmp_ok($ended, '>=', $cancels / 2, "$name: was cancelled") if $all > 0.5;
}
$session->quit;
is(answer('SELECT * FROM ledger.tie_out WHERE difference <> 0'), '', 'the ledger ties out');
is(answer('SELECT check_name, object FROM ledger.verify_books()'), '', 'and is as it was');
is(answer("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), '0', 'no lock is left');
unlike(slurp($node->logfile), qr/leak/, 'nothing leaks');
no_crash($node, 'cancels');
diag($longest{$_}) foreach sort keys %longest;
$node->stop;
done_testing();
