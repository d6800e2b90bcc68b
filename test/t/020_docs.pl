# Every SQL block of README.md and doc/ runs and prints what the page shows.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;
use RunrateDocs qw(run_page);

my $root = repository();
my $node = start_server('docs');
my $fence = '```';
my $n = 0;

# The runner itself: what it must accept and what it must not
my $right = <<"PAGE";
${fence}sql
SELECT 1.50 AS price,
       NULL::text AS note;
$fence
The answer:

${fence}output
 price | note
-------+------
  1.50 |
(1 row)
$fence
${fence}sql error
SELECT 1 / 0;
$fence
${fence}output
ERROR:  division by zero
$fence
   ${fence}sql
   SELECT 'indented';
   $fence
${fence}sh
not SQL
$fence
${fence}sql skip=placeholder
SELECT nonsense FROM your_table
$fence
PAGE
my @results = run_page($node, 'self_test', 'page', $right);
is(scalar(@results), 4, 'four blocks');
is_deeply([ grep { !$_->{ok} } @results ], [], 'a right page passes');
is_deeply([ map { $_->{where} } grep { $_->{skipped} } @results ], ['page:25'], 'a skipped block is reported');

sub mistake
{
	my ($name, $page, $where, $note) = @_;
	my @failed = grep { !$_->{ok} } run_page($node, 'self_test_' . ++$n, 'page', $page);

	is(scalar(@failed), 1, "$name: one failure");
	is($failed[0]{where}, $where, "$name: its place");
	like($failed[0]{note}, $note, "$name: what it says");
}

my $wrong = $right;
$wrong =~ s/  1\.50/  1.51/;
mistake('wrong digit', $wrong, 'page:1', qr/^page:10: .*1\.51.*1\.50/s);
mistake('missing row', "${fence}sql\nSELECT 1 WHERE false;\n$fence\n${fence}output\n ?column?\n----------\n        1\n(1 row)\n$fence\n",
	'page:1', qr/^page:7: .*\(0 rows\)/s);
mistake('error', "text\n${fence}sql\nSELECT nothing;\n$fence\n", 'page:2', qr/column "nothing" does not exist/);
mistake('no error', "${fence}sql error\nSELECT 1;\n$fence\n", 'page:1', qr/was to fail/);
mistake('statement without an end', "${fence}sql\nSELECT 7 AS x\n$fence\n${fence}output\n x\n---\n 7\n(1 row)\n$fence\n",
	'page:1', qr/\(nothing\)/);
mistake('lone output', "${fence}output\n1\n$fence\n", 'page:1', qr/follows no sql/);
mistake('tag', "${fence}sql skip=later\nSELECT 1;\n$fence\n", 'page:1', qr/unknown tag/);
mistake('language', "${fence}SQL\nSELECT 1;\n$fence\n", 'page:1', qr/not run/);
mistake('no end of fence', "${fence}sql\nSELECT 1;\n", 'page:1', qr/without an end/);
mistake('end of session', "${fence}sql\n\\q\n$fence\n", 'page', qr/ended early/);

# The pages
my $pages = 0;
foreach my $path ("$root/README.md", sort glob("$root/doc/*.md"))
{
	my $name = substr($path, length($root) + 1);
	my @page = run_page($node, 'page_' . ++$n, $name, slurp($path));

	foreach my $result (@page)
	{
		diag("$result->{where} not run: $result->{skipped}") if $result->{skipped};
		ok($result->{ok}, $result->{where}) or diag("$result->{where}: $result->{note}");
	}
	$pages++ if grep { !$_->{skipped} } @page;
}
cmp_ok($pages, '>=', 3, 'README.md and pages of doc/ have SQL that runs');

# The picture of the tables is that of a ledger of today
$node->safe_psql('postgres', 'CREATE DATABASE picture');
$node->safe_psql('picture', "CREATE EXTENSION runrate; CALL runrate.create_ledger('ledger')");
my $picture = PostgreSQL::Test::Utils::tempdir() . '/tables.svg';
$node->command_ok([ 'psql', '-XAtq', '-d', $node->connstr('picture'), '-v', 'ON_ERROR_STOP=1', '-v', 'ledger=ledger',
	'-f', "$root/scripts/tables.sql", '-o', $picture ], 'the picture of the tables can be made');
is(slurp($picture), slurp("$root/doc/tables.svg"), 'doc/tables.svg is up to date');

$node->stop;
done_testing();
