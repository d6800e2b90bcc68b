# What the general ledger books: costs by account in whole minor units, and what
# vendors have delivered and not yet billed.
package RunrateOracle::Journal;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Amounts qw(scaled zero power add rounded_quotient levels);
use RunrateOracle::Calendar qw(month_of);
use RunrateOracle::Postings qw(booked_twice);
use RunrateOracle::Reference qw(known);

our @EXPORT_OK = qw(accounts_of journal accruals);

# The accounts of a layer in a month; what its row leaves open is said by that of *
sub accounts_of
{
	my ($world, $month, $layer) = @_;
	my ($own, $every) = map { known($world, $month)->{accounts}{$_} // {} } $layer, '*';

	return {
		account      => $own->{account} // $every->{account} // 'suspense',
		class        => $own->{class} // $every->{class},
		clearing     => $own->{clearing_account} // $every->{clearing_account} // 'clearing',
		amortization => $own->{amortization_account} // $own->{clearing_account} // $every->{amortization_account} // $every->{clearing_account} // 'clearing' };
}

# The sum of lines of one key, with what the key is made of
sub summed
{
	my ($lines, $line, %what) = @_;
	my $key = join("\0", map { $what{$_} } sort keys %what);
	my $sum = $lines->{$key} //= { %what, month => $line->{month}, service => $line->{service}, amount => zero() };

	$sum->{amount} += $line->{cost};
	return $sum;
}

# Lines of debits and of credits, {booked} in minor units: each month rounded,
# then its business units or accounts, then their lines
sub journal
{
	my ($world, @lines) = @_;
	my $unit = power(12 - $world->{minor});
	my (%debit, %credit, %sum, %month);

	foreach my $line (grep { defined $_->{layer} } @lines)
	{
		my $accounts = accounts_of($world, $line->{month}, $line->{layer});
		my $account = $line->{component} eq 'amortization' ? $accounts->{amortization} : $accounts->{clearing};
		my $vendor = $line->{vendor} // 'unattributed';
		my $metered = $line->{component} eq 'direct' || $line->{component} eq 'shared' ? 1 : 0;
		my @when = @{$line}{qw(month service)};

		summed(\%debit, $line, side => 'debit', when => "@when", unit => $line->{unit}, account => $accounts->{account})->{path} //=
		  [ $line->{unit}, join("\0", $line->{service}, $accounts->{account}) ];
		summed(\%credit, $line, side => 'credit', when => "@when", vendor => $vendor, metered => $metered, account => $account)->{path} //=
		  [ $account, join("\0", $line->{service}, $vendor, $metered) ];
		add(\%sum, $line->{month}, $line->{cost});
	}
	push @{ $month{ $_->{month} }{ $_->{side} } }, $_ foreach values %debit, values %credit;
	foreach my $month (keys %month)
	{
		levels(rounded_quotient($sum{$month}, $unit), $unit, @$_) foreach values %{ $month{$month} };
	}
	return (values %debit, values %credit);
}

# What was metered and billed of each month of service and vendor, by month of
# booking, in minor units
sub vendor_months
{
	my ($world, @journal) = @_;
	my $unit = power(12 - $world->{minor});
	my %of;

	foreach my $line (grep { $_->{side} eq 'credit' && $_->{metered} } @journal)
	{
		add($of{ $line->{service} }{ $line->{vendor} }{ $line->{month} } //= {}, 'metered', $line->{booked});
	}
	foreach my $invoice (@{ $world->{invoices} // [] })
	{
		my $amount = rounded_quotient(scaled($invoice->{given}), $unit);

		foreach (booked_twice($invoice, $invoice->{month}))
		{
			my ($on, $sign) = @$_;
			my $sums = $of{ $invoice->{month} }{ $invoice->{vendor} }{ month_of($on) } //= {};

			add($sums, 'invoiced', $sign * $amount);
			next if $invoice->{given} =~ /^-/;
			add($sums, 'billed', $sign * $amount);
			add($sums, 'finals', $sign) if $invoice->{is_final} eq 'true';
		}
	}
	return \%of;
}

# Months in which what is still to be billed changes, or is trued up
sub accruals
{
	my ($world, @journal) = @_;
	my $of = vendor_months($world, @journal);
	my @accruals;

	foreach my $service (keys %$of)
	{
		foreach my $vendor (keys %{ $of->{$service} })
		{
			my %total = (map({ $_ => zero() } qw(metered invoiced billed finals accrued true_up)));

			foreach my $month (sort keys %{ $of->{$service}{$vendor} })
			{
				my $change = $of->{$service}{$vendor}{$month};
				my ($opening, $true_up) = @total{qw(accrued true_up)};

				$total{$_} += $change->{$_} // 0 foreach qw(metered invoiced billed finals);
				$total{accrued} = $total{finals} > 0 ? zero() : $total{billed} == 0 ? $total{metered}->copy
				  : $total{metered} > $total{billed} ? $total{metered} - $total{billed} : zero();
				$total{true_up} = $total{invoiced} + $total{accrued} - $total{metered};
				push @accruals, {
					month => $month, service => $service, vendor => $vendor, opening => $opening, metered => $change->{metered} // zero(),
					invoiced => $change->{invoiced} // zero(), true_up => $total{true_up} - $true_up, accrued => $total{accrued} };
			}
		}
	}
	return grep { $_->{metered} != 0 || $_->{true_up} != 0 || $_->{opening} != $_->{accrued} } @accruals;
}

1;
