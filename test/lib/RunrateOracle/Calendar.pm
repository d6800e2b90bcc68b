# Days and months as text: YYYY-MM-DD, a month as its first day.
package RunrateOracle::Calendar;

use strict;
use warnings;

use Exporter 'import';

our @EXPORT_OK = qw(day_of month_of last_day next_month months_later days_of later week_of);

sub day_of { my ($at) = @_; return substr($at, 0, 10) }
sub month_of { my ($at) = @_; return substr($at, 0, 7) . '-01' }
sub later { my ($a, $b) = @_; return $a gt $b ? $a : $b }

sub days_in
{
	my ($y, $m) = @_;
	return (31, ($y % 4 == 0 && ($y % 100 != 0 || $y % 400 == 0) ? 29 : 28), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[ $m - 1 ];
}

sub last_day
{
	my ($month) = @_;
	my ($y, $m) = $month =~ /^(\d+)-(\d+)/;

	return substr($month, 0, 8) . days_in($y, $m);
}

sub days_of
{
	my ($month) = @_;
	my $last = substr(last_day($month), 8);

	return map { substr($month, 0, 8) . sprintf('%02d', $_) } 1 .. $last;
}

sub months_later
{
	my ($month, $n) = @_;
	my ($y, $m) = $month =~ /^(\d+)-(\d+)/;
	my $months = $y * 12 + $m - 1 + $n;

	return sprintf('%04d-%02d-01', int($months / 12), $months % 12 + 1);
}

sub next_month { my ($month) = @_; return months_later($month, 1) }

# The Monday of a day's week (Sakamoto's weekday)
sub week_of
{
	my ($day) = @_;
	my ($y, $m, $d) = split /-/, $day;
	my $shifted = $y - ($m < 3 ? 1 : 0);
	my $weekday = ($shifted + int($shifted / 4) - int($shifted / 100) + int($shifted / 400) + (0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4)[ $m - 1 ] + $d) % 7;
	my $back = ($weekday + 6) % 7;

	return $d > $back ? sprintf('%04d-%02d-%02d', $y, $m, $d - $back)
	  : substr(last_day(months_later(month_of($day), -1)), 0, 8) . sprintf('%02d', substr(last_day(months_later(month_of($day), -1)), 8) + $d - $back);
}

1;
