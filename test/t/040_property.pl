# Aggregates against what PostgreSQL's own sum(numeric) and count(DISTINCT)
# say, over random costs, along every path the executor has: serial, hashed,
# sorted, parallel, partitionwise, moving windows, stored and rolled up.
# Results are compared as text, so the display scale counts too.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $seed = seed();
my $random = random_source($seed);

sub pick { return $_[ $random->(scalar(@_)) ] }
sub digits { my ($n) = @_; return join('', map { $random->(10) } 1 .. $n) }
sub sign { return pick('', '', '-') }

# A decimal below 10^$high with up to $decimals decimals
sub decimal
{
	my ($high, $decimals) = @_;
	my $whole = digits(1 + $random->($high));
	my $n = $random->($decimals + 1);

	return sign() . $whole . ($n > 0 ? '.' . digits($n) : '');
}

# Limits of the fixed-point accumulator and of its 64-bit and 128-bit parts
my @edges = qw(
  170141183460469231731687303.715884105727 170141183460469231731687303.715884105728
  170141183460469231731687304 85070591730234615865843651.857942052864
  9223372.036854775807 9223372.036854775808 9223372036854775807 9223372036854775808
  18446744073709551615 18446744073709551616 99999999999999999999999999.999999999999
  100000000000000 99999999999999.999999999999 0.000000000001 0.0000000000001
  9999.9999 10000 0.0001 0.00009999 99999999 100000000);

# One random cost a call; each kind goes through different code
my %kinds = (
	cents   => sub { return decimal(5, 0) . '.' . digits(2) },
	tokens  => sub { return '0.' . '0' x $random->(6) . digits(1 + $random->(6)) },
	fixed   => sub { return decimal(14, 12) },
	deep    => sub { return decimal(30, 30) },
	whole   => sub { return decimal(30, 0) },
	edges   => sub { return sign() . pick(@edges) },
	zeros   => sub { return pick('0', '0.0', '0.00', '0.' . '0' x $random->(30), '-0.000', '1.5' . '0' x $random->(20), '100000000.000000000000000') },
	vast    => sub { return sign() . pick(decimal(30, 30) =~ s/^-//r, '1e' . $random->(2000), '7.25e-' . $random->(2000)) },
	long    => sub { return sign() . (1 + $random->(9)) . digits($random->(5000)) . '.' . digits(1 + $random->(3000)) },
	special => sub { return pick('NaN', 'Infinity', '-Infinity', decimal(5, 2), decimal(30, 30), '\N') },
	infinite => sub { return pick('Infinity', decimal(5, 2), '\N') },
	unknown => sub { return '\N' });
$kinds{mixed} = sub { return $kinds{ pick(qw(cents tokens fixed deep whole edges zeros)) }->() };
$kinds{gaps} = sub { return pick('\N', $kinds{mixed}->()) };
my @kinds = sort keys %kinds;

# A double precision value, as text that float8in takes
sub float
{
	my ($kind) = @_;

	return pick('NaN', 'Infinity', '-Infinity', '0.1', '\N') if $kind eq 'special';
	return pick('Infinity', '0.1') if $kind eq 'infinite';
	return '\N' if $kind eq 'unknown' || ($kind eq 'gaps' && $random->(2));
	return sign() . $random->(1000000) / 100 if $kind eq 'cents';
	return pick('0', '-0', '5e-324', '-5e-324', '1e-300', '1.7e308', '-1.7e308', '1.7976931348623157e308',
		'2.2250738585072014e-308', '1e15', '1e16', '1e22', '1e23', '9007199254740993', '123456789.123456',
		'0.1', '0.2', '0.3', '1e-5', '0.0001', '1e-12', '1e-13', '4.35', '2.675')
	  if $kind eq 'edges' || $kind eq 'vast';
	return sign() . $random->(10) . '.' . digits(16) . 'e' . ($random->(40) - 25);
}

my $node = start_server('property', <<'CONF');
max_worker_processes = 8
max_parallel_workers = 8
work_mem = '64MB'
CONF

# Runs statements and gives their output; settings come first
sub run { return $node->safe_psql('postgres', join(";\n", @_)) }

# ---------------------------------------------------------------------------
# Data: $cases groups of random length, several layers and work items in each
# ---------------------------------------------------------------------------
my $cases = 420;
my $rows = '';
my $id = 0;

# Two of the work items are long enough to be compressed or stored out of line
my @items = ((map { "item $_" } 1 .. 4), 'long' x 2000, digits(9000));
foreach my $case (1 .. $cases)
{
	my $kind = $kinds[ $case % @kinds ];
	my $length = 1 + $random->(pick(1, 4, 50));
	my @seen;

	foreach (1 .. $length)
	{
		my $c = $kinds{$kind}->();

		# now and then what went in comes out again
		$c = pick(@seen) if @seen && $random->(4) == 0;
		push @seen, $c, ($c =~ /^[\d.]+$/ ? "-$c" : ());
		$rows .= join("\t",
			$id++, $case, $kind, $random->(5), $c, float($kind),
			pick('\N', @items),
			pick('\N', 'inference', 'retries', 'human_review', '', "caf\x{c3}\x{a9} \"quoted\""),
			pick('t', 't', 'f', '\N'), pick(0, 0, 1, 3, '\N'), pick('t', 'f')) . "\n";
	}
}
my $columns = 'id bigint, case_id integer, kind text, k integer, c numeric, f double precision, item text, layer text, outcome boolean, outcomes bigint, keep boolean';
run("CREATE TABLE data ($columns)",
	"CREATE TABLE data_by_case ($columns) PARTITION BY HASH (case_id)",
	(map { "CREATE TABLE data_by_case_$_ PARTITION OF data_by_case FOR VALUES WITH (MODULUS 4, REMAINDER $_)" } 0 .. 3),
	"CREATE TABLE data_by_id ($columns) PARTITION BY HASH (id)",
	(map { "CREATE TABLE data_by_id_$_ PARTITION OF data_by_id FOR VALUES WITH (MODULUS 4, REMAINDER $_)" } 0 .. 3),
	<<'SQL');
-- cost per outcome as the manual defines it
CREATE FUNCTION unit(total numeric, n bigint) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN n > 0 AND total NOT IN ('NaN', 'Infinity', '-Infinity') THEN total / n END;
-- counts the distinct values of an array
CREATE FUNCTION distinct_values(a text[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT count(DISTINCT x) FROM unnest(a) x)
SQL
my $file = $node->basedir . '/data.txt';
PostgreSQL::Test::Utils::append_to_file($file, $rows);
# With few rows a group, splitting an aggregate does not pay: tell the planner
# that the groups are large.
run("COPY data FROM '$file'",
	(map { "ALTER TABLE $_ ALTER case_id SET (n_distinct = 5), ALTER case_id SET (n_distinct_inherited = 5)" }
		'data', 'data_by_case', 'data_by_id', map { ("data_by_case_$_", "data_by_id_$_") } 0 .. 3),
	 'INSERT INTO data_by_case SELECT * FROM data',
	'INSERT INTO data_by_id SELECT * FROM data', 'ANALYZE');
diag("$cases cases with $id events");

# Column name => [what runrate says, what PostgreSQL says]
my @layers = ('inference', 'retries', '', "caf\x{c3}\x{a9} \"quoted\"");
my %figures = (
	sum          => [ 'runrate.exact_sum(c)', 'sum(c)' ],
	sum_float    => [ 'runrate.exact_sum(f)', 'sum(f::text::numeric)' ],
	sum_filter   => [ 'runrate.exact_sum(c) FILTER (WHERE keep)', 'sum(c) FILTER (WHERE keep)' ],
	unit         => [ 'runrate.cost_per_outcome(c, outcome)', 'unit(sum(c), count(*) FILTER (WHERE outcome))' ],
	unit_float   => [ 'runrate.cost_per_outcome(f, outcome)', 'unit(sum(f::text::numeric), count(*) FILTER (WHERE outcome))' ],
	unit_filter  => [ 'runrate.cost_per_outcome(c, outcome) FILTER (WHERE keep)', 'unit(sum(c) FILTER (WHERE keep), count(*) FILTER (WHERE outcome AND keep))' ],
	items        => [ 'runrate.cost_per_distinct_outcome(c, item, outcome)', 'unit(sum(c), count(DISTINCT item) FILTER (WHERE outcome))' ],
	items_float  => [ 'runrate.cost_per_distinct_outcome(f, item, outcome)', 'unit(sum(f::text::numeric), count(DISTINCT item) FILTER (WHERE outcome))' ],
	items_filter => [ 'runrate.cost_per_distinct_outcome(c, item, outcome) FILTER (WHERE keep)', 'unit(sum(c) FILTER (WHERE keep), count(DISTINCT item) FILTER (WHERE outcome AND keep))' ],
	total        => [ 'runrate.total_cost(runrate.cost_summary(layer, c))', 'sum(c)' ],
	total_float  => [ 'runrate.total_cost(runrate.cost_summary(layer, f, outcomes))', 'sum(f::text::numeric)' ],
	events       => [ 'runrate.event_count(runrate.cost_summary(layer, c))', 'count(*)' ],
	priced       => [ 'runrate.priced_count(runrate.cost_summary(layer, c))', 'count(c)' ],
	outcomes     => [ 'runrate.outcome_count(runrate.cost_summary(layer, c, outcomes))', 'coalesce(sum(outcomes), 0)' ],
	unit_summary => [ 'runrate.unit_cost(runrate.cost_summary(layer, c, outcomes))', 'unit(sum(c), sum(outcomes)::bigint)' ],
	layer_null   => [ q{runrate.layer_cost(runrate.cost_summary(layer, c), 'unattributed')}, 'sum(c) FILTER (WHERE layer IS NULL)' ],
	map { ("layer_$_" => [ "runrate.layer_cost(runrate.cost_summary(layer, c, outcomes), '$layers[$_]')", "sum(c) FILTER (WHERE layer = '$layers[$_]')" ]) } 0 .. $#layers);
my %distinct = (
	float_distinct => [ 'runrate.exact_sum(DISTINCT f)', '(SELECT sum(x::text::numeric) FROM (SELECT DISTINCT unnest(array_agg(f)) AS x) d)' ],
	# equal costs of several scales are one: without trim_scale it would be any of them
	sum_distinct   => [ 'runrate.exact_sum(DISTINCT trim_scale(c))', 'sum(DISTINCT trim_scale(c))' ],
	unit_distinct  => [ 'runrate.cost_per_outcome(DISTINCT trim_scale(c), outcome)',
		'unit((SELECT sum(c) FROM (SELECT DISTINCT trim_scale(c) AS c, outcome FROM unnest(array_agg(c), array_agg(outcome)) u(c, outcome)) d),'
		  . ' (SELECT count(*) FROM (SELECT DISTINCT trim_scale(c) AS c, outcome FROM unnest(array_agg(c), array_agg(outcome)) u(c, outcome)) d WHERE outcome))' ]);

sub list { my ($which, $figures) = @_; return join(', ', map { "($figures->{$_}[$which])::text AS $_" } sort keys %$figures) }

run('CREATE TABLE expected AS SELECT case_id, ' . list(1, { %figures, %distinct }) . ' FROM data GROUP BY case_id',
	'CREATE TABLE expected_kind AS SELECT kind, ' . list(1, { %figures, %distinct }) . ' FROM data GROUP BY kind');

# Compares the columns of two relations that have one row for each key
sub same
{
	my ($name, $got, $expected, $key, @columns) = @_;
	my ($n, $compared, $wrong, $example) = split /\|/, run(
		"SELECT (SELECT count(*) FROM $expected), count(*), count(*) FILTER (WHERE wrong), min(why) FILTER (WHERE wrong)"
		  . " FROM (SELECT e.$key IS NULL OR g.$key IS NULL OR " . join(' OR ', map { "g.$_ IS DISTINCT FROM e.$_" } @columns) . ' AS wrong,'
		  . " concat_ws(' ', '$key', coalesce(e.$key, g.$key)" . join('', map { ", CASE WHEN g.$_ IS DISTINCT FROM e.$_ THEN '$_ ' || left(coalesce(g.$_, 'NULL'), 200) || ' expected ' || left(coalesce(e.$_, 'NULL'), 200) END" } @columns) . ') AS why'
		  . " FROM $expected e FULL JOIN $got g ON g.$key = e.$key) x"), 4;

	ok($n > 0 && $compared == $n && $wrong == 0, $name)
	  or diag("$wrong of $compared differ, $n expected; $example (seed $seed)");
	return $wrong;
}

# Runs one path: settings, the table to read and what its plan must look like
sub path
{
	my ($name, $table, $settings, $figures, @plan) = @_;
	my @columns = sort keys %$figures;
	my $select = 'SELECT case_id, ' . list(0, $figures) . " FROM $table GROUP BY case_id";
	my $by_kind = 'SELECT kind, ' . list(0, $figures) . " FROM $table GROUP BY kind";
	my $plan = run(@$settings, "EXPLAIN (COSTS OFF) $select");

	foreach my $pattern (@plan)
	{
		like($plan, $pattern, "$name: plan has $pattern");
	}
	run(@$settings, "CREATE TABLE got AS $select", "CREATE TABLE got_kind AS $by_kind");
	same("$name: every case", 'got', 'expected', 'case_id', @columns);
	same("$name: every kind", 'got_kind', 'expected_kind', 'kind', @columns);
	run('DROP TABLE got, got_kind');
}

my @serial = ('SET max_parallel_workers_per_gather = 0');
my @parallel = ('SET parallel_setup_cost = 0', 'SET parallel_tuple_cost = 0', 'SET min_parallel_table_scan_size = 0',
	'SET max_parallel_workers_per_gather = 3');

path('hashed', 'data', [ @serial, 'SET enable_sort = off' ], \%figures, qr/^HashAggregate/);
path('sorted', 'data', [ @serial, 'SET enable_hashagg = off' ], \%figures, qr/^GroupAggregate/);
path('distinct', 'data', [@serial], \%distinct);
path('parallel', 'data', [ @parallel, 'SET enable_sort = off' ], \%figures, qr/Finalize HashAggregate/, qr/Gather/, qr/Partial HashAggregate/);
path('parallel without the leader', 'data', [ @parallel, 'SET parallel_leader_participation = off', 'SET enable_hashagg = off' ], \%figures,
	qr/Finalize GroupAggregate/, qr/Gather Merge/, qr/Partial GroupAggregate/);
path('partitionwise', 'data_by_case', [ @serial, 'SET enable_partitionwise_aggregate = on', 'SET enable_sort = off' ], \%figures,
	qr/^Append\n.*HashAggregate.*HashAggregate.*HashAggregate.*HashAggregate/s);
path('partly partitionwise', 'data_by_id', [ @serial, 'SET enable_partitionwise_aggregate = on', 'SET enable_sort = off' ], \%figures,
	qr/^Finalize HashAggregate.*Append.*Partial HashAggregate.*Partial HashAggregate/s);
path('partitionwise and parallel', 'data_by_id', [ @parallel, 'SET enable_partitionwise_aggregate = on', 'SET enable_sort = off' ], \%figures,
	qr/Finalize HashAggregate/, qr/Gather/, qr/Parallel Append.*Partial HashAggregate/s);
path('spilling to disk', 'data', [ @serial, "SET work_mem = '64kB'", 'SET enable_sort = off' ], \%figures, qr/^HashAggregate/);

# No rows, in one process and where no worker saw a row
foreach my $settings ([@serial], [@parallel])
{
	my @empty = (
		'runrate.exact_sum(c)', 'runrate.exact_sum(f)', 'runrate.cost_per_outcome(c, outcome)',
		'runrate.cost_per_distinct_outcome(f, item, outcome)', 'runrate.total_cost(runrate.cost_summary(layer, c))');
	is(run(@$settings, 'SELECT ' . join(', ', @empty) . ' FROM data WHERE id < 0'), '|' x $#empty, 'no rows, no cost');
}

# The comparison can fail
{
	run("CREATE TABLE got AS SELECT case_id, (sum(c) + 0.000000000001)::text AS sum FROM data GROUP BY case_id");
	my $wrong = run('SELECT count(*) FROM got JOIN expected USING (case_id) WHERE got.sum IS DISTINCT FROM expected.sum');
	cmp_ok($wrong, '>', 100, 'a difference in the twelfth decimal would be seen');
	run('DROP TABLE got');
}

# ---------------------------------------------------------------------------
# Amounts that fit 128 bits one by one and overflow them together: in one
# state, in a frame that slides over the limit and back, and when the states of
# 300 partitions of one row each are combined
# ---------------------------------------------------------------------------
run('CREATE TABLE heavy (id integer, c numeric) PARTITION BY RANGE (id)',
	"DO \$\$ BEGIN FOR i IN 1 .. 300 LOOP EXECUTE format('CREATE TABLE heavy_%s PARTITION OF heavy FOR VALUES FROM (%s) TO (%s)', i, i, i + 1); END LOOP; END \$\$",
	'CREATE TABLE heavy_rest PARTITION OF heavy FOR VALUES FROM (301) TO (1000000)',
	'INSERT INTO heavy VALUES ' . join(', ', map { "($_, " . ($_ <= 300 ? '' : $_ <= 1000 ? '-' : sign()) . '9' . digits(23) . '.' . digits(12) . ')' } 1 .. 1500),
	'ANALYZE heavy',

	# the planner splits the aggregate only if the partitions look large
	"UPDATE pg_class SET reltuples = 100000 WHERE relname LIKE 'heavy\\_%'");
my @heavy = ('runrate.exact_sum(c)', 'runrate.cost_per_outcome(c, true)', "runrate.cost_per_distinct_outcome(c, 'x', true)", "runrate.total_cost(runrate.cost_summary('x', c))");
my @plain = ('sum(c)', 'sum(c) / count(*)', 'sum(c) / 1', 'sum(c)');
foreach my $where ('id <= 300', 'id > 200', 'true')
{
	my $select = 'SELECT ' . join(', ', @heavy) . " FROM heavy WHERE $where";
	my $expected = run('SELECT ' . join(', ', @plain) . " FROM heavy WHERE $where");

	is(run(@serial, $select), $expected, "heavy amounts, $where");
	like(run(@serial, 'SET enable_partitionwise_aggregate = on', "EXPLAIN (COSTS OFF) $select"), qr/^Finalize Aggregate.*Append.*Partial Aggregate/s, "heavy amounts, $where: plan");
	is(run(@serial, 'SET enable_partitionwise_aggregate = on', $select), $expected, "heavy amounts of partitions, $where");
}
is(run(@serial, 'SELECT count(*), count(*) FILTER (WHERE (a, b, e)::text = (s, s / n, s)::text) FROM (SELECT runrate.exact_sum(c) OVER w AS a, runrate.cost_per_outcome(c, true) OVER w AS b,'
	  . " runrate.total_cost(runrate.cost_summary('x', c) OVER w) AS e, sum(c) OVER w AS s, count(*) OVER w AS n FROM heavy WINDOW w AS (ORDER BY id ROWS 400 PRECEDING)) x"),
	'1500|1500', 'heavy amounts in a moving window');

# ---------------------------------------------------------------------------
# Stored summaries, rolled up in random order, directly and through their
# text and with the operator
# ---------------------------------------------------------------------------
run('CREATE TABLE whole AS SELECT case_id, runrate.cost_summary(layer, c, outcomes) AS s FROM data GROUP BY case_id',
	'CREATE TABLE stored AS SELECT case_id, id % 5 AS part, runrate.cost_summary(layer, c, outcomes) AS s FROM data GROUP BY case_id, part',
	"SELECT setseed($seed / 2147483648.0)",
	'CREATE TABLE shuffled AS SELECT * FROM stored ORDER BY random()',
	'ALTER TABLE shuffled ALTER case_id SET (n_distinct = 5)', 'ANALYZE');
my %summary = map { $_ => [ $figures{$_}[0] =~ s/runrate\.cost_summary\(layer, c(?:, outcomes)?\)/s/r, undef ] }
  qw(total events priced outcomes unit_summary layer_null layer_0 layer_1 layer_2 layer_3);
my %rolled = (
	'rolled up'            => [ 'runrate.rollup(s)', [@serial] ],
	'rolled up from text'  => [ 'runrate.rollup(s::text::runrate.cost_summary)', [@serial] ],
	'rolled up in workers' => [ 'runrate.rollup(s)', [@parallel] ]);
foreach my $name (sort keys %rolled)
{
	my ($expression, $settings) = @{ $rolled{$name} };
	my $select = "SELECT case_id, $expression AS s FROM shuffled GROUP BY case_id";

	like(run(@$settings, "EXPLAIN (COSTS OFF) $select"), qr/Gather.*Partial/s, "$name: plan") if $name =~ /workers/;
	run(@$settings, "CREATE TABLE got_summary AS $select",
		'CREATE TABLE got AS SELECT case_id, ' . list(0, \%summary) . ' FROM got_summary');
	same($name, 'got', 'expected', 'case_id', sort keys %summary);
	is(run('SELECT count(*) FROM whole w JOIN got_summary g USING (case_id) WHERE w.s IS NULL OR g.s IS NULL OR w.s OPERATOR(runrate.<>) g.s OR w.s::text <> g.s::text'),
		0, "$name: the same summary as from the events");
	run('DROP TABLE got, got_summary');
}
my @sum = ('h.a OPERATOR(runrate.+) h.b', 'h.b OPERATOR(runrate.+) h.a');
is(run("SELECT count(*), count(*) FILTER (WHERE ($sum[0]) OPERATOR(runrate.=) w.s AND ($sum[1]) OPERATOR(runrate.=) w.s AND ($sum[0])::text = w.s::text) FROM whole w JOIN"
	  . ' (SELECT case_id, runrate.cost_summary(layer, c, outcomes) FILTER (WHERE keep) AS a, runrate.cost_summary(layer, c, outcomes) FILTER (WHERE NOT keep) AS b'
	  . '  FROM data GROUP BY case_id) h USING (case_id) WHERE h.a IS NOT NULL AND h.b IS NOT NULL') =~ s/^(\d+)\|\g1$/same/r,
	'same', 'two halves added are the whole, in either order');
is(run('SELECT count(*) FROM whole WHERE s::text::runrate.cost_summary OPERATOR(runrate.<>) s OR s::text::runrate.cost_summary::text <> s::text'), 0, 'text is lossless');
is(run(q{SELECT count(*) FROM (SELECT case_id, (runrate.layer_costs(s)).* FROM whole) l FULL JOIN}
	  . q{ (SELECT case_id, coalesce(layer, 'unattributed') AS layer, sum(c) AS cost, count(*) AS event_count, count(c) AS priced_count FROM data GROUP BY 1, 2) d}
	  . q{ USING (case_id, layer) WHERE l.cost::text IS DISTINCT FROM d.cost::text OR l.event_count IS DISTINCT FROM d.event_count OR l.priced_count IS DISTINCT FROM d.priced_count}),
	0, 'layer_costs gives each layer');

# ---------------------------------------------------------------------------
# Moving windows: every kind of frame, row by row
# ---------------------------------------------------------------------------
my @bounds = (
	'UNBOUNDED PRECEDING AND CURRENT ROW', '2 PRECEDING AND CURRENT ROW', '1 PRECEDING AND 3 FOLLOWING',
	'CURRENT ROW AND UNBOUNDED FOLLOWING', '2 FOLLOWING AND 4 FOLLOWING', '5 PRECEDING AND 3 PRECEDING',
	'UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING', '1 PRECEDING AND 1 PRECEDING');
my @exclusions = ('NO OTHERS', 'CURRENT ROW', 'GROUP', 'TIES');

# Pairs of columns g1, e1 ...
my @moving = (
	[ 'runrate.exact_sum(c) OVER w', 'sum(c) OVER w' ],
	[ 'runrate.exact_sum(f) OVER w', 'sum(f::text::numeric) OVER w' ],
	[ 'runrate.cost_per_outcome(c, outcome) OVER w', 'unit(sum(c) OVER w, count(*) FILTER (WHERE outcome) OVER w)' ],
	[ 'runrate.cost_per_outcome(f, outcome) FILTER (WHERE keep) OVER w', 'unit(sum(f::text::numeric) FILTER (WHERE keep) OVER w, count(*) FILTER (WHERE outcome AND keep) OVER w)' ],
	[ 'runrate.cost_per_distinct_outcome(c, item, outcome) OVER w', 'unit(sum(c) OVER w, distinct_values(array_agg(item) FILTER (WHERE outcome) OVER w))' ],
	[ 'runrate.cost_per_distinct_outcome(f, item, outcome) OVER w', 'unit(sum(f::text::numeric) OVER w, distinct_values(array_agg(item) FILTER (WHERE outcome) OVER w))' ],
	[ 'runrate.total_cost(runrate.cost_summary(layer, c, outcomes) OVER w)', 'sum(c) OVER w' ],
	[ 'coalesce(runrate.event_count(runrate.cost_summary(layer, c, outcomes) OVER w), 0)', 'count(*) OVER w' ],
	[ 'coalesce(runrate.outcome_count(runrate.cost_summary(layer, c, outcomes) OVER w), 0)', 'coalesce(sum(outcomes) OVER w, 0)' ],
	[ q{runrate.layer_cost(runrate.cost_summary(layer, f) OVER w, 'retries')}, q{sum(f::text::numeric) FILTER (WHERE layer = 'retries') OVER w} ],
	[ 'runrate.total_cost(runrate.rollup(one) OVER w)', 'sum(c) OVER w' ]);
run('CREATE TABLE moving AS SELECT d.*, runrate.cost_summary(layer, c) OVER (PARTITION BY id) AS one FROM data d WHERE case_id <= 42', 'ANALYZE moving');
foreach my $mode ('ROWS', 'RANGE', 'GROUPS')
{
	foreach my $bounds (@bounds)
	{
		foreach my $exclusion (@exclusions)
		{
			my $frame = "$mode BETWEEN $bounds EXCLUDE $exclusion";
			my ($n, $wrong, $example) = split /\|/, run(@serial,
				'SELECT count(*), count(*) FILTER (WHERE wrong), min(why) FILTER (WHERE wrong) FROM (SELECT '
				  . join(' OR ', map { "g$_ IS DISTINCT FROM e$_" } 0 .. $#moving) . " AS wrong, concat_ws(' ', 'case', case_id, 'id', id"
				  . join('', map { ", CASE WHEN g$_ IS DISTINCT FROM e$_ THEN '#$_ ' || left(coalesce(g$_, 'NULL'), 200) || ' expected ' || left(coalesce(e$_, 'NULL'), 200) END" } 0 .. $#moving)
				  . ') AS why FROM (SELECT case_id, id, ' . join(', ', map { "($moving[$_][0])::text AS g$_, ($moving[$_][1])::text AS e$_" } 0 .. $#moving)
				  . " FROM moving WINDOW w AS (PARTITION BY case_id ORDER BY k $frame)) x) y"), 3;
			ok($n > 100 && $wrong == 0, "window: $frame") or diag("$wrong of $n rows differ; $example (seed $seed)");
		}
	}
}

no_crash($node, 'property tests');
$node->stop;
done_testing();
