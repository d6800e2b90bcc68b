# What is normal and what is not in real runs of two agents.  The file is not
# part of the project: RUNRATE_REAL_DATA says where it is, by default
# ../shared/data.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $data = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
my $file = (abs_path($data) // $data) . '/swe_bench_pro_runs.csv';

if (!-r $file)
{
	diag('REAL DATA NOT TESTED: set RUNRATE_REAL_DATA to the directory that has swe_bench_pro_runs.csv');
	plan skip_all => "no $file";
}

my $node = start_server('anomaly_real_data');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

answer(<<"SQL");
CREATE TABLE runs (instance_id text, repo text, agent text, resolved boolean, submitted boolean, cost_usd numeric,
	tokens_sent bigint, output_tokens bigint, api_calls bigint, steps bigint, tool_seconds numeric);
COPY runs FROM '$file' (FORMAT csv, HEADER);
SQL

# agent: runs, median, MAD, runs above 3 times the mean, robust score above 3.5
my %expected = (
	'gpt-5'             => '616|1.735411|0.697473|3|11',
	'claude-sonnet-4.5' => '616|10.750023|2.874945|2|10');
foreach my $agent (sort keys %expected)
{
	is(answer(<<"SQL"), $expected{$agent}, "$agent: baseline and outliers");
SELECT (b).n, round((b).median::numeric, 6), round((b).mad::numeric, 6),
       count(*) FILTER (WHERE runrate.cost_multiple(cost_usd, b) > 3),
       count(*) FILTER (WHERE runrate.robust_score(cost_usd, b) > 3.5)
FROM runs, (SELECT runrate.baseline(cost_usd) AS b FROM runs WHERE agent = '$agent') AS s
WHERE agent = '$agent' GROUP BY b
SQL
}

is(answer(<<'SQL'), '0', 'mean and deviation are those of PostgreSQL');
SELECT count(*) FROM (SELECT runrate.baseline(cost_usd) AS b, avg(cost_usd) AS mean, stddev_samp(cost_usd) AS stddev,
                             runrate.exact_stddev(cost_usd) AS exact FROM runs GROUP BY agent) AS s
WHERE abs((b).mean - mean) > 1e-14 * mean OR abs((b).stddev - stddev) > 1e-14 * stddev
   OR exact IS DISTINCT FROM stddev::double precision
SQL

# The same runs as the work items of a ledger
answer(<<'SQL');
CALL runrate.create_ledger();
INSERT INTO ledger.events (occurred_at, agent, work_item, cost) SELECT timestamptz '2026-03-10 12:00+00', agent, instance_id, cost_usd FROM runs;
SQL
is(answer(<<'SQL'), "claude-sonnet-4.5|616|10|2|10\ngpt-5|616|11|3|11", 'the ledger finds the same work items');
SELECT agent, (SELECT count(*) FROM ledger.events AS e WHERE e.agent = a.agent), count(*),
       count(*) FILTER (WHERE cost_multiple >= 3), count(*) FILTER (WHERE robust_score > 3.5)
FROM ledger.work_item_anomalies AS a GROUP BY agent ORDER BY agent COLLATE "C"
SQL

done_testing();
