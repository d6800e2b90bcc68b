# The book: every cost and every count at the grain month of booking, month of
# service, agent, business unit, unit of work, layer, vendor, component.
package RunrateOracle::Book;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Amounts qw(zero add power rounded_quotient levels);
use RunrateOracle::Calendar qw(month_of);
use RunrateOracle::Pools qw(weights pools pool_shares);
use RunrateOracle::Postings qw(booked_twice postings);

our @EXPORT_OK = qw(books parts charges stands what_stands);

my @measures = qw(events unpriced unknown tokens outcomes all_outcomes human_cost with_baseline without_baseline reviews unpriced_reviews judged accurate);

# Parts of a key; what is not known comes last when sorted
sub parts { return map { $_ // "\xff" } @_ }

sub line
{
	my ($lines, $of, $cell, %what) = @_;
	my $key = join("\0", parts(@{$of}{qw(month service)}, @{$cell}{qw(agent unit work)}, @what{qw(layer vendor component)}));

	return $lines->{$key} //= {
		month => $of->{month}, service => $of->{service}, %what, cost => zero(), minute_cost => zero(),
		map({ $_ => $cell->{$_} } qw(agent unit work)), map({ $_ => zero() } @measures) };
}

# What minutes cost is divided by 60 when a line is made: the month rounded, its
# lines by largest remainder
sub divide_minutes
{
	my (@lines) = @_;
	my $unit = power(12) * 60;
	my (%sum, %of);

	foreach my $n (0 .. $#lines)
	{
		my $line = $lines[$n];

		push @{ $of{ $line->{month} } }, { line => $line, amount => $line->{minute_cost}, path => [ join("\0", parts(@{$line}{qw(service agent unit work)})) ] };
		add(\%sum, $line->{month}, $line->{minute_cost});
	}
	foreach my $month (keys %of)
	{
		levels(rounded_quotient($sum{$month}, $unit), $unit, @{ $of{$month} });
		$_->{line}{cost} += $_->{booked} foreach @{ $of{$month} };
	}
	return;
}

# What the book has of an agent in a unit and a month of service, whenever it was
# booked: a line for each unit of work, layer, vendor and component
sub what_stands
{
	my ($month, $agent, $unit, @lines) = @_;
	my %sums;

	foreach my $line (grep { $_->{service} eq $month && $_->{agent} eq $agent && $_->{unit} eq $unit } @lines)
	{
		my @what = qw(work layer vendor component);
		my $sum = $sums{ join("\0", parts(@{$line}{@what})) } //= { map({ $_ => $line->{$_} } @what), map { $_ => zero() } 'cost', @measures };

		$sum->{$_} += $line->{$_} foreach 'cost', @measures;
	}
	return grep { my $sum = $_; grep { $sum->{$_} != 0 } 'cost', @measures } values %sums;
}

# Whether the month of what was reclassified is closed as it was then
sub stands
{
	my ($world, $reclassified) = @_;
	return grep { $_ == $reclassified->{closing} } @{ $world->{closings} };
}

# Takes lines from one unit and adds them to another, in the month of booking, and
# the other way round where that was reversed
sub add_reclassified
{
	my ($world, $lines) = @_;

	foreach my $moved (grep { stands($world, $_) } @{ $world->{reclassifications} // [] })
	{
		foreach my $booking (booked_twice($moved, $moved->{month}))
		{
			my ($on, $sign) = @$booking;

			foreach my $part (@{ $moved->{lines} })
			{
				foreach my $side ([ $moved->{from}, -$sign ], [ $moved->{to}, $sign ])
				{
					my $line = line($lines, { month => month_of($on), service => $moved->{month} }, { agent => $moved->{agent}, unit => $side->[0], work => $part->{work} },
						map { $_ => $part->{$_} } qw(layer vendor component));

					$line->{$_} += $side->[1] * $part->{$_} foreach 'cost', @measures;
				}
			}
		}
	}
	return;
}

# Postings, pools with their shares, and the lines of the book
sub books
{
	my ($world) = @_;
	my @postings = grep { $_->{month} le $world->{present} } postings($world);
	my $weights = weights(@postings);
	my @pools = pools($world);
	my %lines;

	foreach my $posting (@postings)
	{
		my $line = line(\%lines, $posting, $posting->{cell}, map { $_ => $posting->{$_} } qw(layer vendor component));

		$line->{cost} += $posting->{cost} if defined $posting->{cost};
		$line->{cost} += $posting->{fees} if defined $posting->{fees};
		$line->{minute_cost} += $posting->{minute_cost} if defined $posting->{minute_cost};
		$line->{$_} += $posting->{$_} foreach grep { defined $posting->{$_} } @measures;
	}
	divide_minutes(grep { $_->{component} eq 'review' } values %lines);
	foreach my $pool (@pools)
	{
		$pool->{shares} = pool_shares($world, $weights, $pool);
		foreach my $share (values %{ $pool->{shares} })
		{
			my $line = line(\%lines, $pool, $share->{cell}, map { $_ => $pool->{$_} } qw(layer vendor component));
			$line->{cost} += $share->{amount};
		}
	}
	add_reclassified($world, \%lines);
	return { postings => \@postings, pools => \@pools, lines => [ values %lines ] };
}

# Lines of the chargeback, with what is booked in whole minor units: of each
# month, then its business units, then the agents of a unit and their lines
sub charges
{
	my ($world, @lines) = @_;
	my $unit = power(12 - $world->{minor});
	my (%charge, %month, %sum);

	foreach my $line (@lines)
	{
		my @key = @{$line}{qw(month unit agent service work)};
		my $charge = $charge{ join("\0", parts(@key)) } //= {
			month => $line->{month}, service => $line->{service}, agent => $line->{agent}, unit => $line->{unit}, work => $line->{work},
			path => [ parts(@key[ 1, 2 ]), join("\0", parts(@key[ 3, 4 ])) ],
			amount => zero(), outcomes => zero(), map({ $_ => zero() } qw(direct review shared amortization outcome)) };

		$charge->{amount} += $line->{cost};
		$charge->{ $line->{component} } += $line->{cost};
		$charge->{outcomes} += $line->{outcomes};
	}
	foreach my $charge (values %charge)
	{
		push @{ $month{ $charge->{month} } }, $charge;
		add(\%sum, $charge->{month}, $charge->{amount});
	}
	levels(rounded_quotient($sum{$_}, $unit), $unit, @{ $month{$_} }) foreach keys %month;
	$_->{booked} *= $unit foreach values %charge;
	return values %charge;
}

1;
