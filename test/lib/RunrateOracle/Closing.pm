# Months that are closed, and where facts are booked then: in their own month, or
# in the first open one.
package RunrateOracle::Closing;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Book qw(books what_stands);
use RunrateOracle::Calendar qw(day_of month_of next_month later);
use RunrateOracle::Reference qw(open_from);

our @EXPORT_OK = qw(add_fact add_reversal reclassify close_month reopen_month next_to_close);

my @facts = qw(events outcomes reviews shared_costs investments invoices disposals reclassifications);
my @known = qw(layers accounts agents items rules baselines weights pl_lines budgets);

# Books a fact, or what reverses it, on a day that is wanted or, if that is closed,
# on the first open one: then it is displaced
sub book
{
	my ($world, $fact, $wanted) = @_;

	$fact->{booked} = later($wanted, open_from($world));
	$fact->{displaced} = $wanted if $fact->{booked} ne $wanted;
	return;
}

sub add_fact
{
	my ($world, $table, $fact) = @_;

	push @{ $world->{$table} }, $fact;
	book($world, $fact, $fact->{month} // $fact->{first_month} // day_of($fact->{at}));
	return;
}

# Where the fact is, or on a later day
sub add_reversal
{
	my ($world, $fact, $on) = @_;
	my $wanted = later($on // $fact->{booked}, $fact->{booked});

	$fact->{reversed} = { on => $on, displaced => $wanted eq $fact->{booked} ? $fact->{displaced} : undef };
	book($world, $fact->{reversed}, $wanted);
	return;
}

# Moves what stands of an agent in a unit and a closed month to another unit; what
# was moved, if there is anything
sub reclassify
{
	my ($world, %what) = @_;
	my @lines = what_stands(@what{qw(month agent from)}, @{ books($world)->{lines} });

	return undef unless @lines;
	my ($closing) = grep { $_->{month} eq $what{month} } @{ $world->{closings} };
	my $moved = { %what, closing => $closing, lines => \@lines };
	add_fact($world, 'reclassifications', $moved);
	return $moved;
}

# Months of booking of all that costs or was done
sub next_to_close
{
	my ($world) = @_;
	my ($first) = sort map { month_of($_->{booked}) } map { @{ $world->{$_} } } grep { !/^(?:invoices|reclassifications)$/ } @facts;

	return open_from($world) || $first;
}

sub copy
{
	my ($of) = @_;

	return { map { $_ => copy($of->{$_}) } keys %$of } if ref $of eq 'HASH';
	return [ map { copy($_) } @$of ] if ref $of eq 'ARRAY';
	return $of;
}

# Name => months of service in which it has a line
sub months_by
{
	my ($name, @lines) = @_;
	my %months;

	$months{ $_->{$name} }{ $_->{service} } = 1 foreach grep { defined $_->{$name} } @lines;
	return { map { $_ => [ keys %{ $months{$_} } ] } keys %months };
}

sub close_month
{
	my ($world) = @_;
	my $month = next_to_close($world);
	my $books = books($world);
	my %closing = (month => $month, known => { map { $_ => copy($world->{$_}) } @known });

	$closing{lines} = months_by('agent', grep { $_->{month} eq $month } @{ $books->{lines} });
	$closing{items} = months_by('item', grep { $_->{month} eq $month } @{ $books->{postings} });
	push @{ $world->{closings} }, \%closing;
	return $month;
}

# The latest closed month is open again, and what was displaced from it is in it,
# reversals where their facts are
sub reopen_month
{
	my ($world, $pull) = @_;
	my $month = pop(@{ $world->{closings} })->{month};
	my $is_pulled = sub { my ($day) = @_; return defined $day && $day ge open_from($world) && $day lt next_month($month) };

	return unless $pull;
	foreach my $fact (map { @{ $world->{$_} } } @facts)
	{
		$fact->{booked} = delete $fact->{displaced} if $is_pulled->($fact->{displaced});
		my $reversal = $fact->{reversed};
		next unless $reversal && $is_pulled->($reversal->{displaced});
		$reversal->{booked} = $reversal->{displaced};
		$reversal->{displaced} = $fact->{booked} eq $reversal->{booked} ? $fact->{displaced} : undef;
	}
	return;
}

1;
