# Bytes, text and calls that nobody should send: they give errors, never a
# crash, and what is taken comes back unchanged.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use IPC::Run ();
use Test::More;

use RunrateTest;

my $seed = seed();
my $inputs = $ENV{RUNRATE_FUZZ} // 100_000;
my $root = repository();
my $node = start_server('hostile', <<'CONF');
max_parallel_workers_per_gather = 2
parallel_setup_cost = 0
parallel_tuple_cost = 0
min_parallel_table_scan_size = 0
CONF

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# ---------------------------------------------------------------------------
# Random and mutated input of the type, in one server process
# ---------------------------------------------------------------------------
my $library = $node->basedir . '/runrate_fuzz.so';
my $build = join(' ', pg_config('cc'), '-O2 -g -fwrapv -fPIC -shared', pg_config('cppflags'),
	'-I' . pg_config('includedir-server'), "'-I$root/src'", '-o', "'$library'", "'$root/test/fuzz/runrate_fuzz.c'");
is(system($build), 0, 'the test module builds') or BAIL_OUT("failed: $build");

answer(<<"SQL");
CREATE FUNCTION runrate_fuzz(type regtype, is_text boolean, seeds bytea[], n bigint, seed bigint,
                             OUT outcome text, OUT n bigint, OUT example bytea)
    RETURNS SETOF record LANGUAGE c STRICT AS '$library', 'runrate_fuzz';
CREATE FUNCTION runrate_call_with_nulls(function regprocedure) RETURNS text LANGUAGE c STRICT AS '$library';
CREATE TABLE seeds AS
SELECT runrate.cost_summary(layer, cost, outcomes) AS s
FROM (VALUES ('inference', 12.5, 1), ('retries', 0.00001, 2), (NULL, NULL, 0)) v(layer, cost, outcomes)
UNION ALL SELECT '{"outcomes": -3, "layers": []}'
UNION ALL SELECT runrate.cost_summary(layer, cost)
FROM (VALUES ('nan', 'NaN'::numeric), ('inf', 'Infinity'), ('-inf', '-Infinity'), ('wide', 1e100), ('deep', 1e-50)) v(layer, cost)
UNION ALL SELECT runrate.cost_summary('layer ' || i, i * 1.0000001) FROM generate_series(1, 40) i
UNION ALL SELECT runrate.cost_summary(repeat(chr(233), 100), 170141183460469231731687303.715884105727);
SQL

# A mistake in the input is one of these; anything else would be one of ours
my %refusals = (
	'22P02' => 'invalid_text_representation', '22P03' => 'invalid_binary_representation',
	'22003' => 'numeric_value_out_of_range',  '22021' => 'character_not_in_repertoire',
	'22P05' => 'untranslatable_character',    '08P01' => 'protocol_violation',
	'54000' => 'program_limit_exceeded',      '54001' => 'statement_too_complex');

foreach my $form ('binary', 'text')
{
	my $seeds = $form eq 'binary' ? 'runrate_internal.cost_summary_send(s)' : q{convert_to(s::text, 'UTF8')};
	my @lines = split /\n/, answer('SELECT outcome, n, left(encode(example, \'hex\'), 1000)'
		  . " FROM runrate_fuzz('runrate.cost_summary', " . ($form eq 'text' ? 'true' : 'false')
		  . ", ARRAY(SELECT $seeds FROM seeds), $inputs, $seed) ORDER BY 1");
	my $total = 0;
	my %seen;

	foreach my $line (@lines)
	{
		my ($outcome, $n, $example) = split /\|/, $line, 3;
		$seen{$outcome} = $n;
		$total += $n;
		ok($outcome eq 'taken' || $refusals{$outcome}, "$form input: $outcome")
		  or diag("$n inputs gave $outcome, among them (hex): $example (seed $seed)");
	}
	is($total, $inputs, "$form input: every input is accounted for");
	cmp_ok($seen{taken} // 0, '>', $inputs / 100, "$form input: some are taken and come back unchanged");
	cmp_ok($total - ($seen{taken} // 0), '>', $inputs / 100, "$form input: some are refused");
	diag("$form: " . join(', ', map { "$_ $seen{$_}" } sort keys %seen));
	no_crash($node, "$form input");
}

# The harness itself: it calls a value that changes on its way a violation
answer(<<'SQL');
CREATE TYPE careless;
CREATE FUNCTION careless_in(cstring) RETURNS careless LANGUAGE internal STRICT IMMUTABLE AS 'textin';
CREATE FUNCTION careless_out(careless) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'bpcharout';
CREATE FUNCTION careless_recv(internal) RETURNS careless LANGUAGE internal STRICT IMMUTABLE AS 'bytearecv';
CREATE FUNCTION careless_send(careless) RETURNS bytea LANGUAGE internal STRICT IMMUTABLE AS 'byteasend';
CREATE TYPE careless (INPUT = careless_in, OUTPUT = careless_out, RECEIVE = careless_recv, SEND = careless_send);
SQL
cmp_ok(answer(q{SELECT n FROM runrate_fuzz('careless', false, ARRAY['\x6162006364'::bytea], 1000, 1) WHERE outcome = 'violation'}),
	'>', 0, 'a type that loses bytes is found');

# ---------------------------------------------------------------------------
# Limits of a summary
# ---------------------------------------------------------------------------
sub error_of
{
	my ($sql) = @_;
	my ($status, $out, $err) = $node->psql('postgres', "\\set VERBOSITY sqlstate\n$sql");
	return $status == 0 ? 'no error' : $err =~ /ERROR:\s+(\w{5})/ ? $1 : "status $status: $err";
}

is(error_of(q{SELECT runrate.cost_summary(i::text, 1) FROM generate_series(1, 1025) i}), '54000', 'more layers than a summary holds');
is(error_of(q{SELECT runrate.cost_summary(repeat('x', 100000), 1)}), '54000', 'a layer name longer than a summary holds');
is(error_of(q{SELECT runrate.rollup(s) FROM unnest(ARRAY['{"outcomes": 9223372036854775807, "layers": []}', '{"outcomes": 1, "layers": []}']::runrate.cost_summary[]) s}),
	'22003', 'more outcomes than a bigint holds');
is(error_of(q{SELECT runrate.rollup(s) FROM unnest(ARRAY['{"outcomes": 0, "layers": [{"layer": "a", "cost": 1, "events": 9223372036854775807, "priced": 9223372036854775807}]}',
	'{"outcomes": 0, "layers": [{"layer": "a", "cost": 1, "events": 1, "priced": 1}]}']::runrate.cost_summary[]) s}),
	'22003', 'more events than a bigint holds');
is(error_of(q{SELECT runrate.event_count('{"outcomes": 0, "layers": [{"layer": "a", "cost": 1, "events": 9223372036854775807, "priced": 1}, {"layer": "b", "cost": 1, "events": 1, "priced": 1}]}')}),
	'22003', 'more events in all layers than a bigint holds');

# ---------------------------------------------------------------------------
# Every function called directly, with NULLs and with values of its types.  The
# procedures of runrate_internal hold DDL for whatever schema is current, so they
# are left out.
# ---------------------------------------------------------------------------
answer(<<'SQL');
CREATE TABLE calls (signature text, call text, state text, message text);
CREATE TABLE examples (type regtype, value text);
INSERT INTO examples
SELECT type, unnest(array_append(literals, NULL)) FROM (VALUES
	('internal'::regtype, ARRAY[]::text[]),
	('bytea', ARRAY['''\x''', '''\x00''', '''\xffffffffffffffffffffffffffffffffffffffff''']),
	('cstring', ARRAY['''''', '''{''', '''{"outcomes": 1, "layers": []}''']),
	('text', ARRAY['''''', '''model_api''', '''Europe/Berlin''', 'repeat(''x'', 100000)']),
	('numeric', ARRAY['0', '-1.5', '''NaN''', '''-Infinity''', '1e1000']),
	('double precision', ARRAY['0', '''NaN''', '''Infinity''', '5e-324']),
	('bigint', ARRAY['0', '-1', '9223372036854775807', '(-9223372036854775808)']),
	('integer', ARRAY['0', '-1', '2147483647', '(-2147483648)']),
	('text[]', ARRAY['''{}''', '''{a,NULL,b}''', '''{{a},{b}}''']),
	('boolean', ARRAY['true', 'false']),
	('date', ARRAY['''2026-02-28''', '''infinity''', '''4713-01-01 BC''']),
	('timestamptz', ARRAY['''2026-02-28 23:59:59+00''', '''-infinity''', '''294276-12-31 23:59:59.999999+00''']),
	('oid', ARRAY['0', '1259', '4294967295']),
	('regclass', ARRAY['0', '''pg_class''', '4294967295']),
	('uuid', ARRAY['''00000000-0000-0000-0000-000000000000''', '''ffffffff-ffff-ffff-ffff-ffffffffffff''']),
	('interval', ARRAY['''7 days''', '''-1 day''', '''1 month''', '''178000000 years''']),
	('jsonb', ARRAY['''null''', '''{}''', '''[1]''', '''{"prompt_tokens": 1, "usage": {"input_tokens": -1}}''']),
	('record', ARRAY['ROW()', 'ROW(1, NULL, ''x'')', '(SELECT c FROM pg_class c LIMIT 1)']),
	('runrate.cost_baseline', ARRAY['''(3,1.5,0.5,1.5,0.25,0.3)''', '''(,,,,,)''', '''(-1,NaN,Infinity,0,0,0)''']),
	('runrate.cost_summary', ARRAY['''{"outcomes": 0, "layers": []}''', '''{"outcomes": 0, "layers": [{"layer": "a", "cost": "NaN", "events": 1, "priced": 1}]}'''])
) v(type, literals);
CREATE PROCEDURE call_directly(signature text, call text) LANGUAGE plpgsql AS $$
DECLARE
	state text := '00000';
	message text;
BEGIN
	BEGIN
		EXECUTE call;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
	END;
	INSERT INTO calls VALUES (signature, call, state, message);
END
$$;
CREATE VIEW literals AS
SELECT type, row_number() OVER of_type AS n, count(*) OVER (PARTITION BY type) AS of,
	coalesce(value || '::' || format_type(type, NULL),
		'NULL' || CASE WHEN type <> 'internal'::regtype THEN '::' || format_type(type, NULL) ELSE '' END) AS literal
FROM examples
WINDOW of_type AS (PARTITION BY type ORDER BY value);
-- some combinations of example values of a function's arguments: of few arguments all, and never
-- more than 60, since a function of ten arguments has millions
CREATE FUNCTION combinations(types oid[]) RETURNS SETOF text[] LANGUAGE sql AS $$
	SELECT DISTINCT ARRAY(SELECT l.literal FROM unnest(types) WITH ORDINALITY t(type, n)
						  JOIN literals l ON l.type = t.type AND l.n = 1 + abs(hashint8(i * 1000 + t.n)::bigint) % l.of
						  ORDER BY t.n)
	FROM generate_series(1, 300) i
	LIMIT 60
$$;
SQL
is(answer(<<'SQL'), '', 'there are example values for the arguments of every function');
SELECT DISTINCT format_type(t, NULL) FROM pg_proc p, unnest(p.proargtypes) t
WHERE (p.pronamespace = 'runrate'::regnamespace OR p.pronamespace = 'runrate_internal'::regnamespace AND p.prokind <> 'p')
  AND t NOT IN (SELECT type FROM examples)
SQL
my $pids = answer(<<'SQL');
SELECT pg_backend_pid();
-- workers for the choice of arguments take longer than the calls
SET max_parallel_workers_per_gather = 0;
DO $$
DECLARE
	f record;
	arguments text[];
BEGIN
	FOR f IN SELECT p.oid::regprocedure::text AS signature, p.pronamespace::regnamespace AS schema, p.proname, p.proargtypes::oid[] AS types, p.prokind
			 FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
			 JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'runrate'
			 WHERE p.prokind <> 'p' OR p.pronamespace = 'runrate'::regnamespace
			 ORDER BY 1
	LOOP
		FOR arguments IN SELECT c FROM combinations(ARRAY(SELECT t FROM unnest(f.types) WITH ORDINALITY u(t, n) ORDER BY n)) c
		LOOP
			CALL call_directly(f.signature, format('%s %s.%I(%s)%s', CASE f.prokind WHEN 'p' THEN 'CALL' ELSE 'SELECT' END,
				f.schema, f.proname, array_to_string(arguments, ', '), CASE WHEN f.prokind = 'w' THEN ' OVER ()' END));
		END LOOP;
	END LOOP;
END
$$;
SELECT pg_backend_pid();
SQL
my ($before, $after) = split /\n/, $pids;
is($after, $before, 'the server process that made all direct calls is alive');
no_crash($node, 'direct calls');
cmp_ok(answer('SELECT count(DISTINCT signature) FROM calls'), '>', 40, 'functions were called');
cmp_ok(answer(q{SELECT count(*) FROM calls WHERE state = '00000'}), '>', 100, 'calls that give a result');
# 3F000, 42704: there is no such ledger; 39P01, 0A000: a trigger that is called
is(answer(q{SELECT count(*) || ' calls of ' || signature || ' gave ' || state || ': ' || min(message) || ', as in ' || left(min(call), 200) FROM calls
	WHERE state NOT LIKE '22%' AND state NOT IN ('00000', '54000')
	  AND NOT (signature ~ 'ledger' AND state IN ('3F000', '42704'))
	  -- no table, or one of no ledger
	  AND NOT (signature ~ 'regclass' AND state IN ('42P01', '55000'))
	  -- no relation, or neither a table nor a view
	  AND NOT (signature ~ '\.lock_relation\(' AND state IN ('42P01', '42809'))
	  -- only the condition of a trigger counts
	  AND NOT (signature ~ '\.(count_fact|count_change|keep_key)\(' AND state = '39P01')
	  -- no schema, or one of no ledger
	  AND NOT (signature ~ '\.lock_(month|folding)\(' AND state IN ('3F000', '55000'))
	  AND NOT (signature ~ '\.add_partitions\(' AND state = '42704')
	  AND NOT (signature ~ '\.remove_unit_reader\(' AND state IN ('42601', '42P01'))
	  AND NOT ((SELECT prorettype = 'trigger'::regtype FROM pg_proc WHERE oid = to_regprocedure(signature)) AND state IN ('39P01', '0A000'))
	  AND signature !~ '[(,]internal[,)]' GROUP BY signature, state}),
	'', 'direct calls: an error that says what is wrong, or a result');
is(answer(q{SELECT DISTINCT signature FROM calls WHERE signature ~ '(day|week|month)_of' AND state NOT IN ('00000', '22023', '22008') OR signature ~ 'ledger' AND call ~ '^CALL' AND state = '00000'}),
	'', 'direct calls: dates in unknown time zones, ledgers of impossible names');
is(answer(q{SELECT count(DISTINCT state) FROM calls WHERE signature ~ '(day|week|month)_of'}), '2', 'dates: a result, or the time zone is not known');
is(answer(q{SELECT DISTINCT state FROM calls WHERE signature ~ '[(,]internal[,)]'}), '42883', 'a state cannot be passed from SQL');

# From C it can be left out
answer(<<'SQL');
CREATE PROCEDURE call_with_nulls(function regprocedure) LANGUAGE plpgsql AS $$
DECLARE
	state text := '00000';
	message text;
BEGIN
	BEGIN
		message := runrate_call_with_nulls(function);
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
	END;
	INSERT INTO calls VALUES (function, 'with nulls', state, message);
END
$$;
DO $$
DECLARE
	f regprocedure;
BEGIN
	FOR f IN SELECT oid FROM pg_proc WHERE pronamespace = 'runrate_internal'::regnamespace AND prokind = 'f' AND 'internal'::regtype = ANY (proargtypes)
	LOOP
		CALL call_with_nulls(f);
	END LOOP;
END
$$;
SQL
no_crash($node, 'calls without a state');
is(answer(q{SELECT signature, state, message FROM calls WHERE call = 'with nulls' AND CASE
	WHEN signature ~ '_(accum|accum_inv|combine)\(' THEN state NOT IN ('0A000', '22004')
	WHEN signature ~ '_final\(' THEN state <> '00000' OR message <> 'NULL'
	ELSE state <> '00000' OR message <> 'strict' END}),
	'', 'without a state: a transition function refuses, a final function gives NULL, the others are strict');

# ---------------------------------------------------------------------------
# Aggregates that a superuser puts together from parts that do not fit
# ---------------------------------------------------------------------------
answer(<<'SQL');
CREATE TABLE events AS
SELECT i AS id, i * 0.01 AS cost, i::float8 AS spend, 'item ' || i % 100 AS item, 'layer ' || i % 3 AS layer, i % 2 = 0 AS outcome, 1::bigint AS outcomes,
	timestamptz '2026-01-01 00:00+00' + i * interval '10 minutes' AS at,
	(SELECT s FROM seeds LIMIT 1) AS summary
FROM generate_series(1, 5000) i;
ANALYZE events;
-- the parts of every aggregate, and of some of PostgreSQL's own
CREATE VIEW parts AS
SELECT a.aggfnoid::oid AS id, a.aggtransfn::regproc AS transfn, a.aggfinalfn::regproc AS finalfn, a.aggcombinefn::regproc AS combinefn,
	a.aggserialfn::regproc AS serialfn, a.aggdeserialfn::regproc AS deserialfn, a.aggminvtransfn::regproc AS minvtransfn,
	(SELECT string_agg(format_type(t, NULL), ', ' ORDER BY n) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY u(t, n)) AS types,
	-- arguments that the transition function takes, so that it is the wrong part that complains
	CASE p.proname
		WHEN 'projected_total' THEN CASE p.proargtypes[0] WHEN 'numeric'::regtype THEN 'cost' ELSE 'spend' END
			|| $q$, at, date '2026-01-01', date '2026-03-01', timestamptz '2026-01-20 00:00+00', 'UTC', 0.9$q$
		WHEN 'unit_cost_interval' THEN CASE p.proargtypes[0] WHEN 'numeric'::regtype THEN 'cost' ELSE 'spend' END || ', outcome, 0.9'
		WHEN 'anomaly_contributions' THEN CASE p.proargtypes[1] WHEN 'numeric'::regtype THEN 'item, cost, cost, 10, 20' ELSE 'item, spend, spend, 10, 20' END
		WHEN 'series_probabilities' THEN 'at, spend, 20'
		WHEN 'series_anomalies' THEN 'at, spend, 20' || CASE p.pronargs WHEN 4 THEN ', 5' ELSE '' END
		ELSE (SELECT string_agg(CASE format_type(t, NULL) WHEN 'numeric' THEN 'cost' WHEN 'double precision' THEN 'spend' WHEN 'boolean' THEN 'outcome' WHEN 'bigint' THEN 'outcomes'
				WHEN 'runrate.cost_summary' THEN 'summary' WHEN 'text' THEN CASE WHEN n = 1 THEN 'layer' ELSE 'item' END END, ', ' ORDER BY n)
			FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY u(t, n))
	END AS arguments,
	p.pronamespace = 'runrate'::regnamespace AS ours
FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
WHERE a.aggtranstype = 'internal'::regtype
  AND (p.pronamespace = 'runrate'::regnamespace OR a.aggfnoid IN ('pg_catalog.avg(numeric)'::regprocedure, 'pg_catalog.sum(bigint)'::regprocedure));
SQL
my @parts = map { my %p; @p{qw(transfn finalfn combinefn serialfn deserialfn minvtransfn types arguments ours)} = split /\|/; \%p } split /\n/,
  answer('SELECT transfn, finalfn, combinefn, serialfn, deserialfn, minvtransfn, types, arguments, ours FROM parts ORDER BY id');
cmp_ok(scalar(grep { $_->{ours} eq 't' } @parts), '>=', 7, 'aggregates with a state of type internal');

# All of them in one session: each an aggregate, then a query that uses it
my (@wrong, %results, @unexpected);
my $script = "\\set VERBOSITY sqlstate\n";
foreach my $a (@parts)
{
	foreach my $b (grep { $_->{ours} eq 't' && $_->{finalfn} ne $a->{finalfn} } @parts)
	{
		my $split = "PARALLEL = SAFE, COMBINEFUNC = %s, SERIALFUNC = %s, DESERIALFUNC = %s";
		my %ways = (
			'final'       => "FINALFUNC = $b->{finalfn}",
			'combine'     => sprintf($split, $b->{combinefn}, $a->{serialfn}, $a->{deserialfn}) . ", FINALFUNC = $a->{finalfn}",
			'serialize'   => sprintf($split, $a->{combinefn}, $b->{serialfn}, $b->{deserialfn}) . ", FINALFUNC = $a->{finalfn}",
			'deserialize' => sprintf($split, $b->{combinefn}, $a->{serialfn}, $b->{deserialfn}) . ", FINALFUNC = $b->{finalfn}");

		# one aggregate cannot be split, so has no such parts
		delete @ways{qw(combine deserialize)} if $b->{combinefn} eq '-' || $a->{serialfn} eq '-';
		delete $ways{serialize} if $b->{serialfn} eq '-' || $a->{combinefn} eq '-';

		# PostgreSQL's own functions do not look at what they are given
		delete $ways{serialize} if $a->{ours} ne 't';
		$ways{'moving final'} = "FINALFUNC = $b->{finalfn}, MSFUNC = $a->{transfn}, MINVFUNC = $a->{minvtransfn}, MSTYPE = internal, MFINALFUNC = $b->{finalfn}"
		  if $a->{minvtransfn} ne '-';
		foreach my $way (sort keys %ways)
		{
			my $n = @wrong;
			my $over = $way =~ /moving/ ? ' OVER (ORDER BY id ROWS 2 PRECEDING)' : '';

			push @wrong, [ $way, "$way: state of $a->{transfn}, part of $b->{finalfn}" ];
			$script .= "\\echo == $n\nCREATE AGGREGATE public.wrong$n ($a->{types}) (SFUNC = $a->{transfn}, STYPE = internal, $ways{$way});\n"
			  . "SELECT count(x) FROM (SELECT public.wrong$n($a->{arguments})$over AS x FROM events) e;\n";
		}
	}
}
my $output = '';
IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('postgres') ], '<', \$script, '>&', \$output);
my @outputs = split /^== \d+\n/m, $output;
shift @outputs;
is(scalar(@outputs), scalar(@wrong), 'one session tried all aggregates of parts that do not fit');
foreach my $n (0 .. $#outputs)
{
	my ($way, $what) = @{ $wrong[$n] };
	my $state = $outputs[$n] =~ /^ERROR:\s+(\w{5})\n\z/ ? $1 : $outputs[$n];

	# 42804: the state is another's; the rest: bytes that are no state, or happen to be one
	push @unexpected, "$what: $state" unless $state eq '42804' || ($way eq 'deserialize' && $state =~ /^(?:08P01|XX001|22P03|22003|22008|22023|\d+\n)\z/);
	$results{"$way $state"}++;
}
diag(join(', ', map { "$_: $results{$_}" } sort keys %results));
is_deeply(\@unexpected, [], 'aggregates of parts that do not fit: always an error that says so');
no_crash($node, 'aggregates of parts that do not fit');

$node->stop;
done_testing();
