# The reports of a ledger against the figures that they must equal, which
# RunrateLedgerOracle works out: each report is read once, by a statement that is
# prepared.
package RunrateLedgerReports;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Amounts qw(scaled decimal);

our @EXPORT_OK = qw(prepare_sql ask_sql is_asked findings);

# Reports, each with figures that it must equal: name, figure, columns of the
# key, column.  %1$s is the ledger.
my $grain = 'month service_month agent business_unit unit_of_work';
my $pool = <<'SQL';
(SELECT p.*, coalesce(o.source_key, r.source_key) AS pool, CASE WHEN r.reverses IS NULL THEN 'original' ELSE 'reversal' END AS sign
 FROM %1$s_internal.pool_shares p
 JOIN (SELECT 'shared_cost' AS pool_kind, id, source_key, reverses FROM %1$s.shared_costs
	   UNION ALL SELECT 'amortization', id, source_key, reverses FROM %1$s.investments) r ON r.pool_kind = p.pool_kind AND r.id = p.pool_id
 LEFT JOIN (SELECT 'shared_cost' AS pool_kind, id, source_key FROM %1$s.shared_costs
			UNION ALL SELECT 'amortization', id, source_key FROM %1$s.investments) o ON o.pool_kind = p.pool_kind AND o.id = r.reverses)
SQL
my $balances = 'agent own_unit has_item layer provider model outcome verdict';
my @reports = (
	map({
		my ($of, $day) = @$_;
		my $key = "booked_month $day $balances";
		([ "%1\$s_internal.event_$of CROSS JOIN (SELECT NULL AS outcome, NULL AS verdict) n",
			map { [ "event_$of, $_->[0]", "${of}_$_->[1]", $key, $_->[0] ] } [qw(events events)], [qw(live_events live)], [qw(unpriced_events unpriced)], [qw(tokens tokens)], [qw(cost cost)], [qw(credit_cost credit)] ],
		 [ "%1\$s_internal.outcome_$of CROSS JOIN (SELECT NULL AS layer, NULL AS provider, NULL AS model, NULL AS verdict) n",
			map { [ "outcome_$of, $_->[0]", "${of}_$_->[1]", $key, $_->[0] ] } [qw(quantity all_outcomes)], [qw(live_outcomes live_outcomes)] ],
		 [ "%1\$s_internal.review_$of CROSS JOIN (SELECT 'human_review' AS layer, NULL AS provider, NULL AS model, NULL AS outcome) n",
			map { [ "review_$of, $_->[0]", "${of}_$_->[1]", $key, $_->[0] ] } [qw(reviews reviews)], [qw(live_reviews live_reviews)], [qw(unpriced_reviews unpriced_reviews)], [qw(minute_cost minute_cost)], [qw(fees fees)] ])
	} [ 'days', 'owned_on' ], [ 'months', 'month_of_span' ]),
	[ '%1$s_internal.item_months', map {
			[ "item_months, $_->[0]", "items_$_->[1]", 'booked_month month_of_span work_item agent own_unit layer outcome', $_->[0] ]
		} [qw(events events)], [qw(unpriced_events unpriced)], [qw(tokens tokens)], [qw(cost cost)], [qw(credit_cost credit)], [qw(quantity all_outcomes)], [qw(reviews reviews)], [qw(minute_cost minute_cost)], [qw(fees fees)] ],
	[ '%1$s_internal.book',
		[ 'book', 'book_cost', "$grain layer vendor component", 'cost' ],
		map({ [ "book, $_", "book_$_", $grain, $_ ] } qw(events tokens outcomes all_outcomes human_cost reviews judged accurate)),
		[ 'book, unpriced', 'book_unknown', $grain, 'unpriced_events' ] ],
	[ "$pool AS s",
		[ 'shares of pools', 'pool_shares', 'month service_month pool_kind pool sign agent business_unit unit_of_work agent_from', 'cost' ] ],
	[ '%1$s.chargeback',
		[ 'chargeback, exact', 'charge_exact', 'month service_month business_unit agent unit_of_work', 'exact_amount' ],
		[ 'chargeback, booked', 'charge_booked', 'month service_month business_unit agent unit_of_work', 'amount' ],
		[ 'chargeback, volume', 'charge_volume', 'month service_month business_unit agent unit_of_work', 'volume' ],
		map({ [ "chargeback, $_", "charge_$_", 'month service_month business_unit agent unit_of_work', "${_}_cost" ] } qw(direct review shared amortization)),
		[ 'chargeback by part', 'total', 'month', 'direct_cost + review_cost + overhead_cost' ],
		[ 'chargeback by business unit', 'unit', 'month business_unit', 'exact_amount' ] ],
	[ '%1$s.iceberg',
		[ 'iceberg', 'total', 'month', 'cost' ],
		[ 'iceberg by layer', 'layer', 'month layer', 'cost' ],
		[ 'iceberg, visible and hidden', 'visibility', 'month visibility', 'cost' ] ],
	[ '%1$s.unit_costs',
		[ 'unit costs', 'own_cost', 'month agent', 'fully_loaded_cost' ],
		[ 'unit costs, of months before', 'prior_cost', 'month agent', 'prior_period_cost' ],
		[ 'unit costs, outcomes', 'own_outcomes', 'month agent', 'outcomes' ],
		[ 'unit costs, outcomes of months before', 'prior_outcomes', 'month agent', 'prior_period_outcomes' ],
		[ 'unit costs, unpriced events', 'unknown', 'month agent', 'unpriced_events' ] ],
	[ '%1$s.workforce_pnl',
		[ 'workforce', 'own_row_cost', 'month agent business_unit unit_of_work', 'fully_loaded_cost' ],
		[ 'workforce by part', 'own_row_cost', 'month agent business_unit unit_of_work', 'direct_cost + overhead_cost + review_cost' ],
		[ 'workforce, of months before', 'prior_row_cost', 'month agent business_unit unit_of_work', 'prior_period_cost' ],
		[ 'workforce, outcomes', 'own_row_outcomes', 'month agent business_unit unit_of_work', 'outcomes' ],
		[ 'workforce, outcomes of months before', 'prior_row_outcomes', 'month agent business_unit unit_of_work', 'prior_period_outcomes' ],
		[ 'workforce, human cost', 'row_human', 'month agent business_unit unit_of_work', 'human_cost' ],
		[ 'workforce, saving', 'row_saving', 'month agent business_unit unit_of_work', 'saving' ] ],
	[ "(SELECT * FROM %1\$s.board_report WHERE line_key IN ('human_cost', 'saving', 'total_cost', 'prior_period_cost', 'outcomes', 'unpriced_events')) b",
		[ 'board, total cost', 'total', 'month', "CASE WHEN line_key = 'total_cost' THEN value END" ],
		[ 'board, human cost', 'human_cost', 'month line_key', "CASE WHEN line_key = 'human_cost' THEN value END" ],
		[ 'board, saving', 'saving', 'month line_key', "CASE WHEN line_key = 'saving' THEN value END" ] ],
	[ "(SELECT * FROM %1\$s.budget_vs_actual WHERE actual <> 0) b",
		[ 'budgets', 'budget', 'month business_unit budget_line', 'budget' ],
		[ 'budgets, what was spent', 'budget_spent', 'month business_unit budget_line', 'actual' ] ],
	[ '%1$s.vendor_reconciliation',
		[ 'vendors, metered', 'vendor_metered', 'month vendor', 'metered_cost' ],
		[ 'vendors, invoiced', 'vendor_invoiced', 'month vendor', 'invoiced_cost' ] ],
	[ "(SELECT *, debit - credit AS booked FROM %1\$s.journal_entries WHERE entry_kind = 'cost') j",
		[ 'journal', 'journal', 'month service_month account business_unit', 'booked' ] ],
	[ '(SELECT * FROM %1$s.accruals WHERE metered_amount <> 0 OR true_up_amount <> 0 OR opening_amount <> accrued_amount) a',
		map { [ "accruals, $_", "accrual_$_", 'month service_month vendor', "${_}_amount" ] } qw(opening metered invoiced true_up accrued) ],
	[ '%1$s.gross_margins',
		map { [ "gross margins, $_", "margin_$_", 'month business_unit', "${_}_cost" ] } qw(cogs opex unclassified) ],
	[ '%1$s.customer_margins',
		[ 'margins of customers', 'total', 'month', 'cogs_cost + opex_cost + unclassified_cost' ],
		map { [ "margins of customers, $_", "customer_$_", 'month customer', "${_}_cost" ] } qw(cogs opex unclassified) ],
	[ '%1$s.unit_costs_daily',
		[ 'unit costs by day', 'service_cost', 'month_of_day agent', 'fully_loaded_cost' ],
		[ 'unit costs by day, direct', 'day_direct', 'day agent', 'direct_cost' ],
		[ 'unit costs by day, events', 'day_events', 'day agent', 'events' ],
		[ 'unit costs by day, outcomes', 'day_outcomes', 'day agent', 'outcomes' ] ],
	[ '%1$s.unit_costs_weekly',
		[ 'unit costs by week', 'company', 'company', 'fully_loaded_cost' ],
		[ 'unit costs by week, direct', 'week_direct', 'week agent', 'direct_cost' ] ],
	[ '%1$s.model_costs',
		[ 'costs of models', 'model_own', 'month provider model', 'cost' ],
		[ 'costs of models, of months before', 'model_prior', 'month provider model', 'prior_period_cost' ] ],
	[ '%1$s.customer_costs',
		[ 'customers', 'total', 'month', 'fully_loaded_cost' ],
		[ 'customers, direct', 'customer_direct', 'month customer', 'direct_cost' ],
		[ 'customers, outcomes', 'customer_outcomes', 'month customer', 'outcomes' ],
		[ 'customers, each', 'customer_cost', 'month customer', 'fully_loaded_cost' ] ],
	[ '%1$s.campaign_costs',
		[ 'campaigns', 'total', 'month', 'fully_loaded_cost' ],
		[ 'campaigns, each', 'campaign_cost', 'month campaign', 'fully_loaded_cost' ] ],
	[ '%1$s.work_item_costs',
		[ 'work items', 'company', 'company', 'fully_loaded_cost' ],
		[ 'work items, direct', 'item_direct', 'work_item', 'direct_cost' ],
		[ 'work items, outcomes', 'item_outcomes', 'work_item', 'outcomes' ],
		[ 'work items, each', 'item_cost', 'work_item', 'fully_loaded_cost' ],
		[ 'work items, visible and hidden', 'company', 'company', 'visible_cost + hidden_cost' ] ]);

# Shares of items are cut off as often as there are pools
my %near = map { $_ => 1 } qw(customer_cost campaign_cost item_cost customer_cogs customer_opex customer_unclassified);
my %is_count = (
	map({ $_ => 1 } qw(outcomes own_outcomes prior_outcomes own_row_outcomes prior_row_outcomes unknown charge_volume day_events day_outcomes item_outcomes customer_outcomes)),
	map({
		my $measure = $_;
		map { ("${_}_$measure" => 1) } qw(days months items)
	} qw(events live unpriced tokens all_outcomes live_outcomes reviews live_reviews unpriced_reviews)),
	map { ("book_$_" => 1) } qw(events unknown tokens outcomes all_outcomes reviews judged accurate));

# One statement for each report, which reads it once: number of the figure, key,
# value
my @checks;
my %part = (
	map({ $_ => "to_char($_, 'YYYY-MM-DD')" } qw(month service_month booked_month owned_on day week agent_from)),
	month_of_span => "to_char(owned_from, 'YYYY-MM-01')", has_item => 'has_item::text',
	month_of_day => "to_char(day, 'YYYY-MM-01')", company => "'all'");

sub report_sql
{
	my ($ledger, $view, @figures) = @_;

	return 'WITH report AS MATERIALIZED (SELECT * FROM ' . sprintf($view, $ledger) . ') ' . join(' UNION ALL ', map {
			my (undef, undef, $key, $column) = @$_;
			"SELECT $_->[4], concat_ws(' / ', " . join(', ', map { "coalesce(" . ($part{$_} // $_) . ", '-')" } split / /, $key) . "), trim_scale(sum($column)) FROM report GROUP BY 2"
		} @figures);
}

# Every difference in tie_out, and how much it compares
sub tie_out_sql
{
	my ($ledger) = @_;
	return "WITH t AS MATERIALIZED (SELECT * FROM $ledger.tie_out)"
	  . " SELECT 'tie_out', concat(to_char(month, 'YYYY-MM-DD'), ' ', check_name), coalesce(difference::text, 'NULL') FROM t WHERE difference <> 0 OR difference IS NULL"
	  . " UNION ALL SELECT 'listed', count(*)::text, '' FROM t";
}

# Each figure knows its number and that of its report
foreach my $n (0 .. $#reports)
{
	my ($view, @figures) = @{ $reports[$n] };
	foreach my $figure (@figures)
	{
		push @$figure, scalar @checks, $n;
		push @checks, $figure;
	}
}

sub prepare_sql
{
	my ($ledger) = @_;
	return 'PREPARE report_tie_out AS ' . tie_out_sql($ledger) . ";\n"
	  . join('', map { "PREPARE report_$_ AS " . report_sql($ledger, @{ $reports[$_] }) . ";\n" } 0 .. $#reports);
}

# Reports that take long are asked in one of so many rounds, not all in the same;
# all are if no round is given
my %seldom = (tie_out => 8, map { $_ => 4 } grep { $reports[$_][0] =~ /board_report|journal|accruals|gross|daily|weekly|customer|campaign|work_item/ } 0 .. $#reports);

sub is_asked { my ($report, $round) = @_; return !defined $round || ($round + ($report eq 'tie_out' ? 0 : $report)) % ($seldom{$report} // 1) == 0 }

sub ask_sql
{
	my ($round) = @_;
	return join('', map { "EXECUTE report_$_;\n" } grep { is_asked($_, $round) } 'tie_out', 0 .. $#reports);
}

# What a report says against the figure that it must equal, or come near
sub differences
{
	my ($name, $expected, $found, $near) = @_;
	my %keys = (%$expected, %$found);
	my @differences;

	foreach my $key (sort keys %keys)
	{
		my ($want, $have) = ($expected->{$key} // '0', $found->{$key} // '');

		# a sum of nothing is nothing, but for what is not known
		$have = $want eq 'NULL' ? 'NULL' : '0' if $have eq '';

		next if $want eq $have || ($near && $have =~ /^-?[\d.]+$/ && abs(scaled($want) - scaled($have)) <= $near);
		push @differences, "$name, $key: $have, should be $want";
	}
	return @differences;
}

# All that is wrong in the answers to one round, but for figures that are not
# compared
sub findings
{
	my ($round, $figures, $answers, %ignored) = @_;
	my (@findings, @found, $listed, $ended);

	foreach my $line (@$answers)
	{
		my ($check, $key, $value) = split /\|/, $line;

		if    ($check eq 'tie_out') { push @findings, "tie_out, $key: $value" }
		elsif ($check eq 'listed')  { $listed = $key }
		elsif ($check eq 'end')     { $ended = 1 }
		else                        { $found[$check]{$key} = $value }
	}
	foreach my $n (grep { is_asked($checks[$_][5], $round) && !$ignored{ $checks[$_][1] } } 0 .. $#checks)
	{
		my ($name, $figure) = @{ $checks[$n] };
		my %expected = %{ $figures->{$figure} };

		if (!$is_count{$figure}) { $_ = decimal($_, $figure =~ /minute_cost$/ ? 24 : 12) foreach grep { $_ ne 'NULL' } values %expected }
		push @findings, differences($name, \%expected, $found[$n] // {}, $near{$figure} && $figures->{near});
	}
	push @findings, 'the round has no answer' unless $ended;
	push @findings, 'tie_out compares nothing' if is_asked('tie_out', $round) && ($listed // '0') eq '0' && %{ $figures->{total} };
	return @findings;
}

1;
