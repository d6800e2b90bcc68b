# What the reports of a ledger must say, worked out from its facts in Perl.
#
# Nothing here looks at the SQL of the ledger: amounts are whole numbers of
# 10^-12 (Math::BigInt), moments are local times of the ledger as text, which
# sort as they follow each other.  A world is a hash:
#
#	present		the present month, the last that reports know
#	minor		decimals of the currency
#	layers		layer => visible or not
#	accounts	layer, or * => { account, class, clearing_account, amortization_account }
#	agents		agent => rows { from, business_unit, unit, deployment, hired, retired }, by day
#	items		work item => { business_unit, customer, campaign }
#	rules		[ { unit, outcome, counts, from } ], a later one of the same key wins
#	baselines	[ { unit, from, cost } ]
#	pl_lines	business unit => line
#	budgets		[ { unit, line, from, amount } ]
#	prices		[ { provider, model, meter, from, price, per, late } ]
#	reviewers	[ { reviewer, from, hourly_cost, late } ]
#	fx			[ { currency, from, rate, late } ]
#	weights		[ { key, agent, from, weight } ]
#	events, outcomes, reviews, shared_costs, investments, invoices
#				facts; one that was reversed has { reversed => { on => day or undef } }
#	disposals	[ { investment, key, booked } ]
#	reclassifications	[ { month, agent, from, to, booked, lines, closing } ]
#	closings	what was known when months were closed: see RunrateOracle::Reference
#
# One concern a file in RunrateOracle/: Amounts, Calendar, Reference, Prices,
# Postings (the two days of a fact), Pools (drivers and shares), Book (lines and
# what is booked), Journal (accounts and accruals), Items (down to the work item).
package RunrateLedgerOracle;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Amounts qw(scaled zero power add);
use RunrateOracle::Book qw(books charges);
use RunrateOracle::Calendar qw(last_day week_of);
use RunrateOracle::Items qw(item_weights item_shares item_review_cost);
use RunrateOracle::Journal qw(accounts_of journal accruals);
use RunrateOracle::Reference qw(row_at known named_item baseline);

our @EXPORT_OK = qw(figures key);

# Parts of a key, as the reports are asked for them
sub key { return join(' / ', map { $_ // '-' } @_) }

# What is not known has a name where it costs something
sub named { return map { $_ // 'unattributed' } @_ }

sub add_lines
{
	my ($world, $f, @lines) = @_;

	foreach my $line (@lines)
	{
		my ($month, $agent, $cost) = @{$line}{qw(month agent cost)};
		my @grain = named(@{$line}{qw(month service agent unit work)});
		my $own = $month eq $line->{service} ? 'own' : 'prior';

		add($f->{book_cost}, key(@grain, $line->{layer}, named($line->{vendor}), $line->{component}), $cost);
		add($f->{"book_$_"}, key(@grain), $line->{$_}) foreach qw(events unknown tokens outcomes all_outcomes human_cost reviews judged accurate);
		add($f->{$_}, key($month), $line->{$_}) foreach qw(events);
		add($f->{unknown}, key($month, $agent), $line->{unknown});
		add($f->{outcomes}, key($month), $line->{outcomes});
		add($f->{"${own}_row_cost"}, key(named($month, $agent, $line->{unit}, $line->{work})), $cost);
		add($f->{"${own}_row_outcomes"}, key(named($month, $agent, $line->{unit}, $line->{work})), $line->{outcomes});
		add($f->{"${own}_outcomes"}, key($month, $agent), $line->{outcomes});
		add($f->{service_outcomes}, key($line->{service}, $agent), $line->{outcomes});
		add($f->{total}, key($month), $cost);
		add($f->{company}, 'all', $cost);
		add($f->{layer}, key($month, $line->{layer}), $cost) if defined $line->{layer};
		add($f->{visibility}, key($month, known($world, $month)->{layers}{ $line->{layer} } ? 'visible' : 'hidden'), $cost) if defined $line->{layer};
		add($f->{component}, key($month, $line->{component}), $cost);
		add($f->{agent_unit}, key($month, $agent, $line->{unit}, named($line->{work})), $cost);
		add($f->{agent}, key($month, $agent), $cost);
		add($f->{unit}, key($month, $line->{unit}), $cost);
		add($f->{"${own}_cost"}, key($month, $agent), $cost);
		add($f->{service_cost}, key($line->{service}, $agent), $cost);
		add($f->{"$line->{component}_cost"}, key($month, $agent), $cost);
	}
	return;
}

# What people would have cost, and what is saved: for each agent, unit and unit
# of work by itself, of the month alone.  It is not known if that of one outcome is
# not; without outcomes it is nothing, if what one would cost is known at the end
# of the month.
sub add_savings
{
	my ($world, $f, @lines) = @_;
	my %row;

	foreach my $line (grep { $_->{month} eq $_->{service} } @lines)
	{
		my $row = $row{ key(named(@{$line}{qw(month agent unit work)})) } //= { %$line, map { $_ => zero() } qw(human with without cost) };

		$row->{human} += $line->{human_cost};
		$row->{with} += $line->{with_baseline};
		$row->{without} += $line->{without_baseline};
		$row->{cost} += $line->{cost};
	}
	foreach my $key (keys %row)
	{
		my $row = $row{$key};
		my $known = $row->{without} == 0 && ($row->{with} != 0 || defined baseline($world, $row, last_day($row->{month})));

		$f->{row_human}{$key} = $known ? $row->{human} : 'NULL';
		$f->{row_saving}{$key} = $known ? $row->{human} - $row->{cost} : 'NULL';
		next unless $known;
		add($f->{human_cost}, key($row->{month}, 'human_cost'), $row->{human});
		add($f->{saving}, key($row->{month}, 'saving'), $row->{human} - $row->{cost});
	}
	return;
}

sub add_charges
{
	my ($f, @charges) = @_;

	foreach my $charge (@charges)
	{
		my $key = key(named(@{$charge}{qw(month service unit agent work)}));

		add($f->{charge_exact}, $key, $charge->{amount});
		add($f->{charge_booked}, $key, $charge->{booked});
		add($f->{charge_volume}, $key, $charge->{outcomes});
		add($f->{"charge_$_"}, $key, $charge->{$_}) foreach qw(direct review shared amortization);
	}
	return;
}

# What the general ledger books, and what is to be billed
sub add_journal
{
	my ($world, $f, @lines) = @_;
	my $unit = power(12 - $world->{minor});
	my @journal = journal($world, @lines);

	foreach my $line (@journal)
	{
		add($f->{journal}, key(@{$line}{qw(month service account unit)}), ($line->{side} eq 'debit' ? 1 : -1) * $unit * $line->{booked});
	}
	foreach my $accrual (accruals($world, @journal))
	{
		add($f->{"accrual_$_"}, key(@{$accrual}{qw(month service vendor)}), $unit * $accrual->{$_}) foreach qw(opening metered invoiced true_up accrued);
	}
	foreach my $line (grep { defined $_->{layer} } @lines)
	{
		add($f->{ 'margin_' . (accounts_of($world, $line->{month}, $line->{layer})->{class} // 'unclassified') }, key($line->{month}, $line->{unit}), $line->{cost});
	}
	return;
}

my @balance_measures = qw(events live unpriced tokens cost credit all_outcomes live_outcomes reviews live_reviews unpriced_reviews minute_cost fees);

# What the balances have of each fact, by day and by month, and of work items
sub add_balances
{
	my ($f, @postings) = @_;

	foreach my $posting (@postings)
	{
		my $agent = $posting->{cell}{agent} eq 'unattributed' ? undef : $posting->{cell}{agent};
		my $layer = $posting->{fact} eq 'event' ? $posting->{layer} : undef;
		my @what = ($agent, $posting->{own_unit}, defined $posting->{item} ? 'true' : 'false', @{$posting}{qw(layer vendor model name verdict)});

		foreach my $measure (grep { defined $posting->{$_} } @balance_measures)
		{
			add($f->{"days_$measure"}, key($posting->{month}, $posting->{day}, @what), $posting->{$measure});
			add($f->{"months_$measure"}, key($posting->{month}, $posting->{service}, @what), $posting->{$measure});
			add($f->{"items_$measure"}, key($posting->{month}, $posting->{service}, $posting->{item}, $agent, $posting->{own_unit}, $layer, $posting->{name}), $posting->{$measure})
			  if defined $posting->{item};
		}
	}
	return;
}

# Budgets of the months with costs: what was spent on each line of each unit
sub add_budgets
{
	my ($world, $f, $books) = @_;
	my %spent;
	my $spend = sub { my ($month, $unit, $line, $amount) = @_; add(\%spent, join("\0", $month, $_, $line), $amount) foreach '*', defined $unit ? $unit : () };

	foreach my $line (grep { defined $_->{layer} } @{ $books->{lines} })
	{
		$spend->($line->{month}, $line->{unit}, $_, $line->{cost}) foreach 'total', $line->{layer}, known($world, $line->{month})->{pl_lines}{ $line->{unit} } // $line->{unit};
	}
	$spend->($_->{month}, $_->{business_unit}, $_->{description}, $_->{amount}) foreach grep { defined $_->{description} } @{ $books->{pools} };
	foreach my $key (keys %spent)
	{
		my ($month, $unit, $line) = split /\0/, $key;
		my $budget = row_at($month, grep { $_->{unit} eq $unit && $_->{line} eq $line } @{ known($world, $month)->{budgets} });

		next unless $budget && defined $budget->{amount} && $spent{$key} != 0;
		$f->{budget}{ key($month, $unit, $line) } = scaled($budget->{amount});
		$f->{budget_spent}{ key($month, $unit, $line) } = $spent{$key};
	}
	return;
}

# What was metered of each vendor, by month of service, and what was invoiced
sub add_vendors
{
	my ($world, $f, @lines) = @_;

	foreach my $line (grep { $_->{component} eq 'direct' || $_->{component} eq 'shared' } @lines)
	{
		add($f->{vendor_metered}, key($line->{service}, named($line->{vendor})), $line->{cost});
	}
	foreach my $invoice (grep { !$_->{reversed} } @{ $world->{invoices} // [] })
	{
		add($f->{vendor_invoiced}, key($invoice->{month}, $invoice->{vendor}), scaled($invoice->{given}));
	}
	return;
}

# What is known by day: overhead is not
sub add_days
{
	my ($f, @postings) = @_;

	foreach my $posting (@postings)
	{
		my $agent = $posting->{cell}{agent};

		add($f->{day_direct}, key($posting->{day}, $agent), $posting->{cost}) if defined $posting->{cost};
		add($f->{day_outcomes}, key($posting->{day}, $agent), $posting->{outcomes}) if defined $posting->{outcomes};
		add($f->{day_events}, key($posting->{day}, $agent), $posting->{events}) if defined $posting->{events};
		add($f->{week_direct}, key(week_of($posting->{day}), $agent), $posting->{cost}) if defined $posting->{cost};
		add($f->{ $posting->{own} ? 'model_own' : 'model_prior' }, key($posting->{month}, named(@{$posting}{qw(vendor model)})), $posting->{cost}) if $posting->{fact} eq 'event' && defined $posting->{cost};
	}
	return;
}

# Work items and those they were done for, by month and over their life
sub add_item
{
	my ($world, $f, $figure, $month, $service, $item, $amount) = @_;
	my $known = named_item($world, $item, $month, $service);

	add($f->{"item_$figure"}, key($item // 'unattributed'), $amount);
	add($f->{"${_}_$figure"}, key($month, $known->{$_} // 'unattributed'), $amount) foreach qw(customer campaign);
	return;
}

# Costs of customers by the class of their layer
sub add_customer_class
{
	my ($world, $f, $month, $service, $item, $layer, $amount) = @_;
	my $customer = named_item($world, $item, $month, $service)->{customer};

	add($f->{ 'customer_' . (accounts_of($world, $month, $layer)->{class} // 'unclassified') }, key($month, $customer), $amount) if defined $customer;
	return;
}

sub add_items
{
	my ($world, $f, $books) = @_;
	my $weights = item_weights(@{ $books->{postings} });

	foreach my $posting (@{ $books->{postings} })
	{
		my ($month, $service, $item, $cost) = @{$posting}{qw(month service item cost)};

		$cost = item_review_cost(@{$posting}{qw(minute_cost fees)}) if $posting->{fact} eq 'review';
		add_item($world, $f, $posting->{component}, $month, $service, $item, $cost) if defined $cost;
		add_item($world, $f, 'outcomes', $month, $service, $item, $posting->{outcomes}) if $posting->{outcomes};
		add_item($world, $f, 'cost', $month, $service, $item, $cost) if defined $cost && defined $item;
		add_customer_class($world, $f, $month, $service, $item, $posting->{layer}, $cost) if defined $cost;
	}
	foreach my $pool (@{ $books->{pools} })
	{
		foreach my $key (grep { !$pool->{shares}{$_}{is_unallocated} } keys %{ $pool->{shares} })
		{
			my %item = item_shares($weights, $pool, $key, $pool->{shares}{$key}{amount});

			foreach my $item (keys %item)
			{
				add_item($world, $f, $_, @{$pool}{qw(month service)}, $item, $item{$item}) foreach 'overhead', 'cost';
				add_customer_class($world, $f, @{$pool}{qw(month service)}, $item, $pool->{layer}, $item{$item});
			}
		}
	}
	return;
}

# What belongs to no item: all that is left of each month, and of the life
sub add_rest
{
	my ($f) = @_;

	foreach my $figure (qw(customer_cost campaign_cost))
	{
		my %rest = %{ $f->{total} };

		foreach my $key (keys %{ $f->{$figure} })
		{
			my ($month) = split / /, $key;
			$rest{$month} -= $f->{$figure}{$key};
		}
		add($f->{$figure}, key($_, 'unattributed'), $rest{$_}) foreach keys %rest;
	}
	foreach my $class (qw(cogs opex unclassified))
	{
		my %rest;

		add(\%rest, substr($_, 0, 10), $f->{"margin_$class"}{$_}) foreach keys %{ $f->{"margin_$class"} };
		add(\%rest, substr($_, 0, 10), -$f->{"customer_$class"}{$_}) foreach keys %{ $f->{"customer_$class"} };
		add($f->{"customer_$class"}, key($_, 'unattributed'), $rest{$_}) foreach keys %rest;
	}
	my $rest = $f->{company}{all} // zero();
	$rest -= $_ foreach values %{ $f->{item_cost} };
	add($f->{item_cost}, 'unattributed', $rest);
	return;
}

# Shares of pools: who bears what of which
sub add_pools
{
	my ($f, @pools) = @_;

	foreach my $pool (@pools)
	{
		my $name = key($pool->{month}, $pool->{service}, $pool->{kind}, $pool->{key}, $pool->{sign} < 0 ? 'reversal' : 'original');

		foreach my $share (values %{ $pool->{shares} })
		{
			add($f->{pool_shares}, key($name, named(@{ $share->{cell} }{qw(agent unit work)}), $share->{cell}{from}), $share->{amount});
		}
	}
	return;
}

# Figure => key => amount in 10^-12, or a count
sub figures
{
	my ($world) = @_;
	my $books = books($world);
	my %f = map { $_ => {} } map({ my $of = $_; map { "${of}_$_" } @balance_measures } qw(days months items)), qw(
	  book_cost book_events book_unknown book_tokens book_outcomes book_all_outcomes book_human_cost book_reviews book_judged book_accurate
	  total company layer visibility component agent_unit agent unit own_cost prior_cost service_cost outcomes own_outcomes prior_outcomes service_outcomes
	  unknown own_row_cost prior_row_cost own_row_outcomes prior_row_outcomes row_human row_saving human_cost saving budget budget_spent vendor_metered vendor_invoiced
	  direct_cost review_cost shared_cost amortization_cost events
	  journal accrual_opening accrual_metered accrual_invoiced accrual_true_up accrual_accrued margin_cogs margin_opex margin_unclassified customer_cogs customer_opex customer_unclassified
	  charge_exact charge_booked charge_volume charge_direct charge_review charge_shared charge_amortization
	  day_direct day_outcomes day_events week_direct model_own model_prior pool_shares
	  item_cost item_direct item_review item_overhead item_outcomes customer_cost customer_direct customer_outcomes campaign_cost);

	add_lines($world, \%f, @{ $books->{lines} });
	add_savings($world, \%f, @{ $books->{lines} });
	add_budgets($world, \%f, $books);
	add_vendors($world, \%f, @{ $books->{lines} });
	add_charges(\%f, charges($world, @{ $books->{lines} }));
	add_journal($world, \%f, @{ $books->{lines} });
	add_balances(\%f, @{ $books->{postings} });
	add_days(\%f, @{ $books->{postings} });
	add_items($world, \%f, $books);
	add_rest(\%f);
	add_pools(\%f, @{ $books->{pools} });
	$f{near} = 1 + @{ $books->{postings} } + 2 * @{ $books->{pools} };
	return \%f;
}

1;
