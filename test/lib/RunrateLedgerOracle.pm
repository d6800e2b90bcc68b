# What the reports of a ledger must say, worked out from its facts in Perl.
#
# Nothing here looks at the SQL of the ledger: amounts are whole numbers of
# 10^-12 (Math::BigInt), moments are local times of the ledger as text, which
# sort as they follow each other.  A world is a hash:
#
#	layers		layer => visible or not
#	agents		agent => rows { from, business_unit, unit, deployment, hired, retired }, by day
#	items		work item => { business_unit, customer }
#	rules		[ { unit, outcome, counts, from } ], a later one of the same key wins
#	prices		[ { provider, model, meter, from, price, per, late } ]
#	reviewers	[ { reviewer, from, hourly_cost, late } ]
#	fx			[ { currency, from, rate, late } ]
#	weights		[ { key, agent, from, weight } ]
#	events, outcomes, reviews, shared_costs, investments
#				facts, with the ones that reverse others: { reverses => fact }
#	months		first days of all months that may have cost
package RunrateLedgerOracle;

use strict;
use warnings;

use Exporter 'import';
use List::Util qw(sum0);
use Math::BigInt;

our @EXPORT_OK = qw(scaled decimal figures price_facts);

my $one = Math::BigInt->new(10)->bpow(12);

# "-1.5" as a whole number of 10^-12
sub scaled
{
	my ($text) = @_;
	my ($sign, $whole, $fraction) = $text =~ /^(-?)(\d+)(?:\.(\d{1,12})0*)?$/ or die "not an amount: $text";

	return Math::BigInt->new($sign . $whole . substr(($fraction // '') . '0' x 12, 0, 12));
}

# The other way round, without trailing zeros
sub decimal
{
	my ($units) = @_;
	my $digits = Math::BigInt->new($units)->babs->bstr;

	$digits = '0' x (13 - length $digits) . $digits if length $digits < 13;
	my $text = substr($digits, 0, -12) . '.' . substr($digits, -12);
	$text =~ s/\.?0+$//;
	return $units < 0 ? "-$text" : $text;
}

# a / b, rounded half away from zero
sub rounded_quotient
{
	my ($a, $b) = @_;
	my ($quotient, $rest) = $a->copy->babs->bdiv($b);

	$quotient->binc if $rest * 2 >= $b;
	return $a->is_neg ? $quotient->bneg : $quotient;
}

# Of rows with a "from", the last that holds at a moment or on a day
sub row_at
{
	my ($at, @rows) = @_;
	my $found;

	foreach my $row (@rows)
	{
		$found = $row if $row->{from} le $at && (!$found || $row->{from} ge $found->{from});
	}
	return $found;
}

sub month_of { return substr($_[0], 0, 7) . '-01' }
sub day_of { return substr($_[0], 0, 10) }

# The owner of a fact at its own time
sub owner
{
	my ($world, $agent, $day) = @_;
	return defined $agent ? row_at($day, @{ $world->{agents}{$agent} // [] }) : undef;
}

sub business_unit
{
	my ($world, $fact) = @_;
	my $item = defined $fact->{item} ? $world->{items}{ $fact->{item} } : undef;
	my $owner = owner($world, $fact->{agent}, day_of($fact->{at}));

	return ($item ? $item->{business_unit} : undef) // ($owner ? $owner->{business_unit} : undef) // 'unattributed';
}

# ---------------------------------------------------------------------------
# Prices
# ---------------------------------------------------------------------------

# What was billed in another currency, with so many decimals; undef without an
# exchange rate
sub converted
{
	my ($world, $fact, $decimals, $late) = @_;
	my $row = row_at($fact->{at}, grep { $_->{currency} eq $fact->{currency} && ($late || !$_->{late}) } @{ $world->{fx} });
	my $unit = Math::BigInt->new(10)->bpow(12 - $decimals);

	return undef unless $row && defined $row->{rate};
	return rounded_quotient(scaled($fact->{billed}) * scaled($row->{rate}), $one * $unit) * $unit;
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

# Cost of an event that came without one, rounded once; undef if a meter has no
# price
sub event_price
{
	my ($world, $event, $late) = @_;
	my $millionths = Math::BigInt->bzero;

	return converted($world, $event, 12, $late) if defined $event->{billed};
	foreach my $meter (sort keys %{ $event->{usage} })
	{
		my $row = price_row($world, $event, $meter, $late);

		if ($row) { $millionths += scaled($row->{price}) * $event->{usage}{$meter} * (1000000 / $row->{per}) }
		elsif (!$free{$meter}) { return undef }
	}
	return rounded_quotient($millionths, Math::BigInt->new(1000000));
}

sub review_price
{
	my ($world, $review, $late) = @_;

	return scaled($review->{fee}) if defined $review->{fee};
	my $hourly = $review->{hourly_cost};
	if (!defined $hourly)
	{
		my @known = grep { $late || !$_->{late} } @{ $world->{reviewers} };
		my $row = row_at(day_of($review->{at}), grep { $_->{reviewer} eq ($review->{reviewer} // '*') } @known)
		  // row_at(day_of($review->{at}), grep { $_->{reviewer} eq '*' } @known);
		$hourly = $row->{hourly_cost} if $row;
	}
	return undef unless defined $hourly;
	return rounded_quotient(scaled($hourly) * scaled($review->{minutes}), $one * 60);
}

# Give every fact without an amount the one that it has by now: on arrival, and
# with $late when price_pending() was called
sub price_facts
{
	my ($world, $late) = @_;
	my %amount = (
		events       => sub { return event_price($world, $_[0], $late) },
		reviews      => sub { return review_price($world, $_[0], $late) },
		shared_costs => sub { return converted($world, $_[0], 6, $late) },
		investments  => sub { return converted($world, $_[0], 2, $late) });

	foreach my $facts (sort keys %amount)
	{
		foreach my $fact (grep { !$_->{reverses} && !defined $_->{cost} } @{ $world->{$facts} })
		{
			$fact->{cost} = defined $fact->{given} ? scaled($fact->{given}) : $amount{$facts}->($fact);
		}
		foreach my $fact (grep { $_->{reverses} } @{ $world->{$facts} })
		{
			$fact->{cost} = defined $fact->{reverses}{cost} ? -$fact->{reverses}{cost} : undef;
		}
	}
	return;
}

# ---------------------------------------------------------------------------
# Allocation
# ---------------------------------------------------------------------------

# Shares of an amount in units of 10^-$scale by largest remainder; equal
# remainders go by name.  Nothing if all weights are zero.
sub shares
{
	my ($amount, $scale, %weight) = @_;
	my $unit = Math::BigInt->new(10)->bpow(12 - $scale);
	my $units = $amount->copy->babs / $unit;
	my $total = Math::BigInt->bzero;
	my (%share, %rest);

	$total += $_ foreach values %weight;
	return () if $total == 0;
	my $left = $units->copy;
	foreach my $name (keys %weight)
	{
		my ($quotient, $rest) = ($units * $weight{$name})->bdiv($total);
		($share{$name}, $rest{$name}) = ($quotient, $rest);
		$left -= $quotient;
	}
	foreach my $name (sort { $rest{$b} <=> $rest{$a} || $a cmp $b } grep { $rest{$_} > 0 } keys %rest)
	{
		last if $left == 0;
		$share{$name}++;
		$left--;
	}
	return map { $_ => $share{$_} * $unit * ($amount->is_neg ? -1 : 1) } keys %share;
}

sub add
{
	my ($sums, $key, $amount) = @_;
	$sums->{$key} = ($sums->{$key} // Math::BigInt->bzero) + $amount;
	return;
}

sub positive { return $_[0] > 0 ? $_[0] : Math::BigInt->bzero }

my @token_meters = qw(input_tokens cache_read_tokens output_tokens);

# Driver => month => agent => quantity
sub drivers
{
	my ($world, $counted) = @_;
	my %quantity;

	foreach my $event (@{ $world->{events} })
	{
		my $agent = $event->{agent} // 'unattributed';
		my $month = month_of($event->{at});
		my $sign = $event->{reverses} ? -1 : 1;
		my $usage = ($event->{reverses} // $event)->{usage} // {};

		add($quantity{events}{$month} //= {}, $agent, $sign);
		add($quantity{tokens}{$month} //= {}, $agent, $sign * sum0(map { $usage->{$_} // 0 } @token_meters));
		add($quantity{direct_cost}{$month} //= {}, $agent, $event->{cost}) if defined $event->{cost};
		foreach my $meter (qw(gpu_seconds vectors_stored))
		{
			add($quantity{$meter}{$month} //= {}, $agent, $sign * $usage->{$meter}) if $usage->{$meter};
		}
	}
	$quantity{outcomes} = $counted;

	foreach my $month (@{ $world->{months} })
	{
		my $last = last_day($month);

		foreach my $agent (keys %{ $world->{agents} })
		{
			my $row = row_at($last, @{ $world->{agents}{$agent} });
			next unless $row && ($row->{hired} // $month) le $last && ($row->{retired} // $last) ge $month;
			$quantity{even}{$month}{$agent} = 1;
		}
		foreach my $row (@{ $world->{weights} })
		{
			my $valid = row_at($month, grep { $_->{key} eq $row->{key} && $_->{agent} eq $row->{agent} } @{ $world->{weights} });
			$quantity{ $row->{key} }{$month}{ $row->{agent} } = $valid->{weight} if $valid && defined $valid->{weight};
		}
	}
	return \%quantity;
}

sub last_day
{
	my ($month) = @_;
	my ($y, $m) = $month =~ /^(\d+)-(\d+)/;
	my $days = (31, ($y % 4 == 0 && ($y % 100 != 0 || $y % 400 == 0) ? 29 : 28), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[ $m - 1 ];

	return substr($month, 0, 8) . $days;
}

sub next_month
{
	my ($month) = @_;
	my ($y, $m) = $month =~ /^(\d+)-(\d+)/;
	return $m == 12 ? sprintf('%04d-01-01', $y + 1) : sprintf('%04d-%02d-01', $y, $m + 1);
}

# Shared costs and what is written off in each month, as pools; what would be
# written off after the last month that anything is known of is no cost yet
sub pools
{
	my ($world) = @_;
	my @pools = map { { %$_, amount => $_->{cost}, component => 'shared' } } grep { defined $_->{cost} } @{ $world->{shared_costs} };
	my ($last) = reverse sort map({ month_of($_->{at}) } map { @{ $world->{$_} } } qw(events outcomes reviews)), map { $_->{month} } @pools;

	foreach my $investment (grep { defined $_->{cost} } @{ $world->{investments} })
	{
		my $cent = $one / 100;
		my $left = $investment->{cost};
		my $month = $investment->{first_month};

		# equal amounts in whole cents, cut off; the last takes what is left
		my $part = $left->copy->babs / $cent / $investment->{months} * $cent * ($left->is_neg ? -1 : 1);
		foreach my $n (1 .. $investment->{months})
		{
			push @pools, { %$investment, month => $month, amount => $n < $investment->{months} ? $part : $left, component => 'write_off' };
			$left -= $part;
			$month = next_month($month);
		}
	}
	return grep { defined $last && $_->{month} le $last } @pools;
}

# Whether anybody takes part, then agent => amount; an amount that nobody takes
# is unattributed
sub pool_shares
{
	my ($world, $quantity, $pool) = @_;

	return (1, $pool->{agent} => $pool->{amount}) if defined $pool->{agent};
	my %weight = %{ $quantity->{ $pool->{driver} }{ $pool->{month} } // {} };
	foreach my $agent (keys %weight)
	{
		my $row = owner($world, $agent, last_day($pool->{month}));

		$weight{$agent} = positive($weight{$agent});
		delete $weight{$agent}
		  if (defined $pool->{business_unit} && ($row->{business_unit} // '') ne $pool->{business_unit})
		  || (defined $pool->{deployment} && ($row->{deployment} // '') ne $pool->{deployment});
	}
	my $scale = $pool->{amount} % ($one / 100) == 0 ? 2 : 6;
	my %share = shares($pool->{amount}, $scale, map { $_ => scaled("$weight{$_}") } keys %weight);
	return %share ? (1, %share) : (0, unattributed => $pool->{amount});
}

# ---------------------------------------------------------------------------
# Overhead down to business units, customers and work items
# ---------------------------------------------------------------------------

# What events add up to below a node: a node is { cost, events, below }
sub node_below
{
	my ($node, $name) = @_;
	return $node->{below}{$name} //= { cost => Math::BigInt->bzero, events => 0, below => {} };
}

# An amount in proportion to the direct cost of the children, else to their
# events, else all to one; not rounded to cents, so right to about a cent
sub spread
{
	my ($amount, $node, $else) = @_;
	my $below = $node ? $node->{below} : {};
	my %weight = map { $_ => positive($below->{$_}{cost}) } keys %$below;

	%weight = map { $_ => positive(Math::BigInt->new($below->{$_}{events})) } keys %$below unless grep { $_ > 0 } values %weight;
	my $total = Math::BigInt->bzero;
	$total += $_ foreach values %weight;
	return ($else => $amount) if $total == 0;
	return map { $_ => rounded_quotient($amount * $weight{$_}, $total) } grep { $weight{$_} > 0 } keys %weight;
}

# The share of an agent in a pool, added to who bears it in the end
sub add_overhead
{
	my ($world, $f, $root, $month, $agent, $amount, $allocated) = @_;
	my $owner = owner($world, $agent, last_day($month));
	my $top = $allocated ? $root->{below}{"$month $agent"} : undef;
	my %unit = spread($amount, $top, ($owner ? $owner->{business_unit} : undef) // 'unattributed');

	foreach my $unit (keys %unit)
	{
		my $unit_node = $top ? $top->{below}{$unit} : undef;
		my %customer = spread($unit{$unit}, $unit_node, 'unattributed');

		add($f->{business_unit}, "$month $unit", $unit{$unit});
		foreach my $customer (keys %customer)
		{
			my %item = spread($customer{$customer}, $unit_node ? $unit_node->{below}{$customer} : undef, 'unattributed');

			add($f->{customer}, "$month $customer", $customer{$customer});
			add($f->{item}, $_, $item{$_}) foreach keys %item;
		}
	}
	return;
}

# ---------------------------------------------------------------------------
# Figures
# ---------------------------------------------------------------------------

sub counts
{
	my ($world, $outcome) = @_;
	# a reversal takes back what was counted, whatever the rules are by then
	my $day = day_of(($outcome->{reverses} // $outcome)->{at});
	my $owner = owner($world, $outcome->{agent}, $day);
	my $unit = $owner ? $owner->{unit} : undef;
	my @rules = grep { $_->{outcome} eq $outcome->{outcome} } @{ $world->{rules} };
	my $rule = (defined $unit ? row_at($day, grep { $_->{unit} eq $unit } @rules) : undef) // row_at($day, grep { $_->{unit} eq '*' } @rules);

	return $rule && $rule->{counts};
}

# Figure => key => amount in 10^-12, or a count.  Keys are a month, or a month
# and a name, or a name.  business_unit, customer and item are right to a cent
# for each pool.
sub figures
{
	my ($world) = @_;
	my %f = map { $_ => {} } qw(total layer visibility component direct fully_loaded business_unit_direct item_direct customer_direct business_unit customer item outcomes agent_outcomes unpriced events);
	my $root = { below => {} };
	my %counted;

	my $cost = sub {
		my ($month, $agent, $layer, $component, $amount) = @_;
		add($f{total}, $month, $amount);
		add($f{layer}, "$month $layer", $amount);
		add($f{visibility}, "$month " . ($world->{layers}{$layer} ? 'visible' : 'hidden'), $amount);
		add($f{component}, "$month $component", $amount);
		add($f{fully_loaded}, "$month $agent", $amount);
	};

	foreach my $outcome (@{ $world->{outcomes} })
	{
		my $month = month_of($outcome->{at});
		next unless counts($world, $outcome);
		my $quantity = $outcome->{reverses} ? -$outcome->{reverses}{quantity} : $outcome->{quantity};

		$f{outcomes}{$month} += $quantity;
		$f{agent_outcomes}{ "$month " . ($outcome->{agent} // 'unattributed') } += $quantity;
		$counted{$month}{ $outcome->{agent} // 'unattributed' } += $quantity;
	}
	my $owners = sub {
		my ($fact) = @_;
		my $item = defined $fact->{item} ? $world->{items}{ $fact->{item} } : undef;
		return (month_of($fact->{at}), $fact->{agent} // 'unattributed', business_unit($world, $fact),
			($item ? $item->{customer} : undef) // 'unattributed', $fact->{item} // 'unattributed');
	};
	foreach my $event (@{ $world->{events} })
	{
		my ($month, $agent, $unit, $customer, $item) = $owners->($event);
		my $count = $event->{reverses} ? -1 : 1;
		my $node = node_below($root, "$month $agent");

		foreach my $name ($unit, $customer, $item)
		{
			$node = node_below($node, $name);
			$node->{events} += $count;
			$node->{cost} += $event->{cost} if defined $event->{cost};
		}
		$f{events}{$month} += $count;
		if (!defined $event->{cost})
		{
			$f{unpriced}{$month} += $count;
			next;
		}
		$cost->($month, $agent, $event->{layer}, 'direct', $event->{cost});
		add($f{direct}, "$month $agent", $event->{cost});
		add($f{$_}, "$month $unit", $event->{cost}) foreach qw(business_unit_direct business_unit);
		add($f{$_}, "$month $customer", $event->{cost}) foreach qw(customer_direct customer);
		add($f{$_}, $item, $event->{cost}) foreach qw(item_direct item);
	}
	foreach my $review (grep { defined $_->{cost} } @{ $world->{reviews} })
	{
		my ($month, $agent, $unit, $customer, $item) = $owners->($review);

		$cost->($month, $agent, 'human_review', 'review', $review->{cost});
		add($f{business_unit}, "$month $unit", $review->{cost});
		add($f{customer}, "$month $customer", $review->{cost});
		add($f{item}, $item, $review->{cost});
	}
	my $quantity = drivers($world, \%counted);
	foreach my $pool (pools($world))
	{
		my ($allocated, %share) = pool_shares($world, $quantity, $pool);

		foreach my $agent (keys %share)
		{
			$cost->($pool->{month}, $agent, $pool->{layer}, $pool->{component}, $share{$agent});
			add_overhead($world, \%f, $root, $pool->{month}, $agent, $share{$agent}, $allocated);
		}
		$f{pools}{count}++;
	}
	return \%f;
}

1;
