# What is said beside the facts: who an agent belongs to and what it works on by
# day, whom a work item belongs to, which outcomes count, what people cost.
#
# A world with closed months has { closings }, in the order of their months: each
# { month, known, lines, items }, that is what was known then, as a world, and of
# which agents and work items there were lines in it: name => months of service.
# What was before the first one is closed with it.
package RunrateOracle::Reference;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Calendar qw(days_of month_of next_month);

our @EXPORT_OK = qw(row_at known open_from agent_row named_item own_unit cell_of unknown_cell cell_key known_days service_days counts baseline fixed_weights);

# Of rows with a "from", the last that holds at a moment or on a day; of several
# from the same one, the one recorded last
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

# The first month that is not closed; empty, which is before all days: none is
sub open_from
{
	my ($world) = @_;
	my @closings = @{ $world->{closings} // [] };

	return @closings ? next_month($closings[-1]{month}) : '';
}

# The closing of the month of a day, if it is closed, and those after it
sub closings_from
{
	my ($world, $day) = @_;

	return () if $day ge open_from($world);
	return grep { $_->{month} ge month_of($day) } @{ $world->{closings} };
}

# The world as it is known of a day
sub known
{
	my ($world, $day) = @_;
	my ($closing) = closings_from($world, $day);

	return $closing ? $closing->{known} : $world;
}

# Whether a closing is the first to say what an agent was on a day: that of its
# month does if the agent was known by then, later ones by a line of that month or
# of one before it
sub says
{
	my ($world, $closing, $agent, $day) = @_;
	my ($own) = closings_from($world, $day);

	return grep { $_ le month_of($day) } @{ $closing->{lines}{$agent} // [] } if $closing != $own;
	return $own->{known}{agents}{$agent} || grep { $_->{month} le $own->{month} && $_->{lines}{$agent} } @{ $world->{closings} };
}

# What an agent was when the closing said so, or is now
sub agent_row
{
	my ($world, $agent, $day) = @_;

	return undef unless defined $agent;
	my ($closing) = grep { says($world, $_, $agent, $day) } closings_from($world, $day);

	return row_at($day, @{ ($closing ? $closing->{known} : $world)->{agents}{$agent} // [] });
}

# The business unit of its own with which a work item is closed in the month of a
# day, or that it has now
sub own_unit
{
	my ($world, $item, $day) = @_;
	my $closing = closing_with_item($world, $item, month_of($day));

	return item_of($closing ? $closing->{known} : $world, $item)->{business_unit};
}

# The first closing in which there is a line of a work item and a month of service
sub closing_with_item
{
	my ($world, $item, $service) = @_;
	my ($closing) = grep { my $closing = $_; grep { $_ eq $service } @{ $closing->{items}{ $item // '' } // [] } }
	  $service lt open_from($world) ? @{ $world->{closings} } : ();

	return $closing;
}

# A work item with the customer and the campaign under which it counts what is
# booked in a month: late for another month, those with which it is closed there
sub named_item
{
	my ($world, $item, $month, $service) = @_;
	my $closing = $service lt $month ? closing_with_item($world, $item, $service) : undef;

	return item_of($closing ? $closing->{known} : known($world, $month), $item);
}

sub item_of
{
	my ($world, $item) = @_;
	return defined $item ? $world->{items}{$item} // {} : {};
}

# Who bears what: an agent in a period of its own, and the business unit that
# pays, which is the work item's own before the agent's
sub cell_of
{
	my ($world, $agent, $day, $item) = @_;
	my $row = agent_row($world, $agent, $day) // {};

	return {
		agent      => $agent // 'unattributed',
		from       => $row->{from},
		unit       => own_unit($world, $item, $day) // $row->{business_unit} // 'unattributed',
		work       => $row->{unit},
		deployment => $row->{deployment} };
}

# Sorts by agent, unit, unit of work, as bytes; what is not known comes last
sub cell_key
{
	my ($cell) = @_;
	return join("\0", map { $_ // "\xff" } @{$cell}{qw(agent unit work from)});
}

# Of an agent of which nothing is known
sub unknown_cell { my ($agent) = @_; return { agent => $agent, unit => 'unattributed' } }

# Cell => days of a month on which one row of the agent holds that is asked for,
# of the cells that a pool is for
sub days_by_cell
{
	my ($world, $agent, $month, $inside, $asked) = @_;
	my %days;

	# who became known later takes no part
	$world = known($world, $month);
	foreach my $day (days_of($month))
	{
		my $row = agent_row($world, $agent, $day);

		next unless $row && $asked->($row, $day);
		my $cell = cell_of($world, $agent, $day);
		next unless $inside->($cell);
		my $known = $days{ cell_key($cell) } //= { cell => $cell, days => 0 };
		$known->{days}++;
	}
	return \%days;
}

sub known_days { return days_by_cell(@_, sub { return 1 }) }

sub service_days
{
	return days_by_cell(@_, sub { my ($row, $day) = @_; return ($row->{hired} // $day) le $day && ($row->{retired} // $day) ge $day });
}

sub counts
{
	my ($world, $cell, $day, $outcome) = @_;
	my @rules = grep { $_->{outcome} eq $outcome } @{ known($world, $day)->{rules} };
	my $rule = (defined $cell->{work} ? row_at($day, grep { $_->{unit} eq $cell->{work} } @rules) : undef)
	  // row_at($day, grep { $_->{unit} eq '*' } @rules);

	return $rule && $rule->{counts};
}

# What people cost for one outcome; undef: nobody has said so
sub baseline
{
	my ($world, $cell, $day) = @_;
	my $row = defined $cell->{work} ? row_at($day, grep { $_->{unit} eq $cell->{work} } @{ known($world, $day)->{baselines} }) : undef;

	return $row ? $row->{cost} : undef;
}

# Agent => weight of a fixed share in a month: that of its first day
sub fixed_weights
{
	my ($world, $key, $month) = @_;
	my @rows = grep { $_->{key} eq $key } @{ known($world, $month)->{weights} };
	my %weight;

	foreach my $agent (map { $_->{agent} } @rows)
	{
		my $row = row_at($month, grep { $_->{agent} eq $agent } @rows);
		$weight{$agent} = $row->{weight} if $row && defined $row->{weight};
	}
	return %weight;
}

1;
