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

my %scores = (
	anomaly_score => 'abs(runrate.anomaly_score(x, 28) OVER w) > 3.5',
	z_score => 'abs(runrate.z_score(x, runrate.baseline(x) OVER (w ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING))) > 3',
	same_weekday => 'abs(runrate.same_weekday_score(x, day) OVER w) > 3.5',
	seasonal => 'abs(runrate.seasonal_score(x, day) OVER w) > 3.5',
	# what happened before anything was scored is the norm for good
	fixed => "abs(runrate.robust_score(x, runrate.baseline(x) FILTER (WHERE d < $first_scored) OVER (PARTITION BY series))) > 3.5");
my @scores = qw(anomaly_score z_score same_weekday seasonal fixed);

my $node = start_server('detection');

$node->safe_psql('postgres', slurp("$FindBin::RealBin/../lib/detection_series.sql"),
	extra_params => [ '-v', "seed=$seed", '-v', "series=$series", '-v', "days=$days" ]);
my @classes = split /\n/, $node->safe_psql('postgres', 'SELECT class FROM (SELECT class, min(ctid) AS first FROM detection_days GROUP BY class) AS c ORDER BY first');

# Precision, recall and the share of other days with an alarm, of each score
sub detect
{
	my ($class) = @_;
	my $flags = join ', ', map { "$scores{$_} AS $_" } @scores;
	my $counts = join ', ', map {
		"count(*) FILTER (WHERE $_ AND anomaly), count(*) FILTER (WHERE $_ AND NOT anomaly)"
	} @scores;
	my ($anomalies, $others, @counts) = split /\|/, $node->safe_psql('postgres', <<"SQL");
WITH flags AS (
	SELECT d, anomaly, $flags
	FROM detection_days WHERE class = '$class' WINDOW w AS (PARTITION BY series ORDER BY day)
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
	my $result = $found{$class} = detect($class);

	foreach my $score (@scores)
	{
		my $rate = $result->{$score};

		diag(sprintf '%-34s %-14s %9s %9s %9s', $class, $score,
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
