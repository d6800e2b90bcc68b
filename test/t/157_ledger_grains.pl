# Whatever way a report is asked, it says the same: rows of one month, agent or
# customer are those of the whole report, and reports at different grains have
# the same totals.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateOracle::Load qw(known_sql facts_sql reversals_sql late_sql);
use RunrateOracle::World qw(use_random random_world);
use RunrateTest;

my $seed = seed();
my $zone = 'Asia/Kathmandu';
my $node = start_server('ledger_grains');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

answer("CALL runrate.create_ledger('l', 'EUR', '$zone')");
use_random(random_source($seed));
my $world = random_world('', 2, 8);
answer(join('', "SET client_min_messages = error;\n", known_sql($world, 'l', $zone), facts_sql($world, 'l', $zone), <<"SQL", reversals_sql($world, 'l'), late_sql($world, 'l', $zone), 'SELECT FROM l.price_pending();'));
INSERT INTO l.invoices (month, vendor, amount) SELECT month::date, vendor, 100.5
FROM unnest('{$world->{months}[0],$world->{months}[-1]}'::text[]) month CROSS JOIN unnest('{acme,other,watcher}'::text[]) vendor;
INSERT INTO l.revenue (month, amount) VALUES ('$world->{months}[0]', 12345.67);
INSERT INTO l.budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES
	('*', 'total', '$world->{months}[0]', 5000), ('retail', 'total', '$world->{months}[0]', 500), ('*', 'model_api', '$world->{months}[0]', 77);
INSERT INTO l.slos (agent, metric, target) VALUES ('*', 'cost_per_outcome', 10), ('agent 1', 'spend', 100);
SQL

# Columns by which reports are filtered
my %filter = map { $_ => 1 } qw(month service_month day week agent business_unit pl_line unit_of_work work_item customer campaign layer provider model vendor metric line_key);
my @views = views($node, 'postgres', 'l');

cmp_ok(scalar(@views), '>=', 15, 'there are views');
foreach my $view (@views)
{
	my @columns = grep { $filter{$_} } split /\n/, answer("SELECT attname FROM pg_attribute WHERE attrelid = 'l.$view'::regclass AND attnum > 0");
	next unless @columns;
	my $rows = answer("CREATE TABLE whole AS SELECT * FROM l.$view; SELECT count(*) FROM whole");
	my @different;

	foreach my $column (@columns)
	{
		foreach my $value (split /\n/, answer("SELECT quote_nullable(v) FROM (SELECT DISTINCT ${column}::text AS v FROM whole ORDER BY 1 NULLS FIRST LIMIT 6) d"))
		{
			my $where = $value eq 'NULL' ? "$column IS NULL" : "$column = $value";
			my $some = "SELECT * FROM whole WHERE $where";
			my $asked = "SELECT * FROM l.$view WHERE $where";
			my $difference = answer("SELECT count(*) FROM (($some EXCEPT ALL $asked) UNION ALL ($asked EXCEPT ALL $some)) d");

			push @different, "WHERE $where: $difference" if $difference ne '0';
		}
	}
	is_deeply(\@different, [], "$view: $rows rows, asked by " . join(', ', @columns));
	answer('DROP TABLE whole');
}

# The cost of each month, however it is split
my %total = (
	chargeback           => 'exact_amount',
	'chargeback by part' => 'direct_cost + review_cost + shared_cost + amortization_cost',
	'chargeback, in two' => 'direct_cost + review_cost + overhead_cost',
	iceberg              => 'cost',
	unit_costs           => 'fully_loaded_cost + prior_period_cost',
	workforce_pnl        => 'fully_loaded_cost + prior_period_cost',
	customer_costs       => 'fully_loaded_cost',
	campaign_costs       => 'fully_loaded_cost');
my $months = sub { my ($view, $amount) = @_; return answer("SELECT month, trim_scale(sum($amount)) FROM l.$view GROUP BY 1 HAVING sum($amount) <> 0 ORDER BY 1") };
my $expected = $months->('chargeback', 'exact_amount');

isnt($expected, '', 'there are costs');
foreach my $name (sort keys %total)
{
	my ($view) = $name =~ /^(\w+)/;
	is($months->($view, $total{$name}), $expected, "costs of months by $name");
}

# All costs, also where rows are no months
my $company = answer('SELECT trim_scale(sum(exact_amount)) FROM l.chargeback');
is(answer("SELECT trim_scale(sum(fully_loaded_cost)) FROM l.$_"), $company, "costs of the company by $_") foreach qw(unit_costs_daily unit_costs_weekly work_item_costs);
is(answer("SELECT month FROM l.chargeback GROUP BY month HAVING sum(amount) <> round(sum(exact_amount), 2)"), '', 'what is booked is the month in whole cents');
is(answer("SELECT month, business_unit FROM l.chargeback GROUP BY 1, 2 HAVING abs(sum(amount) - sum(exact_amount)) >= 0.01"), '', '... each business unit within a cent');
is(unexplained($node, 'postgres', 'l'), '', 'tie_out');

no_crash($node, 'grains');
$node->stop;
done_testing();
