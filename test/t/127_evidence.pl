# How often unit_cost_interval covers the truth, by tails, number of rows and
# share of successes; and what the evidence gate makes of agents on target and
# of agents that have become dearer, on real runs.  Prints the tables.
#
# The runs are not part of the project: RUNRATE_REAL_DATA says where they are,
# by default ../shared/data.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $seed = int($ENV{RUNRATE_SEED} // 1);

diag("seed $seed (repeat with RUNRATE_SEED=$seed)");

my $node = start_server('evidence');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# ---- Coverage ----

# Costs of a successful attempt, and their mean; a failed one costs half as much again
my %tails = (
	'log-normal, sigma 0.5' => [ 'exp(0.5 * z)', exp(0.125) ],
	'log-normal, sigma 1' => [ 'exp(z)', exp(0.5) ],
	'log-normal, sigma 2' => [ 'exp(2 * z)', exp(2) ],
	'exponential' => [ '-ln(u)', 1 ],
	'Pareto, alpha 1.5' => [ 'u ^ (-1 / 1.5)', 3 ]);
my @sizes = (20, 30, 100, 1000);
my @successes = (0.9, 0.5, 0.2);
my $draws = 1_000_000;

answer(<<"SQL");
SELECT setseed($seed / 1000000.0);
CREATE TABLE draws AS
SELECT i, random() AS success, sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS z, 1 - random() AS u FROM generate_series(1, $draws) AS i;
SQL

diag(sprintf '%-24s %8s' . ' %16s' x @sizes, 'covered of 95 %', 'success', map { "n = $_" } @sizes);
foreach my $tail (sort keys %tails)
{
	my ($cost, $mean) = @{ $tails{$tail} };

	foreach my $success (@successes)
	{
		my $truth = $mean * (1 + 1.5 * (1 - $success) / $success);
		my @cells;

		foreach my $n (@sizes)
		{
			my $samples = $n < 1000 ? 5000 : 1000;
			my ($covered, $heavy, $heavy_or_covered) = split /\|/, answer(<<"SQL");
SELECT avg(covered::int), avg(heavy::int), avg((heavy OR covered)::int)
FROM (SELECT coalesce($truth BETWEEN (i).low AND (i).high, true) AS covered, (i).heavy_tailed AS heavy
      FROM (SELECT runrate.unit_cost_interval($cost * CASE WHEN success < $success THEN 1 ELSE 1.5 END, success < $success, 0.95) AS i
            FROM draws WHERE i <= $n * $samples GROUP BY i / $n) AS s
      WHERE (i).outcomes > 0) AS q
SQL
			push @cells, sprintf('%.1f (%.0f %% heavy)', 100 * $covered, 100 * $heavy);
			if ($tail =~ /sigma (?:0.5|1)$|exponential/)
			{
				cmp_ok($covered, '>=', 0.93, "$tail, success $success, n = $n: covered");
				cmp_ok($heavy, '<', 0.05, "$tail, success $success, n = $n: seldom called heavy-tailed") if $n >= 30;
			}
			elsif ($tail =~ /sigma 2$/ && $n >= 100)
			{
				cmp_ok($heavy_or_covered, '>=', 0.90, "$tail, success $success, n = $n: covered, or said to be heavy-tailed");
				cmp_ok($heavy, '>=', 0.85, "$tail, success $success, n = $n: mostly said to be heavy-tailed");
			}
		}
		diag(sprintf '%-24s %8s' . ' %16s' x @sizes, $tail, $success, @cells);
	}
}

# ---- The gate, on real runs ----

my $data = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
$data = abs_path($data) // $data;

SKIP:
{
	if (!-r "$data/swe_bench_pro_runs.csv" || !-r "$data/swe_bench_bash_only/runs.csv.gz")
	{
		diag('REAL DATA NOT TESTED: set RUNRATE_REAL_DATA to the directory that has swe_bench_pro_runs.csv');
		skip "no $data/swe_bench_pro_runs.csv", 1;
	}
	gate();
}

$node->stop;
done_testing();

# Weeks of agents, drawn from their real runs; the target is what the agent
# really costs, so that it is on target, or dearer by a factor
sub gate
{
	answer(<<"SQL");
CREATE TABLE pro (instance_id text, repo text, agent text, resolved boolean, submitted boolean, cost_usd numeric,
	tokens_sent bigint, output_tokens bigint, api_calls bigint, steps bigint, tool_seconds numeric);
COPY pro FROM '$data/swe_bench_pro_runs.csv' (FORMAT csv, HEADER);
CREATE TABLE bash_only (agent text, instance_id text, resolved boolean, cost_usd numeric, api_calls bigint);
COPY bash_only FROM PROGRAM 'gzip -dc "$data/swe_bench_bash_only/runs.csv.gz"' (FORMAT csv, HEADER);
CREATE TABLE runs AS
SELECT agent, row_number() OVER (PARTITION BY agent ORDER BY instance_id) AS i, cost_usd, resolved, count(*) OVER (PARTITION BY agent) AS n,
       runrate.cost_per_outcome(cost_usd, resolved) OVER (PARTITION BY agent) AS target
FROM (SELECT agent, instance_id, cost_usd, resolved FROM pro UNION ALL SELECT 'bash ' || agent, instance_id, cost_usd, resolved FROM bash_only) AS r;
CREATE UNIQUE INDEX ON runs (agent, i);
ANALYZE runs;
CREATE TABLE agents AS SELECT agent, max(n) AS n, max(target) AS target FROM runs WHERE target IS NOT NULL GROUP BY agent HAVING count(*) FILTER (WHERE resolved) >= 0.2 * count(*);
SQL
	diag(sprintf '%d agents with real runs', answer('SELECT count(*) FROM agents'));
	diag(sprintf '%-10s %10s %12s %16s %18s %14s', 'true cost', 'runs', 'gate', 'red or worse', 'critical', 'not decided');
	foreach my $factor (1, 1.15, 2)
	{
		foreach my $runs (15, 30, 60, 150)
		{
			my $weeks = 3000;
			my @confidences = (0.9, 0.96);

			answer(<<"SQL");
DROP TABLE IF EXISTS weeks;
SELECT setseed($seed / 1000000.0);
CREATE TABLE weeks AS
WITH drawn AS (
	SELECT w, a.agent, a.target, 1 + floor(random() * a.n)::bigint AS i
	FROM (SELECT w, (SELECT array_agg(agents ORDER BY agent COLLATE "C") FROM agents) AS a FROM generate_series(1, $weeks) AS w) AS s,
	     LATERAL (SELECT (a[1 + w % cardinality(a)]).*) AS a, generate_series(1, $runs)
)
SELECT w, d.target, @{[ join ', ', map { my $name = s/\.//r; "runrate.unit_cost_interval(r.cost_usd * $factor, r.resolved, $_) AS i$name" } @confidences ]}
FROM drawn AS d JOIN runs AS r USING (agent, i) GROUP BY w, d.target;
SQL
			foreach my $gate ('count', @confidences)
			{
				my $i = $gate eq 'count' ? 'i09' : 'i' . $gate =~ s/\.//r;
				my $interval = $gate eq 'count' ? "($i).unit_cost, ($i).unit_cost" : "($i).low, ($i).high";
				my ($red, $critical, $unknown) = split /\|/, answer(<<"SQL");
SELECT avg((status IN ('red', 'critical'))::int), avg((status = 'critical')::int), avg((status IN ('insufficient_evidence', 'no_data'))::int)
FROM (SELECT runrate.slo_status_with_evidence(($i).unit_cost, $interval, ($i).outcomes, target) AS status FROM weeks) AS s
SQL
				diag(sprintf '%-10s %10d %12s %14.1f %% %16.1f %% %12.1f %%', "x $factor", $runs, $gate, 100 * $red, 100 * $critical, 100 * $unknown);
				next if $gate eq 'count';
				cmp_ok($red, '<=', 0.02, "$gate, $runs runs: an agent on target is red in at most 2 % of weeks") if $factor == 1;
				cmp_ok($red, '>=', { 15 => 0.08, 30 => 0.55, 60 => 0.80, 150 => 0.95 }->{$runs}, "$gate, $runs runs: an agent at twice its target is red") if $factor == 2 && $gate == 0.9;
			}
		}
	}
}
