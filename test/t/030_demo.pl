# The demo: the company's golden figures, that they depend on nothing but the
# scripts, and the report on a user's own CSV file with all that can be wrong
# with one.

use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use IPC::Run ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $dir  = PostgreSQL::Test::Utils::tempdir();

my $node = PostgreSQL::Test::Cluster->new('demo');
$node->init;
$node->append_conf('postgresql.conf', "fsync = off\nshared_buffers = '256MB'\nmax_wal_size = '4GB'\n");
$node->start;

# Run a script of the demo with these settings and no others: its exit status,
# standard output and standard error.
sub run_script
{
	my ($script, %settings) = @_;
	my ($stdout, $stderr);

	delete local @ENV{qw(SIZE MONTHS DATA AGENT COST OUTCOME WORK_ITEM COUNTS KEEP)};
	local $ENV{PAGE} = '';
	local @ENV{ keys %settings } = values %settings;
	local @ENV{qw(PGHOST PGPORT PGDATABASE)} = ($node->host, $node->port, 'postgres');
	IPC::Run::run(["$root/scripts/$script"], '<', \'', '>', \$stdout, '2>', \$stderr);
	return ($? >> 8, $stdout, $stderr);
}

sub report
{
	my ($name, %settings) = @_;
	my ($status, $stdout, $stderr) = run_script('demo-report.sh', %settings);

	is($status, 0, "$name: succeeds");
	is($stderr =~ s/^loading [1-6] of 6: .*\n//gmr, '', "$name: no message but how far it is");
	return $stdout;
}

sub value { return $node->safe_psql('postgres', shift) }

# A fingerprint of every row of a table, whatever their order.  When a row was
# written is left out.
sub fingerprint
{
	return join ' ', map {
		value("SELECT '$_', count(*), sum(hashtextextended((to_jsonb(t) - '{recorded_at,key_hash}'::text[])::text, 0)::numeric)
			FROM $_ t")
	} @_;
}

sub file_with
{
	my ($name, $content) = @_;

	open(my $handle, '>:raw', "$dir/$name") or die "cannot write $dir/$name: $!";
	print $handle $content;
	close($handle) or die "cannot write $dir/$name: $!";
	return "$dir/$name";
}

# ---- the company ----

# Facts and bills that do not depend on the number of calls, and the others
my @bills  = map { "ledger.$_" } qw(work_items reviews outcomes shared_costs investments invoices revenue prices);
my @tables = ('ledger.events', @bills);

my $last = "'2026-10-01'";
my $page = "$dir/board.html";
my $full = report('company', PAGE => $page) =~ s/\nThe board report of October 2026 is in \Q$page\E\.\n\z//r;

ok(-s $page < 150_000, 'the board report is written, in less than 150 kB');
like(slurp_file($page), qr/^<!DOCTYPE html>.*AI labor cost \$202,000 in October 2026, 2\.4% of revenue\. An outcome cost \$1\.55.*<\/html>\n\z/s, 'and is one page that begins with the answer');
ok(!-e "$page.new", 'and nothing beside it');

like($full, qr/^What does an outcome cost, fully loaded\?$/m, 'the question comes first');
like($full, qr/^\$1\.55 each in October 2026: \$202,000\.00 for 130,000 outcomes of 7 agents\.$/m,
	'the answer comes second');
like($full, qr/^ Customer Service +\| +4 \| +120,000 \| .* \| +\$180,000\.00 \| +\$1\.5000 *$/m, 'Customer Service');
like($full, qr/^ Claims Underwriting +\| +2 \| +8,000 \| .* \| +\$18,400\.00 \| +\$2\.3000 *$/m, 'Claims Underwriting');
like($full, qr/^ Loan Origination +\| +1 \| +2,000 \| .* \| +\$3,600\.00 \| +\$1\.8000 *$/m, 'Loan Origination');
like($full, qr/^ Total AI labor +\| +7 \| +130,000 \| .* \| +\$202,000\.00 \| +\$1\.5538 *$/m, 'total and blended');
like($full, qr/^ support-classic +\| third_party +\| +0 \| +\$[\d,.]+ \| +no outcome \|/m,
	'the zombie has a cost and no unit cost');
like($full, qr/^support-classic was replaced in July 2026, still worked on 2,400 items/m, 'the zombie is named');
like($full, qr/^ all hidden +\| hidden +\| +\$[\d,.]+ \| +90\.\d% *$/m, 'the iceberg');
like($full, qr/^ AI cost +\| +\$202,000\.00 \| +\$183,706\.50 \| +10\.0% \| +\$31,035\.00 \|/m, 'the board sees the month before and the year before');
my @explained = $full =~ /^ work item (\S+) .*\n   direct cost in 2026-10, /mg;
is(scalar(@explained), 2, 'the two dearest work items are explained');
like($full, qr/^ support-classic +\| accuracy .*\| critical +\| pause *$/m, 'an objective that is not met');
like($full, qr/^ events without cost +\| +10 \|/m, 'data quality: a model without price');
unlike($full, qr/^ work items counted more than once/m, 'data quality: no item counted twice');
like($full, qr/^ rows in quarantine +\| +1 \|/m, 'data quality: a contradiction');
like($full, qr/^0 differences in [1-9]\d+ comparisons\.$/m, 'the ledger ties out');
like($full, qr/^ ticket-\d+ /m, 'the dearest work items');

is(join("\n", grep { length > 120 } split /\n/, $full), '', 'no line is wider than 120 columns');

# The tables behind it, without the ledger's views.
is(value("SELECT count(DISTINCT month), min(month), max(month), count(DISTINCT agent)
	FROM ledger.chargeback WHERE month <= $last"), '13|2025-10-01|2026-10-01|7', 'thirteen months, seven agents');
is(value("SELECT (SELECT sum(cost) FROM ledger.events WHERE occurred_at >= $last)
	+ (SELECT sum(cost) FROM ledger.reviews WHERE occurred_at >= $last)
	+ (SELECT sum(amount) FROM ledger.shared_costs WHERE month = $last)
	+ (SELECT sum(amount / months) FROM ledger.investments) = 202000"), 't', 'golden total with plain SQL');
is(value("SELECT sum(quantity), count(*) FILTER (WHERE quantity = 1 AND reverses IS NULL) - 40 FROM ledger.outcomes
	WHERE occurred_at >= $last AND outcome IN ('resolved', 'adjudicated', 'originated')"),
	'130000|130000', 'golden outcomes with plain SQL');
is(value("SELECT count(*), count(*) FILTER (WHERE (p.cost, p.outcomes) IS DISTINCT FROM (c.cost, c.outcomes))
	FROM demo.plan p FULL JOIN
		 (SELECT month, business_unit, sum(amount) AS cost, sum(volume) AS outcomes
		  FROM ledger.chargeback WHERE month <= $last GROUP BY month, business_unit) AS c
	USING (month, business_unit)"),
	'39|0', 'every line ties out in every month');
is(value("SELECT string_agg(cost_basis || ' ' || (n > 10000), ', ' ORDER BY cost_basis)
	FROM (SELECT cost_basis, count(*) AS n FROM ledger.events WHERE cost IS NOT NULL GROUP BY cost_basis) AS b"),
	'computed true, reported true', 'a good part of the events is priced by the ledger');
is(value("SELECT count(*) FILTER (WHERE cost < 0 AND reverses IS NULL), count(*) FILTER (WHERE cost < 0) > 10 FROM ledger.events"),
	'0|t', 'no negative cost but of what was reversed');
is(value("SELECT 12 * sum(monthly_amount) FROM ledger.budgets WHERE valid_from = '2026-11-01'"), '2724000.000000', 'the budget of the year to come');
is(value("SELECT count(*) FROM ledger.chargeback
	WHERE agent = 'support-classic' AND (volume = 0) <> (month >= '2026-07-01')"),
	0, 'the zombie worked until it was replaced');

# The queries that are printed: as they stand in the file, and they run.
my $queries = slurp_file("$root/demo/company_queries.sql");
ok(index($full, $queries) >= 0, 'the queries to try are printed as they are');
my @queries = split /\n\n/, $queries;
is(scalar @queries, 4, 'four queries');
my @answers = map { [ split /\n/, value($_) ] } @queries;
is(scalar @{ $answers[0] }, 39, 'query 1: three lines in thirteen months');
is((grep { $_ eq '2026-10-01|Customer Service|120000|1.5000' } @{ $answers[0] }), 1, 'query 1: golden row');
is((grep { /^alpha\|.*\|412\.80\|unpriced_usage$/ } @{ $answers[1] }), 1, 'query 2: what the model without price cost');
is(scalar @{ $answers[2] }, 6, 'query 3: the six agents with outcomes');
is((grep { my (undef, $today, $half) = split /\|/; $half >= $today } @{ $answers[2] }), 0,
	'query 3: fewer reviews cost less');
like($answers[3][0], qr/\|18400\.00\|/, 'query 4: the explanation begins with the golden figure');

# The same again of the last month only, with settings that change plans and
# the look of values, and with more events.
my ($figures, $without_board) = map { s/^For the board\n.*//smr } $full, my $month = report('one month', MONTHS => 1);
is($without_board, $figures, 'the months before do not matter');
my $fingerprint = fingerprint(@tables);

value("ALTER DATABASE postgres SET TimeZone = 'Asia/Kolkata'");
value("ALTER DATABASE postgres SET DateStyle = 'German'");
value("ALTER DATABASE postgres SET IntervalStyle = 'sql_standard'");
value("ALTER DATABASE postgres SET extra_float_digits = '-10'");
value("ALTER DATABASE postgres SET search_path = 'runrate', 'demo'");
value("ALTER DATABASE postgres SET enable_hashjoin = off");
is(report('other settings', MONTHS => 1), $month, 'the settings do not matter');
value('ALTER DATABASE postgres RESET ALL');
is(fingerprint(@tables), $fingerprint, 'two runs make the same rows');

my $calls = "SELECT count(*) FROM ledger.events WHERE source IN ('gateway', 'tool proxy')";
my $events = value($calls);
is(report('double size', MONTHS => 1, SIZE => 2) =~ s/events: \d+//gr, $month =~ s/events: \d+//gr, 'the size does not matter');
is(value($calls), 2 * $events, 'double size is twice the events');
is(join(' ', grep { !/^ledger\.events/ } split / /, fingerprint(@tables)),
	join(' ', grep { !/^ledger\.events/ } split / /, $fingerprint), 'double size is the same bills');

# ---- settings that make no sense ----

sub refused
{
	my ($name, $expected, %settings) = @_;
	my ($status, $stdout, $stderr) = run_script('demo-report.sh', %settings);

	isnt($status, 0, "$name: fails");
	is($stdout, '', "$name: shows nothing");
	like($stderr, $expected, "$name: says why");
}

refused("SIZE=$_", qr/^demo: SIZE must be a whole number from 1 to 100, not "\Q$_\E"$/, SIZE => $_)
  foreach '0', '101', 'abc', '-1', '1.5', ' 1', '1; DROP TABLE x', '99999999999999999999';
refused('MONTHS=14', qr/^demo: MONTHS must be a whole number from 1 to 13/, MONTHS => 14);
refused('AGENT without DATA', qr/^demo: AGENT is given without DATA/, AGENT => 'a');

# ---- a CSV file of the user's own ----

my %columns = (AGENT => 'agent', COST => 'cost', OUTCOME => 'done');
my $small = "id,agent,cost,done\n"
  . "1,a,1.10,true\n1,a,0.90,false\n2,a,4,T\n"
  . "1,b,10,Yes\n2,b,,n\n3,b,5.0000000000000001,\n3,c,7,0\n";

foreach my $name (AGENT => 'COST', 'OUTCOME')
{
	my %some = (DATA => file_with('small.csv', $small), %columns);
	delete $some{$name};
	refused("no $name", qr/^demo: DATA is given without $name\n.*usage: make demo DATA=/, %some);
}

my $own = report('own file', DATA => file_with('small.csv', $small), %columns, WORK_ITEM => 'id');
like($own, qr/^What does an outcome cost\?\n\n\$14\.00 each: \$28\.00 for 2 work items done in 7 runs by 3 agents\.$/m, 'own file: answer');
like($own, qr/^1 runs have no cost;/m, 'own file: unknown costs are told');
like($own, qr/^1 runs have no outcome yet;/m, 'own file: pending outcomes are told');
like($own, qr/^ +1 \| a +\| +3 \| +2 \| +\$6\.00 \| +\$2\.00 \| +\$1\.10 \| +\$3\.00 \| +1\.0 *$/m, 'own file: cheapest');
like($own, qr/^ +2 \| b +\| +3 \| +1 \| +\$15\.00 \| +\$7\.50 \| +\$7\.50 \| +\$15\.00 \| +5\.0 *$/m, 'own file: dearest');
like($own, qr/^ +3 \| c +\| +1 \| +0 \| +\$7\.00 \| +\$7\.00 \| +\$7\.00 \| +no outcome \| *$/m, 'own file: no outcome');
like($own, qr/^An outcome of b costs 5\.0 times one of a\.$/m, 'own file: ratio');
like($own, qr/^Items that every agent got done: 0$/m, 'own file: no item that all did');
is(value("SELECT cost FROM demo.runs WHERE line = 7"), '5.0000000000000001', 'own file: a cost keeps its digits');
my $kept = fingerprint('demo.runs');

# The same rows, written in other ways.
sub same_rows
{
	my ($name, $file, %settings) = @_;

	is(report($name, DATA => $file, %columns, %settings), $own, "$name: same report");
}

same_rows('CRLF and BOM', file_with('crlf.csv', "\xEF\xBB\xBF" . $small =~ s/\n/\r\n/gr), WORK_ITEM => 'id');
same_rows('line breaks of old Macs', file_with('mac.csv', $small =~ s/\n/\r/gr), WORK_ITEM => 'id');
same_rows('no final line break, blank lines', file_with('blank.csv', "\n" . $small =~ s/\n\z//r =~ s/\n/\n\n/gr), WORK_ITEM => 'id');
same_rows('everything quoted', file_with('quoted.csv', $small =~ s/([^,\n]+)/"$1"/gr), WORK_ITEM => 'id');
same_rows('names in another case', file_with('small.csv', $small), WORK_ITEM => 'ID', AGENT => 'Agent');
same_rows('spaces around values', file_with('spaces.csv', $small =~ s/,([\d.]+),(\w*)\n/, $1 , $2 \n/gr), WORK_ITEM => 'id');
same_rows('file name', file_with(q{it's "my" file; $(x).csv}, $small), WORK_ITEM => 'id');

my $evil = q{"; DROP TABLE demo.runs; --};
same_rows('column name', file_with('evil.csv', $small =~ s/cost/'"' . $evil =~ s{"}{""}gr . '"'/er),
	WORK_ITEM => 'id', COST => $evil);

my $strange = report('strange values',
	DATA => file_with('strange.csv', qq{my agent,"Cost, USD",ok,note\n}
		. qq{"a ""b"", \\N\tc",1e-3,1,"line\nbreak"\n,2,1,\\.\n\\.,3,1,x\n:kept,-4,1,x\n}),
	AGENT => 'My Agent', COST => 'Cost, USD', OUTCOME => 'OK');
is(value(q{SELECT string_agg(line || '=' || agent || '=' || cost, E'\n' ORDER BY line) FROM demo.runs}),
	qq{2=a "b", \\N\tc=0.001\n4=unattributed=2\n5=\\.=3\n6=:kept=-4}, 'strange values arrive as they are');
like($strange, qr/unattributed/, 'a run without an agent is shown');

like(report('words that count', DATA => file_with('words.csv', "agent,cost,status\na,0.0003,Resolved\na,0.0001,open\na,1e-4,closed\n"),
		AGENT => 'agent', COST => 'cost', OUTCOME => 'status', COUNTS => 'resolved,closed'),
	qr/^\$0\.00025 each: \$0\.00050 for 2 outcomes in 3 runs by 1 agents\.$/m, 'words that count, and costs far below a cent');
refused('no such word', qr/: no outcome is one of "done"\nhint: The outcomes are: "open"\.$/,
	DATA => file_with('words.csv', "agent,cost,done\na,1,open\n"), %columns, COUNTS => 'done');

like(report('no outcome at all', DATA => file_with('none.csv', "agent,cost,done\na,1,f\n"), %columns),
	qr/^There is no answer: \$1\.00 for 0 outcomes in 1 runs by 1 agents\.$/m, 'no outcome, no unit cost');
report('own file again', DATA => file_with('small.csv', $small), %columns, WORK_ITEM => 'id');
is(fingerprint('demo.runs'), $kept, 'same file, same rows');

# What can be wrong with a file.  LINE in a message stands for "FILE:line".
my $header = "agent,cost,done\n";
my @wrong = (
	[ 'empty file',          '',                                  qr/: the file is empty$/ ],
	[ 'only a BOM',          "\xEF\xBB\xBF",                      qr/: the file is empty$/ ],
	[ 'only a header',       $header,                             qr/: there is a header but no record$/ ],
	[ 'missing column',      "agent,costs,done\na,1,t\n",         qr/:1: there is no column "cost"\nhint: The columns are: "agent", "costs", "done"\.$/ ],
	[ 'column twice',        "agent,cost,cost,done\na,1,1,t\n",   qr/:1: the name "cost" stands for 2 columns$/ ],
	[ 'semicolons',          "agent;cost;done\na;1;t\n",          qr/:1: there is no column "agent"\nhint: .*separated by commas/ ],
	[ 'dollar sign',         "${header}a,1,t\na,\$1.20,t\n",      qr/:3: cannot read cost "\$1\.20" as a number\nhint: Remove the currency sign\.$/ ],
	[ 'decimal comma',       "${header}a,\"1,20\",t\n",           qr/:2: cannot read cost "1,20" as a number\nhint: The decimal separator must be a point\.$/ ],
	[ 'thousands separator', "${header}a,\"1,200.50\",t\n",       qr/:2: cannot read cost "1,200\.50" as a number\nhint: Remove the thousands separators\.$/ ],
	[ 'NaN',                 "${header}a,NaN,t\n",                qr/:2: cannot read cost "NaN" as a number\nhint: Leave a cost that is not known empty\.$/ ],
	[ 'infinity',            "${header}a,-inf,t\n",               qr/:2: cannot read cost "-inf" as a number$/m ],
	[ 'hexadecimal',         "${header}a,0x1F,t\n",               qr/:2: cannot read cost "0x1F" as a number$/ ],
	[ 'two numbers',         "${header}a,1 2,t\n",                qr/:2: cannot read cost "1 2" as a number$/ ],
	[ 'far out of range',    "${header}a,1e999999999,t\n",        qr/:2: cost "1e999999999" is out of range$/ ],
	[ 'bad outcome',         "${header}a,1,maybe\n",              qr/:2: cannot read outcome "maybe" as true or false\nhint: / ],
	[ 'too few fields',      "${header}a,1,t\n\na,1\n",           qr/: missing data for column "f3"\nCONTEXT:  COPY records, line 3: "4,a,1"$/ ],
	[ 'too many fields',     "${header}a,1,t,\n",                 qr/: extra data after last expected column\nCONTEXT:  COPY records, line 2: "2,a,1,t,"$/ ],
	[ 'line after a quoted line break', "${header}\"a\nb\",1,t\na,x,t\n", qr/:4: cannot read cost "x" as a number$/ ],
	[ 'open quote',          "${header}a,1,t\n\"a,1,t\nb,2,t\n",  qr/:3: a quoted field that begins here is never closed$/ ],
	[ 'invalid UTF-8',       "${header}a,1,t\nM\xFCller,1,t\n",   qr/: invalid byte sequence for encoding "UTF8": 0xfc\nCONTEXT:  COPY records, line 3$/ ],
	[ 'surrogate',           "${header}\xED\xA0\x80,1,t\n",       qr/: invalid byte sequence for encoding "UTF8": 0xed 0xa0 0x80\nCONTEXT:  COPY records, line 2$/ ],
	[ 'zero byte',           "${header}a\0,1,t\n",                qr/: (?:missing data|invalid byte)/ ],
	[ 'UTF-16',              "\xFF\xFEa\0,\0",                    qr/: the file is UTF-16\n/ ],
);
foreach my $case (@wrong)
{
	my ($name, $content, $expected) = @$case;
	my $file = file_with('wrong.csv', $content);

	refused($name, qr/^\Q$file\E$expected/, DATA => $file, %columns);
}
refused('missing file', qr/^\Q$dir\E\/none\.such: no such file$/, DATA => "$dir/none.such", %columns);
refused('directory', qr/^\Q$dir\E: this is a directory, not a CSV file$/, DATA => $dir, %columns);
refused('wrong work item', qr/:1: there is no column "item"\n/,
	DATA => file_with('small.csv', $small), %columns, WORK_ITEM => 'item');
is(fingerprint('demo.runs'), $kept, 'a refused file changes nothing');

# demo.sh says so before it builds anything.
my ($status, $stdout, $stderr) = run_script('demo.sh', DATA => "$dir/none.such", %columns);
isnt($status, 0, 'demo.sh refuses a missing file');
is($stdout, '', 'demo.sh has not begun to build');
like($stderr, qr/none\.such: no such file$/, 'demo.sh says why');

# ---- someone else's schema ----

foreach my $schema (qw(demo ledger))
{
	value("DROP SCHEMA IF EXISTS $schema CASCADE; CREATE SCHEMA $schema; CREATE TABLE $schema.mine (i bigint)");
	refused("foreign schema $schema", qr/schema "$schema" exists and was not made by the runrate demo/, MONTHS => 1);
	is(value("SELECT count(*) FROM $schema.mine"), 0, "a schema $schema is left alone");
	value("DROP SCHEMA $schema CASCADE");
}

# ---- published figures ----

my $real = ($ENV{RUNRATE_REAL_DATA} || "$root/../shared/data") . '/swe_bench_pro_runs.csv';

SKIP:
{
	if (!-e $real)
	{
		diag("NOT TESTED: published figures of SWE-Bench Pro, there is no $real; set RUNRATE_REAL_DATA");
		skip "no $real", 1;
	}
	my $runs = report('SWE-Bench Pro', DATA => $real, AGENT => 'agent', COST => 'cost_usd',
		OUTCOME => 'resolved', WORK_ITEM => 'instance_id');

	like($runs, qr/^ +1 \| gpt-5 +\| +616 \| +262 \| +\$1,217\.90 \| +\$1\.98 \| +\$1\.74 \| +\$4\.65 \| +1\.0 *$/m, 'GPT-5');
	like($runs, qr/^ +2 \| claude-sonnet-4\.5 +\| +616 \| +274 \| +\$6,973\.20 \| +\$11\.32 \| +\$10\.75 \| +\$25\.45 \| +5\.5 *$/m, 'Claude Sonnet 4.5');
	like($runs, qr/^An outcome of claude-sonnet-4\.5 costs 5\.5 times one of gpt-5\.$/m, 'ratio');
	like($runs, qr/^ gpt-5 +\| +616 \| +262 \| +\$4\.65 \| +\$326\.07 *$/m, 'GPT-5 on the common issues');
	like($runs, qr/^ claude-sonnet-4\.5 +\| +616 \| +274 \| +\$25\.45 \| +\$2,060\.77 *$/m, 'Claude Sonnet 4.5 on the common issues');
	like($runs, qr/^Items that every agent got done: 206$/m, 'common issues');
	is(value("SELECT string_agg(total::text, ' ' ORDER BY agent)
		FROM (SELECT agent, runrate.exact_sum(cost) AS total FROM demo.runs GROUP BY agent) AS t"),
		'6973.2008070000001483 1217.89671250000009352', 'exact totals');
}

$node->stop;
done_testing();
