# What slo_history makes of agents on target and of agents that have become
# twice as dear, on real runs drawn again by the week.  Prints the table.
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
my $data = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
$data = abs_path($data) // $data;

if (!-r "$data/swe_bench_pro_runs.csv" || !-r "$data/swe_bench_bash_only/runs.csv.gz")
{
	diag('REAL DATA NOT TESTED: set RUNRATE_REAL_DATA to the directory that has swe_bench_pro_runs.csv');
	plan skip_all => "no $data/swe_bench_pro_runs.csv";
}
diag("seed $seed (repeat with RUNRATE_SEED=$seed)");

my $node = start_server('ledger_gate');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', "SET jit = off; SET search_path = ledger; $sql") }

# Each agent works at four sizes, on target for forty weeks and at twice its
# cost for two.
$node->safe_psql('postgres', <<"SQL");
CREATE TABLE pro (instance_id text, repo text, agent text, resolved boolean, submitted boolean, cost_usd numeric,
	tokens_sent bigint, output_tokens bigint, api_calls bigint, steps bigint, tool_seconds numeric);
COPY pro FROM '$data/swe_bench_pro_runs.csv' (FORMAT csv, HEADER);
CREATE TABLE bash_only (agent text, instance_id text, resolved boolean, cost_usd numeric, api_calls bigint);
COPY bash_only FROM PROGRAM 'gzip -dc "$data/swe_bench_bash_only/runs.csv.gz"' (FORMAT csv, HEADER);
CREATE TABLE runs AS
SELECT agent, row_number() OVER (PARTITION BY agent ORDER BY instance_id) AS i, cost_usd, resolved, count(*) OVER (PARTITION BY agent) AS n
FROM (SELECT agent, instance_id, cost_usd, resolved FROM pro UNION ALL SELECT 'bash ' || agent, instance_id, cost_usd, resolved FROM bash_only) AS r;
CREATE UNIQUE INDEX ON runs (agent, i);
CREATE TABLE real_agents AS
SELECT agent, max(n) AS n, runrate.cost_per_outcome(cost_usd, resolved) AS target FROM runs GROUP BY agent HAVING count(*) FILTER (WHERE resolved) >= 0.2 * count(*);
SELECT setseed($seed / 1000000.0);
CREATE TABLE drawn AS
SELECT a.agent || ' x ' || size AS agent, size, target, w, date '2025-06-02' + 7 * w + floor(random() * 7)::int AS day,
       CASE WHEN w >= 40 THEN 2 ELSE 1 END AS factor, a.agent AS real_agent, 1 + floor(random() * a.n)::bigint AS i
FROM real_agents AS a, unnest(ARRAY[15, 30, 60, 150]) AS size, generate_series(0, 41) AS w, LATERAL generate_series(1, size) AS k;
CALL runrate.create_ledger('ledger');
SET search_path = ledger, public;
INSERT INTO agents (agent, unit_of_work) SELECT DISTINCT agent, 'issue' FROM drawn;
INSERT INTO slos (agent, metric, target) SELECT DISTINCT agent, 'direct_cost_per_outcome', target FROM drawn;
CREATE TABLE public.days AS
SELECT d.agent, d.day, sum(r.cost_usd * d.factor) AS cost, count(*) AS attempts, count(*) FILTER (WHERE r.resolved) AS outcomes
FROM drawn AS d JOIN runs AS r ON r.agent = d.real_agent AND r.i = d.i GROUP BY d.agent, d.day;
INSERT INTO events (occurred_at, agent, cost, event_count) SELECT day + time '12:00', agent, cost, attempts FROM public.days;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT day + time '12:00', agent, 'resolved', outcomes FROM public.days WHERE outcomes > 0;
SELECT fold_balances();
ANALYZE;
SQL

diag(sprintf '%-12s %6s %24s %24s %20s', 'true cost', 'runs', 'red or worse by count', 'with evidence', 'critical');
foreach my $row (split /\n/, answer(<<"SQL"))
WITH weeks AS (
	SELECT d.size, d.factor, h.actual, h.target, h.evidence, h.status, runrate.slo_status_with_evidence(h.actual, h.actual, h.actual, h.evidence, h.target) AS by_count
	FROM (SELECT DISTINCT agent, size, w, factor FROM public.drawn) AS d
	JOIN slo_history AS h ON h.agent = d.agent AND h.period_type = 'week' AND h.period_start = date '2025-06-02' + 7 * d.w
)
SELECT factor, size, avg((by_count IN ('red', 'critical'))::int), avg((status IN ('red', 'critical'))::int), avg((status = 'critical')::int), count(*)
FROM weeks GROUP BY factor, size ORDER BY factor, size
SQL
{
	my ($factor, $runs, $by_count, $red, $critical, $weeks) = split /\|/, $row;

	diag(sprintf '%-12s %6d %22.1f %% %22.1f %% %18.1f %%', "x $factor", $runs, 100 * $by_count, 100 * $red, 100 * $critical);
	cmp_ok($weeks, '>', $factor == 1 ? 900 : 40, "$runs runs: there are weeks");
	cmp_ok($red, '<=', 0.02, "$runs runs a week: an agent on target is red in at most 2 % of weeks") if $factor == 1;
	cmp_ok($red, '>=', { 15 => 0.04, 30 => 0.5, 60 => 0.75, 150 => 0.9 }->{$runs}, "$runs runs a week: an agent at twice its target is red") if $factor == 2;
}

$node->stop;
done_testing();
