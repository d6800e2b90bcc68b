# How soon drift_report finds a lasting change, what it says about it, and how
# often it finds one that is none.  Prints the table.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $seed = int($ENV{RUNRATE_SEED} // 1);

diag("seed $seed (repeat with RUNRATE_SEED=$seed)");

my $node = start_server('ledger_drift');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# Half of the agents have a target. Their days vary by a fifth, with quiet
# weekends; in a third of them the cost rises by a fifth on day 160 of 182.
my ($steady, $changed) = (120, 60);
my $onset = "date '2026-01-05' + 160";
answer(<<"SQL");
SET jit = off;
CALL runrate.create_ledger('ledger');
SET search_path = ledger;
SELECT setseed($seed / 3000000.0);
CREATE TABLE public.work AS
SELECT date '2026-01-05' + d AS day, a, 'agent ' || a AS agent, d >= 160 AND a > 2 * $steady AS has_risen,
       greatest(1, round(CASE WHEN d % 7 < 5 THEN 100 ELSE 25 END * (1 + 0.1 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))))::bigint AS outcomes,
       greatest(0, 1 + 0.2 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) AS noise
FROM generate_series(1, 2 * ($steady + $changed)) AS a, generate_series(0, 181) AS d;
INSERT INTO agents (agent, unit_of_work) SELECT DISTINCT agent, 'ticket' FROM public.work;
INSERT INTO events (occurred_at, agent, cost)
SELECT day + time '12:00', agent, round((0.4 * outcomes * noise * CASE WHEN has_risen THEN 1.2 ELSE 1 END)::numeric, 4) FROM public.work;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT day + time '12:00', agent, 'resolved', outcomes FROM public.work;
INSERT INTO slos (agent, metric, target) SELECT DISTINCT agent, 'cost_per_outcome', 0.40 FROM public.work WHERE a % 2 = 1;
SELECT fold_balances();
ANALYZE;
SQL
is(answer('SELECT abs(ledger_internal.drift_limit() - runrate.cusum_limit(0.5, ledger_internal.drift_run_length())) < 0.001'), 't', 'the limit of drift_report is that of its run length');
diag(sprintf '%-30s %18s %14s %8s', 'a rise of 20 % at a cv of 20 %', 'false alarms a week', 'median delay', 'found');
foreach my $row (split /\n/, answer(<<"SQL"))
SET jit = off;
WITH report AS MATERIALIZED (SELECT * FROM ledger.drift_report)
SELECT w.has_target, count(*) FILTER (WHERE w.a <= 2 * $steady AND r.alarm_day > r.day - 14) / 2.0 / $steady,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY CASE WHEN r.alarm_day >= $onset THEN r.alarm_day - ($onset) + 1 ELSE 1000 END) FILTER (WHERE w.a > 2 * $steady),
       avg((r.agent IS NOT NULL)::int) FILTER (WHERE w.a > 2 * $steady),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY r.since - ($onset)) FILTER (WHERE w.a > 2 * $steady),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY r.deviation_pct) FILTER (WHERE w.a > 2 * $steady)
FROM (SELECT DISTINCT a, agent, a % 2 = 1 AS has_target FROM public.work) AS w LEFT JOIN report AS r USING (agent, has_target)
GROUP BY w.has_target ORDER BY w.has_target DESC
SQL
{
	my ($has_target, $false, $delay, $share, $since, $rise) = split /\|/, $row;
	my $against = $has_target eq 't' ? 'a target' : 'the past';

	diag(sprintf 'drift_report against %-9s %6.3f %16d days %6.0f %%, since %+d days, %.1f %%', $against, $false, $delay, 100 * $share, $since, $rise);
	cmp_ok($false, '<=', 0.05, "drift_report against $against: at most 0.05 false alarms a week");
	cmp_ok($delay, '<=', $has_target eq 't' ? 8 : 14, "drift_report against $against: a rise of 20 % is found in a median of days");
	cmp_ok($share, '>=', 0.9, "drift_report against $against: it is found in three weeks");
	cmp_ok(abs($since), '<=', 2, "drift_report against $against: it says since when");
	cmp_ok(abs($rise - 20), '<=', 5, "drift_report against $against: it says how much");
}

$node->stop;
done_testing();
