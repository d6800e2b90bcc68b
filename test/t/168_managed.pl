# A ledger beside a database that cannot have the extension: what doc/install.md
# says of logical replication and of postgres_fdw, with two servers.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use RunrateTest;

my ($page) = slurp(repository() . '/doc/install.md') =~ /^## Beside a managed PostgreSQL\n(.*?)^## /ms;
my ($publish, $subscribe, $load, $foreign) = $page =~ /^```sql skip=other-server\n(.*?)^```$/gms;
ok(defined $foreign, 'the page has four steps');

# the second server has no extension: nothing of it is asked there
my $managed = start_server('managed', "wal_level = logical\n", allows_streaming => 'logical');
my $own = start_server('own');
my $runs = q{SELECT i, now() - make_interval(hours => i % 40), 'a' || i % 3, 't' || i % 50, i / 100.0, i % 2 = 1 FROM generate_series(1, 100) i};
my ($columns) = $subscribe =~ /CREATE TABLE runs (\(.*?\));/;
$managed->safe_psql('postgres', 'DROP EXTENSION runrate');
$managed->safe_psql('postgres', "CREATE TABLE runs $columns; INSERT INTO runs $runs; $publish");

my $figures = 'SELECT (SELECT count(*) FROM ledger.events), (SELECT trim_scale(sum(direct_cost)) FROM ledger.unit_costs), (SELECT sum(outcomes) FROM ledger.unit_costs), (SELECT count(*) FROM ledger.tie_out WHERE difference <> 0)';

# the names of the page are those of somebody's servers
sub here
{
	my ($sql) = @_;
	my ($host, $port) = ($managed->host, $managed->port);

	return $sql =~ s/host=managed\.example dbname=app user=replicator/host=$host port=$port dbname=postgres/r
	  =~ s/host 'managed\.example', dbname 'app'/host '$host', port '$port', dbname 'postgres'/r
	  =~ s/ OPTIONS \(user 'reader', password 'secret'\)//r;
}

foreach my $way ('subscription', 'foreign table')
{
	my $db = $way =~ s/ /_/r;

	$own->safe_psql('postgres', "CREATE DATABASE $db");
	$own->safe_psql($db, "CREATE EXTENSION IF NOT EXISTS runrate; CALL runrate.create_ledger('ledger')");
	# a subscription cannot be made in a transaction with other statements
	$own->safe_psql($db, $_) foreach grep { /\S/ } split /(?<=;)\n/, here($way eq 'subscription' ? $subscribe : $foreign);
	$own->poll_query_until($db, 'SELECT count(*) = 100 FROM runs') or die "rows did not come by $way";
	$own->safe_psql($db, $load);
	is($own->safe_psql($db, $figures), '100|50.5|50|0', "$way: all rows are in the ledger, which ties out");
	$own->safe_psql($db, $load);
	is($own->safe_psql($db, $figures), '100|50.5|50|0', "$way: and again, they are skipped");
}

$managed->safe_psql('postgres', "INSERT INTO runs VALUES (101, now(), 'a1', 't1', 1.00, true)");
foreach my $db ('subscription', 'foreign_table')
{
	$own->poll_query_until($db, 'SELECT count(*) = 101 FROM runs') or die 'a row did not come';
	$own->safe_psql($db, $load);
	is($own->safe_psql($db, $figures), '101|51.5|51|0', "$db: and what comes later");
}
my ($constant) = $page =~ /`(WHERE finished_at >= '[^`]+')`/;
like($own->safe_psql('foreign_table', "EXPLAIN (VERBOSE, COSTS off) SELECT * FROM runs $constant"),
	qr/Remote SQL: .*WHERE \(\(finished_at >= /, 'a condition with a date is sent along');

$own->safe_psql('subscription', 'DROP SUBSCRIPTION runrate');
no_crash($_, $_->name) foreach $managed, $own;
$_->stop foreach $own, $managed;
done_testing();
