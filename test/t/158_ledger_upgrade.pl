# A ledger that is in use is upgraded to the next version, which is made from
# the sources: it comes out as a ledger that the next version creates, keeps
# what its owner added, and takes facts all the time.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;
use RunrateVersions;

my ($present, $next) = versions();
my $dir = abs_path(PostgreSQL::Test::Utils::tempdir());
my $node = start_server('ledger_upgrade', "max_connections = 40\n", install_path => private_server_files($dir));

sub answer { my ($db, @sql) = @_; return $node->safe_psql($db, join(";\n", @sql)) }

sub failure
{
	my ($db, $sql) = @_;
	my ($status, $out, $err) = $node->psql($db, "\\set VERBOSITY verbose\n$sql");
	return $err;
}

# Facts that arrive one day, priced by the book
sub load
{
	my ($ledger, $key) = @_;
	answer('company', 'SET client_min_messages = error', 'SET ROLE loader', "INSERT INTO $ledger.events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens) VALUES ('late', '$key', '2026-03-20 12:00:00+00', 'support', 'item 7', 'acme', 'large', 1000000)");
	return answer('company', "SELECT trim_scale(cost) FROM $ledger.events WHERE source_key = '$key'");
}

# ---------------------------------------------------------------------------
# Ledgers of this version
# ---------------------------------------------------------------------------
answer('postgres', map({ "CREATE ROLE $_" } qw(finance analyst loader)), 'CREATE DATABASE company');
answer('company', 'CREATE EXTENSION runrate', 'GRANT CREATE ON DATABASE company TO finance');
foreach my $ledger (qw(ledger annex stuck))
{
	answer('company', 'SET ROLE finance', "CALL runrate.create_ledger('$ledger', 'EUR', 'Europe/Berlin')");
	answer('company', 'SET ROLE finance', sample_sql($ledger)) if $ledger ne 'stuck';
	answer('company', 'SET ROLE finance', "CALL $ledger.grant_access('analyst', 'reader')", "CALL $ledger.grant_access('loader', 'writer')");
}
answer('company', 'SET ROLE finance',
	'ALTER TABLE ledger.events ADD COLUMN project text', 'ALTER TABLE ledger.agents ADD COLUMN team text',
	'CREATE INDEX our_index ON ledger.events (project, occurred_at)',
	'ALTER TABLE ledger.work_items ENABLE ROW LEVEL SECURITY',
	"CREATE POLICY our_policy ON ledger.work_items FOR SELECT TO analyst USING (customer = 'customer 1')",
	"COMMENT ON TABLE ledger.events IS 'Our own words'",
	'CREATE TABLE ledger.our_table (id bigint)', 'CREATE FUNCTION ledger.our_function() RETURNS bigint LANGUAGE sql RETURN 1',
	'CREATE VIEW ledger.our_view AS SELECT agent, unit_cost FROM ledger.unit_costs',
	'CREATE SCHEMA reports', 'CREATE VIEW reports.dear AS SELECT agent, unit_cost, is_complete FROM ledger.unit_costs WHERE unit_cost > 1',
	'CREATE VIEW reports.moves AS SELECT * FROM ledger_internal.agent_periods',
	'CREATE MATERIALIZED VIEW reports.stored AS SELECT month, sum(amount) AS amount FROM ledger.chargeback GROUP BY month');
my $ours = <<'SQL';
SELECT 'index', indexdef FROM pg_indexes WHERE indexname = 'our_index'
UNION ALL SELECT 'policy', polname || pg_get_expr(polqual, polrelid) || polroles::regrole[]::text FROM pg_policy
UNION ALL SELECT 'row security', relrowsecurity::text FROM pg_class WHERE oid = 'ledger.work_items'::regclass
UNION ALL SELECT 'comment', obj_description('ledger.events'::regclass, 'pg_class')
UNION ALL SELECT 'column', attrelid::regclass || '.' || attname FROM pg_attribute WHERE attname IN ('project', 'team')
UNION ALL SELECT 'object', oid::regclass::text FROM pg_class WHERE relname ~ '^our_'
UNION ALL SELECT 'function', oid::regprocedure::text FROM pg_proc WHERE proname ~ '^our_'
UNION ALL SELECT 'view', oid::regclass || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'reports'::regnamespace AND relkind = 'v'
UNION ALL SELECT 'stored', month || ' ' || amount FROM reports.stored
ORDER BY 1, 2
SQL
# without the time at which access was granted
my @views = grep { $_ ne 'access_grants' } views($node, 'company', 'annex');
is(load('ledger', 'before'), '2.5', 'a loader loads');
is(load('annex', 'before'), '2.5', 'and into the other one');
my $ours_before = answer('company', $ours);
like($ours_before, qr/our_function.*our_index.*our_policy.*reports.dear/s, 'the owner added this and that');

# ---------------------------------------------------------------------------
# The next library, with the SQL of this version
# ---------------------------------------------------------------------------
install_next($dir);
$node->restart;
is(answer('company', 'SELECT runrate_internal.library_version(), runrate_internal.version()'), "$next|$present", 'the library is ahead of its SQL');
is(answer('company', 'SELECT version, is_current FROM runrate.ledgers GROUP BY 1, 2'), "$present|t", 'ledgers are of the version of the SQL');
answer('company', 'SET ROLE finance', "CALL runrate.create_ledger('early')");
is(answer('company', "SELECT version FROM runrate.ledgers WHERE schema = 'early'"), $present, 'so is one that is created now');
answer('company', 'SET ROLE finance', "CALL runrate.drop_ledger('early', confirm => 'early')");
is(load($_, 'library'), '2.5', "$_: facts go on being loaded") foreach qw(ledger annex);
answer('company', 'SET ROLE finance', "SELECT ledger.reverse_event((SELECT id FROM ledger.events WHERE source_key = 'library'), 'a test')", "SELECT annex.reverse_event((SELECT id FROM annex.events WHERE source_key = 'library'), 'a test')");

# ---------------------------------------------------------------------------
# The next extension, with ledgers of this version
# ---------------------------------------------------------------------------
my $shown = fingerprints($node, 'company', 'ledger', @views);
answer('company', "ALTER EXTENSION runrate UPDATE TO '$next'");
answer('postgres', 'CREATE DATABASE fresh');
answer('fresh', 'CREATE EXTENSION runrate');
my $members = "SELECT pg_describe_object(classid, objid, 0) FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' ORDER BY pg_describe_object(classid, objid, 0) COLLATE \"C\"";
is(answer('company', $members), answer('fresh', $members), 'an updated extension is a fresh one');
is(answer('company', 'SELECT version, is_current FROM runrate.ledgers GROUP BY 1, 2'), "$present|f", 'no ledger is current');
is_deeply(fingerprints($node, 'company', 'ledger', @views), $shown, 'its reports show what they did');
is(load($_, 'extension'), '2.5', "$_: facts go on being loaded") foreach qw(ledger annex);
like(failure('company', "SET ROLE finance; CALL runrate.repair_ledger('ledger')"), qr/ERROR:  55000: .*HINT:  CALL runrate\.upgrade_ledger/s, 'a repair does not do half an upgrade');

# ---------------------------------------------------------------------------
# Upgrade
# ---------------------------------------------------------------------------
like(failure('company', "SET ROLE analyst; CALL runrate.upgrade_ledger('annex')"), qr/ERROR:  42501:/, 'it is its owner\'s to upgrade');
answer('company', 'SET ROLE finance', 'SET client_min_messages = error', "CALL runrate.upgrade_ledger('annex')");
is(answer('company', 'SELECT schema, version, is_current FROM runrate.ledgers ORDER BY 1'), "annex|$next|t\nledger|$present|f\nstuck|$present|f", 'one ledger is upgraded');
is(load('ledger', 'other'), '2.5', 'the other one takes facts');
load('annex', 'other');

# In a transaction that waits: who loads waits, and who waited is not lost
my $upgrade = session($node, 'company');
$upgrade->run('SET ROLE finance');
$upgrade->run('BEGIN');
$upgrade->run('CALL runrate.upgrade_ledger(\'ledger\')');
my $loader = session($node, 'company');
$loader->run('SET ROLE loader');
$loader->send("INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens) VALUES ('late', 'meanwhile', '2026-03-20 12:00:00+00', 'support', 'item 7', 'acme', 'large', 1000000);");
$node->poll_query_until('company', "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT%meanwhile%'") or die 'nobody waits';
$upgrade->run('COMMIT');
$loader->wait;
is($upgrade->errors =~ s/^psql:.*NOTICE:.*\n//mgr, '', 'the other ledger is upgraded');
is($loader->errors, '', 'who waited for it has no error');
is(answer('company', "SELECT trim_scale(cost) FROM ledger.events WHERE source_key = 'meanwhile'"), '2.5', 'and a fact with its cost');
load('annex', 'meanwhile');
$_->quit foreach $upgrade, $loader;

# ---------------------------------------------------------------------------
# As if it had been created by the next version
# ---------------------------------------------------------------------------
answer('company', 'SET ROLE finance', "CALL runrate.create_ledger('fresh', 'EUR', 'Europe/Berlin')");
answer('company', 'SET ROLE finance', "CALL fresh.grant_access('analyst', 'reader')", "CALL fresh.grant_access('loader', 'writer')");
answer('company', 'SET ROLE finance', sample_sql('fresh'));
foreach my $key (qw(before library extension other meanwhile))
{
	load('fresh', $key);
	answer('company', 'SET ROLE finance', "SELECT fresh.reverse_event((SELECT id FROM fresh.events WHERE source_key = 'library'), 'a test')") if $key eq 'library';
}

# The DDL of a ledger, under one name
sub schema_of
{
	my ($ledger) = @_;
	$node->command_ok([ 'pg_dump', '--schema-only', '-n', $ledger, '-n', "${ledger}_internal", '-f', "$dir/$ledger.sql", '-d', $node->connstr('company') ], "$ledger: schema dumped");
	return slurp("$dir/$ledger.sql") =~ s/^\\(?:un)?restrict .*\n//mgr =~ s/\b$ledger\b/ledger/gr =~ s/\b${ledger}_internal\b/ledger_internal/gr;
}

# Lines that only one of two texts has
sub differences
{
	my ($one, $other) = @_;
	my %count;
	$count{$_}++ foreach split /\n/, $one;
	$count{$_}-- foreach split /\n/, $other;
	return join("\n", map { ($count{$_} > 0 ? '+ ' : '- ') . $_ } grep { $count{$_} != 0 } sort keys %count);
}
is(differences(schema_of('annex'), schema_of('fresh')), '', 'an upgraded ledger is a fresh one, to the last grant and comment');
like(slurp("$dir/annex.sql"), qr/CREATE TABLE annex\.vendors/, 'with the table that is new');
is_deeply(fingerprints($node, 'company', 'annex', @views), fingerprints($node, 'company', 'fresh', @views), 'with the same reports');
is_deeply(fingerprints($node, 'company', 'ledger', @views), fingerprints($node, 'company', 'fresh', @views), 'also where the owner added things');

my $objects = sub {
	my ($ledger) = @_;
	return answer('company', <<"SQL") =~ s/\b$ledger(_internal)?\b/'ledger' . ($1 \/\/ '')/ger;
SELECT 'column ' || a.attrelid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || coalesce(' ' || col_description(a.attrelid, a.attnum), '')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace::regnamespace::text IN ('$ledger', '${ledger}_internal') AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attname NOT IN ('project', 'team') AND c.relname !~ '^our_'
UNION ALL SELECT 'function ' || p.oid::regprocedure || ' ' || md5(replace(pg_get_functiondef(p.oid), '$ledger', 'ledger')) FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('$ledger', '${ledger}_internal') AND p.proname !~ '^our_'
UNION ALL SELECT 'trigger ' || pg_get_triggerdef(g.oid) || ' ' || g.tgenabled::text FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace::regnamespace::text = '$ledger' AND NOT g.tgisinternal
UNION ALL SELECT 'view ' || md5(replace(pg_get_viewdef(c.oid), '$ledger', 'ledger')) || ' ' || c.oid::regclass FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('$ledger', '${ledger}_internal') AND c.relkind = 'v' AND c.relname !~ '^our_'
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace::regnamespace::text IN ('$ledger', '${ledger}_internal')
ORDER BY 1
SQL
};
is(differences($objects->('ledger'), $objects->('fresh')), '', 'so is one that its owner has extended, but for what is his');
is(answer('company', $ours), $ours_before, 'all of that is there, and shows the same') or diag(differences(answer('company', $ours), $ours_before));
is(answer('company', "SELECT oid::regprocedure FROM pg_proc WHERE proname = 'per_outcome' AND pronamespace = 'ledger_internal'::regnamespace"), 'ledger_internal.per_outcome(numeric,bigint,bigint)', 'the function with fewer arguments is gone');
is(answer('company', "SELECT bool_and(has_table_privilege('analyst', 'ledger.vendors', 'SELECT') AND has_column_privilege('loader', 'ledger.events', 'grounding_requests', 'INSERT') AND has_column_privilege('loader', 'ledger.events', 'project', 'INSERT')), bool_or(has_table_privilege('loader', 'ledger.vendors', 'SELECT'))"), 't|f', 'roles may do with what is new what they may do with the rest');
is(answer('company', "SELECT object, fault FROM ledger_internal.ledger_faults"), '', 'nothing is missing');

answer('company', 'SET client_min_messages = error', 'SET ROLE loader', "INSERT INTO ledger.events (source, source_key, occurred_at, agent, provider, model, grounding_requests) VALUES ('late', 'grounded', '2026-03-21 12:00:00+00', 'support', 'acme', 'large', 3)");
answer('company', 'SET ROLE finance', "INSERT INTO ledger.prices (provider, model, meter, price, per) VALUES ('acme', 'large', 'grounding_requests', 10, 1000)", 'SELECT ledger.price_pending()');
is(answer('company', "SELECT trim_scale(cost) FROM ledger.events WHERE source_key = 'grounded'"), '0.03', 'the new bucket has a price');

# ---------------------------------------------------------------------------
# All or nothing
# ---------------------------------------------------------------------------
answer('company', 'SET ROLE finance', 'CREATE TABLE stuck.vendors (vendor text)');
my $stuck = schema_of('stuck');
like(failure('company', "SET ROLE finance; CALL runrate.upgrade_ledger('stuck')"), qr/ERROR:  42P07: relation "vendors" already exists/, 'an upgrade that is in the way of the owner fails');
is(schema_of('stuck'), $stuck, 'and has changed nothing');
is(answer('company', "SELECT version FROM runrate.ledgers WHERE schema = 'stuck'"), $present, 'not even the version');
answer('company', 'SET ROLE finance', 'DROP TABLE stuck.vendors', 'CREATE VIEW reports.bound AS SELECT stuck_internal.per_outcome(5, 2) AS five_halves', 'SET client_min_messages = error', "CALL runrate.upgrade_ledger('stuck')");
is(answer('company', "SELECT trim_scale(five_halves), is_current FROM reports.bound, runrate.ledgers WHERE schema = 'stuck'"), '2.5|t', 'what a view of the owner calls stays');
answer('company', 'SET ROLE finance', 'SET client_min_messages = error', 'DROP VIEW reports.bound', "CALL runrate.upgrade_ledger('stuck')");
is(differences(schema_of('stuck'), schema_of('fresh')), '', 'and goes when nothing calls it any more');

# ---------------------------------------------------------------------------
# There is no way back
# ---------------------------------------------------------------------------
is(answer('postgres', 'SELECT runrate_internal.version()'), $present, 'a database whose extension is not updated');
answer('postgres', "CALL runrate.create_ledger('ahead')", "UPDATE ahead_internal.ledger_settings SET version = '$next'");
like(failure('postgres', "CALL runrate.upgrade_ledger('ahead')"), qr/ERROR:  55000: ledger "ahead" is of version \Q$next\E, newer than the extension.*HINT:.*ALTER EXTENSION runrate UPDATE/s, 'no way back from a newer version');

no_crash($node, 'upgrade');
$node->stop;
done_testing();
