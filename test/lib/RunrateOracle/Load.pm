# A world as the SQL that makes it: what is known, the facts, then all that comes
# late.
package RunrateOracle::Load;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::World qw(below pick chance keys_of usual_rules);

our @EXPORT_OK = qw(literal known_sql facts_sql reversals_sql late_sql);

sub literal { my ($value) = @_; return defined $value ? "'" . $value =~ s/'/''/gr . "'" : 'NULL' }

sub insert
{
	my ($table, $columns, @rows) = @_;
	return @rows ? "INSERT INTO $table (" . join(', ', @$columns) . ") VALUES\n" . join(",\n", map { '(' . join(', ', @$_) . ')' } @rows) . ";\n" : '';
}

sub columns { my ($row, @names) = @_; return map { literal($row->{$_}) } @names }

# Reference rows that are said in time, or late; moments with the ledger's zone
sub reference_sql
{
	my ($world, $ledger, $zone, $late) = @_;
	my $now = sub { return grep { !$_->{late} == !$late } @_ };
	my @rules = @{ $world->{rules} };

	return insert("$ledger.prices", [qw(provider model meter valid_from price per)],
		map { [ columns($_, qw(provider model meter)), literal("$_->{from} $zone"), literal($_->{price}), $_->{per} ] } $now->(@{ $world->{prices} }))
	  . insert("$ledger.reviewer_costs", [qw(reviewer valid_from hourly_cost)],
		map { [ columns($_, qw(reviewer from hourly_cost)) ] } $now->(@{ $world->{reviewers} }))
	  . insert("$ledger.fx", [qw(currency valid_from ledger_amount)],
		map { [ literal($_->{currency}), literal("$_->{from} $zone"), literal($_->{rate}) ] } $now->(@{ $world->{fx} }))
	  . insert("$ledger.outcome_rules", [qw(unit_of_work outcome counts valid_from)],
		map { [ columns($_, qw(unit outcome)), $_->{counts} ? 'true' : 'false', literal($_->{from}) ] } $now->(@rules[ usual_rules() .. $#rules ]))
	  . insert("$ledger.human_baselines", [qw(unit_of_work valid_from cost_per_outcome)],
		map { [ columns($_, qw(unit from cost)) ] } $now->(@{ $world->{baselines} }))
	  . insert("$ledger.fixed_shares", [qw(share_key agent valid_from weight)],
		map { [ columns($_, qw(key agent from weight)) ] } $now->(@{ $world->{weights} }));
}

my @agent_columns = qw(business_unit unit deployment hired retired);
my @item_columns = qw(customer campaign business_unit);

sub agents_sql
{
	my ($world, $ledger, $late) = @_;

	return insert("$ledger.agents", [qw(agent valid_from business_unit unit_of_work deployment hired retired)],
		map {
			my $agent = $_;
			map { [ literal($agent), literal($_->{from}), columns((!$late && $_->{before}) || $_, @agent_columns) ] } grep { !$_->{late} == !$late } @{ $world->{agents}{$agent} }
		} keys_of($world->{agents}));
}

sub items_sql
{
	my ($world, $ledger, $late) = @_;

	return insert("$ledger.work_items", [ 'work_item', @item_columns ],
		map { my $item = $world->{items}{$_}; [ literal($_), columns((!$late && $item->{before}) || $item, @item_columns) ] }
		  grep { !$world->{items}{$_}{late} == !$late } keys_of($world->{items}));
}

# What is known before the first fact
sub known_sql
{
	my ($world, $ledger, $zone) = @_;

	my @accounts = qw(account class clearing_account amortization_account);

	return insert("$ledger.accounts", [ 'layer', @accounts ], map { [ literal($_), columns($world->{accounts}{$_}, @accounts) ] } keys_of($world->{accounts}))
	  . insert("$ledger.business_units", [qw(business_unit pl_line)], map { [ literal($_), literal($world->{pl_lines}{$_} eq $_ ? undef : $world->{pl_lines}{$_}) ] } @{ $world->{business_units} })
	  . insert("$ledger.budgets", [qw(business_unit budget_line valid_from monthly_amount)], map { [ columns($_, qw(unit line from amount)) ] } @{ $world->{budgets} })
	  . agents_sql($world, $ledger, 0) . items_sql($world, $ledger, 0) . reference_sql($world, $ledger, $zone, 0);
}

# Master data that changes after the facts, and reference rows that come late
sub late_sql
{
	my ($world, $ledger, $zone) = @_;
	my $sql = agents_sql($world, $ledger, 1) . items_sql($world, $ledger, 1) . reference_sql($world, $ledger, $zone, 1);

	foreach my $agent (keys_of($world->{agents}))
	{
		foreach my $row (grep { $_->{before} && !$_->{late} } @{ $world->{agents}{$agent} })
		{
			my @set = columns($row, @agent_columns);
			$sql .= "UPDATE $ledger.agents SET (business_unit, unit_of_work, deployment, hired, retired) = (" . join(', ', @set) . ') WHERE agent = ' . literal($agent) . ' AND valid_from = ' . literal($row->{from}) . ";\n";
		}
	}
	foreach my $item (grep { $world->{items}{$_}{before} && !$world->{items}{$_}{late} } keys_of($world->{items}))
	{
		my @set = columns($world->{items}{$item}, @item_columns);
		$sql .= "UPDATE $ledger.work_items SET (" . join(', ', @item_columns) . ') = (' . join(', ', @set) . ') WHERE work_item = ' . literal($item) . ";\n";
	}
	return $sql;
}

# Rows of a table of facts in statements of any length: some of them are undone
# first, some are sent again
sub fact_sql
{
	my ($table, $columns, @rows) = @_;
	my $sql = '';

	while (@rows)
	{
		my $statement = insert($table, $columns, splice(@rows, 0, 1 + below(scalar @rows)));

		$sql .= "BEGIN;\nSAVEPOINT undone;\n${statement}ROLLBACK TO undone;\n${statement}COMMIT;\n" if chance(10);
		$sql .= $statement;
		$sql .= $statement if chance(10);
	}
	return $sql;
}

sub facts_sql
{
	my ($world, $ledger, $zone) = @_;
	my $at = sub { return literal("$_[0]{at} $zone") };
	my @bill = qw(layer vendor description driver agent business_unit deployment amount billed_amount billing_currency);
	my $bill = sub { return ($at->($_[0]), columns($_[0], qw(key layer vendor description driver agent business_unit deployment given billed currency))) };

	return fact_sql("$ledger.events",
		[qw(source_key occurred_at agent work_item layer attempt provider model cost event_count input_tokens cache_read_tokens output_tokens meter quantity billed_amount billing_currency)],
		map {
			my $usage = $_->{usage} // {};
			[   literal($_->{key}), $at->($_), columns($_, qw(agent item)), literal($_->{written_layer} // $_->{layer}), $_->{attempt},
				columns($_, qw(provider model given)), $_->{count} // 1, map({ literal($usage->{$_}) } qw(input_tokens cache_read_tokens output_tokens)),
				literal($_->{meter}), literal(defined $_->{meter} ? $usage->{ $_->{meter} } : undef), columns($_, qw(billed currency)) ]
		} @{ $world->{events} })
	  . fact_sql("$ledger.outcomes", [qw(source_key occurred_at agent work_item outcome quantity)],
		map { [ literal($_->{key}), $at->($_), columns($_, qw(agent item outcome quantity)) ] } @{ $world->{outcomes} })
	  . fact_sql("$ledger.reviews", [qw(source_key occurred_at agent work_item reviewer minutes hourly_cost fee verdict)],
		map { [ literal($_->{key}), $at->($_), columns($_, qw(agent item reviewer minutes hourly_cost fee verdict)) ] } @{ $world->{reviews} })
	  . fact_sql("$ledger.shared_costs", [ qw(month occurred_at source_key), @bill ],
		map { [ columns($_, 'month'), $bill->($_) ] } @{ $world->{shared_costs} })
	  . fact_sql("$ledger.investments", [ qw(first_month months occurred_at source_key), @bill ],
		map { [ columns($_, 'first_month', 'months'), $bill->($_) ] } @{ $world->{investments} })
	  . fact_sql("$ledger.invoices", [qw(month occurred_at source_key vendor amount is_final)],
		map { [ columns($_, 'month'), $at->($_), columns($_, qw(key vendor given is_final)) ] } @{ $world->{invoices} });
}

my %reverse = (events => 'reverse_event', outcomes => 'reverse_outcome', reviews => 'reverse_review',
	shared_costs => 'reverse_shared_cost', investments => 'reverse_investment', invoices => 'reverse_invoice');

sub reversals_sql
{
	my ($world, $ledger) = @_;
	my $sql = '';

	foreach my $table (sort keys %reverse)
	{
		foreach my $fact (grep { $_->{reversed} } @{ $world->{$table} })
		{
			my $on = $fact->{reversed}{on};

			$sql .= "SELECT FROM $ledger.$reverse{$table}((SELECT id FROM $ledger.$table WHERE source_key = '$fact->{key}'), 'a mistake'"
			  . (defined $on ? ", '$on'" : '') . ");\n";
		}
	}
	return $sql;
}

1;
