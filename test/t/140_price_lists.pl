# Samples of the two public price lists: all that they say of prices is read,
# compared with the documents themselves.  The files are not part of the
# project: RUNRATE_REAL_DATA says where they are, by default ../shared/data.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $data = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
$data = abs_path($data) // $data;
my @files = map { "$data/$_" } qw(litellm_prices_sample.json genai_prices_sample.json);
my @missing = grep { !-r $_ } @files;

if (@missing)
{
	diag('REAL PRICE LISTS NOT TESTED: set RUNRATE_REAL_DATA to the directory that has ' . join(', ', map { m{([^/]+)$} } @missing));
	plan skip_all => "no $missing[0]";
}

my $node = start_server('price_lists');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

answer('CREATE TABLE list (name text, prices jsonb)');
foreach my $file (@files)
{
	my ($name) = $file =~ m{(litellm|genai)[^/]*$};
	answer("INSERT INTO list VALUES ('$name', \$list\$" . slurp($file) . '$list$)');
}
my $litellm = "(SELECT prices FROM list WHERE name = 'litellm')";
my $genai = "(SELECT prices FROM list WHERE name = 'genai')";
answer("CREATE TABLE lite AS SELECT * FROM runrate.litellm_prices($litellm)");
answer("CREATE TABLE gen AS SELECT * FROM runrate.genai_prices($genai)");

# ---------------------------------------------------------------------------
# LiteLLM
# ---------------------------------------------------------------------------
is(answer('SELECT count(DISTINCT model) FROM lite'), answer("SELECT count(*) FROM jsonb_object_keys($litellm)"), 'LiteLLM: all models have prices');
is(answer("SELECT string_agg(model || '.' || key, ', ') FROM runrate.litellm_unread($litellm)"), '', 'LiteLLM: nothing is unread');

# Each key of the document with its rows: meter, tier, threshold
my %keys = (
	input_cost_per_token                       => [qw(input_tokens standard 0)],
	output_cost_per_token                      => [qw(output_tokens standard 0)],
	cache_read_input_token_cost                => [qw(cache_read_tokens standard 0)],
	input_cost_per_token_cache_hit             => [qw(cache_read_tokens standard 0)],
	cache_creation_input_token_cost            => [qw(cache_write_5m_tokens standard 0)],
	cache_creation_input_token_cost_above_1hr  => [qw(cache_write_1h_tokens standard 0)],
	cache_creation_input_audio_token_cost      => [qw(cache_write_audio_tokens standard 0)],
	input_cost_per_audio_token                 => [qw(input_audio_tokens standard 0)],
	output_cost_per_audio_token                => [qw(output_audio_tokens standard 0)],
	output_cost_per_reasoning_token            => [qw(reasoning_tokens standard 0)],
	input_cost_per_token_batches               => [qw(input_tokens batch 0)],
	output_cost_per_token_batches              => [qw(output_tokens batch 0)],
	input_cost_per_token_above_200k_tokens     => [qw(input_tokens standard 200000)],
	output_cost_per_token_above_200k_tokens    => [qw(output_tokens standard 200000)],
	input_cost_per_token_above_272k_tokens     => [qw(input_tokens standard 272000)],
	output_cost_per_token_above_272k_tokens    => [qw(output_tokens standard 272000)],
	cache_read_input_token_cost_above_200k_tokens     => [qw(cache_read_tokens standard 200000)],
	cache_read_input_token_cost_above_272k_tokens     => [qw(cache_read_tokens standard 272000)],
	cache_creation_input_token_cost_above_200k_tokens => [qw(cache_write_5m_tokens standard 200000)],
	cache_creation_input_token_cost_above_1hr_above_200k_tokens => [qw(cache_write_1h_tokens standard 200000)],
	(map {
		("input_cost_per_token_$_" => [ 'input_tokens', $_, 0 ],
		 "output_cost_per_token_$_" => [ 'output_tokens', $_, 0 ],
		 "cache_read_input_token_cost_$_" => [ 'cache_read_tokens', $_, 0 ])
	} qw(flex priority)));
my $key_values = join(', ', map { "('$_', '$keys{$_}[0]', '$keys{$_}[1]', $keys{$_}[2])" } sort keys %keys);
answer("CREATE TABLE token_key (key, meter, tier, above) AS VALUES $key_values");
answer("CREATE TABLE field AS SELECT m.key AS model, f.key, f.value FROM jsonb_each($litellm) m, jsonb_each(m.value) f");

is(answer("SELECT string_agg(DISTINCT key, ', ') FROM field WHERE key LIKE '%cost%' AND key NOT IN (SELECT key FROM token_key)"),
	'output_cost_per_second, search_context_cost_per_query', 'LiteLLM: keys of the sample that are not for tokens')
  or diag('the sample has changed: extend %keys');
cmp_ok(answer('SELECT count(*) FROM field JOIN token_key USING (key)'), '>', 200, 'LiteLLM: token prices in the document');
is(answer("SELECT count(*) FROM field f JOIN token_key k USING (key) WHERE NOT EXISTS (
	SELECT FROM lite p WHERE p.model = f.model AND p.meter = k.meter AND p.service_tier = k.tier AND p.above_tokens = k.above
		AND p.inference_geo = '' AND p.per = 1000000 AND p.price = f.value::numeric * 1000000)"), '0', 'LiteLLM: each of them is a price row');

# And no row that the document does not have: a key is a row; a search is
# three, and a cache hit is the cache read again
is(answer("SELECT count(*) FROM lite WHERE inference_geo = ''"),
	answer("SELECT count(*) + 2 * count(*) FILTER (WHERE key = 'search_context_cost_per_query')
		- count(*) FILTER (WHERE key = 'input_cost_per_token_cache_hit') FROM field WHERE key LIKE '%cost%'"), 'LiteLLM: no other rows');
is(answer("SELECT count(*), count(*) FILTER (WHERE r.price = b.price * (SELECT f.value::numeric FROM field f WHERE f.model = r.model AND f.key = 'regional_processing_uplift_multiplier_' || r.inference_geo))
	FROM lite r JOIN lite b USING (provider, model, meter, service_tier, above_tokens) WHERE r.inference_geo <> '' AND b.inference_geo = ''"),
	answer("SELECT n, n FROM (SELECT sum((SELECT count(*) FROM lite b WHERE b.model = f.model AND b.inference_geo = '' AND b.meter LIKE '%tokens')) AS n
		FROM field f WHERE f.key LIKE 'regional%') s"), 'LiteLLM: a factor for each region and token price');
is(answer("SELECT string_agg(meter || ' ' || above_tokens || ' ' || price, ', ' ORDER BY meter, above_tokens) FROM lite WHERE model = 'claude-sonnet-4-5' AND meter ~ '^(in|out)put'"),
	'input_tokens 0 3, input_tokens 200000 6, output_tokens 0 15, output_tokens 200000 22.5', 'LiteLLM: claude-sonnet-4-5');

# ---------------------------------------------------------------------------
# genai-prices
# ---------------------------------------------------------------------------
is(answer("SELECT string_agg(model || '.' || key, ', ') FROM runrate.genai_unread($genai)"), '', 'genai-prices: nothing is unread');
answer("CREATE TABLE gen_model AS SELECT p.value->>'id' AS provider, m.n, m.value->>'id' AS model, m.value->'match' AS match, m.value->'prices' AS prices
	FROM jsonb_array_elements($genai) p, jsonb_array_elements(p.value->'models') WITH ORDINALITY m(value, n)");
is(answer('SELECT count(*) FROM (SELECT DISTINCT provider, model FROM gen) m'), answer("SELECT count(*) FROM gen_model WHERE prices <> '{}'"), 'genai-prices: all models have prices');

answer("CREATE TABLE gen_field AS SELECT m.provider, m.model, f.key, f.value FROM gen_model m, jsonb_each(m.prices) f WHERE jsonb_typeof(m.prices) = 'object' AND jsonb_typeof(f.value) = 'number'");
cmp_ok(answer('SELECT count(*) FROM gen_field'), '>', 190, 'genai-prices: plain prices in the document');
is(answer("SELECT count(*) FROM gen_field f WHERE NOT EXISTS (
	SELECT FROM gen p WHERE p.provider = f.provider AND p.model = f.model AND p.above_tokens = 0 AND p.price = f.value::numeric
		AND p.per = 1000000 AND p.meter = replace(replace(f.key, '_mtok', '_tokens'), 'cache_write_tokens', 'cache_write_5m_tokens') AND p.valid_from = '1970-01-01 00:00+00')"), '0', 'genai-prices: each of them is a price row');

my $price_at = sub {
	my ($model, $meter, $above, $at) = @_;
	return answer("SELECT string_agg(coalesce(price::text, 'ended') || ' ' || window_start, ', ' ORDER BY window_start) FROM (
		SELECT DISTINCT ON (window_start) * FROM gen WHERE model = '$model' AND meter = '$meter' AND above_tokens = $above AND valid_from <= '$at' ORDER BY window_start, valid_from DESC) p");
};
is($price_at->('claude-opus-4-6', 'input_tokens', 200000, '2026-03-12 23:59:59+00'), '10 00:00:00', 'genai-prices: long context before the date');
is($price_at->('claude-opus-4-6', 'input_tokens', 200000, '2026-03-13 00:00:00+00'), 'ended 00:00:00', 'genai-prices: long context from the date');
is($price_at->('claude-opus-4-6', 'input_tokens', 0, '2026-03-13 00:00:00+00'), '5 00:00:00', 'genai-prices: base price from the date');
is($price_at->('claude-sonnet-5', 'output_tokens', 0, '2026-08-31 23:59:59+00'), '10 00:00:00', 'genai-prices: before a rise');
is($price_at->('claude-sonnet-5', 'output_tokens', 0, '2026-09-01 00:00:00+00'), '15 00:00:00', 'genai-prices: after it');
is($price_at->('deepseek-chat', 'input_tokens', 0, '2026-01-01 00:00:00+00'), '0.135 00:00:00, 0.27 00:30:00', 'genai-prices: hours of a day');

# A rule for each model; a name goes to the first model whose rule has it
answer("CREATE TABLE rule AS SELECT * FROM runrate.genai_model_rules($genai)");
is(answer('SELECT count(*) FROM rule'), answer('SELECT count(*) FROM gen_model'), 'genai-prices: a rule for each model');
answer("CREATE FUNCTION resolved(of_provider text, name text) RETURNS text LANGUAGE sql RETURN
	(SELECT r.price_model FROM rule r WHERE r.provider = of_provider AND name ~ r.pattern ORDER BY r.alias_order LIMIT 1)");
answer("CREATE TABLE literal AS SELECT m.provider, m.n, m.model, c.kind, c.text
	FROM gen_model m,
	LATERAL (SELECT m.match AS clause WHERE NOT m.match ? 'or' UNION ALL SELECT o FROM jsonb_array_elements(m.match->'or') o) clauses,
	jsonb_each_text(clause) c(kind, text)");
cmp_ok(answer('SELECT count(*) FROM literal'), '>', 130, 'genai-prices: names in rules');
# What is in the rule of a model is that model, or one whose rule comes earlier
my $wrong = "(SELECT other.n FROM gen_model other WHERE other.provider = l.provider AND other.model = resolved(l.provider, l.name)) > l.n OR resolved(l.provider, l.name) IS NULL";
is(answer("SELECT string_agg(l.name, ', ') FROM (
	SELECT provider, n, text AS name FROM literal
	UNION ALL SELECT provider, n, upper(text) FROM literal
	UNION ALL SELECT provider, n, text || '-20990101' FROM literal WHERE kind = 'starts_with'
	UNION ALL SELECT provider, n, 'x/' || text || '-20990101' FROM literal WHERE kind = 'contains') l WHERE $wrong"), '', 'genai-prices: names in rules are found');
is(answer("SELECT string_agg(l.name, ', ') FROM (SELECT provider, n, text || 'x' AS name, model FROM literal WHERE kind = 'equals') l
	WHERE resolved(l.provider, l.name) = l.model AND NOT EXISTS (
		SELECT FROM literal s WHERE s.provider = l.provider AND s.n = l.n AND s.kind <> 'equals' AND strpos(l.name, s.text) > 0)"), '', 'genai-prices: equals is the whole name');
# The name of a model goes to itself or an earlier one; three rules do not have it
is(answer("SELECT string_agg(m.model, ', ' ORDER BY m.n) FROM gen_model m LEFT JOIN gen_model found ON found.provider = m.provider AND found.model = resolved(m.provider, m.model)
	WHERE coalesce(found.n > m.n, true)"), 'codestral, magistral-small, pixtral-large', 'genai-prices: names of models');
is(answer("SELECT resolved('anthropic', 'claude-sonnet-4-5-20250929')"), 'claude-sonnet-4-5', 'genai-prices: a dated name');
is(answer("SELECT coalesce(resolved('anthropic', 'gpt-5'), 'none')"), 'none', 'genai-prices: a name of somebody else');

# ---------------------------------------------------------------------------
# Loading, as an owner who is no superuser
# ---------------------------------------------------------------------------
answer("CREATE ROLE bookkeeper LOGIN; GRANT SELECT ON list TO bookkeeper; GRANT CREATE ON DATABASE postgres TO bookkeeper");
sub load
{
	my ($call) = @_;
	return answer("SET ROLE bookkeeper; SELECT added, changed, ended, unchanged, kept, unread FROM ledger.$call");
}
answer('SET ROLE bookkeeper; CALL runrate.create_ledger()');
my $lite_rows = answer('SELECT count(*) FROM lite');
my $gen_rows = answer('SELECT count(price) FROM gen');
my $gen_ends = answer('SELECT count(*) - count(price) FROM gen');

is(load("load_prices_litellm($litellm, '2026-01-01 00:00+00')"), "$lite_rows|0|0|0|0|0", 'load LiteLLM');
is(load("load_prices_litellm($litellm, '2026-02-01 00:00+00')"), "0|0|0|$lite_rows|0|0", 'again: nothing');
is(load("load_prices_litellm(jsonb_set($litellm, '{gpt-5,input_cost_per_token_flex}', '6.5e-07'), '2026-02-01 00:00+00')"),
	'0|1|0|' . ($lite_rows - 1) . '|0|0', 'one price is another: one row');
is(load("load_prices_litellm($litellm #- '{gpt-5,input_cost_per_token_flex}', '2026-03-01 00:00+00')"),
	'0|0|1|' . ($lite_rows - 1) . '|0|0', 'it goes away: one end');
answer("INSERT INTO ledger.prices (provider, model, meter, price, valid_from) VALUES ('openai', 'gpt-5', 'input_tokens', 1, '2026-04-01 00:00+00')");
is(load("load_prices_litellm($litellm #- '{gpt-5,input_cost_per_token_flex}', '2026-05-01 00:00+00')"),
	'0|0|0|' . ($lite_rows - 2) . '|1|0', 'a price of one\'s own is kept');

my @first = split /\|/, load("load_prices_genai($genai)");
is($first[0] + $first[2] + $first[4], $gen_rows + $gen_ends, 'load genai-prices: each row is written or kept');
is($first[4], answer("SELECT count(*) FROM gen g WHERE EXISTS (SELECT FROM lite l
	WHERE l.provider = g.provider AND l.model = g.model AND l.meter = g.meter AND l.above_tokens = g.above_tokens AND l.service_tier = g.service_tier
		AND l.inference_geo = '' AND l.window_start = g.window_start AND g.valid_from >= '2026-01-01 00:00+00')"),
	'kept: where the price of the other list is valid');
my @again = split /\|/, load("load_prices_genai($genai)");
is_deeply([ @again[ 0 .. 2 ] ], [ 0, 0, 0 ], 'again: nothing');
is($again[3] + $again[4], $gen_rows + $gen_ends, 'again: all unchanged or kept');
is(answer("SELECT count(*) FROM ledger.model_aliases WHERE source = 'genai'"), answer('SELECT count(*) FROM rule'), 'rules for names');

# ---------------------------------------------------------------------------
# Events at these prices
# ---------------------------------------------------------------------------
sub cost
{
	my ($provider, $model, %usage) = @_;
	my @columns = sort keys %usage;
	return answer('SET client_min_messages = error; SET ROLE bookkeeper; INSERT INTO ledger.events (occurred_at, provider, model, ' . join(', ', @columns) . ')'
		. " VALUES ('2026-03-15 00:00+00', '$provider', '$model', " . join(', ', map { "'$usage{$_}'" } @columns)
		. q{) RETURNING coalesce(trim_scale(cost)::text, price_problem)});
}
is(cost('openai', 'gpt-5.4', input_tokens => 272000, output_tokens => 1000), '0.695', 'gpt-5.4 at the threshold');
is(cost('openai', 'gpt-5.4', input_tokens => 272001, output_tokens => 1000), '1.382505', 'gpt-5.4 above it');
is(cost('openai', 'gpt-5.4', input_tokens => 272001, output_tokens => 1000, inference_geo => 'eu'), '1.5207555', 'and in the EU');
is(cost('openai', 'gpt-5.4', input_tokens => 1000, output_tokens => 1000, service_tier => 'batch'), '0.00875', 'gpt-5.4 in a batch');
is(cost('anthropic', 'claude-sonnet-4-5', input_tokens => 100000, cache_read_tokens => 50000, cache_write_5m_tokens => 20000, cache_write_1h_tokens => 30000, output_tokens => 1000),
	'0.585', 'claude-sonnet-4-5 at the threshold, caches of both lifetimes');
is(cost('anthropic', 'claude-sonnet-4-5', input_tokens => 100000, cache_read_tokens => 50000, cache_write_5m_tokens => 20000, cache_write_1h_tokens => 30001, output_tokens => 1000),
	'1.162512', 'above it');
is(cost('anthropic', 'claude-sonnet-4-5', cache_write_tokens => 1000, web_search_requests => 2), '0.02375', 'a cache of unknown lifetime, and searches');
is(cost('anthropic', 'claude-opus-4-6-20260205', input_tokens => 250000), '1.25', 'a dated name by the rule of the other list, no long context any more');
is(cost('anthropic', 'claude-opus-4-6', cache_write_1h_tokens => 1), 'no price for meter "cache_write_1h_tokens" of model "claude-opus-4-6"', 'an hour is not five minutes');
is(cost('vertex_ai', 'gemini-2.5-flash', input_tokens => 1000, input_audio_tokens => 2000, cached_audio_tokens => 3000, output_tokens => 1000, reasoning_tokens => 200),
	'0.00539', 'gemini-2.5-flash with audio');

# A ledger in euro takes the same prices, and converts 0.695 dollars
answer("SET ROLE bookkeeper; CALL runrate.create_ledger('euro', 'EUR', 'Europe/Berlin')");
is(answer("SET ROLE bookkeeper; SELECT added, changed, ended, unchanged, kept, unread FROM euro.load_prices_litellm($litellm, '2026-01-01 00:00+00')"),
	"$lite_rows|0|0|0|0|0", 'load LiteLLM into a ledger in euro, without an exchange rate');
is(answer("SELECT count(*) FROM euro.prices e JOIN lite l USING (provider, model, meter, service_tier, inference_geo, above_tokens, tier_mode, window_start, window_end, window_weekdays, window_time_zone)
	WHERE e.price = l.price AND e.per = l.per AND e.currency = 'USD'"), $lite_rows, 'as published');
my $euro_event = "SET client_min_messages = error; SET ROLE bookkeeper; INSERT INTO euro.events (occurred_at, provider, model, input_tokens, output_tokens)
	VALUES ('2026-03-15 00:00+00', 'openai', 'gpt-5.4', 272000, 1000) RETURNING coalesce(trim_scale(cost)::text, price_problem)";
is(answer($euro_event), 'no exchange rate for USD', 'an event without a rate');
answer("INSERT INTO euro.fx (currency, ledger_amount, valid_from) VALUES ('USD', 0.9, '2026-03-01 00:00+00'), ('USD', 0.8, '2026-04-01 00:00+00')");
is(answer($euro_event), '0.6255', 'an event with one');
is(answer('SET ROLE bookkeeper; SELECT euro.price_pending()'), '1', 'which the other waited for');

done_testing();
