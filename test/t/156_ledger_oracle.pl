# The independent calculation of the property test by itself: small ledgers whose
# figures were worked out by hand.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedgerOracle qw(figures key);
use RunrateOracle::Amounts qw(scaled decimal shares levels rounded_quotient truncated_quotient);
use RunrateOracle::Calendar qw(last_day months_later days_of week_of);
use RunrateOracle::Prices qw(price_facts);

# A world of which most is usual
sub world
{
	my (%given) = @_;
	my %world = (
		present => '2026-12-01', minor => 2, layers => { model_api => 1 }, items => {}, agents => {},
		rules => [ map { { unit => '*', outcome => $_, counts => 1, from => '1970-01-01' } } qw(resolved adjudicated) ],
		map({ $_ => [] } qw(baselines prices reviewers fx weights events outcomes reviews shared_costs investments)),
		%given);

	price_facts(\%world, 1);
	return \%world;
}

sub agent_rows { return [ map { my ($from, $unit, $work, %more) = @$_; { from => $from, business_unit => $unit, unit => $work, %more } } @_ ] }
sub event { my ($day, $agent, $cost, %more) = @_; return { key => 'e', at => "$day 12:00:00.000000", agent => $agent, given => $cost, layer => 'model_api', %more } }
sub outcome { my ($day, $agent, $outcome, $quantity, %more) = @_; return { key => 'o', at => "$day 12:00:00.000000", agent => $agent, outcome => $outcome, quantity => $quantity, %more } }
sub review { my ($day, $agent, %more) = @_; return { key => 'r', at => "$day 12:00:00.000000", agent => $agent, %more } }
sub pool { my ($month, $amount, $driver, %more) = @_; return { key => 'p', at => "$month 12:00:00.000000", month => $month, given => $amount, driver => $driver, layer => 'observability', %more } }
sub investment { my ($month, $months, $amount, %more) = @_; return { key => 'i', at => "$month 12:00:00.000000", first_month => $month, months => $months, given => $amount, driver => 'even', layer => 'integration', %more } }

# Key => amount as text, of what is not zero
sub amounts { my ($figure) = @_; return { map { $_ => decimal($figure->{$_}) } grep { $figure->{$_} != 0 } keys %$figure } }
sub count_of { my ($figure) = @_; return { map { $_ => "$figure->{$_}" } grep { $figure->{$_} != 0 } keys %$figure } }
sub total { my ($figure) = @_; my $sum = Math::BigInt->bzero; $sum += $_ foreach values %$figure; return decimal($sum) }

# ---------------------------------------------------------------------------
# Amounts and days
# ---------------------------------------------------------------------------
is(decimal(scaled($_)), $_, "amount $_") foreach qw(0 1 -1.5 0.000000000001 -0.000000000001 123456789012345678901234567890.123456789012);
is(decimal(rounded_quotient(scaled('-0.000000000005'), Math::BigInt->new(10))), '-0.000000000001', 'half away from zero');
is(decimal(truncated_quotient(scaled('-0.000000000009'), Math::BigInt->new(10))), '0', 'cut off towards zero');
is_deeply([ map { last_day($_) } qw(2024-02-01 2023-02-01 2000-02-01 1900-02-01 2026-11-01) ], [qw(2024-02-29 2023-02-28 2000-02-29 1900-02-28 2026-11-30)], 'last days of months');
is(months_later('2025-11-01', 14), '2027-01-01', 'months later');
is(scalar(days_of('2024-02-01')), 29, 'days of a month');
is_deeply([ map { week_of($_) } qw(2026-03-01 2026-03-02 2026-01-01 2024-03-03 2025-01-01) ], [qw(2026-02-23 2026-03-02 2025-12-29 2024-02-26 2024-12-30)], 'Mondays');

is_deeply({ shares(Math::BigInt->new(100), a => Math::BigInt->new(1), b => Math::BigInt->new(1), c => Math::BigInt->new(1)) },
	{ a => 34, b => 33, c => 33 }, 'the last unit goes to the first name');
is_deeply({ shares(Math::BigInt->new(-100), a => Math::BigInt->new(1), b => Math::BigInt->new(1), c => Math::BigInt->new(1)) },
	{ a => -34, b => -33, c => -33 }, 'a credit is split like a charge');
is_deeply({ shares(Math::BigInt->new(5), a => Math::BigInt->bzero) }, {}, 'nobody takes part');

{
	my @lines = map { my $n = $_; map { { path => [ $_->[0], $n ], amount => scaled($_->[1]) } } [ 'a', '0.004' ], [ 'b', '0.006' ] } 1 .. 1000;
	my %booked;

	levels(Math::BigInt->new(1000), scaled('0.01'), @lines);
	$booked{ $_->{path}[0] } += $_->{booked} foreach @lines;
	is_deeply(\%booked, { a => 400, b => 600 }, 'cents by levels: 4.00 and 6.00');

	@lines = map { { path => [ $_->[0] ], amount => scaled($_->[1]) } } [ 'a', '-0.005' ], [ 'b', '0.011' ], [ 'c', '0.01' ];
	levels(Math::BigInt->new(2), scaled('0.01'), @lines);
	is_deeply([ map { "$_->{booked}" } @lines ], [ 0, 1, 1 ], 'a credit among charges; who has no rest gets no cent');
}

# ---------------------------------------------------------------------------
# Unit of work and baseline by day
# ---------------------------------------------------------------------------
{
	my $f = figures(world(
			agents => { a => agent_rows([ '2020-01-01', 'bu1', 'ticket' ], [ '2026-01-16', 'bu1', 'claim' ]) },
			baselines => [ { unit => 'ticket', from => '1970-01-01', cost => '10' }, { unit => 'claim', from => '1970-01-01', cost => '100' } ],
			events => [ event('2026-01-10', 'a', '10'), event('2026-01-20', 'a', '50') ],
			outcomes => [ outcome('2026-01-11', 'a', 'resolved', 10), outcome('2026-01-21', 'a', 'resolved', 1) ]));

	is(total($f->{book_human_cost}), '200', 'tickets and claims in one month: human cost 200');
	is(decimal(scaled(total($f->{book_human_cost})) - $f->{company}{all}), '140', '... saving 140');
	is_deeply(count_of($f->{charge_volume}), { '2026-01-01 / 2026-01-01 / bu1 / a / ticket' => 10, '2026-01-01 / 2026-01-01 / bu1 / a / claim' => 1 }, '... each its own line');
}
{
	my $f = figures(world(
			agents => { s => agent_rows([ '1970-01-01', 'c', 'ticket' ], [ '2026-05-16', 'c', 'claim' ]) },
			baselines => [ { unit => 'ticket', from => '1970-01-01', cost => '4.10' }, { unit => 'claim', from => '1970-01-01', cost => '38' } ],
			events => [ event('2026-05-02', 's', '400'), event('2026-05-20', 's', '100') ],
			outcomes => [ outcome('2026-05-02', 's', 'resolved', 1000), outcome('2026-05-20', 's', 'adjudicated', 10) ]));

	is(decimal(scaled(total($f->{book_human_cost})) - $f->{company}{all}), '3980', '1,000 tickets and 10 claims: saving 3,980');
}
{
	my $f = figures(world(
			agents => { a => agent_rows([ '1970-01-01', 'u', 'ticket' ]) },
			baselines => [ { unit => 'ticket', from => '2026-01-16', cost => '7' } ],
			outcomes => [ outcome('2026-01-15', 'a', 'resolved', 2), outcome('2026-01-16', 'a', 'resolved', 3, reversed => { on => '2026-03-01' }) ]));

	is_deeply(amounts($f->{book_human_cost}), { '2026-01-01 / 2026-01-01 / a / u / ticket' => 21, '2026-03-01 / 2026-01-01 / a / u / ticket' => -21 },
		'the baseline of the day; a reversal takes it back');
}

# ---------------------------------------------------------------------------
# Reversals
# ---------------------------------------------------------------------------
{
	my $f = figures(world(
			agents => { x => agent_rows([ '1970-01-01', 'a', 'ticket' ], [ '2026-03-01', 'b', 'ticket' ]) },
			events => [ event('2026-01-10', 'x', '10', reversed => { on => '2026-03-05' }) ],
			reviews => [ review('2026-01-10', 'x', fee => '9', reversed => { on => '2026-03-10' }) ],
			outcomes => [ outcome('2026-01-10', 'x', 'resolved', 1, reversed => {}) ]));

	is_deeply(amounts($f->{unit}), { '2026-01-01 / a' => 19, '2026-03-01 / a' => -19 }, 'a reversal after a move goes to who was charged');
	is_deeply(amounts($f->{own_cost}), { '2026-01-01 / x' => 19 }, '... it is no cost of its own month');
	is_deeply(amounts($f->{prior_cost}), { '2026-03-01 / x' => -19 }, '... but one of a month before');
	is_deeply(amounts($f->{service_cost}), {}, '... and by day of service nothing is left');
	is_deeply(count_of($f->{outcomes}), {}, 'without a day a reversal is booked where its original was');
}
{
	my $f = figures(world(
			agents => { x => agent_rows([ '1970-01-01', 'a', 'ticket' ]) },
			investments => [ investment('2026-01-01', 12, '1200', agent => 'x', reversed => { on => '2026-04-01' }) ]));

	is_deeply(amounts($f->{amortization_cost}), { map({ ("2026-0$_-01 / x" => 100) } 1 .. 3), '2026-04-01 / x' => -300 },
		'an investment reversed in April: the months before stay, April takes them back');
}
{
	my $f = figures(world(
			agents => { x => agent_rows([ '1970-01-01', 'a', 'ticket' ]), y => agent_rows([ '1970-01-01', 'b', 'ticket' ]) },
			events => [ event('2026-04-01', 'x', '5', reversed => { on => '2026-05-10' }), event('2026-04-01', 'y', '5'), event('2026-05-01', 'x', '1'), event('2026-05-01', 'y', '1') ],
			shared_costs => [ pool('2026-04-01', '1000', 'events'), pool('2026-05-01', '1000', 'events', reversed => { on => '2026-06-01' }) ]));

	is_deeply(amounts($f->{shared_cost}),
		{ map({ ("2026-04-01 / $_" => 500, "2026-05-01 / $_" => 500, "2026-06-01 / $_" => -500) } qw(x y)) },
		'what is booked for an earlier month weighs in no pool; a pool is taken back as it was shared');
}
{
	my $f = figures(world(
			agents => { x => agent_rows([ '1970-01-01', 'a', 'ticket' ]), y => agent_rows([ '1970-01-01', 'b', 'ticket' ]) },
			events => [ event('2026-04-01', 'x', '10', corrections => [ scaled('-4') ]), event('2026-04-01', 'y', '-3', corrections => [ scaled('5') ]) ],
			shared_costs => [ pool('2026-04-01', '800', 'direct_cost'), pool('2026-04-01', '80', 'events') ]));

	is_deeply(amounts($f->{shared_cost}), { '2026-04-01 / x' => 640, '2026-04-01 / y' => 240 }, 'corrections change what weighs, and are no events');
}

# ---------------------------------------------------------------------------
# Pools
# ---------------------------------------------------------------------------
{
	my $f = figures(world(
			agents => { n => agent_rows([ '1970-01-01', 'a', 'ticket' ]), m => agent_rows([ '2026-03-01', 'b', 'ticket' ], [ '2026-03-31', 'a', 'ticket' ]) },
			events => [ event('2026-03-10', 'm', '90'), event('2026-03-11', 'n', '90') ],
			shared_costs => [ pool('2026-03-01', '100', 'events', business_unit => 'a') ]));

	is_deeply(amounts($f->{shared_cost}), { '2026-03-01 / n' => 100 }, 'who joins a unit at the end of the month pays nothing for what it used before');
}
{
	my $f = figures(world(
			agents => { n => agent_rows([ '1970-01-01', 'a', undef, deployment => 'self_hosted' ]), m => agent_rows([ '1970-01-01', 'b', undef, deployment => 'third_party' ]) },
			items => { i => { business_unit => 'a' } },
			events => [ event('2026-03-10', 'm', '90', item => 'i'), event('2026-03-11', 'n', '90') ],
			shared_costs => [ pool('2026-03-01', '100', 'events', business_unit => 'a'), pool('2026-03-01', '7', 'events', deployment => 'self_hosted'), pool('2026-03-01', '1', 'tokens') ]));

	is_deeply(amounts($f->{shared_cost}), { '2026-03-01 / n' => 57, '2026-03-01 / m' => 50, '2026-03-01 / unattributed' => 1 },
		'an item with a unit of its own lies inside; deployment is that of the agent; no driver, no share');
	is(decimal($f->{item_overhead}{i}), '50', '... and the item has what its agent has for it');
}
{
	my $f = figures(world(
			agents => {
				a => agent_rows([ '1970-01-01', 'u', 'ticket' ], [ '2026-04-11', 'v', 'ticket' ]),
				b => agent_rows([ '1970-01-01', 'u', 'ticket', hired => '2026-04-30' ]),
				c => agent_rows([ '1970-01-01', 'u', 'ticket', retired => '2026-03-31' ]) },
			weights => [ { key => 'seats', agent => 'a', from => '1970-01-01', weight => 3 }, { key => 'seats', agent => 'c', from => '2026-04-01', weight => 1 }, { key => 'seats', agent => 'b', from => '2026-04-02', weight => 9 } ],
			shared_costs => [ pool('2026-04-01', '600', 'even'), pool('2026-04-01', '400', 'seats', layer => 'security'), pool('2026-04-01', '30', 'nobody knows', agent => 'a', layer => 'inference') ]));

	is_deeply(amounts($f->{layer}), { '2026-04-01 / observability' => 600, '2026-04-01 / security' => 400, '2026-04-01 / inference' => 30 }, 'layers');
	is_deeply(amounts($f->{agent_unit}),
		{ '2026-04-01 / a / u / ticket' => 210, '2026-04-01 / a / v / ticket' => 420, '2026-04-01 / b / u / ticket' => 300, '2026-04-01 / c / u / ticket' => 100 },
		'even for each agent in service, inside an agent by days; agreed shares of the first of the month');
}
{
	my $f = figures(world(
			agents => { x => agent_rows([ '1970-01-01', 'a', 'ticket' ]), y => agent_rows([ '1970-01-01', 'a', 'ticket' ]) },
			events => [ event('2026-03-10', 'x', '100', item => 'i'), event('2026-03-10', 'x', '-99', item => 'j'), event('2026-03-10', 'y', '100') ],
			shared_costs => [ pool('2026-03-01', '50', 'direct_cost'), pool('2026-03-01', '6', 'even') ]));

	is_deeply(amounts($f->{shared_cost}), { '2026-03-01 / x' => 28, '2026-03-01 / y' => 28 }, 'a credit weighs nothing');
	is_deeply(amounts($f->{item_overhead}), { i => 28 }, '... down to the item');
	is_deeply(amounts($f->{item_cost}), { i => 128, j => -99, unattributed => 128 }, '... and all items sum to all costs');
}
{
	my $f = figures(world(
			agents => { x => agent_rows([ '1970-01-01', 'a', 'ticket' ]) },
			events => [ event('2026-03-10', 'x', '0', item => 'gpu', usage => { gpu_seconds => 1 }), event('2026-03-10', 'x', '30', item => 'tool'), event('2026-03-11', 'x', '10') ],
			shared_costs => [ pool('2026-03-01', '50', 'gpu_seconds'), pool('2026-03-01', '10', 'events'), pool('2026-03-01', '4', 'even') ]));

	is_deeply(amounts($f->{item_overhead}), { gpu => '53.333333333333', tool => '6.333333333333' }, 'the driver decides down to the item, cut off');
	is(decimal($f->{item_cost}{unattributed}), '14.333333333334', '... the rest belongs to no item');
}
{
	my $f = figures(world(present => '2026-02-01', minor => 3,
			agents => { x => agent_rows([ '1970-01-01', 'a', 'ticket' ]) }, investments => [ investment('2026-01-01', 3, '100.0055', agent => 'x') ]));

	is_deeply(amounts($f->{amortization_cost}), { '2026-01-01 / x' => '33.335', '2026-02-01 / x' => '33.335' }, 'amortized in fils, to the present month');
}

{
	my $f = figures(world(events => [ event('2026-03-10', undef, '5', item => 'i') ], shared_costs => [ pool('2026-03-01', '7', 'nobody knows') ]));

	is_deeply(amounts($f->{item_cost}), { i => 5, unattributed => 7 }, 'what nobody takes part in belongs to no item');
}

# ---------------------------------------------------------------------------
# What is booked
# ---------------------------------------------------------------------------
{
	my @reviews = map { review('2026-02-03', 'x', minutes => 4, hourly_cost => '35', item => "i$_") } 1 .. 312;
	my $f = figures(world(agents => { x => agent_rows([ '1970-01-01', 'a', 'ticket' ]) }, reviews => \@reviews));

	is_deeply(amounts($f->{total}), { '2026-02-01' => 728 }, '312 reviews of 4 minutes at 35: 728.00');
	is_deeply(amounts({ map { $_ => $f->{item_cost}{$_} } qw(i1 unattributed) }), { i1 => '2.333333333333', unattributed => '0.000000000104' }, '... an item is cut off');
}
{
	my $f = figures(world(
			agents => { map { $_ => agent_rows([ '1970-01-01', $_, 'ticket' ]) } qw(x y) },
			reviews => [ review('2026-02-03', 'x', minutes => 1, hourly_cost => '35'), review('2026-02-03', 'y', minutes => 1, hourly_cost => '35', reversed => { on => '2026-03-01' }) ]));

	is_deeply(amounts($f->{unit}), { '2026-02-01 / x' => '0.583333333334', '2026-02-01 / y' => '0.583333333333', '2026-03-01 / y' => '-0.583333333333' }, 'minutes are divided once a month');
}
{
	my %cost = (x => '380.956', y => '380.952', z => '380.942');
	my %world = (agents => { map { $_ => agent_rows([ '1970-01-01', 'u', 'ticket' ]) } keys %cost }, events => [ map { event('2026-02-03', $_, $cost{$_}) } keys %cost ]);
	my %booked = (0 => { x => 381, y => 381, z => 381 }, 2 => { x => '380.96', y => '380.95', z => '380.94' }, 3 => \%cost);

	foreach my $minor (sort keys %booked)
	{
		my $f = figures(world(%world, minor => $minor));
		is_deeply(amounts($f->{charge_booked}), { map { ("2026-02-01 / 2026-02-01 / u / $_ / ticket" => $booked{$minor}{$_}) } keys %cost }, "booked with $minor decimals");
	}
}

done_testing();
