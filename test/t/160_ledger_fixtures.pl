# Ledgers that released versions made, kept in test/upgrade as dumps, and one of
# this version: each is restored and upgraded, and shows what it showed.
# RUNRATE_FREEZE=1 keeps the one of this version.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_fixtures', "max_connections = 40\n");
my $dir = abs_path(PostgreSQL::Test::Utils::tempdir());
my $kept = repository() . '/test/upgrade';

sub answer { my ($db, @sql) = @_; return $node->safe_psql($db, join(";\n", @sql)) }

# The DDL of a ledger without what differs between restores and the original:
# how pg_dump writes what it has read before
sub objects
{
	my ($db) = @_;
	return answer($db, <<'SQL');
SELECT 'column ' || a.attrelid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace::regnamespace::text IN ('ledger', 'ledger_internal') AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'function ' || p.oid::regprocedure || ' ' || coalesce(p.prosrc, '') FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('ledger', 'ledger_internal')
UNION ALL SELECT 'trigger ' || pg_get_triggerdef(g.oid) || ' ' || g.tgenabled::text FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace::regnamespace::text IN ('ledger', 'ledger_internal') AND NOT g.tgisinternal
UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname IN ('ledger', 'ledger_internal')
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace::regnamespace::text IN ('ledger', 'ledger_internal')
UNION ALL SELECT 'comment ' || d.objsubid || ' ' || d.description FROM pg_description d JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass WHERE c.relnamespace::regnamespace::text IN ('ledger', 'ledger_internal')
UNION ALL SELECT 'grant ' || c.oid::regclass || ' ' || array_to_string(c.relacl, ' ') FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('ledger', 'ledger_internal')
ORDER BY 1
SQL
}

# A ledger of this version, with everything in it
answer('postgres', 'CREATE ROLE finance', 'CREATE ROLE analyst', 'CREATE DATABASE present');
answer('present', 'CREATE EXTENSION runrate', 'GRANT CREATE ON DATABASE present TO finance', 'SET ROLE finance',
	"CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')", "CALL ledger.grant_access('analyst', 'reader')", sample_sql('ledger'));
my ($version) = answer('present', 'SELECT version FROM runrate.ledgers');
my @views = grep { $_ ne 'access_grants' } views($node, 'present', 'ledger');
my $shown = fingerprints($node, 'present', 'ledger', @views);
my $present = "$dir/ledger-$version.sql";
$node->command_ok([ 'pg_dump', '-n', 'ledger', '-n', 'ledger_internal', '-f', $present, '-d', $node->connstr('present') ], 'a ledger of this version dumped');
if ($ENV{RUNRATE_FREEZE})
{
	die "there is a ledger of version $version already" if -e "$kept/ledger-$version.sql";
	# lines that only newer programs of a version know
	PostgreSQL::Test::Utils::append_to_file("$kept/ledger-$version.sql", slurp($present) =~ s/^\\(?:un)?restrict .*\n//gmr);
}

my $number = 0;
foreach my $fixture ($present, sort glob("$kept/ledger-*.sql"))
{
	my ($of) = $fixture =~ /ledger-([\d.]+)\.sql$/ or die "no version: $fixture";
	my $db = 'fixture_' . ++$number;

	answer('postgres', "CREATE DATABASE $db");
	answer($db, 'CREATE EXTENSION runrate');
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $fixture, '-d', $node->connstr($db) ], "$of: restored");
	is(answer($db, 'SELECT version, is_current FROM runrate.ledgers'), "$of|" . ($of eq $version ? 't' : 'f'), "$of: known as what it is");
	answer($db, 'SET client_min_messages = error', 'SET ROLE finance', "CALL runrate.upgrade_ledger('ledger')");
	is(answer($db, 'SELECT version, is_current FROM runrate.ledgers'), "$version|t", "$of: upgraded");
	is(objects($db), objects('present'), "$of: as this version makes it");
	is_deeply(fingerprints($node, $db, 'ledger', @views), $shown, "$of: with the same reports") if $of eq $version;
	answer($db, 'SET client_min_messages = error', 'SET ROLE finance', "INSERT INTO ledger.events (source, source_key, occurred_at, agent, provider, model, input_tokens) VALUES ('fixture', '1', '2026-03-20 12:00:00+00', 'support', 'acme', 'large', 1000000)");
	is(answer($db, "SELECT trim_scale(cost) FROM ledger.events WHERE source = 'fixture'"), '2.5', "$of: takes facts");
}

no_crash($node, 'fixtures');
$node->stop;
done_testing();
