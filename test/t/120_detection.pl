# What the anomaly scores find: precision and recall on series whose anomalies
# are known, one class of them at a time.  Prints a table; fails if a score
# that is made for a class misses it, or cries wolf on days like all others.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $seed = int($ENV{RUNRATE_SEED} // 1);
my $series = 100;
my $days = 140;
my $first_scored = 70;    # the scores have all the history they want

diag("seed $seed (repeat with RUNRATE_SEED=$seed)");

# Costs are in dollars.  shape: 1 on working days, less at weekends; u: uniform
# from 0 to 1, on its own in each day and series; v: the same for the series.
# x is what is scored; an anomaly is a day of which somebody should hear.
my $busy = 'CASE WHEN d % 7 < 5 THEN 1.0 ELSE 0.3 END';
my @classes = (
	{
		name    => 'nothing happens, all days alike',
		x       => 'level',
		anomaly => 'false',
	},
	{
		name    => 'nothing happens, quiet weekends',
		x       => "$busy + 0.08 * noise",
		anomaly => 'false',
	},
	{
		name    => 'spike',
		x       => 'level * CASE WHEN u < 0.04 THEN 1.6 + v ELSE 1 END',
		anomaly => 'u < 0.04',
	},
	{
		name    => 'spike on a quiet day',
		x       => "CASE WHEN d % 7 >= 5 AND u < 0.1 THEN 0.9 ELSE $busy END + 0.08 * noise",
		anomaly => 'd % 7 >= 5 AND u < 0.1',
	},
	{
		# after a week it is the new level
		name    => 'level shift, days alike',
		x       => 'level * CASE WHEN d >= 90 + (20 * v)::int THEN 1.6 ELSE 1 END',
		anomaly => 'd - 90 - (20 * v)::int BETWEEN 0 AND 6',
	},
	{
		name    => 'level shift, quiet weekends',
		x       => "$busy + 0.08 * noise + CASE WHEN d >= 90 + (20 * v)::int THEN 0.6 ELSE 0 END",
		anomaly => 'd - 90 - (20 * v)::int BETWEEN 0 AND 6',
	},
	{
		# worth a message from a quarter above the old level on
		name    => 'slow drift of 1 % a day',
		x       => 'level * 1.01 ^ greatest(d - 80, 0)',
		anomaly => '1.01 ^ greatest(d - 80, 0) > 1.25',
	},
	{
		# half of them leave no outcome at all, half of them one in thirty;
		# cost goes on, outcomes are fewer at weekends
		name    => 'outage, by cost per outcome',
		x       => "cost / nullif(outcomes * CASE WHEN u < 0.02 THEN 0 WHEN u < 0.04 THEN 1 / 30.0 ELSE 1 END, 0)",
		anomaly => 'u < 0.04',
	},
	{
		name    => 'outage, by outcomes',
		x       => "outcomes * CASE WHEN u < 0.02 THEN 0 WHEN u < 0.04 THEN 1 / 30.0 ELSE 1 END",
		anomaly => 'u < 0.04',
	},
	{
		# three days in a row, and as many outcomes as ever
		name    => 'retry storm, by cost per outcome',
		x       => 'cost / outcomes * CASE WHEN (d + (28 * v)::int) % 28 < 3 THEN 1.8 ELSE 1 END',
		anomaly => '(d + (28 * v)::int) % 28 < 3',
	},
	{
		name    => 'retry storm, by cost',
		x       => 'cost * CASE WHEN (d + (28 * v)::int) % 28 < 3 THEN 1.8 ELSE 1 END',
		anomaly => '(d + (28 * v)::int) % 28 < 3',
	});

my %scores = (
	anomaly_score => 'abs(runrate.anomaly_score(x, 28) OVER w) > 3.5',
	z_score => 'abs(runrate.z_score(x, runrate.baseline(x) OVER (w ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING))) > 3',
	same_weekday => 'abs(runrate.same_weekday_score(x, day) OVER w) > 3.5',
	seasonal => 'abs(runrate.seasonal_score(x, day) OVER w) > 3.5',
	# what happened before anything was scored is the norm for good
	fixed => "abs(runrate.robust_score(x, runrate.baseline(x) FILTER (WHERE d < $first_scored) OVER (PARTITION BY series))) > 3.5");
my @scores = qw(anomaly_score z_score same_weekday seasonal fixed);

my $node = start_server('detection');

# A number that depends on nothing but its name
$node->safe_psql('postgres', <<"SQL");
CREATE FUNCTION chance(name text) RETURNS double precision LANGUAGE sql IMMUTABLE
RETURN (('x' || left(md5('$seed ' || name), 8))::bit(32)::bigint + 0.5) / 4294967296;
SQL

# Precision, recall and the share of other days with an alarm, of each score
sub detect
{
	my ($class) = @_;
	my $flags = join ', ', map { "$scores{$_} AS $_" } @scores;
	my $counts = join ', ', map {
		"count(*) FILTER (WHERE $_ AND anomaly), count(*) FILTER (WHERE $_ AND NOT anomaly)"
	} @scores;
	my ($anomalies, $others, @counts) = split /\|/, $node->safe_psql('postgres', <<"SQL");
WITH chances AS (
	SELECT series, d, date '2026-01-05' + d AS day, chance(series || 'v') AS v, chance(series || 'u' || d) AS u,
	       sqrt(-2 * ln(chance(series || 'a' || d))) * cos(2 * pi() * chance(series || 'b' || d)) AS noise,
	       sqrt(-2 * ln(chance(series || 'a' || d))) * sin(2 * pi() * chance(series || 'b' || d)) AS noise2
	FROM generate_series(1, $series) AS series, generate_series(0, $days - 1) AS d
),
base AS (
	SELECT *, 1 + 0.08 * noise AS level, 400 * (1 + 0.08 * noise2) * $busy AS outcomes, 200 * (1 + 0.08 * noise) * (1 + 0.08 * noise2) * $busy AS cost
	FROM chances
),
days AS (
	SELECT series, d, day, $class->{anomaly} AS anomaly, ($class->{x})::double precision AS x
	FROM base
),
flags AS (
	SELECT d, anomaly, $flags
	FROM days WINDOW w AS (PARTITION BY series ORDER BY day)
)
SELECT count(*) FILTER (WHERE anomaly), count(*) FILTER (WHERE NOT anomaly), $counts
FROM flags WHERE d >= $first_scored
SQL
	my %result = (anomalies => $anomalies);

	foreach my $score (@scores)
	{
		my ($found, $false) = splice @counts, 0, 2;

		$result{$score} = {
			recall       => $anomalies > 0 ? $found / $anomalies : undef,
			precision    => $anomalies > 0 && $found + $false > 0 ? $found / ($found + $false) : undef,
			false_alarms => $false / $others
		};
	}
	return \%result;
}

sub percent { return defined $_[0] ? sprintf('%.1f', 100 * $_[0]) : '-' }

my %found;
diag(sprintf '%-34s %-14s %9s %9s %9s', 'class', 'score', 'precision', 'recall', 'false');
foreach my $class (@classes)
{
	my $result = $found{ $class->{name} } = detect($class);

	foreach my $score (@scores)
	{
		my $rate = $result->{$score};

		diag(sprintf '%-34s %-14s %9s %9s %9s', $class->{name}, $score,
			map { percent($_) } @$rate{qw(precision recall false_alarms)});
	}
}

# What each class needs: at least so much precision and recall (0: not judged,
# the score is not made for it)
my %needs = (
	'spike' => { anomaly_score => [ 0.80, 0.97 ], z_score => [ 0.90, 0.75 ], same_weekday => [ 0, 0.95 ], seasonal => [ 0.85, 0.97 ], fixed => [ 0.90, 0.97 ] },
	'spike on a quiet day' => { same_weekday => [ 0, 0.88 ], seasonal => [ 0.78, 0.95 ] },
	'level shift, days alike' => { anomaly_score => [ 0, 0.88 ], same_weekday => [ 0, 0.90 ], seasonal => [ 0.78, 0.88 ], fixed => [ 0, 0.95 ] },
	'level shift, quiet weekends' => { same_weekday => [ 0, 0.92 ], seasonal => [ 0.82, 0.90 ] },
	'slow drift of 1 % a day' => { fixed => [ 0.85, 0.80 ] },
	'outage, by outcomes' => { same_weekday => [ 0, 0.94 ], seasonal => [ 0.60, 0.90 ] },
	'retry storm, by cost per outcome' => { anomaly_score => [ 0.92, 0.95 ], seasonal => [ 0.92, 0.92 ], fixed => [ 0.92, 0.95 ] },
	'retry storm, by cost' => { seasonal => [ 0.82, 0.55 ] });
foreach my $class (sort keys %needs)
{
	foreach my $score (sort keys %{ $needs{$class} })
	{
		my ($precision, $recall) = @{ $needs{$class}{$score} };

		cmp_ok($found{$class}{$score}{precision} // 0, '>=', $precision, "$class, $score: precision") if $precision > 0;
		cmp_ok($found{$class}{$score}{recall}, '>=', $recall, "$class, $score: recall");
	}
}

# A day without any outcome has no cost per outcome, so nobody sees it there
foreach my $score (@scores)
{
	my $recall = $found{'outage, by cost per outcome'}{$score}{recall};

	ok($recall > 0.38 && $recall < 0.62, "outage, by cost per outcome, $score: those that leave an outcome");
}

# Days like all others
my %quiet = (
	'nothing happens, all days alike' => { anomaly_score => 0.015, z_score => 0.015, same_weekday => 0.06, seasonal => 0.01, fixed => 0.01 },
	'nothing happens, quiet weekends' => { same_weekday => 0.06, seasonal => 0.01 },
	# once a shift has lasted, it is no news
	'level shift, days alike' => { seasonal => 0.03 },
	'level shift, quiet weekends' => { seasonal => 0.03 });
foreach my $class (sort keys %quiet)
{
	cmp_ok($found{$class}{$_}{false_alarms}, '<=', $quiet{$class}{$_}, "$class, $_: false alarms")
	  foreach sort keys %{ $quiet{$class} };
}

$node->stop;
done_testing();
