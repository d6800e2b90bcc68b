# What is said beside the facts: who an agent belongs to and what it works on by
# day, whom a work item belongs to, which outcomes count, what people cost.
package RunrateOracle::Reference;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Calendar qw(days_of);

our @EXPORT_OK = qw(row_at agent_row item_of cell_of unknown_cell cell_key known_days service_days counts baseline fixed_weights);

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

sub agent_row
{
	my ($world, $agent, $day) = @_;
	return defined $agent ? row_at($day, @{ $world->{agents}{$agent} // [] }) : undef;
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
		unit       => item_of($world, $item)->{business_unit} // $row->{business_unit} // 'unattributed',
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
	my @rules = grep { $_->{outcome} eq $outcome } @{ $world->{rules} };
	my $rule = (defined $cell->{work} ? row_at($day, grep { $_->{unit} eq $cell->{work} } @rules) : undef)
	  // row_at($day, grep { $_->{unit} eq '*' } @rules);

	return $rule && $rule->{counts};
}

# What people cost for one outcome; undef: nobody has said so
sub baseline
{
	my ($world, $cell, $day) = @_;
	my $row = defined $cell->{work} ? row_at($day, grep { $_->{unit} eq $cell->{work} } @{ $world->{baselines} }) : undef;

	return $row ? $row->{cost} : undef;
}

# Agent => weight of a fixed share in a month: that of its first day
sub fixed_weights
{
	my ($world, $key, $month) = @_;
	my %weight;

	foreach my $agent (map { $_->{agent} } grep { $_->{key} eq $key } @{ $world->{weights} })
	{
		my $row = row_at($month, grep { $_->{key} eq $key && $_->{agent} eq $agent } @{ $world->{weights} });
		$weight{$agent} = $row->{weight} if $row && defined $row->{weight};
	}
	return %weight;
}

1;
