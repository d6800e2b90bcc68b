# Hostile usage objects: whatever the JSON is, usage_problem() raises nothing,
# usage_columns() and usage_buckets() fail exactly where it names a problem, and
# where it names none their buckets add up to the totals.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use JSON::PP;
use Test::More;

use RunrateTest;

my $seed = seed();
my $usages = ($ENV{RUNRATE_FUZZ} // 100_000) / 10;
my $random = random_source($seed);
my $node = start_server('usage');

sub below { my ($n) = @_; return $random->($n) }
my $json = JSON::PP->new->canonical->allow_nonref;

# Usage objects that are right, to be spoiled
my %good = (
	openai_chat => [
		'{"prompt_tokens":1117,"completion_tokens":46,"total_tokens":1163,"prompt_tokens_details":{"cached_tokens":100,"cache_write_tokens":5,"audio_tokens":1000},"completion_tokens_details":{"reasoning_tokens":6,"audio_tokens":40}}',
		'{"model":"m","service_tier":"flex","usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21}}',
		'{"prompt_tokens":30,"completion_tokens":10,"usage_breakdown":{"models":[{"model":"a","usage":{"prompt_tokens":10,"completion_tokens":4,"total_tokens":14}},{"model":"b","usage":{"prompt_tokens":20,"completion_tokens":6,"prompt_tokens_details":{"cached_tokens":3}}}]}}' ],
	openai_responses => [
		'{"response":{"usage":{"input_tokens":328,"input_tokens_details":{"cached_tokens":128},"output_tokens":52,"output_tokens_details":{"reasoning_tokens":40},"total_tokens":380}}}',
		'{"model":"m","tools":[{"type":"image_generation","model":"i"}],"output":[{"type":"image_generation_call","svg_usage":{"model":"s","input_tokens":10,"output_tokens":20,"reasoning_tokens":5}},{"type":"web_search_call","action":{"type":"search"}}],"usage":{"input_tokens":8,"output_tokens":2},"tool_usage":{"image_gen":{"input_tokens":100,"input_tokens_details":{"image_tokens":50},"cached_tokens":10,"cached_tokens_details":{"cached_image_tokens":4},"output_tokens":9},"web_search":{"num_requests":2}}}',
		'{"input_tokens":120,"output_tokens":40,"x_tools":{"web_search":{"count":2}},"x_details":[{"prompt_tokens_details":{"cached_tokens":60}}]}' ],
	openai_realtime => [
		'{"total_tokens":1000,"input_tokens":800,"output_tokens":200,"input_token_details":{"text_tokens":200,"audio_tokens":600,"cached_tokens":500,"cached_tokens_details":{"text_tokens":150,"audio_tokens":350}},"output_token_details":{"text_tokens":40,"audio_tokens":160}}' ],
	anthropic => [
		'{"input_tokens":21,"cache_creation_input_tokens":1188,"cache_read_input_tokens":18086,"cache_creation":{"ephemeral_5m_input_tokens":188,"ephemeral_1h_input_tokens":1000},"output_tokens":393,"output_tokens_details":{"thinking_tokens":90},"server_tool_use":{"web_search_requests":2}}',
		'{"input_tokens":412,"output_tokens":264,"iterations":[{"type":"message","model":"a","input_tokens":408,"output_tokens":0},{"type":"fallback_message","model":"b","input_tokens":412,"output_tokens":264}]}' ],
	bedrock_converse => [
		'{"inputTokens":3,"outputTokens":392,"totalTokens":2043,"cacheReadInputTokens":0,"cacheWriteInputTokens":1648,"cacheDetails":[{"ttl":"1h","inputTokens":1000},{"ttl":"5m","inputTokens":648}]}' ],
	gemini => [
		'{"model":"gemini-3-pro","usage":{"total_input_tokens":100,"total_cached_tokens":20,"total_output_tokens":30,"total_thought_tokens":10,"total_tool_use_tokens":5,"total_tokens":145,"input_tokens_by_modality":[{"modality":"audio","tokens":40}],"grounding_tool_count":[{"type":"google_search","count":3}]}}',
		'{"promptTokenCount":1000,"cachedContentTokenCount":600,"candidatesTokenCount":800,"thoughtsTokenCount":300,"toolUsePromptTokenCount":200,"totalTokenCount":2300,"promptTokensDetails":[{"modality":"TEXT","tokenCount":500},{"modality":"AUDIO","tokenCount":500}],"cacheTokensDetails":[{"modality":"AUDIO","tokenCount":400}]}',
		'{"modelVersion":"gemini-2.5-pro","candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"],"groundingChunks":[{"maps":{"uri":"x"}}]}}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":10}}' ],
	xai => [
		'{"prompt_tokens":300,"completion_tokens":10,"total_tokens":310,"prompt_text_tokens":300,"server_side_tools_used":["SERVER_SIDE_TOOL_WEB_SEARCH","SERVER_SIDE_TOOL_MCP"]}',
		'{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"prompt_tokens_details":{"cached_tokens":6},"completion_tokens_details":{"reasoning_tokens":94}}' ],
	otel => [
		'{"gen_ai.operation.name":"chat","gen_ai.usage.input_tokens":1000,"gen_ai.usage.cache_read.input_tokens":600,"gen_ai.usage.output_tokens":"250","gen_ai.usage.reasoning.output_tokens":50}' ],
	litellm => [
		'{"model":"m","cache_hit":"False","prompt_tokens":20,"completion_tokens":4,"total_tokens":24,"metadata":{"usage_object":{"prompt_tokens":20,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":3}}}}',
		'{"model":"m","prompt_tokens":20,"completion_tokens":4,"metadata":{"additional_usage_values":{"cache_read_input_tokens":5,"prompt_tokens_details":{"cached_tokens":5}}}}' ],
	langfuse => [
		'{"input":86,"input_cached_tokens":1920,"output":108,"output_reasoning_tokens":192,"total":2306}' ]);

# The other formats, which are only spoiled
$good{openai_report} = [
	'{"object":"organization.usage.completions.result","input_tokens":1000,"output_tokens":500,"input_cached_tokens":800,"num_model_requests":5,"batch":true}' ];
$good{anthropic_report} = [
	'{"uncached_input_tokens":1500,"cache_creation":{"ephemeral_1h_input_tokens":1000,"ephemeral_5m_input_tokens":500},"cache_read_input_tokens":200,"output_tokens":500,"server_tool_use":{"web_search_requests":10}}' ];
$good{claude_code} = [ '{"requestId":"r","message":{"usage":{"input_tokens":4,"cache_read_input_tokens":11000,"output_tokens":26}}}' ];
$good{bedrock_invocation} = [
	'{"modelId":"m","input":{"inputTokenCount":5,"cacheReadInputTokenCount":4000},"output":{"outputTokenCount":393}}' ];
$good{perplexity} = [
	'{"prompt_tokens":33,"completion_tokens":7163,"total_tokens":7196,"citation_tokens":20016,"num_search_queries":18,"reasoning_tokens":73997,"cost":{"total_cost":0.409}}' ];
$good{cohere} = [ '{"usage":{"billed_units":{"input_tokens":5.0,"output_tokens":418.0},"tokens":{"input_tokens":71.0}}}' ];
$good{ollama} = [ '{"model":"m","prompt_eval_count":26,"eval_count":282,"eval_duration":4535599000}' ];
$good{langchain} = [
	'{"input_tokens":350,"output_tokens":240,"total_tokens":590,"input_token_details":{"audio":10,"cache_creation":200,"cache_read":100},"output_token_details":{"audio":10,"reasoning":200}}' ];
$good{openinference} = [
	'{"llm.token_count.prompt":1200,"llm.token_count.completion":300,"llm.token_count.total":1500,"llm.token_count.prompt_details.cache_read":1000}' ];

my @formats = sort keys %good;

# Values that no usage object should have, and some that it may; numbers as
# JSON text, so that Perl does not round them
my @values = (
	qw(null true -1 -0 0 1 1.5 20.00 1e3 1e-7 1e40 9223372036854775807 9223372036854775808),
	'""', '"12"', '"x"', '"True"', '"fallback_message"', '"invoke_agent"', '"\\u00e4"', '{}', '[]',
	'[null]', '[{}]', '[[1]]', '{"a":{"b":[1,{"c":null}]}}', '{"audio_tokens":7}', '{"cached_tokens":1}');

# Attributes of a span in other forms: names cut at their dots, and those of OTLP
sub forms
{
	my ($flat) = @_;
	my $nested = {};
	my @pairs;

	for my $name (sort keys %$flat)
	{
		my @parts = split /\./, $name;
		my $last = pop @parts;
		my $inner = $nested;

		for my $part (@parts)
		{
			$inner = $inner->{$part} //= {};
			last unless ref $inner eq 'HASH';
		}
		# a name that is below another one stays whole
		($inner, $last) = ($nested, $name) if ref $inner ne 'HASH' || ref $inner->{$last} eq 'HASH';
		$inner->{$last} = $flat->{$name};
		push @pairs, { key => $name, value => typed($flat->{$name}) };
	}
	return ($flat, $nested, { attributes => \@pairs });
}

# A value of OTLP
sub typed
{
	my ($value) = @_;

	return { arrayValue => { values => [ map { typed($_) } @$value ] } } if ref $value eq 'ARRAY';
	return { kvlistValue => { values => [ map { { key => $_, value => typed($value->{$_}) } } sort keys %$value ] } } if ref $value eq 'HASH';
	return { stringValue => $value } unless $json->encode($value) =~ /^-?\d/;
	return $value =~ /^-?\d+\z/ ? { intValue => "$value" } : { doubleValue => $value };
}

# Change one random place of a JSON text: a value, a number, a key
sub spoil
{
	my ($text, $other) = @_;
	my $kind = below(4);

	my $pattern =
	    $kind == 0 ? qr/(?<=:)(?:-?[\d.]+|"[^"]*")/
	  : $kind == 1 ? qr/(?<=:)[{\[][^{}\[\]]*[}\]]/
	  : $kind == 2 ? qr/"[^"]+"(?=:)/
	  :              qr/(?<=:)\d+/;
	my $n = () = $text =~ /$pattern/g;
	return $text unless $n;
	my $which = below($n);
	my @keys = $other =~ /("[^"]+")(?=:)/g;
	my $i = 0;

	$text =~ s{$pattern}{
		$i++ != $which ? $&
		  : $kind == 2 ? $keys[ below(scalar @keys) ]
		  : $kind == 3 ? $& + below(5) - 2
		  :              $values[ below(scalar @values) ]
	}ge;
	return $text;
}

my $file = $node->basedir . '/usages';
open(my $out, '>', $file) or die "could not open file \"$file\": $!";
my $spoiled = 0;
while ($spoiled < $usages)
{
	my $format = $formats[ below(scalar @formats) ];
	my $others = $good{ $formats[ below(scalar @formats) ] };
	my $text = $good{$format}[ below(scalar @{ $good{$format} }) ];

	$text = $json->encode((forms($json->decode($text)))[ below(3) ]) if $format =~ /^open(?!ai)|^otel/;
	$text = spoil($text, $others->[0]) for 0 .. below(4);
	next unless eval { $json->decode($text); 1 };
	$text =~ s/\\/\\\\/g;
	print $out "$format\t$text\n";
	$spoiled++;
}
close($out) or die "could not write file \"$file\": $!";

$node->safe_psql('postgres', 'CREATE TABLE fuzz (format text, usage jsonb)');
my ($status, $stdout, $stderr) = $node->psql('postgres', "\\copy fuzz FROM '$file'");
is($status, 0, 'usages are loaded') or diag($stderr);

# What each function does with a usage: raised is the message and detail
$node->safe_psql('postgres', q{
CREATE FUNCTION outcome(format text, usage jsonb, OUT raised_columns text, OUT raised_buckets text,
                        OUT wrong_sum boolean)
LANGUAGE plpgsql AS $$
DECLARE
    columns record; input numeric; output numeric; message text; detail text;
BEGIN
    BEGIN
        SELECT * INTO columns FROM runrate.usage_columns(format, usage);
    EXCEPTION WHEN data_exception THEN
        GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
        raised_columns := message || ': ' || detail;
    END;
    BEGIN
        SELECT sum(quantity) FILTER (WHERE bucket ~ '^(input|cache)'),
               sum(quantity) FILTER (WHERE bucket ~ '^(output|reasoning)')
        INTO input, output FROM runrate.usage_buckets(format, usage);
    EXCEPTION WHEN data_exception THEN
        GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
        raised_buckets := message || ': ' || detail;
    END;
    IF raised_columns IS NULL THEN
        wrong_sum := columns.total_input_tokens <> input OR columns.total_output_tokens <> output;
    END IF;
END $$});

my $checked = $node->safe_psql('postgres', q{
CREATE TABLE checked AS
SELECT format, usage, runrate.usage_problem(format, usage) AS problem, o.*
FROM fuzz, outcome(format, usage) o;
SELECT count(*) || ' ' || count(problem) FROM checked});
my ($all, $problems) = split / /, $checked;
is($all, $usages, 'usage_problem raises nothing');
cmp_ok($problems, '>', $usages / 10, "some usages are wrong ($problems)");
cmp_ok($problems, '<', $usages * 9 / 10, 'and some are not');

is($node->safe_psql('postgres', q{
	SELECT format, usage, problem, raised_columns, raised_buckets FROM checked
	WHERE raised_columns IS DISTINCT FROM problem OR raised_buckets IS DISTINCT FROM problem LIMIT 5}),
	'', 'what usage_problem says is what the others raise');
is($node->safe_psql('postgres', 'SELECT format, usage FROM checked WHERE wrong_sum LIMIT 5'),
	'', 'buckets add up to the totals');
is($node->safe_psql('postgres', q{
	SELECT format, usage FROM checked, runrate.usage_buckets(format, usage)
	WHERE problem IS NULL AND quantity < 0 LIMIT 5}),
	'', 'no bucket is negative');

# Documents of one format given as another
is($node->safe_psql('postgres', q{
	SELECT count(*) FROM (SELECT DISTINCT format FROM fuzz) f CROSS JOIN (SELECT usage FROM fuzz LIMIT 1000) u
	WHERE length(runrate.usage_problem(f.format, u.usage)) > 10000}),
	'0', 'every format takes every document');

# Nothing that is not zero is ignored in silence: a field with a name that no
# format has is added at each place of an object of the usage
sub objects
{
	my ($value, $found) = @_;

	if (ref $value eq 'HASH')
	{
		push @$found, $value;
		objects($_, $found) for map { $value->{$_} } sort keys %$value;
	}
	elsif (ref $value eq 'ARRAY')
	{
		objects($_, $found) for @$value;
	}
	return;
}

# Where the usage is not the document itself, and how its own fields begin
# where it has others beside it
my %inside = (
	openai_chat => ['usage'], openai_responses => [ 'response', 'usage' ], openai_realtime => ['response', 'usage'],
	anthropic => ['usage'], claude_code => [ 'message', 'usage' ], cohere => ['usage'],
	litellm => [ 'metadata', 'usage_object', 'additional_usage_values' ], gemini => [ 'usageMetadata', 'usage' ]);
my %name = (
	otel => 'gen_ai.usage.smell_tokens', openinference => 'llm.token_count.smell', langfuse => 'input_smell');
my $added = 0;
my @silent;

open($out, '>', $file) or die "could not open file \"$file\": $!";
for my $format (@formats)
{
	for my $text (@{ $good{$format} })
	{
		for my $quantity ('7', '0.5', '-3', '{"a":[0,{"b":2}]}', '[0,9]', '"7"', '" 0.5 "', '["x",{"b":["-3"]}]')
		{
			for (my $place = 0;; $place++)
			{
				my $document = $json->decode($text);
				my $usage = $document;
				my @objects;

				for my $wrapper (@{ $inside{$format} // [] })
				{
					$usage = $usage->{$wrapper} if ref $usage->{$wrapper} eq 'HASH';
				}
				objects($usage, \@objects);
				last if $place >= @objects;
				$objects[$place]{ $place == 0 && $name{$format} ? $name{$format} : 'smell_tokens' } = $json->decode($quantity);
				for my $form ($format =~ /^open(?!ai)|^otel/ ? forms($document) : $document)
				{
					print $out "$format\t" . $json->encode($form) . "\n";
					$added++;
				}
			}
		}
	}
}
close($out) or die "could not write file \"$file\": $!";
$node->safe_psql('postgres', 'TRUNCATE fuzz');
($status, $stdout, $stderr) = $node->psql('postgres', "\\copy fuzz FROM '$file'");
is($status, 0, "$added usages with one field more are loaded") or diag($stderr);
cmp_ok($added, '>', 200, 'in many places');
is($node->safe_psql('postgres', q{
	SELECT format, usage FROM fuzz WHERE runrate.usage_problem(format, usage) IS NULL LIMIT 5}),
	'', 'a quantity in a field that nobody knows is always a problem');

# Attributes say the same in every form
open($out, '>', $file) or die "could not open file \"$file\": $!";
my $formed = 0;
while ($formed < 1000)
{
	my $format = below(2) ? 'otel' : 'openinference';
	my $text = $good{$format}[0];

	# strings are told from numbers in OTLP
	$text =~ s/"250"/250/;
	$text =~ s/(?<=:)\d+/below(3000)/ge;
	my ($flat, @others) = forms($json->decode($text));
	print $out join("\t", $format, $json->encode($flat), map { $json->encode($_) } @others) . "\n";
	$formed++;
}
close($out) or die "could not write file \"$file\": $!";
$node->safe_psql('postgres', 'CREATE TABLE formed (format text, flat jsonb, nested jsonb, otlp jsonb)');
($status, $stdout, $stderr) = $node->psql('postgres', "\\copy formed FROM '$file'");
is($status, 0, "$formed spans in three forms are loaded") or diag($stderr);
is($node->safe_psql('postgres', q{
	SELECT count(*) FROM formed, LATERAL (SELECT array_agg(coalesce(runrate.usage_problem(format, u),
			(SELECT to_jsonb(c)::text FROM runrate.usage_columns(format, CASE WHEN runrate.usage_problem(format, u) IS NULL THEN u END) c))) AS said
		FROM unnest(ARRAY[flat, nested, otlp]) u) f
	WHERE said[1] <> said[2] OR said[1] <> said[3]}),
	'0', 'and say the same in each');

# The same with the names of all other places, which mean something somewhere:
# what is used changes, or there is a problem, or the name is known to be part
# of another one, and a problem if it is more than that, or no quantity
my %names;
sub names
{
	my ($value) = @_;
	my @objects;

	objects($value, \@objects);
	foreach my $object (@objects)
	{
		$names{$_} = 1 for keys %$object;
	}
	return;
}
my %contained = map { $_ => 1 } (
	# what is left is text
	(map { ("$_ prompt_tokens_details.text_tokens", "$_ completion_tokens_details.text_tokens") } qw(openai_chat xai)),
	(map { ("$_ input_tokens_details.text_tokens", "$_ output_tokens_details.text_tokens", "$_ output_token_details.text_tokens") } qw(openai_responses openai_realtime)),
	'openai_chat usage_breakdown.models.usage.prompt_tokens_details.text_tokens',
	# in the total of the place where they stand
	'openai_chat prompt_tokens_details.tool_use_tokens', 'xai prompt_text_tokens', 'openai_chat total_characters',
	# the server's own prompts
	'cohere billed_units.text_tokens', 'cohere tokens.input_tokens', 'cohere tokens.output_tokens', 'cohere cached_tokens',
	# once more, as it is billed
	'openai_responses x_details.input_tokens', 'openai_responses x_details.output_tokens', 'openai_responses x_details.total_tokens',
	(map { "openai_responses x_details.prompt_tokens_details.$_" } qw(text_tokens audio_tokens image_tokens)),
	# what was asked and answered
	'ollama message');
my %not_compared = map { $_ => 1 } ('openai_chat total_characters', 'cohere tokens.input_tokens', 'cohere tokens.output_tokens', 'cohere cached_tokens', 'ollama message');
names($json->decode($_)) for map { @$_ } values %good;

# The place of each object of a document
sub places
{
	my ($value, $path, $found) = @_;

	if (ref $value eq 'HASH')
	{
		push @$found, $path;
		places($value->{$_}, $path eq '' ? $_ : "$path.$_", $found) for sort keys %$value;
	}
	elsif (ref $value eq 'ARRAY')
	{
		places($_, $path, $found) for @$value;
	}
	return;
}

open($out, '>', $file) or die "could not open file \"$file\": $!";
my $tried = 0;
for my $format (grep { $_ ne 'litellm' } @formats)
{
	for my $text (@{ $good{$format} })
	{
		my $usage = sub {
			my ($document) = @_;

			for my $wrapper (@{ $inside{$format} // [] })
			{
				$document = $document->{$wrapper} if ref $document->{$wrapper} eq 'HASH';
			}
			return $document;
		};
		my @paths;
		places($usage->($json->decode($text)), '', \@paths);
		for my $name (sort keys %names)
		{
			for my $place (0 .. $#paths)
			{
				my $document = $json->decode($text);
				my @objects;
				objects($usage->($document), \@objects);
				next if exists $objects[$place]{$name};
				next if $name{$format} && $format =~ /^open|^otel/ && $name !~ /^(gen_ai|llm)\.(usage|token_count)/;
				my $path = $paths[$place] eq '' ? $name : "$paths[$place].$name";
				my $included = $contained{"$format $path"};
				next if $included && $not_compared{"$format $path"};
				# one that was declined is not billed
				next if $paths[$place] eq 'iterations' && $objects[$place]{output_tokens} == 0;
				# what single requests used is all there is, unless the whole is more
				$objects[$place]{$name} = $paths[$place] eq '' && ($objects[0]{iterations} || $objects[0]{usage_breakdown}) ? 10**12 : 7;
				$objects[$place]{$name} = 10**12 if $included;
				print $out join("\t", $format, $path, $text, $json->encode($document)) . "\n";
				$tried++;
			}
		}
	}
}
close($out) or die "could not write file \"$file\": $!";
$node->safe_psql('postgres', 'CREATE TABLE renamed (format text, path text, before jsonb, usage jsonb)');
($status, $stdout, $stderr) = $node->psql('postgres', "\\copy renamed FROM '$file'");
is($status, 0, "$tried usages with a field of another place are loaded") or diag($stderr);
cmp_ok($tried, '>', 3000, 'with many names');
is($node->safe_psql('postgres', q{
	SELECT r.format, r.path FROM renamed r
	WHERE runrate.usage_problem(format, usage) IS NULL
		AND (SELECT array_agg(to_jsonb(b) ORDER BY b) FROM runrate.usage_buckets(format, usage) b)
			IS NOT DISTINCT FROM (SELECT array_agg(to_jsonb(b) ORDER BY b) FROM runrate.usage_buckets(format, before) b)
		AND (SELECT to_jsonb(c) FROM runrate.usage_columns(format, usage) c)
			IS NOT DISTINCT FROM (SELECT to_jsonb(c) FROM runrate.usage_columns(format, before) c)
	GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 20}),
	'', 'and none changes nothing in silence');

no_crash($node, 'usage');
$node->stop;
done_testing();
