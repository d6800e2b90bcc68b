# What the control charts promise, and how soon they find a lasting change.
# Prints both tables.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $seed = int($ENV{RUNRATE_SEED} // 1);

diag("seed $seed (repeat with RUNRATE_SEED=$seed)");

my $node = start_server('drift');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# ---- False alarms, when nothing changes ----

my $rows = 400_000;
answer(<<"SQL");
SELECT setseed($seed / 1000000.0);
CREATE TABLE noise AS SELECT i, sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS z FROM generate_series(1, $rows) AS i;
SQL

my %charts = (
	cusum_high => [ 'runrate.cusum_high(z, 0, 1, 0.5, runrate.cusum_limit(0.5, %1$d)) OVER w >= runrate.cusum_limit(0.5, %1$d)', 'normal' ],
	cusum_low => [ 'runrate.cusum_low(z, 0, 1, 0.25, runrate.cusum_limit(0.25, %1$d)) OVER w >= runrate.cusum_limit(0.25, %1$d)', 'normal' ],
	ewma_chart => [ 'abs(runrate.ewma_chart(z, 0, 1, 0.1, runrate.ewma_chart_limit(0.1, %1$d)) OVER w) >= runrate.ewma_chart_limit(0.1, %1$d)', 'normal' ],
	rank_drift_high => [ 'runrate.rank_drift_high(exp(z), 200, %d) OVER w >= %1$d', 'log-normal 1' ],
	rank_drift_low => [ 'runrate.rank_drift_low(round(10 * exp(z)), 200, %d) OVER w >= %1$d', 'ties, log-normal 1' ]);

diag(sprintf '%-18s %-20s %12s %12s', 'rows per alarm', 'noise', 'promised', 'seen');
foreach my $chart (sort keys %charts)
{
	my ($alarm, $noise) = @{ $charts{$chart} };

	foreach my $run_length (100, 365)
	{
		my $seen = $rows / answer("SELECT count(*) FROM (SELECT " . sprintf($alarm, $run_length) . " AS alarm FROM noise WINDOW w AS (ORDER BY i)) AS s WHERE alarm");

		diag(sprintf '%-18s %-20s %12d %12.0f', $chart, $noise, $run_length, $seen);
		# ranks promise no more alarms than that, and have fewer, most of all with ties
		if ($chart =~ /^rank/) { ok($seen > 0.95 * $run_length && $seen < 5 * $run_length, "$chart, $run_length: no more false alarms than promised") }
		else { ok(abs($seen / $run_length - 1) < 0.1, "$chart, $run_length: as many false alarms as promised") }
	}
}

# Skewed values are not what the limits are for: they alarm three times as often
foreach my $sigma (0.5, 1)
{
	my $seen = $rows / answer(<<"SQL");
SELECT count(*) FROM (
	SELECT runrate.cusum_high(exp($sigma * z), exp($sigma ^ 2 / 2.0), sqrt((exp($sigma ^ 2) - 1) * exp($sigma ^ 2)), 0.5, runrate.cusum_limit(0.5, 365)) OVER (ORDER BY i)
	       >= runrate.cusum_limit(0.5, 365) AS alarm FROM noise) AS s
WHERE alarm
SQL
	diag(sprintf '%-18s %-20s %12d %12.0f', 'cusum_high', "log-normal $sigma", 365, $seen);
	ok($seen > 75 && $seen < 180, "cusum_high, log-normal $sigma: as many false alarms as the page says");
}

# ---- The delay of a change, and false alarms with what a user knows ----

# Days of agents whose cost per outcome varies by a fifth, and rises by a fifth
# on day 200.  The target is known; the standard deviation is that of the eight
# weeks before.
my $agents = 400;
my $change = 200;
answer(<<"SQL");
SELECT setseed($seed / 2000000.0);
CREATE TABLE days AS
SELECT agent, d, (1 + 0.2 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) * CASE WHEN d >= $change THEN 1.2 ELSE 1 END AS cost
FROM generate_series(1, $agents) AS agent, generate_series(1, $change + 90) AS d;
CREATE VIEW scored AS
SELECT agent, d, cost, runrate.exact_stddev(cost) OVER (w ROWS BETWEEN 56 PRECEDING AND 1 PRECEDING) AS stddev
FROM days WINDOW w AS (PARTITION BY agent ORDER BY d);
SQL

my %detectors = (
	'above target by 5 % for a week' => 'avg(cost) OVER (w ROWS 6 PRECEDING) > 1.05 AND d % 7 = 0',
	'anomaly_score above 3.5' => 'runrate.anomaly_score(cost, 56) OVER w > 3.5',
	'cusum_high, 1 in 365' => 'runrate.cusum_high(cost, 1, stddev, 0.5, runrate.cusum_limit(0.5, 365)) OVER w >= runrate.cusum_limit(0.5, 365)',
	'ewma_chart, 1 in 365' => 'runrate.ewma_chart(cost, 1, stddev, 0.2, runrate.ewma_chart_limit(0.2, 182)) OVER w >= runrate.ewma_chart_limit(0.2, 182)',
	'rank_drift_high, 1 in 365' => 'runrate.rank_drift_high(cost, 182, 365) OVER w >= 365');

my %found;
diag(sprintf '%-32s %20s %14s %8s', 'a rise of 20 % at a cv of 20 %', 'false alarms a week', 'median delay', 'found');
foreach my $detector (sort keys %detectors)
{
	my ($false, $delay, $share) = split /\|/, answer(<<"SQL");
WITH alarms AS (
	SELECT agent, d FROM (SELECT agent, d, $detectors{$detector} AS alarm FROM scored WHERE d > 56 WINDOW w AS (PARTITION BY agent ORDER BY d)) AS s WHERE alarm
), firsts AS (
	SELECT agent, (SELECT min(d) - $change + 1 FROM alarms WHERE alarms.agent = a.agent AND d >= $change) AS delay FROM generate_series(1, $agents) AS a (agent)
)
SELECT (SELECT count(*) FROM alarms WHERE d BETWEEN 64 AND $change - 1) * 7.0 / ($agents * ($change - 64)),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY coalesce(delay, 1000)), count(delay) / ${agents}.0
FROM firsts
SQL
	$found{$detector} = { false => $false, delay => $delay };
	diag(sprintf '%-32s %20.3f %11d days %6.0f %%', $detector, $false, $delay, 100 * $share);
}
foreach my $detector ('cusum_high, 1 in 365', 'ewma_chart, 1 in 365')
{
	cmp_ok($found{$detector}{delay}, '<=', 8, "$detector: found in at most 8 days");
	cmp_ok($found{$detector}{false}, '<=', 0.05, "$detector: at most 0.05 false alarms a week");
}
cmp_ok($found{'rank_drift_high, 1 in 365'}{false}, '<=', 0.02, 'rank_drift_high: no more false alarms than promised');
cmp_ok($found{'rank_drift_high, 1 in 365'}{delay}, '<=', 14, 'rank_drift_high: found in two weeks');

$node->stop;
done_testing();
