# The facts as they are posted: each with the day that owns it, the month that
# books it and who bears it.
#
# A fact that was reversed has { reversed => { on => day } }: it is taken back
# exactly, owned as before, and booked where it was or on a later day.  An event
# whose price was put right has { corrections => [ amounts ] }.  Where closing has
# moved a fact or its reversal, these have { booked => day }.
package RunrateOracle::Postings;

use strict;
use warnings;

use Exporter 'import';
use List::Util qw(sum0);
use RunrateOracle::Amounts qw(scaled zero positive);
use RunrateOracle::Calendar qw(day_of month_of later);
use RunrateOracle::Reference qw(cell_of cell_key counts baseline own_unit);

our @EXPORT_OK = qw(postings booked_twice measured_drivers);

my @token_meters = qw(input_tokens cache_read_tokens output_tokens);
my @measured = qw(events tokens direct_cost gpu_seconds vectors_stored outcomes);

sub measured_drivers { return @measured }

# Days of booking and signs of a fact owned on a day: itself, and what takes it
# back
sub booked_twice
{
	my ($fact, $day) = @_;

	my $booked = later($fact->{booked} // $day, $day);

	return [ $booked, 1 ] unless $fact->{reversed};
	return ([ $booked, 1 ], [ later($fact->{reversed}{booked} // $fact->{reversed}{on} // $booked, $booked), -1 ]);
}

# What all postings of a fact have
sub posted
{
	my ($world, $fact, $booked, %measures) = @_;
	my $day = day_of($fact->{at});
	my $cell = cell_of($world, $fact->{agent}, $day, $fact->{item});

	return {
		month => month_of($booked), service => month_of($day), day => $day,
		own   => month_of($booked) eq month_of($day),
		cell  => $cell, key => cell_key($cell),
		item  => $fact->{item}, own_unit => own_unit($world, $fact->{item}, $day),
		drivers => {}, %measures };
}

# What stands of a fact that is not reversed
sub live { my ($fact, $sign, $count) = @_; return $sign > 0 && !$fact->{reversed} ? $count : 0 }

# A credit weighs nothing; its reversal takes nothing back
sub event_postings
{
	my ($world, $event) = @_;
	my $day = day_of($event->{at});
	my $usage = $event->{usage} // {};
	my $count = $event->{count} // 1;
	my $tokens = sum0(map { $usage->{$_} // 0 } @token_meters);
	my %same = (fact => 'event', component => 'direct', layer => $event->{layer}, vendor => $event->{provider}, model => $event->{model});
	my $booked = $event->{cost};
	my @postings;

	foreach (booked_twice($event, $day))
	{
		my ($on, $sign) = @$_;
		my $cost = $event->{cost};

		push @postings, posted($world, $event, $on, %same,
			events   => $sign * $count,
			live     => live($event, $sign, $count),
			unpriced => defined $cost ? 0 : $sign * $count,
			unknown  => defined $cost ? 0 : live($event, $sign, $count),
			tokens   => $sign * $tokens,
			cost     => defined $cost ? $sign * $cost : undef,
			credit   => defined $cost && $cost < 0 ? $sign * $cost : undef,
			drivers  => {
				events         => $sign * $count,
				tokens         => $sign * $tokens,
				direct_cost    => defined $cost ? $sign * positive($cost) : zero(),
				gpu_seconds    => $sign * ($usage->{gpu_seconds} // 0),
				vectors_stored => $sign * ($usage->{vectors_stored} // 0) });
	}
	foreach my $difference (@{ $event->{corrections} // [] })
	{
		push @postings, posted($world, $event, $day, %same, events => 0, unpriced => 0, tokens => 0,
			cost => $difference, drivers => { direct_cost => positive($booked + $difference) - positive($booked) });
		$booked += $difference;
	}
	return @postings;
}

sub outcome_postings
{
	my ($world, $outcome) = @_;
	my $day = day_of($outcome->{at});

	return map {
		my ($on, $sign) = @$_;
		my $posting = posted($world, $outcome, $on, fact => 'outcome', component => 'outcome');
		my $quantity = $sign * $outcome->{quantity};
		my $counted = counts($world, $posting->{cell}, $day, $outcome->{outcome}) ? $quantity : 0;
		my $human = baseline($world, $posting->{cell}, $day);

		$posting->{all_outcomes} = $quantity;
		$posting->{outcomes} = $counted;
		$posting->{name} = $outcome->{outcome};
		$posting->{live_outcomes} = live($outcome, $sign, 1);
		$posting->{human_cost} = scaled($human) * $counted if defined $human;
		$posting->{with_baseline} = 1 if defined $human && $counted;
		$posting->{without_baseline} = defined $human ? 0 : $counted;
		$posting->{drivers}{outcomes} = $counted;
		$posting;
	} booked_twice($outcome, $day);
}

sub review_postings
{
	my ($world, $review) = @_;
	my $known = defined $review->{fee} || defined $review->{minute_cost};

	return map {
		my ($on, $sign) = @$_;

		posted($world, $review, $on,
			fact        => 'review', component => 'review', layer => 'human_review',
			reviews     => $sign, live_reviews => live($review, $sign, 1), verdict => $review->{verdict},
			unpriced_reviews => $known ? 0 : $sign,
			judged      => defined $review->{verdict} ? $sign : 0,
			accurate    => ($review->{verdict} // '') eq 'accurate' ? $sign : 0,
			fees        => defined $review->{fee} ? $sign * scaled($review->{fee}) : zero(),
			minute_cost => !defined $review->{fee} && defined $review->{minute_cost} ? $sign * $review->{minute_cost} : zero());
	} booked_twice($review, day_of($review->{at}));
}

sub postings
{
	my ($world) = @_;

	return (
		map({ event_postings($world, $_) } @{ $world->{events} }),
		map({ outcome_postings($world, $_) } @{ $world->{outcomes} }),
		map({ review_postings($world, $_) } @{ $world->{reviews} }));
}

1;
