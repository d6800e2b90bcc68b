# Costs that no event carries: shared costs and what is amortized month by month,
# each a pool that is shared by those who used it in its own month.
package RunrateOracle::Pools;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Amounts qw(scaled zero add power shares truncated_quotient);
use RunrateOracle::Calendar qw(month_of months_later later);
use RunrateOracle::Postings qw(booked_twice measured_drivers);
use RunrateOracle::Reference qw(known unknown_cell cell_key service_days known_days fixed_weights);

our @EXPORT_OK = qw(pools weights pool_shares);

my %measured = map { $_ => 1 } measured_drivers();

# Equal parts in whole minor units, cut off; the last takes what is left
sub amortized
{
	my ($world, $investment) = @_;
	my $unit = power(12 - $world->{minor});
	my $n = $investment->{months};
	my $part = truncated_quotient($investment->{cost}, $unit * $n) * $unit;

	return (($part) x ($n - 1), $investment->{cost} - $part * ($n - 1));
}

# What a disposal changes: what was to come is expensed in its month at once.  It
# has { investment, key, booked }, and its reversal is the opposite of each part.
sub disposed
{
	my ($world, $disposal) = @_;
	my $bill = $disposal->{investment};
	my $disposed = month_of($disposal->{booked});
	my @parts = amortized($world, $bill);
	my @pools;

	foreach (booked_twice($disposal, $disposal->{booked}))
	{
		my ($on, $sign) = @$_;
		my $booked = later(month_of($on), month_of($bill->{booked} // $bill->{first_month}));
		my $rest = zero();

		foreach my $n (0 .. $#parts)
		{
			my $month = months_later($bill->{first_month}, $n);

			next if $month le $disposed;
			push @pools, { %$bill, key => $disposal->{key}, month => later($month, $booked), service => $month, amount => -$sign * $parts[$n], component => 'amortization', kind => 'disposal', sign => $sign };
			$rest += $parts[$n];
		}
		push @pools, { %$bill, key => $disposal->{key}, month => $booked, service => $disposed, amount => $sign * $rest, component => 'amortization', kind => 'disposal', sign => $sign };
	}
	return @pools;
}

# Pools by month of booking and month of service, to the present month: what
# would be amortized later is no cost yet
sub pools
{
	my ($world) = @_;
	my @pools;

	foreach my $bill (grep { defined $_->{cost} } @{ $world->{shared_costs} })
	{
		foreach (booked_twice($bill, $bill->{month}))
		{
			my ($on, $sign) = @$_;
			push @pools, { %$bill, month => month_of($on), service => $bill->{month}, amount => $sign * $bill->{cost}, component => 'shared', kind => 'shared_cost', sign => $sign };
		}
	}
	foreach my $bill (grep { defined $_->{cost} } @{ $world->{investments} })
	{
		my $month = $bill->{first_month};

		foreach my $part (amortized($world, $bill))
		{
			foreach (booked_twice($bill, $month))
			{
				my ($on, $sign) = @$_;
				push @pools, { %$bill, month => month_of($on), service => $month, amount => $sign * $part, component => 'amortization', kind => 'amortization', sign => $sign };
			}
			$month = months_later($month, 1);
		}
	}
	push @pools, map { disposed($world, $_) } @{ $world->{disposals} // [] };
	return grep { $_->{month} le $world->{present} } @pools;
}

# Driver => month => cell => quantity, and which cells there are: from facts that
# are booked in their own month only
sub weights
{
	my (@postings) = @_;
	my (%weight, %cell);

	foreach my $posting (grep { $_->{own} } @postings)
	{
		$cell{ $posting->{key} } = $posting->{cell};
		add($weight{$_}{ $posting->{month} } //= {}, $posting->{key}, $posting->{drivers}{$_}) foreach keys %{ $posting->{drivers} };
	}
	return { weight => \%weight, cell => \%cell };
}

# Only what lies inside takes part
sub inside
{
	my ($pool) = @_;

	return sub {
		my ($cell) = @_;
		return (!defined $pool->{business_unit} || $cell->{unit} eq $pool->{business_unit})
		  && (!defined $pool->{deployment} || ($cell->{deployment} // '') eq $pool->{deployment});
	};
}

# Where the share of an agent goes: to its cells by days of service; if it has
# none, by the days for which anything is known of it, and if nothing is, to itself
sub cells_by_days
{
	my ($world, $agent, $month, $inside) = @_;
	my $days = service_days($world, $agent, $month, $inside);

	$days = known_days($world, $agent, $month, $inside) unless %$days;
	return $days if %$days || !$inside->(unknown_cell($agent));
	return { cell_key(unknown_cell($agent)) => { cell => unknown_cell($agent), days => 1 } };
}

# Agents that take part in a pool whose driver is not measured, with their weights
sub agent_weights
{
	my ($world, $pool, $inside) = @_;

	return ($pool->{agent} => 1) if defined $pool->{agent};
	return map { $_ => 1 } grep { %{ service_days($world, $_, $pool->{service}, $inside) } } keys %{ known($world, $pool->{service})->{agents} }
	  if $pool->{driver} eq 'even';
	return fixed_weights($world, $pool->{driver}, $pool->{service});
}

# Cell => { cell, amount, is_unallocated } of a pool
sub pool_shares
{
	my ($world, $weights, $pool) = @_;
	my $inside = inside($pool);
	my (%share, %cell);

	if (!defined $pool->{agent} && $measured{ $pool->{driver} })
	{
		my $weight = $weights->{weight}{ $pool->{driver} }{ $pool->{service} } // {};

		%cell = map { $_ => $weights->{cell}{$_} } grep { $inside->($weights->{cell}{$_}) } keys %$weight;
		%share = shares($pool->{amount}, map { $_ => $weight->{$_} } keys %cell);
	}
	else
	{
		my %weight = agent_weights($world, $pool, $inside);
		my %days = map { $_ => cells_by_days($world, $_, $pool->{service}, $inside) } keys %weight;
		my %agent = shares($pool->{amount}, map { $_ => scaled("$weight{$_}") } grep { %{ $days{$_} } } keys %weight);

		foreach my $agent (keys %agent)
		{
			my $cells = $days{$agent};
			my %part = shares($agent{$agent}, map { $_ => Math::BigInt->new($cells->{$_}{days}) } keys %$cells);

			$cell{$_} = $cells->{$_}{cell} foreach keys %part;
			$share{$_} = $part{$_} foreach keys %part;
		}
	}
	return { map { $_ => { cell => $cell{$_}, amount => $share{$_} } } keys %share } if %share;

	# nobody takes part, and so no work item either
	my $cell = unknown_cell('unattributed');
	return { cell_key($cell) => { cell => $cell, amount => $pool->{amount}, is_unallocated => 1 } };
}

1;
