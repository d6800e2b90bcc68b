# Balances go with facts wherever these go: to a dump and back, to a logical
# subscriber, whose triggers post nothing, and to a standby; and folding does
# not end where deletes are published.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use RunrateLedger;
use RunrateTest;

my $primary = start_server('balances_primary', "wal_level = logical\n", allows_streaming => 'logical');

# What differs, whether anything is compared, and what there is
my $wrong = 'SELECT count(*) FILTER (WHERE difference <> 0), count(*) > 0 FROM ledger_internal.compare_balances';
my $state = 'SELECT (SELECT count(*) FROM ledger.events), (SELECT trim_scale(sum(cost)) FROM ledger_internal.event_days), (SELECT trim_scale(sum(cost)) FROM ledger_internal.event_months), (SELECT trim_scale(sum(cost)) FROM ledger_internal.item_months)';

sub answer { my ($node, $sql, $db) = @_; return $node->safe_psql($db // 'postgres', $sql) }

sub load
{
	my ($from, $rows) = @_;
	answer($primary, <<"SQL");
INSERT INTO ledger.events (occurred_at, agent, work_item, cost, source_key)
SELECT '2026-03-01 12:00+00'::timestamptz + make_interval(mins => i), 'a' || i % 5, 'w' || i % 900, i * 0.0001, i::text
FROM generate_series($from, $from + $rows - 1) i;
SQL
	return;
}

answer($primary, 'CALL runrate.create_ledger()');
answer($primary, sample_sql('ledger'));
load(1, 2000);
answer($primary, 'SELECT ledger.fold_balances()');
load(2001, 500);
is(answer($primary, $wrong), '0|t', 'balances equal facts');
my $here = answer($primary, $state);

# ---------------------------------------------------------------------------
# Dump and restore
# ---------------------------------------------------------------------------
my $dump = $primary->basedir . '/ledger.sql';
$primary->command_ok([ 'pg_dump', '-f', $dump, $primary->connstr('postgres') ], 'a ledger is dumped');
answer($primary, 'CREATE DATABASE restored');
$primary->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $dump, $primary->connstr('restored') ], 'and restored');
is(answer($primary, $wrong, 'restored'), '0|t', 'its balances equal its facts');
is(answer($primary, $state, 'restored'), $here, 'and are those that were dumped');
answer($primary, "INSERT INTO ledger.events (occurred_at, agent, work_item, cost) VALUES ('2026-03-02', 'a1', 'w1', 1)", 'restored');
answer($primary, 'SELECT ledger.fold_balances()', 'restored');
is(answer($primary, $wrong, 'restored'), '0|t', 'and go on');

# Facts alone, as after a load that passed the triggers
answer($primary, 'DELETE FROM ledger_internal.event_month_balances; DELETE FROM ledger_internal.item_balances', 'restored');
isnt(answer($primary, $wrong, 'restored'), '0|t', 'what is lost is seen');
answer($primary, 'SELECT ledger.rebuild_balances()', 'restored');
is(answer($primary, $wrong, 'restored'), '0|t', 'and made anew');

# ---------------------------------------------------------------------------
# Logical replication: all tables, deletes too
# ---------------------------------------------------------------------------
my $subscriber = start_server('balances_subscriber');
$primary->command_ok([ 'pg_dump', '--schema-only', '-f', $dump, $primary->connstr('postgres') ], 'the schema is dumped');
$subscriber->command_ok([ 'psql', '-X', '-q', '-f', $dump, $subscriber->connstr('postgres') ], 'and made at the subscriber');
answer($primary, 'CREATE PUBLICATION everything FOR ALL TABLES');
my $connection = $primary->connstr . ' dbname=postgres';
answer($subscriber, "CREATE SUBSCRIPTION books CONNECTION '$connection' PUBLICATION everything");
$subscriber->wait_for_subscription_sync($primary, 'books') if $subscriber->can('wait_for_subscription_sync');
$subscriber->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_subscription_rel WHERE srsubstate NOT IN ('r', 's')");
is(answer($subscriber, $state), $here, 'the subscriber has facts and balances');

load(3001, 11000);
answer($primary, "UPDATE ledger.work_items SET business_unit = 'moved'");
answer($primary, "INSERT INTO ledger.agents (agent, valid_from, business_unit) VALUES ('a1', '2026-03-05', 'north')");
cmp_ok(answer($primary, 'SELECT count(*) FROM ledger_internal.event_postings'), '<', 11000, 'a loader has folded with deletes published');
answer($primary, 'SELECT ledger.fold_balances()');
$here = answer($primary, $state);
$primary->wait_for_catchup('books');
is(answer($subscriber, $state), $here, 'the subscriber follows');
is(answer($subscriber, $wrong), '0|t', 'and nothing is counted twice');

# ---------------------------------------------------------------------------
# Hot standby
# ---------------------------------------------------------------------------
$primary->backup('copy');
my $standby = PostgreSQL::Test::Cluster->new('balances_standby');
$standby->init_from_backup($primary, 'copy', has_streaming => 1);
$standby->start;
load(20001, 300);
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
is(answer($standby, $wrong), '0|t', 'a standby reads balances that equal facts');
is(answer($standby, $state), answer($primary, $state), 'and those of the primary');

no_crash($_) foreach $primary, $subscriber, $standby;
done_testing();
