# A ledger is the user's: it survives pg_dump and restore with everything that
# its owner added, outlives the extension, belongs to whoever created it, and
# knows nothing of other ledgers.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_dump', "max_connections = 40\n");

sub answer { my ($db, @sql) = @_; return $node->safe_psql($db, join(";\n", @sql)) }

# What a statement fails with: SQLSTATE and messages
sub failure
{
	my ($db, $sql) = @_;
	my ($status, $out, $err) = $node->psql($db, "\\set VERBOSITY verbose\n$sql");
	return $err;
}

# ---------------------------------------------------------------------------
# Two ledgers of a role that is no superuser
# ---------------------------------------------------------------------------
answer('postgres', 'CREATE ROLE finance', 'CREATE ROLE analyst', 'CREATE ROLE stranger', 'CREATE DATABASE company');
answer('company', 'CREATE EXTENSION runrate', 'GRANT CREATE ON DATABASE company TO finance');

# Session settings must not show in what is created
answer('company', 'SET ROLE finance', "SET timezone = 'Asia/Tokyo'", "SET datestyle = 'SQL, DMY'", "SET search_path = ''",
	"CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')", "CALL runrate.create_ledger('second', 'USD', 'America/New_York')");
answer('company', 'SET ROLE finance', sample_sql('ledger'));

is(answer('company', <<'SQL'), '', 'everything is owned by the role that created it');
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE nspname ~ '^(ledger|second)(_internal)?$' AND relowner <> 'finance'::regrole
UNION ALL
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE nspname ~ '^(ledger|second)(_internal)?$' AND proowner <> 'finance'::regrole
SQL
is(answer('company', "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^(ledger|second)(_internal)?\$' AND nspowner = 'finance'::regrole"), 4, 'so are the schemas');
is(answer('company', 'SELECT schema, owner, currency, time_zone, is_current FROM runrate.ledgers ORDER BY 1'),
	"ledger|finance|EUR|Europe/Berlin|t\nsecond|finance|USD|America/New_York|t", 'runrate.ledgers lists both');
is(unexplained($node, 'company', 'ledger'), '', 'the ledger ties out');

my @views = views($node, 'company', 'ledger');
my @tables = tables_of($node, 'company', 'ledger');
cmp_ok(scalar @views, '>=', 12, 'there are reports');
cmp_ok(scalar @tables, '>=', 20, 'there are tables');
my $shown = fingerprints($node, 'company', 'ledger', @views);
my $kept = fingerprints($node, 'company', 'ledger', @tables);
$shown->{access_grants} = fingerprints($node, 'company', 'ledger', 'access_grants')->{access_grants};
is_deeply([ grep { $kept->{$_} =~ /^0\|/ } qw(events outcomes reviews shared_costs investments invoices revenue quarantine conflicts) ], [], 'there are facts of every kind');
is_deeply([ grep { $shown->{$_} =~ /^0\|/ } qw(chargeback unit_costs iceberg customer_costs work_item_costs workforce_pnl board_report tie_out) ], [], 'and reports show them');

# What a steward is for, as one
answer('company', 'CREATE ROLE steward', "CALL ledger.grant_access('steward', 'steward')");
is(answer('company', "BEGIN; SET LOCAL ROLE steward; INSERT INTO ledger.fx (currency, ledger_amount) VALUES ('USD', 0.9); SELECT added FROM ledger.load_prices_litellm('{\"m\": {\"litellm_provider\": \"acme\", \"input_cost_per_token\": 1e-06}}', '2026-01-01 00:00+00')"
	  . " UNION ALL SELECT added FROM ledger.load_prices_genai('[{\"id\": \"other\", \"name\": \"Other\", \"models\": [{\"id\": \"m\", \"match\": {\"equals\": \"m\"}, \"prices\": {\"input_mtok\": 1}}]}]')"
	  . ' UNION ALL SELECT ledger.price_pending(); ROLLBACK'), "1\n1\n0", 'a steward loads price lists and prices what is pending');
like(failure('company', 'SET ROLE steward; UPDATE ledger.prices SET price = 1'), qr/ERROR:.*HINT:/s, 'but changes no price');

# ---------------------------------------------------------------------------
# The two do not see each other
# ---------------------------------------------------------------------------
is(join(' ', map { "$_:" . answer('company', "SELECT count(*) FROM second.$_") } qw(events chargeback unit_costs board_report)),
	'events:0 chargeback:0 unit_costs:0 board_report:0', 'the second ledger is empty');
answer('company', 'SET ROLE finance', "INSERT INTO second.events (occurred_at, agent, provider, model, input_tokens, cost) VALUES ('2026-04-01 02:00:00+00', 'support', NULL, NULL, NULL, 7), ('2026-04-01 02:00:00+00', 'support', 'acme', 'large', 1000, NULL)");
$shown->{access_grants} = fingerprints($node, 'company', 'ledger', 'access_grants')->{access_grants};
is_deeply(fingerprints($node, 'company', 'ledger', @views, @tables), { %$shown, %$kept }, 'what is written to one does not show in the other');
is(answer('company', "SELECT month, agent, business_unit, amount FROM second.chargeback"), '2026-03-01|support|unattributed|7.00', 'another time zone, no price or agent of the first');
is(answer('company', 'SELECT count(*) FROM second.events WHERE cost IS NULL'), 1, 'the price book of the first does not price events of the second');
is(answer('company', <<'SQL'), 0, 'no object of one depends on one of the other');
SELECT count(*)
FROM pg_depend d
CROSS JOIN LATERAL pg_identify_object_as_address(classid, objid, objsubid) o
CROSS JOIN LATERAL pg_identify_object_as_address(refclassid, refobjid, refobjsubid) r
WHERE (o.object_names[1] ~ '^ledger' AND r.object_names[1] ~ '^second') OR (o.object_names[1] ~ '^second' AND r.object_names[1] ~ '^ledger')
SQL

# ---------------------------------------------------------------------------
# What the owner adds
# ---------------------------------------------------------------------------
answer('company', 'SET ROLE finance',
	'CREATE INDEX our_index ON ledger.events (agent, occurred_at) WHERE cost > 1',
	'ALTER TABLE ledger.work_items ENABLE ROW LEVEL SECURITY',
	"CREATE POLICY our_policy ON ledger.work_items FOR SELECT TO analyst USING (customer = 'customer 1')",
	"COMMENT ON TABLE ledger.events IS 'Our own words'", "COMMENT ON COLUMN ledger.chargeback.amount IS 'Our own words, too'",
	"ALTER TABLE ledger.work_items ADD our_column text DEFAULT 'x'",
	'GRANT USAGE ON SCHEMA ledger TO analyst', 'GRANT SELECT ON ledger.chargeback TO analyst', "CALL ledger.grant_access('analyst', 'reader')",
	'CREATE SCHEMA reports', 'CREATE VIEW reports.dear AS SELECT agent, unit_cost FROM ledger.unit_costs WHERE unit_cost > 1',
	'CREATE MATERIALIZED VIEW reports.stored AS SELECT month, sum(amount) AS amount, max(description) AS layer FROM ledger.chargeback, ledger.cost_layers GROUP BY month');
my $added = <<'SQL';
SELECT 'index', indexdef FROM pg_indexes WHERE indexname = 'our_index'
UNION ALL SELECT 'policy', polname || pg_get_expr(polqual, polrelid) || polroles::regrole[]::text FROM pg_policy
UNION ALL SELECT 'row security', relrowsecurity::text FROM pg_class WHERE oid = 'ledger.work_items'::regclass
UNION ALL SELECT 'comment', obj_description('ledger.events'::regclass, 'pg_class')
UNION ALL SELECT 'comment', col_description('ledger.chargeback'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'ledger.chargeback'::regclass AND attname = 'amount'
UNION ALL SELECT 'grant', relname || ' ' || array_to_string(relacl, ' ') FROM pg_class WHERE relnamespace::regnamespace::text ~ '^ledger' AND relacl IS NOT NULL AND relname NOT IN ('key_secret', 'intake_settings')
UNION ALL SELECT 'grant', nspname || ' ' || array_to_string(nspacl, ' ') FROM pg_namespace WHERE nspname ~ '^ledger'
UNION ALL SELECT 'column', max(our_column) FROM ledger.work_items
UNION ALL SELECT 'view', pg_get_viewdef('reports.dear'::regclass)
UNION ALL SELECT 'stored', month || ' ' || amount || layer FROM reports.stored
UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2
SQL
my $added_before = answer('company', $added);
like($added_before, qr/our_index.*our_policy/s, 'the owner added an index and a policy');
$kept = fingerprints($node, 'company', 'ledger', @tables);
$shown->{access_grants} = fingerprints($node, 'company', 'ledger', 'access_grants')->{access_grants};

# ---------------------------------------------------------------------------
# Dump and restore
# ---------------------------------------------------------------------------
my $dir = $node->basedir;
sub restored
{
	my ($db, $how) = @_;
	my $now = fingerprints($node, $db, 'ledger', @views);

	is_deeply($now, $shown, "$how: every view shows the same rows");
	is_deeply(fingerprints($node, $db, 'ledger', @tables), $kept, "$how: every table has the same rows");
	is(answer($db, $added), $added_before, "$how: what the owner added is there");
	is(answer($db, 'SELECT schema, owner, currency, time_zone, is_current FROM runrate.ledgers ORDER BY 1'),
		"ledger|finance|EUR|Europe/Berlin|t\nsecond|finance|USD|America/New_York|t", "$how: runrate.ledgers lists both");

	# the rules of the ledger hold, whatever the search_path
	my $as = "SET ROLE finance; SET search_path = ''; SET timezone = 'Asia/Tokyo'; ";
	foreach my $change ('UPDATE ledger.events SET cost = 0', 'DELETE FROM ledger.outcomes', 'TRUNCATE ledger.reviews')
	{
		like(failure($db, "$as$change"), qr/ERROR:.*HINT:.*reverse_/s, "$how: refused: $change");
	}
	answer($db, "${as}INSERT INTO ledger.events (source, source_key, occurred_at, agent, provider, model, input_tokens, output_tokens) VALUES ('after', '1', '2026-05-31 23:00:00+00', 'support', 'acme', 'large', 1000000, 200000)");
	is(answer($db, "SELECT cost, cost_basis FROM ledger.events WHERE source = 'after'"), '4.500000000000|computed', "$how: a new event is priced");
	answer($db, "${as}INSERT INTO ledger.events (source, source_key, occurred_at, agent, provider, model, input_tokens, output_tokens) VALUES ('after', '1', '2026-05-31 23:00:00+00', 'support', 'acme', 'large', 1000000, 200000)");
	is(answer($db, "SELECT count(*) FROM ledger.events WHERE source = 'after'"), 1, "$how: the same row again is not");
	is(answer($db, "SELECT month, business_unit, amount FROM ledger.chargeback WHERE month > '2026-03-31'"), '2026-06-01|claims|4.50', "$how: it is in the month of the ledger's time zone");
	answer($db, "${as}SELECT FROM ledger.reverse_event((SELECT id FROM ledger.events WHERE source = 'after'), 'a test')");
	is(answer($db, "SELECT trim_scale(sum(cost)), count(*) FROM ledger.events WHERE occurred_at > '2026-05-01'"), '0|2', "$how: it can be reversed");
	is(answer($db, "${as}SELECT ledger.price_pending()"), 0, "$how: nothing new to price");
	cmp_ok(answer($db, "${as}SELECT count(*) FROM ledger.explain_cost('item 3')"), '>', 1, "$how: a cost is explained");
	is(unexplained($node, $db, 'ledger'), '', "$how: the ledger ties out");
	answer($db, 'SET ROLE finance', "CALL runrate.upgrade_ledger('ledger')", "CALL runrate.upgrade_ledger('ledger')");
	is(answer($db, "SELECT count(*) FROM runrate.ledgers WHERE is_current"), 2, "$how: an upgrade has nothing to do");
}

$node->safe_psql('postgres', "CREATE DATABASE $_") foreach qw(plain custom);
$node->command_ok([ 'pg_dump', '-f', "$dir/plain.sql", '-d', $node->connstr('company') ], 'dumped as SQL');
is($node->psql('plain', "\\i $dir/plain.sql", stderr => \my $complaints), 0, 'restored by psql');
is($complaints, '', 'without a complaint');
restored('plain', 'psql');

$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dir/custom.dump", '-d', $node->connstr('company') ], 'dumped in the custom format');
$node->command_ok([ 'pg_restore', '-j', '4', '--exit-on-error', '-d', $node->connstr('custom'), "$dir/custom.dump" ], 'restored by four processes');
restored('custom', 'pg_restore');

# The views of a copy can be written a little differently from those of the
# original, but not from those of another copy
sub schema_of
{
	my ($db) = @_;
	$node->command_ok([ 'pg_dump', '--schema-only', '-f', "$dir/$db.schema.sql", '-d', $node->connstr($db) ], "$db: schema dumped");

	# what is new in every dump: the key that guards against commands of psql
	return slurp("$dir/$db.schema.sql") =~ s/^\\(?:un)?restrict .*\n//mgr;
}

ok(schema_of('plain') eq schema_of('custom'), 'both copies are alike');

# ---------------------------------------------------------------------------
# Versions
# ---------------------------------------------------------------------------
like(failure('company', "CALL runrate.upgrade_ledger('nowhere')"), qr/ERROR:  42704: ledger "nowhere" does not exist/, 'no upgrade of a ledger that does not exist');
like(failure('company', "SET ROLE stranger; CALL runrate.upgrade_ledger('ledger')"), qr/ERROR:  42501:/, 'no upgrade of somebody else\'s ledger');
like(failure('company', "BEGIN; UPDATE ledger_internal.ledger_settings SET version = '999.0.0'; CALL runrate.upgrade_ledger('ledger')"), qr/ERROR:  55000: .*newer than the extension/, 'no way back from a newer version');

# ---------------------------------------------------------------------------
# Without the extension
# ---------------------------------------------------------------------------
like(failure('company', 'DROP EXTENSION runrate'), qr/ERROR:  2BP01:/, 'the extension is not dropped under a ledger');
is_deeply(fingerprints($node, 'company', 'ledger', @views, @tables), { %$shown, %$kept }, 'and nothing happened');
answer('company', 'SET client_min_messages = error', 'DROP EXTENSION runrate CASCADE');
is_deeply(fingerprints($node, 'company', 'ledger', @tables), $kept, 'dropped with CASCADE, every table keeps every row');
is(answer('company', "SELECT count(*) FROM pg_proc WHERE probin LIKE '%runrate%'"), 0, 'the library is not called any more');
like(failure('company', "SET ROLE finance; INSERT INTO ledger.events (occurred_at, cost) VALUES ('2026-05-01', 1)"), qr/ERROR:  23502:/,
	'without its triggers a ledger takes no facts');

# ---------------------------------------------------------------------------
# Without a ledger
# ---------------------------------------------------------------------------
answer('plain', 'SET ROLE finance', 'SET client_min_messages = error', 'DROP SCHEMA ledger, ledger_internal CASCADE');
is(answer('plain', 'SELECT schema FROM runrate.ledgers'), 'second', 'a ledger is dropped with its schemas');
is(unexplained($node, 'plain', 'second'), '', 'the other one is as it was');
is(answer('plain', 'SELECT runrate.fully_loaded_cost(5, 0.2, 8)') + 0, 6.6, 'so is the toolkit');
answer('plain', 'GRANT CREATE ON DATABASE plain TO finance', 'SET ROLE finance', "CALL runrate.create_ledger('ledger', 'USD', 'UTC')", sample_sql('ledger'));
is(unexplained($node, 'plain', 'ledger'), '', 'a new ledger can take the name');

no_crash($node, 'dump and restore');
$node->stop;
done_testing();
