# Real input through a ledger: raw usage and runs go in, the published figures
# come out of its reports.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use JSON::PP;
use Math::BigFloat;
use Test::More;

use RunrateLedger;
use RunrateTest;

my %file = (conv => 'azure_llm_inference_conv.csv', code => 'azure_llm_inference_code.csv',
	runs => 'swe_bench_pro_runs.csv', litellm => 'litellm_prices_sample.json', genai => 'genai_prices_sample.json');
my $data = real_data(sort values %file);

my $node = start_server('ledger_real_data');
sub answer { my (@sql) = @_; return $node->safe_psql('postgres', join(";\n", @sql)) }

# What a published list says, as exact numbers
my %list = map { $_ => JSON::PP->new->allow_bignum->decode(slurp("$data/$file{$_}")) } qw(litellm genai);

sub in_ledger
{
	my ($ledger) = @_;
	is(unexplained($node, 'postgres', $ledger), '', "$ledger: ties out");
	is(answer("SELECT (SELECT count(*) FROM $ledger.quarantine) + (SELECT count(*) FROM $ledger.conflicts)"), 0, "$ledger: every row was taken");
}

# ---------------------------------------------------------------------------
# Azure's two traces at $2.50 and $10.00 a million tokens: one agent answers
# people, the other writes code
# ---------------------------------------------------------------------------
my %traces = (conv => [ 19366, '96.791325' ], code => [ 8819, '47.608895' ]);
answer(
	"CALL runrate.create_ledger('azure')",
	"INSERT INTO azure.agents (agent, business_unit, unit_of_work) VALUES ('conv', 'Customer Service', 'ticket'), ('code', 'Engineering', 'commit')",
	"INSERT INTO azure.prices (provider, model, meter, price) VALUES ('azure', 'gpt', 'input_tokens', 2.50), ('azure', 'gpt', 'output_tokens', 10.00)");
my %tokens;
foreach my $trace (sort keys %traces)
{
	answer("CREATE TABLE $trace (at timestamp, input_tokens bigint, output_tokens bigint, id bigint GENERATED ALWAYS AS IDENTITY)",
		"COPY $trace (at, input_tokens, output_tokens) FROM '$data/$file{$trace}' (FORMAT csv, HEADER)");
	$tokens{$trace} = [ split /\|/, answer("SELECT sum(input_tokens), sum(output_tokens) FROM $trace") ];
}

# One trace by COPY, the other by INSERT
my $columns = 'source, source_key, occurred_at, agent, work_item, provider, model, input_tokens, output_tokens';
my $events = "SELECT 'trace', '%1\$s ' || id, at AT TIME ZONE 'UTC', '%1\$s', '%1\$s ' || id, 'azure', 'gpt', input_tokens, output_tokens FROM %1\$s";
my $copied = $node->basedir . '/code.copy';
answer('COPY (' . sprintf($events, 'code') . ") TO '$copied'", "COPY azure.events ($columns) FROM '$copied'",
	"INSERT INTO azure.events ($columns) " . sprintf($events, 'conv'));
answer("INSERT INTO azure.outcomes (source, source_key, occurred_at, agent, work_item, outcome) SELECT 'trace', work_item, occurred_at, agent, work_item, 'resolved' FROM azure.events WHERE agent = 'conv'");

foreach my $trace (sort keys %traces)
{
	my ($requests, $cost) = @{ $traces{$trace} };

	is(answer("SELECT month, events, trim_scale(direct_cost), trim_scale(fully_loaded_cost) FROM azure.unit_costs WHERE agent = '$trace'"),
		"2023-11-01|$requests|$cost|$cost", "$trace: unit_costs");
	is(answer("SELECT trim_scale(sum(direct_cost)), trim_scale(sum(fully_loaded_cost)) FROM azure.unit_costs_daily WHERE agent = '$trace'"), "$cost|$cost", "$trace: unit_costs_daily");
	is(answer("SELECT trim_scale(sum(direct_cost)) FROM azure.unit_costs_weekly WHERE agent = '$trace'"), $cost, "$trace: unit_costs_weekly");
	is(answer("SELECT business_unit, trim_scale(exact_amount) FROM azure.chargeback WHERE agent = '$trace'"),
		($trace eq 'conv' ? 'Customer Service' : 'Engineering') . "|$cost", "$trace: chargeback");
	is(answer("SELECT count(*), trim_scale(sum(fully_loaded_cost)) FROM azure.work_item_costs WHERE work_item LIKE '$trace %'"), "$requests|$cost", "$trace: work_item_costs");
}
is(answer("SELECT outcomes, unit_cost FROM azure.unit_costs WHERE agent = 'conv'"), '19366|' . Math::BigFloat->new('96.791325')->bdiv(19366, 40)->bfround(-6), 'conv: cost of an answer');
is(answer("SELECT outcomes, coalesce(unit_cost::text, 'unknown') FROM azure.unit_costs WHERE agent = 'code'"), '0|unknown', 'code: no outcome, no unit cost');
is(answer("SELECT layer, visibility, trim_scale(cost), spend_ratio FROM azure.iceberg WHERE cost <> 0"), 'model_api|visible|144.40022|1.000000', 'iceberg: all of it is above the water line');

# the same files again change nothing
answer("COPY azure.events ($columns) FROM '$copied'");
is(answer('SELECT count(*), trim_scale(sum(cost)) FROM azure.events'), '28185|144.40022', 'loaded again, the same');
in_ledger('azure');

# ---------------------------------------------------------------------------
# SWE-Bench Pro: two agents on 616 issues each, cost as it was reported
# ---------------------------------------------------------------------------
my $run = "agent || '/' || instance_id";
answer(
	'CREATE TABLE runs (instance_id text, repo text, agent text, resolved boolean, submitted boolean, cost_usd numeric, tokens_sent bigint, output_tokens bigint, api_calls bigint, steps bigint, tool_seconds numeric)',
	"COPY runs FROM '$data/$file{runs}' (FORMAT csv, HEADER)",
	"CALL runrate.create_ledger('bench')",
	"INSERT INTO bench.agents (agent, business_unit, unit_of_work) SELECT DISTINCT agent, 'Engineering', 'issue' FROM runs",
	"INSERT INTO bench.work_items (work_item, kind, customer) SELECT $run, agent, repo FROM runs",
	"INSERT INTO bench.events (source, source_key, occurred_at, agent, work_item, cost) SELECT 'bench', $run, '2025-10-15 12:00+00', agent, $run, cost_usd FROM runs",
	"INSERT INTO bench.outcomes (source, source_key, occurred_at, agent, work_item, outcome) SELECT 'bench', $run, '2025-10-15 12:00+00', agent, $run, CASE WHEN resolved THEN 'resolved' ELSE 'unresolved' END FROM runs");

# agent: resolved, exact total, then as published: total, per resolve, mean and median of a task
my %published = (
	'gpt-5'             => [ 262, '1217.89671250000009352', '1217.90', '4.65', '1.98', '1.74' ],
	'claude-sonnet-4.5' => [ 274, '6973.2008070000001483', '6973.20', '25.45', '11.32', '10.75' ]);
foreach my $agent (sort keys %published)
{
	my ($resolved, $exact, $total, $unit, $mean, $median) = @{ $published{$agent} };

	is(answer("SELECT events, outcomes, round(direct_cost, 2), round(unit_cost, 2), abs(fully_loaded_cost - $exact) < 1e-9 FROM bench.unit_costs WHERE agent = '$agent'"),
		"616|$resolved|$total|$unit|t", "$agent: unit_costs");
	is(answer("SELECT volume, round(exact_amount, 2), round(unit_cost, 2) FROM bench.chargeback WHERE agent = '$agent'"), "$resolved|$total|$unit", "$agent: chargeback");
	is(answer("SELECT outcomes, round(fully_loaded_cost, 2), round(unit_cost, 2) FROM bench.workforce_pnl WHERE agent = '$agent'"), "$resolved|$total|$unit", "$agent: workforce_pnl");
	is(answer("SELECT count(*), sum(outcomes), round(avg(fully_loaded_cost), 2), round(percentile_cont(0.5) WITHIN GROUP (ORDER BY fully_loaded_cost)::numeric, 2) FROM bench.work_item_costs WHERE kind = '$agent'"),
		"616|$resolved|$mean|$median", "$agent: work_item_costs");
}
is(answer('SELECT round(sum(direct_cost), 2), sum(outcomes) FROM bench.customer_costs'), '8191.10|536', 'customer_costs: all repositories');
is(answer(<<'SQL'), "claude-sonnet-4.5|206|2060.77\ngpt-5|206|326.07", 'the 206 issues that both resolved');
SELECT kind, count(*), round(sum(fully_loaded_cost), 2)
FROM bench.work_item_costs
WHERE substr(work_item, strpos(work_item, '/')) IN
	(SELECT substr(work_item, strpos(work_item, '/')) FROM bench.work_item_costs WHERE outcomes > 0 GROUP BY 1 HAVING count(*) = 2)
GROUP BY kind ORDER BY kind
SQL
in_ledger('bench');

# ---------------------------------------------------------------------------
# Prices of public lists: the traces under other models, against the list and
# the sums of tokens
# ---------------------------------------------------------------------------
sub load_list
{
	my ($ledger, $call) = @_;

	my $document = "pg_read_file('$data/$file{$ledger}')::jsonb";

	return answer("CALL runrate.create_ledger('$ledger')",
		"SELECT added > 0, unchanged FROM $ledger." . sprintf($call, $document),
		"SELECT added, changed, ended FROM $ledger." . sprintf($call, $document));
}

sub reprice
{
	my ($ledger, $trace, $provider, $model, $input, $output, $shift) = @_;
	my $name = "$ledger, $trace as $model";

	answer("INSERT INTO $ledger.events (source, source_key, occurred_at, agent, provider, model, input_tokens, output_tokens)"
		  . " SELECT 'trace', '$name ' || id, at AT TIME ZONE 'UTC' + interval '" . ($shift // '0') . "', '$name', '$provider', '$model', input_tokens, output_tokens FROM $trace");
	my $cost = Math::BigFloat->new($input) * $tokens{$trace}[0] + Math::BigFloat->new($output) * $tokens{$trace}[1];
	is(answer("SELECT trim_scale(direct_cost) FROM $ledger.unit_costs WHERE agent = '$name'"), $cost->bstr =~ s/(\.\d*?)0+$/$1/r =~ s/\.$//r, $name);
}

is(load_list('litellm', "load_prices_litellm(%s, '2023-01-01 00:00+00')"), "t|0\n0|0|0", 'litellm: loaded once, loading again changes nothing');
my $litellm = $list{litellm};
foreach my $case ([ conv => 'gpt-4o' ], [ code => 'gpt-4o' ], [ code => 'gpt-4o-mini' ], [ code => 'claude-3-haiku-20240307' ], [ code => 'o4-mini' ])
{
	my ($trace, $model) = @$case;
	reprice('litellm', $trace, $litellm->{$model}{litellm_provider}, $model, @{ $litellm->{$model} }{qw(input_cost_per_token output_cost_per_token)});
}
is(answer("SELECT agent, trim_scale(sum(exact_amount)) FROM litellm.chargeback WHERE agent ~ 'gpt-4o\$' GROUP BY agent ORDER BY agent"),
	"litellm, code as gpt-4o|47.608895\nlitellm, conv as gpt-4o|96.791325", 'litellm: list price of gpt-4o');
in_ledger('litellm');

is(load_list('genai', 'load_prices_genai(%s)'), "t|0\n0|0|0", 'genai: loaded once, loading again changes nothing');
my %models = map { my $provider = $_->{id}; map { ("$provider $_->{id}" => $_->{prices}) } @{ $_->{models} } } @{ $list{genai} };
foreach my $case ([ groq => 'llama-3.1-8b-instant' ], [ mistral => 'codestral' ], [ cohere => 'command-r' ])
{
	my ($provider, $model) = @$case;
	reprice('genai', 'code', $provider, $model, map { $models{"$provider $model"}{$_} / 1000000 } qw(input_mtok output_mtok));
}
# the trace is of 18:17 to 19:14 UTC: off-peak, and by day if it is six hours earlier
foreach my $case ([ 0, '0' ], [ 1, '-6 hours' ])
{
	my ($n, $shift) = @$case;
	my $prices = $models{'deepseek deepseek-chat'}[$n]{prices};
	reprice('genai', $n ? 'code' : 'conv', 'deepseek', 'deepseek-chat', map({ $prices->{$_} / 1000000 } qw(input_mtok output_mtok)), $shift);
}
in_ledger('genai');

no_crash($node, 'real data');
$node->stop;
done_testing();
