# Real input with published answers.  The files are not part of the project:
# RUNRATE_REAL_DATA says where they are, by default ../shared/data.
use strict;
use warnings;

use Cwd qw(abs_path);
use IPC::Run ();
use JSON::PP;
use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $data = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
$data = abs_path($data) // $data;
my @files = map { "$data/$_" }
  qw(swe_bench_pro_runs.csv azure_llm_inference_conv.csv azure_llm_inference_code.csv
  swe_bench_bash_only/runs.csv.gz swe_bench_bash_only/published.csv);
my @missing = grep { !-r $_ } @files;

if (@missing)
{
	diag('REAL DATA NOT TESTED: set RUNRATE_REAL_DATA to the directory that has ' . join(', ', map { m{([^/]+)$} } @missing));
	plan skip_all => "no $missing[0]";
}

my $node = start_server('real_data');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# ---------------------------------------------------------------------------
# SWE-Bench Pro: 616 issues, two agents; cost as numeric, as double precision
# and as it is written in the file
# ---------------------------------------------------------------------------
my $columns = 'instance_id text, repo text, agent text, resolved boolean, submitted boolean, cost_usd %s,'
  . ' tokens_sent bigint, output_tokens bigint, api_calls bigint, steps bigint, tool_seconds numeric';
foreach my $type ('numeric', 'double precision', 'text')
{
	my $table = 'runs_' . (split / /, $type)[0];
	answer("CREATE TABLE $table (" . sprintf($columns, $type) . "); COPY $table FROM '$files[0]' (FORMAT csv, HEADER)");
}
is(answer('SELECT count(*), count(DISTINCT instance_id) FROM runs_numeric'), '1232|616', 'two runs of each of 616 issues');

# The file has the shortest decimal of every cost, so both columns are the same money
is(answer('SELECT count(*) FROM runs_text WHERE cost_usd::double precision::text::numeric <> cost_usd::numeric'), '0', 'costs are shortest decimals');

# agent: resolved, total, cost per resolve to 12 decimals, mean, median
my %published = (
	'gpt-5'             => [ 262, '1217.89671250000009352', '4.648460734733', '1.98', '1.74' ],
	'claude-sonnet-4.5' => [ 274, '6973.2008070000001483', '25.449637981752', '11.32', '10.75' ]);
foreach my $table ('runs_numeric', 'runs_double')
{
	foreach my $agent (sort keys %published)
	{
		my ($resolved, $total, $unit, $mean, $median) = @{ $published{$agent} };
		my $of = "FROM $table WHERE agent = '$agent'";

		is(answer("SELECT count(*) FILTER (WHERE resolved) $of"), $resolved, "$table, $agent: resolved");
		is(answer("SELECT runrate.exact_sum(cost_usd) $of"), $total, "$table, $agent: total");
		is(answer("SELECT runrate.cost_per_outcome(cost_usd, resolved) = $total / $resolved $of"), 't', "$table, $agent: total divided by resolved");
		is(answer("SELECT round(runrate.cost_per_outcome(cost_usd, resolved), 12) $of"), $unit, "$table, $agent: cost per resolve");
		is(answer("SELECT runrate.cost_per_distinct_outcome(cost_usd, instance_id, resolved) = runrate.cost_per_outcome(cost_usd, resolved) $of"),
			't', "$table, $agent: an agent ran each issue once");
		is(answer("SELECT round(runrate.exact_sum(cost_usd) / count(*), 2) $of"), $mean, "$table, $agent: mean");
		is(answer("SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY cost_usd)::numeric, 2) $of"), $median, "$table, $agent: median");
		is(answer("SELECT runrate.total_cost(s) || ' ' || runrate.event_count(s) || ' ' || runrate.outcome_count(s) || ' ' || (runrate.unit_cost(s) = (SELECT runrate.cost_per_outcome(cost_usd, resolved) $of))"
			  . " FROM (SELECT runrate.cost_summary('model_api', cost_usd, resolved::integer) AS s $of) x"),
			"$total 616 $resolved true", "$table, $agent: summary");
	}
	is(answer("SELECT agent, round(runrate.cost_per_outcome(cost_usd, resolved), 2) FROM $table GROUP BY agent ORDER BY agent"),
		"claude-sonnet-4.5|25.45\ngpt-5|4.65", "$table: published cost per resolve");
	is(answer("SELECT round(max(c) / min(c), 1) FROM (SELECT runrate.cost_per_outcome(cost_usd, resolved) AS c FROM $table GROUP BY agent) x"),
		'5.5', "$table: published ratio");
	is(answer("SELECT agent, count(*), round(runrate.exact_sum(cost_usd), 2) FROM $table WHERE instance_id IN"
		  . " (SELECT instance_id FROM $table GROUP BY instance_id HAVING bool_and(resolved)) GROUP BY agent ORDER BY agent"),
		"claude-sonnet-4.5|206|2060.77\ngpt-5|206|326.07", "$table: the 206 issues that both resolved");

	# per repository and agent, rolled up, the total is the same to the last digit
	is(answer("SELECT runrate.total_cost(runrate.rollup(s)), (SELECT sum(cost_usd) FROM runs_numeric) FROM"
		  . " (SELECT runrate.cost_summary(agent, cost_usd) AS s FROM $table GROUP BY repo, agent) x") =~ s/^(.+)\|\g1$/same/r,
		'same', "$table: rolled up from repositories");
}

# ---------------------------------------------------------------------------
# Azure's two traces at $2.50 and $10.00 a million tokens
# ---------------------------------------------------------------------------
my %traces = (conv => [ $files[1], 19366, '96.791325' ], code => [ $files[2], 8819, '47.608895' ]);
foreach my $trace (sort keys %traces)
{
	my ($file, $requests, $cost) = @{ $traces{$trace} };

	answer("CREATE TABLE $trace (at timestamp, input_tokens bigint, output_tokens bigint); COPY $trace FROM '$file' (FORMAT csv, HEADER)");
	is(answer("SELECT count(*) FROM $trace"), $requests, "$trace: requests");
	is(answer("SELECT trim_scale(runrate.exact_sum(runrate.token_cost(input_tokens, output_tokens, 2.50, 10.00))) FROM $trace"), $cost, "$trace: cost of all requests");
	is(answer("SELECT trim_scale(runrate.token_cost(sum(input_tokens)::bigint, sum(output_tokens)::bigint, 2.50, 10.00)) FROM $trace"), $cost, "$trace: cost of all tokens");
}

# ---------------------------------------------------------------------------
# SWE-bench bash-only: doc/reproduce.md is what "make reproduce" prints
# ---------------------------------------------------------------------------

# The publisher's file, as far as it is read, from the tables of its rows
sub leaderboards
{
	answer(<<"SQL");
CREATE TABLE bash_only (agent text, instance_id text, resolved boolean, cost text, api_calls bigint);
COPY bash_only FROM PROGRAM 'gzip -dc "$files[3]"' (FORMAT csv, HEADER);
CREATE TABLE published (agent text, date date, resolved_pct text, cost text, instance_cost text, instance_calls text, runs bigint,
	runs_resolved bigint, sum_cost_exact numeric);
COPY published FROM '$files[4]' (FORMAT csv, HEADER);
SQL
	return answer(<<'SQL');
SELECT '{"leaderboards": [{"name": "Test", "results": []}, {"name": "bash-only", "results": [' || string_agg(
	format(E'{"name": %s, "date": "%s", "resolved": %s, "cost": %s, "instance_cost": %s, "instance_calls": %s, "per_instance_details": %s}',
		to_json(p.agent), p.date, p.resolved_pct, p.cost, p.instance_cost, p.instance_calls, coalesce(r.details, 'null')), E',\n') || ']}]}'
FROM published p
LEFT JOIN (SELECT agent, '{' || string_agg(format('%s: {"resolved": %s, "cost": %s, "api_calls": %s}',
				  to_json(instance_id), resolved::text, cost, api_calls), E',\n') || '}' AS details
		   FROM bash_only GROUP BY agent) r USING (agent)
SQL
}

# The script with this file: what it prints, and its errors
sub reproduce
{
	my ($file, $board) = @_;
	my ($stdout, $stderr);
	my $demo = repository() . '/demo';

	IPC::Run::run(
		[
			'psql', '-Xq', '-d', $node->connstr('postgres'), '-v', 'file=leaderboards.json', '-v', "board=$board", '-f', "$demo/session.sql",
			'-f', "$demo/schema.sql", '-f', "$demo/swe_bench.sql"
		], '<', \$file, '>', \$stdout, '2>', \$stderr);
	return ($stdout, $stderr);
}

sub words { my ($text) = @_; return join "\n", grep { /\S/ } map { s/\s+$//r } split /\n/, $text }

my $file = leaderboards();
is(scalar(@{ decode_json($file)->{leaderboards}[1]{results} }), 31, 'bash-only: 31 models are published');
my ($printed, $errors) = reproduce($file, 'bash-only');
is($errors, '', 'bash-only: no message');
my @blocks = slurp(repository() . '/doc/reproduce.md') =~ /^```\n(.*?)^```/gms;
is(words($printed), words(join "\n", @blocks[1 .. $#blocks]), 'bash-only: what is printed is what the page shows');
like((reproduce($file, 'Multimodal'))[1], qr/ERROR:  leaderboards.json has no leaderboard "Multimodal"/, 'another leaderboard is an error');
like((reproduce('{"leaderboards": [{"name": "x", "results": [{"name": "m"}]}]}', 'x'))[1],
	qr/ERROR:  leaderboards.json has no runs of single issues/, 'a leaderboard without runs is an error');
like((reproduce("<html>\n", 'bash-only'))[1], qr/ERROR:  invalid input syntax for type json/, 'what is no JSON is an error');

no_crash($node, 'real data');
$node->stop;
done_testing();
