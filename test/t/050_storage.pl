# Columns of type cost_summary are data like any other: they survive dump and
# restore, COPY, logical replication; they compare and hash, and do not sort.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $node = start_server('storage', '', allows_streaming => 'logical');
my $dir = $node->basedir;

# The operators live in schema runrate: sessions that use them name it
my $path = 'SET search_path = public, runrate;';

# Summaries of every kind, each twice
$node->safe_psql('postgres', <<'SQL');
CREATE TABLE stored (id integer PRIMARY KEY, s runrate.cost_summary);
INSERT INTO stored
SELECT 1, runrate.cost_summary(layer, cost, outcomes)
FROM (VALUES ('inference', 12.50, 1), ('inference', 0.0000021, 0), ('retries', -3.7, 0), (NULL, 8, 1)) v(layer, cost, outcomes);
INSERT INTO stored SELECT 2, runrate.cost_summary('not priced', NULL::numeric);
INSERT INTO stored
SELECT 3, runrate.cost_summary(layer, cost)
FROM (VALUES ('a', 'NaN'::numeric), ('b', 'Infinity'), ('c', '-Infinity'), ('d', 1)) v(layer, cost);
INSERT INTO stored
SELECT 4, runrate.cost_summary('layer ' || i || repeat('x', i % 50), (i || '.' || repeat('7', i % 200))::numeric, i)
FROM generate_series(1, 1000) i;
INSERT INTO stored VALUES (5, '{"outcomes": 0, "layers": []}'), (6, NULL);
INSERT INTO stored
SELECT 7, runrate.cost_summary(layer, 1.10)
FROM (VALUES (''), (' '), (E'tab\tline\nquote"back\\slash'), (E'\u00e9\u4e2d\U0001F600'), (E'\x01\x7f'), ('null'), ('{"a": 1}')) v(layer);
INSERT INTO stored
SELECT 8, runrate.cost_summary('vast', x)
FROM (VALUES ('1e3000'::numeric), ('-7e-3000'), (170141183460469231731687303.715884105728)) v(x);
INSERT INTO stored SELECT 9, runrate.cost_summary('float', x) FROM (VALUES (5e-324::double precision), (0.1), (1.7e308)) v(x);
INSERT INTO stored SELECT id + 100, s FROM stored WHERE id <= 9;
CREATE TABLE few (s runrate.cost_summary DEFAULT '{"outcomes": 0, "layers": []}');
INSERT INTO few SELECT s FROM stored WHERE id < 10 AND s IS NOT NULL;
ALTER TABLE few REPLICA IDENTITY FULL;
CREATE VIEW totals AS SELECT id, runrate.total_cost(s) AS total, runrate.unit_cost(s) AS unit FROM stored;
SQL

my $contents = q{SELECT id, md5(s::text), md5(runrate.total_cost(s)::text), runrate.event_count(s), runrate.outcome_count(s) FROM stored ORDER BY id};
my $expected = $node->safe_psql('postgres', $contents);
is(scalar(split /\n/, $expected), 18, 'there are rows of every kind');
is($node->safe_psql('postgres', 'SELECT pg_column_size(s) > 10000, runrate.event_count(s), runrate.total_cost(s) = (SELECT sum((i || \'.\' || repeat(\'7\', i % 200))::numeric) FROM generate_series(1, 1000) i) FROM stored WHERE id = 4'),
	't|1000|t', 'a summary may be large');

# The same rows in another place, as text and in value
sub same
{
	my ($server, $database, $name) = @_;
	is($server->safe_psql($database, $contents), $expected, $name);
}

#
# Dump and restore
#
$node->command_ok([ 'pg_dump', '--format=plain', "--file=$dir/plain.sql", $node->connstr('postgres') ], 'pg_dump, plain');
$node->command_ok([ 'pg_dump', '--format=custom', "--file=$dir/custom", $node->connstr('postgres') ], 'pg_dump, custom');
$node->safe_psql('postgres', "CREATE DATABASE plain");
$node->safe_psql('postgres', "CREATE DATABASE custom");
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('plain'), '-f', "$dir/plain.sql" ], 'psql restores the plain dump');
$node->command_ok([ 'pg_restore', '--exit-on-error', '--jobs=2', '-d', $node->connstr('custom'), "$dir/custom" ], 'pg_restore, two jobs');
foreach my $database ('plain', 'custom')
{
	same($node, $database, "restored from $database dump");
	is($node->safe_psql($database, 'SELECT * FROM totals WHERE id = 1'), $node->safe_psql('postgres', 'SELECT * FROM totals WHERE id = 1'),
		"$database: view works");
	is($node->safe_psql($database, 'INSERT INTO few DEFAULT VALUES RETURNING runrate.event_count(s)'), '0', "$database: default works");
}
unlike(slurp("$dir/plain.sql"), qr/CREATE (?:FUNCTION|AGGREGATE|TYPE) runrate\./, 'members are not dumped one by one');

#
# COPY
#
foreach my $format ('text', 'csv', 'binary')
{
	$node->safe_psql('postgres', "COPY stored TO '$dir/$format' (FORMAT $format);"
		  . "CREATE TABLE kept AS SELECT * FROM stored; TRUNCATE stored; COPY stored FROM '$dir/$format' (FORMAT $format)");
	same($node, 'postgres', "COPY, format $format");
	is($node->safe_psql('postgres', $path . 'SELECT count(*) FROM kept k JOIN stored s USING (id) WHERE k.s <> s.s OR (k.s IS NULL) <> (s.s IS NULL)'),
		'0', "COPY, format $format: equal to what was");
	$node->safe_psql('postgres', 'DROP TABLE kept');
}

#
# Equality and hashing
#
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $path . $sql) }

is(answer('SELECT count(*), sum(n) FROM (SELECT s, count(*) AS n FROM stored GROUP BY s) g WHERE n = 2'), '9|18', 'GROUP BY');
is(answer('SELECT count(*) FROM (SELECT DISTINCT s FROM stored) d'), '9', 'DISTINCT');
foreach my $join ('enable_hashjoin', 'enable_nestloop')
{
	my $other = $join eq 'enable_hashjoin' ? 'enable_nestloop' : 'enable_hashjoin';
	is(answer("SET $other = off; SET enable_mergejoin = off; SELECT count(*) FROM stored a JOIN stored b ON a.s = b.s"), '32', "join with $join");
}
is(answer(q{SELECT a.s = b.s, a.s <> b.s FROM stored a, stored b WHERE a.id = 1 AND b.id = 2}), 'f|t', '= and <>');

# Values that print differently: whatever = says, GROUP BY has to agree
my $pairs = q{(VALUES
	('{"outcomes": 1, "layers": [{"layer": "a", "cost": 1.5, "events": 1, "priced": 1}]}'::runrate.cost_summary),
	('{"outcomes": 1, "layers": [{"layer": "a", "cost": 1.50, "events": 1, "priced": 1}]}'),
	('{"layers": [{"priced": 1, "events": 1, "cost": 1.5, "layer": "a"}], "outcomes": 1}'),
	('{"outcomes": 1, "layers": [{"layer": "a", "cost": 1.5, "events": 2, "priced": 1}]}'),
	('{"outcomes": 1, "layers": [{"layer": "a", "cost": null, "events": 1, "priced": 0}]}'),
	('{"outcomes": 1, "layers": [{"layer": "a", "cost": "NaN", "events": 1, "priced": 1}]}'),
	('{"outcomes": 2, "layers": [{"layer": "a", "cost": 1.5, "events": 1, "priced": 1}]}')) v(s)};
is(answer("SELECT count(*), count(DISTINCT s::text) FROM $pairs"), '7|6', 'every form is read');
is(answer("SELECT bool_and(s = s) FROM $pairs"), 't', '= is reflexive, NaN included');
is(answer("SELECT count(*) FROM (SELECT s FROM $pairs GROUP BY s) g"),
	answer("WITH p AS (SELECT s, row_number() OVER () AS n FROM $pairs) SELECT count(*) FROM p WHERE NOT EXISTS (SELECT FROM p o WHERE o.s = p.s AND o.n < p.n)"),
	'GROUP BY and = make the same classes');
is(answer(q{CREATE INDEX stored_hash ON stored USING hash (s); SET enable_seqscan = off; SELECT count(*) FROM stored WHERE s = (SELECT s FROM stored WHERE id = 4)}), '2', 'hash index');
is(answer(q{DROP INDEX stored_hash; SELECT count(*) FROM (SELECT s FROM stored UNION SELECT s FROM stored) u}), '9', 'UNION');

#
# No order
#
my %refused = (
	'SELECT s FROM stored ORDER BY s'         => qr/42883.*could not identify an ordering operator for type cost_summary/s,
	'SELECT s < s FROM stored'                => qr/42883.*operator does not exist: cost_summary < cost_summary/s,
	'SELECT max(s) FROM stored'               => qr/42883.*function max\(cost_summary\) does not exist/s,
	'CREATE INDEX ON stored (s)'              => qr/42704.*no default operator class for access method "btree"/s,
	'SELECT count(DISTINCT s) FROM stored'    => qr/42883.*could not identify an ordering operator/s);
foreach my $sql (sort keys %refused)
{
	my ($status, $out, $err) = $node->psql('postgres', "\\set VERBOSITY verbose\n$path $sql");
	like($err, $refused{$sql}, "refused: $sql");
}

#
# Logical replication
#
my $subscriber = start_server('subscriber');
$node->safe_psql('postgres', 'CREATE PUBLICATION costs FOR TABLE stored, few');
my $tables = 'CREATE TABLE stored (id integer PRIMARY KEY, s runrate.cost_summary); CREATE TABLE few (s runrate.cost_summary)';
my $few = 'SELECT count(*), md5(string_agg(s::text, \',\' ORDER BY s::text)) FROM few';
foreach my $binary ('false', 'true')
{
	my $database = "binary_$binary";

	$subscriber->safe_psql('postgres', "CREATE DATABASE $database");
	$subscriber->safe_psql($database, "CREATE EXTENSION runrate; $tables");
	$subscriber->safe_psql($database, "CREATE SUBSCRIPTION $database CONNECTION '" . $node->connstr . " dbname=postgres' PUBLICATION costs WITH (binary = $binary)");
	$subscriber->wait_for_subscription_sync($node, $database, $database);
	same($subscriber, $database, "replication, binary = $binary: first copy");

	# every row travels as a change, and updates and deletes find their row by equality
	$node->safe_psql('postgres', $path . q{UPDATE stored SET id = id + 1000; UPDATE stored SET id = id - 1000;
		UPDATE few SET s = s + s WHERE s = (SELECT s FROM stored WHERE id = 3);
		UPDATE few SET s = s + s WHERE s = (SELECT s FROM stored WHERE id = 4);
		DELETE FROM few WHERE s = (SELECT s FROM stored WHERE id = 7);
		INSERT INTO few SELECT s FROM stored WHERE id = 7});
	$node->wait_for_catchup($database);
	same($subscriber, $database, "replication, binary = $binary: changes");
	is($subscriber->safe_psql($database, $few), $node->safe_psql('postgres', $few), "replication, binary = $binary: rows found by their whole contents");
	$subscriber->safe_psql($database, "DROP SUBSCRIPTION $database");
}
$subscriber->stop;

#
# The extension comes and goes
#
my ($status, $out, $err) = $node->psql('postgres', 'DROP EXTENSION runrate');
isnt($status, 0, 'DROP EXTENSION is refused while a column depends on it');
like($err, qr/cannot drop extension runrate because other objects depend on it.*column s of table stored depends on type runrate\.cost_summary/s, 'and says why');

$node->safe_psql('postgres', 'CREATE DATABASE fresh');
my $members = q{SELECT count(*) FROM pg_depend d JOIN pg_extension e ON d.refobjid = e.oid AND d.refclassid = 'pg_extension'::regclass WHERE e.extname = 'runrate'};
my $first = $node->safe_psql('fresh', "CREATE EXTENSION runrate; $members");
cmp_ok($first, '>', 20, 'CREATE EXTENSION in a fresh database');
is($node->safe_psql('fresh', q{DROP EXTENSION runrate; SELECT count(*) FROM pg_namespace WHERE nspname = 'runrate'}), '0', 'DROP EXTENSION takes the schema along');
is($node->safe_psql('fresh', "CREATE EXTENSION runrate; $members"), $first, 'CREATE EXTENSION again');
is($node->safe_psql('fresh', q{CREATE ROLE analyst; SET ROLE analyst; SELECT runrate.exact_sum(x) FROM (VALUES (1.5), (2)) v(x)}), '3.5', 'an ordinary role may call the functions');
(undef, undef, $err) = $node->psql('fresh', 'DROP EXTENSION runrate; CREATE SCHEMA runrate; CREATE EXTENSION runrate');
like($err, qr/schema "runrate" already exists/, 'CREATE EXTENSION does not move into a schema that waits for it');
(undef, undef, $err) = $node->psql('fresh', 'SET ROLE analyst; CREATE EXTENSION runrate');
like($err, qr/permission denied to create extension "runrate"/, 'only a superuser may create the extension');

no_crash($node, 'storage');
$node->stop;
done_testing();
