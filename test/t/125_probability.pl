# What anomaly_probability promises: one limit, the same rate of false alarms
# whatever the series.  And what it finds: cost series of the Numenta Anomaly
# Benchmark, scored by its rules with one limit for all of them.  Prints both
# tables.
#
# The series are not part of the project: RUNRATE_REAL_DATA says where they
# are, by default ../shared/data.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use JSON::PP;
use List::Util qw(max min sum0);
use Test::More;

use RunrateTest;

my $seed = int($ENV{RUNRATE_SEED} // 1);
my $rows = 500_000;
my $lookback = 4000;

diag("seed $seed (repeat with RUNRATE_SEED=$seed)");

my $node = start_server('probability');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# ---- False alarms ----

my %kinds = (
	'normal'                    => '100 + 10 * z',
	'log-normal, sigma 0.5'     => 'exp(0.5 * z)',
	'log-normal, sigma 1'       => 'exp(z)',
	'log-normal, sigma 2'       => 'exp(2 * z)',
	'weekly'                    => 'CASE WHEN i % 7 < 5 THEN 100 ELSE 20 END * exp(0.1 * z)',
	'constant, 2 % of it noise' => '10 + CASE WHEN u < 0.02 THEN z ELSE 0 END',
	'sparse, 95 % of it zero'   => 'CASE WHEN u < 0.05 THEN exp(z) ELSE 0 END',
	'constant'                  => '10');
my @kinds = sort keys %kinds;

answer(<<"SQL");
SELECT setseed($seed / 1000000.0);
CREATE TABLE noise AS
SELECT i, sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS z, random() AS u FROM generate_series(1, $rows) AS i;
SQL

diag(sprintf '%-28s %10s %10s', 'false alarms over nominal', '1 in 100', '1 in 1,000');
foreach my $kind (@kinds)
{
	my @rates = split /\|/, answer(<<"SQL");
SELECT count(*), count(*) FILTER (WHERE p.probability <= 0.01) * 100.0 / count(*), count(*) FILTER (WHERE p.probability <= 0.001) * 1000.0 / count(*)
FROM (SELECT runrate.series_probabilities(timestamptz '2026-01-01 00:00+00' + i * interval '1 minute', $kinds{$kind}, $lookback) AS points FROM noise) AS s,
     unnest(points) AS p
WHERE p.n = $lookback
SQL
	my $scored = shift @rates;

	diag(sprintf '%-28s %10.2f %10.2f', $kind, @rates);
	cmp_ok($scored, '>=', $rows - $lookback - 2, "$kind: all rows are scored");
	foreach my $i (0, 1)
	{
		my $limit = (100, 1000)[$i];

		# nothing but the same value is never odd
		if ($kind eq 'constant') { cmp_ok($rates[$i], '==', 0, "$kind, 1 in $limit: no alarm") }
		else { ok($rates[$i] > 0.8 && $rates[$i] < 1.2, "$kind, 1 in $limit: false alarms within 20 % of nominal") }
	}
}

# As long as the lookback is filling
my $filling = answer(<<"SQL");
SELECT count(*) FILTER (WHERE p.probability <= 0.01) * 100.0 / count(*)
FROM (SELECT runrate.series_probabilities(timestamptz '2026-01-01 00:00+00' + i * interval '1 minute', exp(z), 1000) AS points FROM noise GROUP BY i / 1000) AS s,
     unnest(points) AS p
WHERE p.n >= 99
SQL
diag(sprintf '%-28s %10.2f', 'log-normal 1, filling', $filling);
ok($filling > 0.8 && $filling < 1.1, 'as many while the lookback is filling');

# ---- The benchmark ----

my $data = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
$data = abs_path($data) // $data;

SKIP:
{
	if (!-r "$data/nab/labels/combined_windows.json")
	{
		diag('REAL DATA NOT TESTED: set RUNRATE_REAL_DATA to the directory that has nab/');
		skip "no $data/nab", 2;
	}
	benchmark();
}

$node->stop;
done_testing();

# The credit for an alarm at a position, -1 at the left edge of a window, 0 at
# its right edge and positive behind it (A. Lavin and S. Ahmad, Evaluating
# Real-Time Anomaly Detection Algorithms, 2015)
sub credit { my ($position) = @_; return $position > 3 ? -1 : 2 / (1 + exp(5 * $position)) - 1 }

# Sum of credits of the alarms of a series, given the rows of its windows; the
# standard profile
sub score_series
{
	my ($alarms, $windows, $nrows) = @_;
	my $false_weight = 0.11;
	my $probation = min(int(0.15 * $nrows), 750);
	my @alarms = grep { $_ >= $probation } @$alarms;
	my $score = 0;

	foreach my $alarm (@alarms)
	{
		next if grep { $alarm >= $_->[0] && $alarm <= $_->[1] } @$windows;
		my ($before) = reverse grep { $_->[1] < $alarm } @$windows;
		$score += $false_weight * ($before ? credit(($alarm - $before->[1]) / ($before->[1] - $before->[0])) : -1);
	}
	foreach my $window (@$windows)
	{
		my $width = $window->[1] - $window->[0] + 1;
		my @credits = map { credit(-($window->[1] - $_ + 1) / $width) / credit(-1) }
		  grep { $_ >= $window->[0] && $_ <= $window->[1] } @alarms;

		$score += @credits ? max(@credits) : -1;
	}
	return $score;
}

sub benchmark
{
	my $labels = decode_json(slurp("$data/nab/labels/combined_windows.json"));
	my @names = sort grep { -r "$data/nab/data/$_" } keys %$labels;

	# one limit for all: one row in 300, and an alarm holds for 60 rows
	my %detectors = (
		'anomaly_probability' => <<"SQL",
SELECT i, runrate.anomaly_alarm(p, 1 / 300.0, 60) OVER (ORDER BY i) AS alarm
FROM (SELECT i, runrate.anomaly_probability(x, $lookback) OVER (ORDER BY i) AS p FROM points) AS probabilities
SQL
		'anomaly_score above 3.5' => "SELECT i, abs(runrate.anomaly_score(x, $lookback) OVER (ORDER BY i)) > 3.5 AS alarm FROM points");
	my %total;
	my $nwindows = 0;

	answer('CREATE TABLE points (i int GENERATED ALWAYS AS IDENTITY (START 0 MINVALUE 0), at timestamp, x float8)');
	foreach my $name (@names)
	{
		answer("TRUNCATE points RESTART IDENTITY; COPY points (at, x) FROM '$data/nab/data/$name' (FORMAT csv, HEADER)");
		my $nrows = answer('SELECT count(*) FROM points');
		my @windows = map {
			[ split /\|/, answer("SELECT min(i), max(i) FROM points WHERE at BETWEEN '$_->[0]' AND '$_->[1]'") ]
		} @{ $labels->{$name} };

		$nwindows += @windows;
		foreach my $detector (keys %detectors)
		{
			my @alarms = split /\n/, answer("SELECT i FROM ($detectors{$detector}) AS alarms WHERE alarm ORDER BY i");

			$total{$detector} += score_series(\@alarms, \@windows, $nrows);
		}
	}
	foreach my $detector (sort keys %detectors)
	{
		# a missed window counts -1, so no alarm at all scores as many as there are
		$total{$detector} = 100 * ($total{$detector} + $nwindows) / (2 * $nwindows);
		diag(sprintf '%d ad-cost series, standard profile, %-24s %6.2f', scalar(@names), $detector, $total{$detector});
	}
	cmp_ok(scalar(@names), '>=', 6, 'there are six series');
	cmp_ok($total{'anomaly_probability'}, '>=', 50, 'anomaly_probability, one limit for all series');
}
