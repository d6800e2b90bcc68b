# What a fact costs that came without an amount.
package RunrateOracle::Prices;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Amounts qw(scaled zero power rounded_quotient);
use RunrateOracle::Calendar qw(day_of);
use RunrateOracle::Reference qw(row_at);

our @EXPORT_OK = qw(price_facts);

# What was billed in another currency, with so many decimals; undef without an
# exchange rate
sub converted
{
	my ($world, $fact, $decimals, $late) = @_;
	my $row = row_at($fact->{at}, grep { $_->{currency} eq $fact->{currency} && ($late || !$_->{late}) } @{ $world->{fx} });
	my $unit = power(12 - $decimals);

	return undef unless $row && defined $row->{rate};
	return rounded_quotient(scaled($fact->{billed}) * scaled($row->{rate}), power(12) * $unit) * $unit;
}

# Whose price a meter takes that has none, and meters that are free without one
my %price_of = (cache_read_tokens => 'input_tokens');
my %free = (gpu_seconds => 1, vectors_stored => 1);

sub price_row
{
	my ($world, $event, $meter, $late) = @_;
	my $row = row_at($event->{at}, grep {
			$_->{provider} eq $event->{provider} && $_->{model} eq $event->{model} && $_->{meter} eq $meter && ($late || !$_->{late})
		} @{ $world->{prices} });

	return $row if $row && defined $row->{price};
	return $price_of{$meter} ? price_row($world, $event, $price_of{$meter}, $late) : undef;
}

# Cost of an event, rounded once; undef if a meter has no price
sub event_cost
{
	my ($world, $event, $late) = @_;
	my $millionths = zero();

	return converted($world, $event, 12, $late) if defined $event->{billed};
	foreach my $meter (sort keys %{ $event->{usage} })
	{
		my $row = price_row($world, $event, $meter, $late);

		if ($row) { $millionths += scaled($row->{price}) * $event->{usage}{$meter} * (1000000 / $row->{per}) }
		elsif (!$free{$meter}) { return undef }
	}
	return rounded_quotient($millionths, Math::BigInt->new(1000000));
}

# Minutes of a review times the cost of an hour, exact: 10^-24, to be divided by
# 60; undef if nobody has said what the reviewer costs
sub minute_cost
{
	my ($world, $review, $late) = @_;
	my $hourly = $review->{hourly_cost};

	if (!defined $hourly)
	{
		my $day = day_of($review->{at});
		my @known = grep { $late || !$_->{late} } @{ $world->{reviewers} };
		my $row = row_at($day, grep { $_->{reviewer} eq ($review->{reviewer} // '*') } @known)
		  // row_at($day, grep { $_->{reviewer} eq '*' } @known);
		$hourly = $row->{hourly_cost} if $row;
	}
	return defined $hourly ? scaled($hourly) * scaled($review->{minutes}) : undef;
}

# Give every fact that has no amount yet the one that it has by now: on arrival,
# and with $late when the prices came that were missing
sub price_facts
{
	my ($world, $late) = @_;
	my %decimals = (shared_costs => 6, investments => 6);

	foreach my $event (grep { !defined $_->{cost} } @{ $world->{events} })
	{
		$event->{cost} = defined $event->{given} ? scaled($event->{given}) : event_cost($world, $event, $late);
	}
	foreach my $review (grep { !defined $_->{fee} && !defined $_->{minute_cost} } @{ $world->{reviews} })
	{
		$review->{minute_cost} = minute_cost($world, $review, $late);
	}
	foreach my $table (sort keys %decimals)
	{
		foreach my $bill (grep { !defined $_->{cost} } @{ $world->{$table} })
		{
			$bill->{cost} = defined $bill->{given} ? scaled($bill->{given}) : converted($world, $bill, $decimals{$table}, $late);
		}
	}
	return;
}

1;
