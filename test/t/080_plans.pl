# Every aggregate is one that the planner can split between workers and
# partitions and slide over a window.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $node = start_server('plans', <<'CONF');
max_parallel_workers_per_gather = 2
parallel_setup_cost = 0
parallel_tuple_cost = 0
min_parallel_table_scan_size = 0
enable_partitionwise_aggregate = on
CONF
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

answer(<<'SQL');
CREATE TABLE events AS
SELECT i AS id, i % 7 AS agent, i * 0.01 AS cost, i::double precision AS spend, 'item ' || i % 500 AS work_item,
       'layer ' || i % 3 AS layer, i % 2 = 0 AS outcome, 1::bigint AS outcomes,
       timestamptz '2026-01-01 00:00+00' + i * interval '5 minutes' AS at
FROM generate_series(1, 20000) i;
ALTER TABLE events ADD summary runrate.cost_summary;
UPDATE events SET summary = '{"outcomes": 1, "layers": [{"layer": "a", "cost": 0.5, "events": 1, "priced": 1}]}';
CREATE TABLE by_agent (LIKE events) PARTITION BY LIST (agent);
CREATE TABLE by_id (LIKE events) PARTITION BY HASH (id);
SQL
answer(join('', map { "CREATE TABLE by_agent_$_ PARTITION OF by_agent FOR VALUES IN ($_);" } 0 .. 6)
	  . join('', map { "CREATE TABLE by_id_$_ PARTITION OF by_id FOR VALUES WITH (MODULUS 3, REMAINDER $_);" } 0 .. 2)
	  . 'INSERT INTO by_agent SELECT * FROM events; INSERT INTO by_id SELECT * FROM events; VACUUM ANALYZE;');

# Each aggregate with a call that fits the columns above
my @aggregates = map { [ split /\|/ ] } split /\n/, answer(<<'SQL');
SELECT p.oid::regprocedure,
       format('runrate.%I(%s)', p.proname, CASE p.proname
           WHEN 'projected_total' THEN CASE p.proargtypes[0] WHEN 'numeric'::regtype THEN 'cost' ELSE 'spend' END
               || $q$, at, date '2026-01-01', date '2026-04-01', timestamptz '2026-03-05 00:00+00', 'UTC', 0.9$q$
           WHEN 'unit_cost_interval' THEN CASE p.proargtypes[0] WHEN 'numeric'::regtype THEN 'cost' ELSE 'spend' END || ', outcome, 0.9'
           WHEN 'anomaly_contributions' THEN CASE p.proargtypes[1] WHEN 'numeric'::regtype THEN 'work_item, cost, 2 * cost, 10, 20' ELSE 'work_item, spend, 2 * spend, 10, 20' END
           WHEN 'series_anomalies' THEN 'at, spend, 20' || CASE p.pronargs WHEN 4 THEN ', 5' ELSE '' END
           WHEN 'series_probabilities' THEN 'at, spend, 20'
           ELSE (SELECT string_agg(CASE format_type(t, NULL)
           WHEN 'numeric' THEN 'cost' WHEN 'double precision' THEN 'spend' WHEN 'boolean' THEN 'outcome' WHEN 'bigint' THEN 'outcomes'
           WHEN 'text' THEN CASE n WHEN 1 THEN 'layer' ELSE 'work_item' END
           WHEN 'runrate.cost_summary' THEN 'summary' END, ', ' ORDER BY n)
           FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY u(t, n)) END)
FROM pg_proc p
WHERE p.pronamespace = 'runrate'::regnamespace AND p.prokind = 'a'
ORDER BY 1
SQL
cmp_ok(scalar(@aggregates), '>=', 11, 'there are aggregates to plan');

# anomaly_contributions takes the result of a GROUP BY, a row per dimension value.
# The others are of whole series or periods, which no frame slides over.
my %not_split = map { $_ => 1 } qw(anomaly_contributions);
my %not_moving = map { $_ => 1 } qw(anomaly_contributions projected_total series_anomalies series_probabilities);

sub plan_of
{
	my ($select, @settings) = @_;
	return answer(join('', map { "SET $_;" } @settings) . "EXPLAIN (COSTS OFF, VERBOSE) $select");
}

foreach my $aggregate (@aggregates)
{
	my ($name, $call) = @$aggregate;
	my $whole = "SELECT ($call)::text FROM %s";
	my $groups = "SELECT agent, ($call)::text FROM %s GROUP BY agent ORDER BY agent";
	my $alone = answer('SET max_parallel_workers_per_gather = 0; SET enable_partitionwise_aggregate = off;' . sprintf($groups, 'events'));

	my ($function) = $name =~ /^runrate\.(\w+)/;

	if (!$not_split{$function})
	{
		like(plan_of(sprintf($whole, 'events')), qr/Finalize Aggregate.*Gather.*Partial Aggregate.*PARTIAL runrate\./s, "$name: in parallel");
		like(plan_of(sprintf($groups, 'events')), qr/Finalize (?:Group|Hash)?Aggregate.*Gather.*Partial (?:Group|Hash)?Aggregate.*PARTIAL runrate\./s, "$name: groups in parallel");
		is(answer(sprintf($groups, 'events')), $alone, "$name: groups in parallel, result");

		my @serial = ('max_parallel_workers_per_gather = 0');
		like(plan_of(sprintf($groups, 'by_agent'), @serial), qr/Append(?:.*?-> +(?:Group|Hash)Aggregate){7}/s, "$name: each partition its own groups");
		like(plan_of(sprintf($groups, 'by_id'), @serial), qr/Finalize .*Append(?:.*?-> +Partial (?:Group|Hash)Aggregate){3}/s, "$name: groups that span partitions");
		is(answer(sprintf($groups, $_)), $alone, "$name: $_, result") foreach ('by_agent', 'by_id');
	}

	next if $not_moving{$function};

	# a frame that moves needs no second pass over the rows that stay
	is(answer("SELECT aggmtransfn <> 0, aggminvtransfn <> 0, aggfinalmodify, aggmfinalmodify FROM pg_aggregate WHERE aggfnoid = '$name'::regprocedure"),
		't|t|r|r', "$name: moving windows, final function changes nothing");
	is(answer("SELECT count(*) FROM (SELECT ($call OVER (ORDER BY id ROWS 100 PRECEDING))::text AS moving, ($call OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))::text AS growing, id FROM events WHERE id <= 101) x"
		  . ' WHERE moving IS DISTINCT FROM growing'), '0', "$name: a moving frame that has not lost a row yet is a growing one");
}

no_crash($node, 'plans');
$node->stop;
done_testing();
