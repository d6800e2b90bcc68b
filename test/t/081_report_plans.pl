# The monthly reports of a ledger: a condition on month reaches the balances,
# whatever is between, and no plan is so large that it is compiled.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $node = start_server('report_plans');
my $fill = slurp(repository() . '/test/bench/books.sql');
$fill =~ s/^\\set .*$//mg;
$fill =~ s/:(agents|months|pools)\b/{ agents => 20, months => 14, pools => 14 }->{$1}/ge;
$node->safe_psql('postgres', $fill);

my $month = '2024-02-01';
my @reports = qw(chargeback unit_costs iceberg workforce_pnl board_report budget_vs_actual model_costs gross_margins);

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', "SET search_path = bench_books, bench_books_internal; $sql") }

my $most = answer(<<'SQL');
SELECT max(n) FROM (SELECT count(*) AS n FROM event_month_balances GROUP BY booked_month
                    UNION ALL SELECT count(*) FROM outcome_month_balances GROUP BY booked_month
                    UNION ALL SELECT count(*) FROM review_month_balances GROUP BY booked_month) m
SQL

foreach my $report (@reports)
{
	my $rows = "string_agg(r::text, chr(10) ORDER BY r::text)";

	# reads: whole scans of balances, and whether a scan by index reads more than a month has
	is(answer("SET enable_seqscan = off; BEGIN; CREATE TEMP TABLE seen AS SELECT * FROM $report WHERE month = '$month';"
		  . ' SELECT (SELECT count(*) > 0 FROM seen), sum(seq_scan), sum(idx_scan) > 0, sum(idx_tup_fetch) > 0,'
		  . " bool_and(idx_tup_fetch <= idx_scan * $most)"
		  . " FROM pg_stat_xact_user_tables WHERE schemaname = 'bench_books_internal' AND relname ~ '_month_balances\$'; ROLLBACK"),
		't|0|t|t|t', "$report: a month reads that month only");
	unlike(answer("EXPLAIN (ANALYZE, TIMING OFF) SELECT * FROM $report"), qr/JIT:/, "$report: not compiled");
	is(answer("SELECT $rows FROM $report r WHERE month = '$month'"),
		answer("WITH r AS MATERIALIZED (SELECT * FROM $report) SELECT $rows FROM r WHERE month = '$month'"),
		"$report: a month says what it says among all");
	is(answer("SELECT $rows FROM $report r WHERE month >= '$month'"),
		answer("WITH r AS MATERIALIZED (SELECT * FROM $report) SELECT $rows FROM r WHERE month >= '$month'"),
		"$report: from a month on");
}
is(answer('SELECT count(*) > 0, count(*) FILTER (WHERE difference <> 0 AND check_name NOT LIKE \'facts:%\' AND check_name NOT IN (\'events\', \'unpriced_events\', \'outcomes\', \'human_cost\', \'vendor_reconciliation\') AND check_name NOT LIKE \'unit_costs_%ly%\' AND check_name NOT LIKE \'work items:%\') FROM tie_out'), 't|0',
	'reports tie out with the balances by month, which are all that there is');

no_crash($node, 'report_plans');
$node->stop;
done_testing();
