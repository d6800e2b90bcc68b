# From who bears a cost to the work items it was done for.  The driver of a pool
# decides all the way down; shares are cut off, so that each item can be worked
# out by itself, and what is left belongs to no item.
package RunrateOracle::Items;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Amounts qw(zero add truncated_quotient power);
use RunrateOracle::Postings qw(measured_drivers);

our @EXPORT_OK = qw(item_weights item_shares item_review_cost);

my %measured = map { $_ => 1 } measured_drivers();

# Driver => month => cell => { all, items => item => quantity }
sub item_weights
{
	my (@postings) = @_;
	my %weight;

	foreach my $posting (grep { $_->{own} } @postings)
	{
		foreach my $driver (keys %{ $posting->{drivers} })
		{
			my $cell = $weight{$driver}{ $posting->{month} }{ $posting->{key} } //= { all => zero(), items => {} };

			$cell->{all} += $posting->{drivers}{$driver};
			add($cell->{items}, $posting->{item}, $posting->{drivers}{$driver}) if defined $posting->{item};
		}
	}
	return \%weight;
}

# A pool that is shared by days goes down to the items by direct cost, or else by
# events
sub weight_below
{
	my ($weights, $pool, $key) = @_;
	my @drivers = !defined $pool->{agent} && $measured{ $pool->{driver} } ? $pool->{driver} : qw(direct_cost events);

	foreach my $driver (@drivers)
	{
		my $weight = $weights->{$driver}{ $pool->{service} }{$key};
		return $weight if $weight && $weight->{all} > 0;
	}
	return { items => {} };
}

# Item => amount of what a cell bears of a pool, or of several of one driver
sub item_shares
{
	my ($weights, $pool, $key, $amount) = @_;
	my $weight = weight_below($weights, $pool, $key);

	return map { $_ => truncated_quotient($amount * $weight->{items}{$_}, $weight->{all}) } keys %{ $weight->{items} };
}

# Cost of reviews of an item: minutes times the cost of an hour are exact
sub item_review_cost
{
	my ($minute_cost, $fees) = @_;
	return truncated_quotient($minute_cost, power(12) * 60) + $fees;
}

1;
