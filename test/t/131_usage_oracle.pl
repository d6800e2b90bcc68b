# Usage of real responses, with what another implementation reads from them.
# The file is not part of the project: RUNRATE_REAL_DATA says where it is, by
# default ../shared/data.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use IO::Uncompress::Gunzip qw(gunzip $GunzipError);
use Test::More;

use RunrateTest;

my $data = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
$data = abs_path($data) // $data;
my $file = "$data/genai_usages/oracle_four_formats.tsv.gz";

if (!-r $file)
{
	diag("REAL USAGES NOT TESTED: set RUNRATE_REAL_DATA to the directory that has genai_usages/");
	plan skip_all => "no $file";
}

my $node = start_server('usage_oracle');
my $lines;
gunzip($file => \$lines) or die "could not read \"$file\": $GunzipError";
my $plain = $node->basedir . '/usages';
open(my $out, '>', $plain) or die "could not open file \"$plain\": $!";
print $out $lines;
close($out) or die "could not write file \"$plain\": $!";

$node->safe_psql('postgres', 'CREATE TABLE oracle (n bigint, format text, usage jsonb, expected jsonb)');
my ($status, $stdout, $stderr) = $node->psql('postgres', "\\copy oracle FROM '$plain'");
is($status, 0, 'usages are loaded') or diag($stderr);
is($node->safe_psql('postgres', 'SELECT count(*) FROM oracle'), '1120', 'all of them');
is($node->safe_psql('postgres', 'SELECT n, format, runrate.usage_problem(format, usage) FROM oracle
	WHERE runrate.usage_problem(format, usage) IS NOT NULL'), '', 'none has a problem');

# Its counts include what they contain; ours do not.
$node->safe_psql('postgres', q{
CREATE VIEW difference AS
SELECT o.n, o.format, o.usage, m.name, coalesce(m.ours, 0) AS ours, coalesce((o.expected ->> m.name)::numeric, 0) AS theirs
FROM oracle o, runrate.usage_columns(o.format, o.usage) u,
LATERAL (VALUES
	('input_tokens', u.total_input_tokens),
	('output_tokens', u.total_output_tokens),
	('output_reasoning_tokens', u.reasoning_tokens),
	('cache_read_tokens', coalesce(u.cache_read_tokens, 0) + coalesce(u.cached_audio_tokens, 0)
		+ coalesce(u.cached_image_tokens, 0) + coalesce(u.cached_video_tokens, 0)),
	('cache_write_tokens', coalesce(u.cache_write_tokens, 0) + coalesce(u.cache_write_5m_tokens, 0)
		+ coalesce(u.cache_write_1h_tokens, 0)),
	('input_audio_tokens', coalesce(u.input_audio_tokens, 0) + coalesce(u.cached_audio_tokens, 0)),
	('input_image_tokens', coalesce(u.input_image_tokens, 0) + coalesce(u.cached_image_tokens, 0)),
	('input_video_tokens', coalesce(u.input_video_tokens, 0) + coalesce(u.cached_video_tokens, 0)),
	('output_image_tokens', u.output_image_tokens),
	('web_searches', u.web_search_requests)) m(name, ours)
WHERE coalesce(m.ours, 0) <> coalesce((o.expected ->> m.name)::numeric, 0)});

# It leaves out what was billed before the last message: compactions, advisors
my $iterations = "jsonb_array_length(coalesce(usage -> 'iterations', '[]')) > 1";
is($node->safe_psql('postgres', "SELECT count(DISTINCT n) FROM difference WHERE $iterations AND name = 'input_tokens' AND ours > theirs"),
	$node->safe_psql('postgres', "SELECT count(DISTINCT n) FROM difference WHERE $iterations"), 'iterations are counted, all of them');
is($node->safe_psql('postgres', "SELECT count(*) FROM difference d WHERE $iterations AND name = 'input_tokens' AND ours <>
	(SELECT sum((i ->> 'input_tokens')::numeric + (i ->> 'cache_read_input_tokens')::numeric + (i ->> 'cache_creation_input_tokens')::numeric)
	 FROM jsonb_array_elements(usage -> 'iterations') i)"), '0', 'and are all there is to bill');

# It takes documents for images; here they are text, which costs the same
is($node->safe_psql('postgres', q{SELECT n, name, ours, theirs FROM difference WHERE name = 'input_image_tokens' AND ours + (
	SELECT sum((d ->> 'tokenCount')::numeric) FROM jsonb_array_elements(usage -> 'promptTokensDetails') d WHERE d ->> 'modality' = 'DOCUMENT')
	IS DISTINCT FROM theirs}), '', 'images are its images without documents');
is($node->safe_psql('postgres', "SELECT n, format, name, ours, theirs FROM difference WHERE NOT ($iterations) AND name <> 'input_image_tokens'"),
	'', 'everything else is equal');

$node->stop;
done_testing();
