# FOCUS with real input: a bill of a thousand lines through the ledger and back,
# into one of its own and into one with everything in it.  The file is not part of
# the project: RUNRATE_REAL_DATA says where it is, by default ../shared/data.
# What FOCUS says of every row is in test/sql/186_ledger_focus.sql.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $data = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
$data = abs_path($data) // $data;
my $bill = "$data/focus/focus_sample.csv";
if (!-r $bill)
{
	diag('FOCUS NOT TESTED WITH REAL DATA: set RUNRATE_REAL_DATA to the directory that has focus/focus_sample.csv');
	plan skip_all => "no $bill";
}

my $node = start_server('ledger_focus');
sub answer { my (@sql) = @_; return $node->safe_psql('postgres', join(";\n", @sql)) }

#
# The bill
#
answer("CALL runrate.create_ledger('cloud')");
open my $file, '<', $bill or die "$bill: $!";
my $columns = <$file> =~ s/"([^"]+)"/"$1" text/gr;
close $file;
answer("CREATE TABLE bill ($columns)", "COPY bill FROM '$bill' (FORMAT csv, HEADER, NULL 'NULL')");
my %published = (BilledCost => '20.52022672899', EffectiveCost => '14.97651418586', ListCost => '20.39090575119', ContractedCost => '14.97626039326');
is(answer(qq(SELECT count(*) FROM bill)), '1000', 'a thousand lines');
is(answer(qq(SELECT sum("$_"::numeric) FROM bill)), $published{$_}, "the bill: $_ as published") foreach sort keys %published;

is(answer("SELECT lines, refused, costs_added > 0, costs_reversed, invoices_added FROM cloud.load_focus('bill')"), '1000|0|t|0|6', 'the bill is booked');
foreach my $view ('focus_1_2', 'focus_1_3')
{
	is(answer(qq(SELECT trim_scale(sum("$_")) FROM cloud.$view)), $published{$_}, "$view gives $_ back") foreach sort keys %published;
}
is(answer(q(SELECT count(*) FROM (SELECT "InvoiceIssuerName", "ServiceName", sum("BilledCost"::numeric), sum("EffectiveCost"::numeric), sum("ListCost"::numeric) FROM bill GROUP BY 1, 2
	EXCEPT SELECT "InvoiceIssuerName", "ServiceName", sum("BilledCost"), sum("EffectiveCost"), sum("ListCost") FROM cloud.focus_1_2 GROUP BY 1, 2) d)), '0', 'by issuer and service, too');
is(answer(q(SELECT round(sum(amount), 2) FROM cloud.shared_costs)), '14.98', 'the book has the effective cost');
is(answer(q(SELECT round(sum(exact_amount), 2) FROM cloud.chargeback)), '14.98', 'and charges it');
is(answer(q(SELECT trim_scale(sum(billed_amount)) FROM cloud.invoices)), $published{BilledCost}, 'invoices have what is billed');
is(answer("SELECT lines, refused, costs_added, costs_reversed, invoices_added, invoices_reversed FROM cloud.load_focus('bill')"), '1000|0|0|0|0|0', 'once more is nothing');
is(answer(q(SELECT count(*) FROM cloud.tie_out WHERE difference <> 0)), '0', 'the ledger ties out');

#
# Every kind of row
#
answer("CALL runrate.create_ledger('every', 'EUR', 'Europe/Berlin')", sample_sql('every'));
answer(<<'SQL');
INSERT INTO every.fx (currency, ledger_amount) VALUES ('USD', 0.9);
INSERT INTO every.prices (provider, model, meter, price, currency, source) VALUES ('mistral', 'm', 'input_tokens', 3, 'USD', 'list');
INSERT INTO every.prices (provider, model, meter, price, currency) VALUES ('mistral', 'm', 'input_tokens', 2.4, 'USD'), ('azure', 'gpt', 'input_tokens', 1, NULL), ('groq', 'llama', 'input_tokens', 2, NULL);
INSERT INTO every.volume_prices (provider, meter, above_quantity, list_ratio) VALUES ('acme', 'output_tokens', 0, 0.9);
INSERT INTO every.commitments (commitment, kind, vendor, model, starts_on, ends_on, amount, capacity) VALUES
	('capacity', 'throughput', 'azure', 'gpt', '2026-01-01', '2026-02-28', 3100, 10000000), ('prepaid', 'credit', 'groq', NULL, '2026-01-01', '2026-02-28', 450, 500);
INSERT INTO every.events (occurred_at, source_key, agent, work_item, provider, model, service_tier, input_tokens, billed_amount, billing_currency, inference_geo) VALUES
	('2026-01-10 12:00+00', 'f1', 'support', 'item 1', 'azure', 'gpt', 'provisioned', 62000000, NULL, NULL, 'eu'),
	('2026-01-11 12:00+00', 'f2', 'adjuster', 'item 2', 'groq', 'llama', NULL, 100000000, NULL, NULL, NULL),
	('2026-01-12 12:00+00', 'f3', 'adjuster', NULL, 'mistral', 'm', NULL, 123457, NULL, NULL, NULL),
	('2026-01-13 12:00+00', 'f4', 'adjuster', NULL, NULL, NULL, NULL, NULL, 7.77, 'USD', NULL);
SELECT FROM every.book_month_end('2026-01-01');
INSERT INTO every.invoices (source_key, month, vendor, invoice_id, amount) VALUES ('f1', '2026-01-01', 'azure', 'A-1', 3100), ('f2', '2026-01-01', 'azure', 'A-2', -12);
SELECT every.close_month('2026-01-01', 'January', accept => 'unpriced_events, unallocated_pools, unknown_exchange_rates');
SELECT every.reverse_event(id, 'was not ours') FROM every.events WHERE source_key IN ('f3', 'priced 5');
SELECT every.reverse_shared_cost(id, 'billed twice') FROM every.shared_costs WHERE source_key = 'pool 1';
INSERT INTO every.prices (provider, model, meter, price) VALUES ('acme', 'large', 'input_tokens', 2.6);
SELECT every.reprice('2026-01-01', '2026-02-01', 'as agreed');
SELECT FROM every.load_focus('bill');
SQL
is(answer(q(SELECT string_agg(DISTINCT concat_ws(' ', "x_Fact", "ChargeCategory", "ChargeClass"), ', ' ORDER BY concat_ws(' ', "x_Fact", "ChargeCategory", "ChargeClass")) FROM every.focus_1_2)),
	'commitment Credit, commitment Purchase, event Adjustment, event Adjustment Correction, event Credit, event Usage, event Usage Correction, invoice Adjustment, invoice Credit,'
	  . ' shared_cost Adjustment, shared_cost Adjustment Correction, shared_cost Credit, shared_cost Credit Correction, shared_cost Usage, shared_cost Usage Correction', 'every kind of row');
is(answer(q(SELECT count(*) FROM (SELECT "x_Month" AS month, sum("x_LedgerCost") AS cost FROM every.focus_1_2 GROUP BY 1) f
	FULL JOIN (SELECT month, sum(direct_cost + shared_cost) AS cost FROM every.chargeback GROUP BY 1) c USING (month) WHERE coalesce(f.cost, 0) <> coalesce(c.cost, 0))), '0', 'months are those of the book');

$node->stop;
done_testing();
