# The life of a ledger: it is renamed with and without runrate, loses the
# extension and its triggers and gets them back, is restored and replicated into
# one that exists, and is dropped.  Schemas that take its names are not its own.
use strict;
use warnings;

use Cwd qw(abs_path);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_life', "max_connections = 40\n", allows_streaming => 'logical');
my $dir = abs_path(PostgreSQL::Test::Utils::tempdir());

sub answer { my ($db, @sql) = @_; return $node->safe_psql($db, join(";\n", @sql)) }

# What statements fail with: SQLSTATE and messages
sub failure
{
	my ($db, $sql) = @_;
	my ($status, $out, $err) = $node->psql($db, "\\set VERBOSITY verbose\n$sql");
	return $err;
}

# As the owner of ledgers
sub finance { my (@sql) = @_; return answer('company', 'SET client_min_messages = error', 'SET ROLE finance', @sql) }

# The DDL of a ledger, under one name
sub schema_of
{
	my ($ledger) = @_;
	$node->command_ok([ 'pg_dump', '--schema-only', '-n', $ledger, '-n', "${ledger}_internal", '-f', "$dir/$ledger.sql", '-d', $node->connstr('company') ], "$ledger: schema dumped");
	return slurp("$dir/$ledger.sql") =~ s/^\\(?:un)?restrict .*\n//mgr =~ s/\b$ledger(_internal)?\b/'ledger' . ($1 \/\/ '')/ger;
}

# The reports of a ledger but for the times of grants
sub shown
{
	my ($ledger) = @_;
	return fingerprints($node, 'company', $ledger, grep { $_ ne 'access_grants' } views($node, 'company', $ledger));
}

answer('postgres', map({ "CREATE ROLE $_" } qw(finance analyst loader evil)), 'CREATE DATABASE company');
answer('company', 'CREATE EXTENSION runrate', 'GRANT CREATE ON DATABASE company TO finance');

# An event that is priced, which asks for the price book and the currency
my $number = 0;
sub load
{
	my ($ledger) = @_;
	my $key = 'life ' . ++$number;
	my $error = failure('company', "SET client_min_messages = error; SET ROLE loader; INSERT INTO $ledger.events (source, source_key, occurred_at, agent, provider, model, input_tokens) VALUES ('life', '$key', '2026-03-20 12:00:00+00', 'support', 'acme', 'large', 1000000)");
	return $error || answer('company', "SELECT trim_scale(cost) FROM $ledger.events WHERE source_key = '$key'");
}

# ---------------------------------------------------------------------------
# Renamed without runrate, while another ledger takes the name
# ---------------------------------------------------------------------------
finance("CALL runrate.create_ledger('books')", "CALL books.grant_access('loader', 'writer')", "CALL books.grant_access('analyst', 'reader')",
	'ALTER TABLE books.events ADD COLUMN project text', sample_sql('books'));
my $books = shown('books');
finance('ALTER SCHEMA books RENAME TO books_2025', 'ALTER SCHEMA books_internal RENAME TO books_2025_internal', "CALL runrate.create_ledger('books')");
is(finance('SELECT schema, internal_schema, is_current FROM runrate.ledgers ORDER BY schema'), "books|books_internal|t\nbooks_2025|books_2025_internal|t", 'both are known by their names');
finance("INSERT INTO books.events (occurred_at, agent, cost, source_key) VALUES ('2026-01-10', 'new agent', 7, 'e1')");
is_deeply(shown('books_2025'), $books, 'a renamed ledger shows what it did');
is(finance('SELECT agent, trim_scale(fully_loaded_cost) FROM books.unit_costs'), 'new agent|7', 'and the new one its own');

finance("INSERT INTO books_2025.events (occurred_at, agent, cost, source_key, project) VALUES ('2026-01-10', 'support', 100, 'alpha', 'alpha')",
	"SELECT books_2025.reverse_event((SELECT id FROM books_2025.events WHERE source_key = 'alpha'), 'billed twice')");
is(finance("SELECT trim_scale(sum(cost)), count(*) FROM books_2025.events WHERE project = 'alpha'"), '0|2', 'a reversal is in the ledger of what it reverses, with the column of its owner');
is(finance('SELECT count(*), sum(cost) FROM books.events'), '1|7.000000000000', 'and not in that which has the name');
is(load('books_2025'), '2.5', 'facts are priced by the price book of their own ledger');
finance("INSERT INTO books_2025.events (source, source_key, occurred_at, provider, model, input_tokens) VALUES ('life', 'later', '2026-03-20', 'acme', 'small', 1000000)");
finance("SELECT * FROM books_2025.load_prices_litellm('{\"small\": {\"litellm_provider\": \"acme\", \"input_cost_per_token\": 1e-06}}', '2026-01-01 00:00+00')");
is(finance('SELECT books_2025.price_pending() > 0'), 't', 'what was pending is priced');
is(finance("SELECT trim_scale(cost) FROM books_2025.events WHERE source_key = 'later'"), '1', 'by prices that were loaded into it');
is(finance('SELECT count(*) FROM books.prices'), '0', 'and not into the other one');
is(finance("SELECT sum(amount) > 0 FROM books_2025.price_usage('openai_chat', '{\"prompt_tokens\": 1000, \"completion_tokens\": 1}', 'acme', 'large')"), 't', 'usage has its price');
finance('SELECT books_2025.rebuild_balances()', 'SELECT books_2025.fold_balances()');
is(finance('SELECT count(*) FROM books.events e JOIN books_2025.events USING (source, source_key)'), '0', 'balances are made of its own facts');
finance("CALL books_2025.revoke_access('analyst', 'reader')");
is(finance("SELECT string_agg(role_name, ' ') FROM books_2025.access_grants") . finance('SELECT count(*) FROM books.access_grants'), 'loader0', 'access is revoked where it was granted');
finance("CALL runrate.upgrade_ledger('books_2025')", "CALL runrate.drop_ledger('books', confirm => 'books')");

# ---------------------------------------------------------------------------
# One schema of two renamed; whoever takes its name is not asked
# ---------------------------------------------------------------------------
finance('ALTER SCHEMA books_2025 RENAME TO archive');
is(finance('SELECT schema, internal_schema, is_current FROM runrate.ledgers'), 'archive|books_2025_internal|t', 'one schema was renamed');
is(load('archive'), '2.5', 'facts are priced');
like(failure('company', "SET ROLE finance; CALL runrate.create_ledger('books_2025')"), qr/ERROR:  42P06: schema "books_2025_internal" already exists.*DETAIL:  It has the working parts of ledger "archive"\..*HINT:  CALL runrate\.rename_ledger\('archive', 'archive'\)/s, 'a ledger that cannot be created says why');

# All that a stranger can make: schemas of the old and of the new name, with
# everything in them that the ledger might look for
answer('company', 'GRANT CREATE ON DATABASE company TO evil');
foreach my $schema (qw(books_2025 archive_internal books books_internal))
{
	answer('company', 'SET ROLE evil', "CREATE SCHEMA $schema", "GRANT ALL ON SCHEMA $schema TO PUBLIC",
		map({ "CREATE FUNCTION $schema.$_ LANGUAGE plpgsql AS \$\$ BEGIN RAISE WARNING 'attacker code runs as %', current_user; EXECUTE 'ALTER TABLE archive.events DISABLE TRIGGER ALL'; RETURN NULL; END \$\$" }
			'ledger_currency() RETURNS text', 'day_of(at timestamptz) RETURNS date', 'month_of(at timestamptz) RETURNS date', 'spring() RETURNS trigger'),
		"CREATE TABLE $schema.business_units (business_unit text)",
		"CREATE TABLE $schema.ledger_settings (id bigint, version text, currency text, time_zone text, objects text[], ledger_table regclass)",
		map({ ("CREATE TABLE $schema.$_ (id bigint, cost numeric, amount numeric, reverses bigint)", "INSERT INTO $schema.$_ VALUES (1)",
				"CREATE TRIGGER spring BEFORE INSERT OR UPDATE OR DELETE ON $schema.$_ FOR EACH ROW EXECUTE FUNCTION $schema.spring()", "GRANT ALL ON $schema.$_ TO PUBLIC") } qw(events prices event_postings fold_requests)),
		'RESET ROLE', "INSERT INTO $schema.ledger_settings VALUES (1, '0.1.0', 'USD', 'UTC', '{}', 'archive.business_units')");
}
is(finance("SELECT schema, internal_schema FROM runrate.ledgers WHERE owner = 'finance'"), 'archive|books_2025_internal', 'nobody else\'s settings make a ledger of the owner\'s schema');
is(load('archive'), '2.5', 'facts are priced among strangers');
finance('SELECT archive.price_pending()', 'SELECT archive.rebuild_balances()', 'SELECT archive.fold_balances()', "SELECT archive.reverse_event((SELECT id FROM archive.events WHERE source_key = 'later'), 'a test')",
	"SELECT * FROM archive.load_prices_genai('[{\"id\": \"other\", \"name\": \"Other\", \"models\": [{\"id\": \"m\", \"match\": {\"equals\": \"m\"}, \"prices\": {\"input_mtok\": 1}}]}]')",
	"CALL archive.grant_access('analyst', 'reader')", "CALL runrate.upgrade_ledger('archive')", "CALL runrate.repair_ledger('archive')");
is(finance('SELECT count(*) FROM archive.chargeback WHERE amount IS NULL'), '0', 'reports are read');
is(answer('company', "SELECT has_table_privilege('evil', 'archive.events', 'DELETE'), is_current FROM runrate.ledgers WHERE schema = 'archive'"), 'f|t', 'nothing was given away, all triggers are there');
like(failure('company', "SET ROLE finance; CALL runrate.rename_ledger('archive', 'archive')"), qr/ERROR:  42P06: schema "archive_internal" already exists/, 'a name that is taken is not had');
like(failure('company', "SET ROLE evil; CALL runrate.rename_ledger('archive', 'mine')"), qr/ERROR:  42501: must be owner of ledger "archive"/, 'nor renamed by a stranger');

# In the ledger's own schema, whoever has been let into it
answer('company', 'SET client_min_messages = error', 'GRANT ALL ON SCHEMA books_2025_internal, archive TO evil', 'DROP FUNCTION books_2025_internal.ledger_currency() CASCADE',
	'SET ROLE evil', "CREATE FUNCTION books_2025_internal.ledger_currency() RETURNS text LANGUAGE plpgsql AS \$\$ BEGIN RAISE WARNING 'attacker code runs as %', current_user; RETURN 'USD'; END \$\$");
like(load('archive'), qr/ERROR:  42501: function "ledger_currency" does not belong to the owner of ledger "archive"\nDETAIL:  It belongs to role "evil", the ledger to role "finance"\./, 'a stranger\'s function is refused');
is(finance("SELECT is_current FROM runrate.ledgers WHERE schema = 'archive'"), 'f', 'the ledger is not well');
like(finance('SELECT object, fault FROM books_2025_internal.ledger_faults'), qr/^internal function ledger_currency\(\)\|belongs to evil$/m, 'and knows why');
like(failure('company', "SET ROLE finance; CALL runrate.repair_ledger('archive')"), qr/ERROR:/, 'no repair with a stranger\'s function in the way');
answer('company', 'DROP FUNCTION books_2025_internal.ledger_currency()', 'REVOKE ALL ON SCHEMA books_2025_internal, archive FROM evil');
finance("CALL runrate.repair_ledger('archive')");
is(load('archive'), '2.5', 'once it is gone, the ledger is repaired');
unlike(slurp($node->logfile), qr/WARNING:  attacker code runs as/, 'no stranger\'s code was ever run');
answer('company', 'SET client_min_messages = error', 'DROP SCHEMA books_2025, archive_internal, books, books_internal CASCADE');

# ---------------------------------------------------------------------------
# Renamed with runrate
# ---------------------------------------------------------------------------
my $archive = shown('archive');
finance("CALL runrate.rename_ledger('archive', 'Archive \"25\"')");
is(finance('SELECT schema, internal_schema, is_current FROM runrate.ledgers'), 'Archive "25"|Archive "25"_internal|t', 'any name will do');
is(load('"Archive ""25"""'), '2.5', 'facts are priced');
finance("CALL runrate.rename_ledger('Archive \"25\"', 'ledger')");
is(finance('SELECT schema, internal_schema, is_current FROM runrate.ledgers'), 'ledger|ledger_internal|t', 'and another one');
like(failure('company', "SET ROLE finance; CALL runrate.rename_ledger('ledger', '$_->[0]')"), $_->[1], "no ledger is called $_->[0]")
  foreach [ 'pg_ledger', qr/ERROR:  3F000: invalid schema name/ ], [ '', qr/ERROR:  3F000:/ ], [ 'public', qr/ERROR:  42P06:/ ];
is(answer('company', q(SELECT count(*) FROM pg_proc WHERE pronamespace::regnamespace::text ~ '^ledger' AND concat(prosrc, proconfig) ~ '\m(archive|books(_2025)?)(_internal)?"?\.')), 0, 'no function knows an old name');

# ---------------------------------------------------------------------------
# Without the extension, and with it again
# ---------------------------------------------------------------------------
my $ledger = shown('ledger');
finance("CALL ledger.grant_access('analyst', 'reader')");
my $whole = schema_of('ledger');
answer('company', 'SET client_min_messages = error', 'DROP EXTENSION runrate CASCADE', 'CREATE EXTENSION runrate');
is(answer('company', "SELECT is_current FROM runrate.ledgers WHERE schema = 'ledger'"), 'f', 'a ledger that lost the extension is not current');
like(answer('company', "SELECT object FROM runrate_internal.ledger_faults('ledger_internal.ledger_settings'::regclass) WHERE fault = 'missing'"), qr/public trigger append_fact on events.*public view chargeback/s, 'what is missing is known');
like(failure('company', "SET ROLE finance; CALL runrate.repair_ledger('ledger')"), qr/NOTICE:  00000: public trigger append_fact on events: missing.*NOTICE:  00000: public view chargeback: missing/s, 'a repair says what was wrong');
is(schema_of('ledger'), $whole, 'and all is as it was, to the last grant and comment');
is_deeply(shown('ledger'), $ledger, 'so are the reports');
is(load('ledger'), '2.5', 'facts are priced');

# Triggers that somebody disabled or dropped
finance('ALTER TABLE ledger.events DISABLE TRIGGER ALL', 'DROP TRIGGER refuse_change ON ledger.prices', 'ALTER TABLE ledger.outcomes ENABLE REPLICA TRIGGER append_fact');
is(finance("SELECT is_current FROM runrate.ledgers WHERE schema = 'ledger'"), 'f', 'without triggers a ledger is not current');
like(finance('SELECT object, fault FROM ledger_internal.ledger_faults'), qr/^public trigger append_fact on events\|disabled\npublic trigger append_fact on outcomes\|disabled\n.*^public trigger refuse_change on prices\|missing$/ms, 'each is a fault');
is(finance("SELECT found > 0 FROM ledger.data_quality WHERE check_name = 'protection'"), 't', 'data_quality says so');
finance("CALL runrate.repair_ledger('ledger')");
is(finance("SELECT is_current FROM runrate.ledgers WHERE schema = 'ledger'") . finance('SELECT count(*) FROM ledger_internal.ledger_faults'), 't0', 'they are mended');
is(schema_of('ledger'), $whole, 'and nothing else has changed');
like(failure('company', 'SET ROLE finance; UPDATE ledger.events SET cost = 0'), qr/ERROR:/, 'facts do not change');
finance('CREATE TABLE ledger_internal.kept AS TABLE ledger.revenue', 'DROP TABLE ledger.revenue CASCADE');
like(failure('company', "SET ROLE finance; CALL runrate.repair_ledger('ledger')"), qr/ERROR:  55000: ledger "ledger" lacks tables\nDETAIL:  public table revenue\nHINT:  Restore them from a backup\./, 'what only a backup has is not made up');

# ---------------------------------------------------------------------------
# Data restored, and replicated, into a ledger that exists
# ---------------------------------------------------------------------------
finance("CALL runrate.drop_ledger('ledger', confirm => 'ledger')", "CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')", sample_sql('ledger'),
	"INSERT INTO ledger.outcome_rules (outcome, counts) VALUES ('escalated', true), ('sold', true)",
	"UPDATE ledger.cost_layers SET visible = true WHERE layer = 'gateway'", "INSERT INTO ledger.cost_layers (layer, layer_order) VALUES ('own', 5), ('caching', 35)");
finance("SELECT ledger.close_month('2026-01-01', 'closed before', 'unpriced_events, unpriced_reviews, unallocated_pools, unknown_exchange_rates')");
my @tables = grep { $_ !~ /^(?:quarantine|conflicts)$/ } tables_of($node, 'company', 'ledger');
my $kept = fingerprints($node, 'company', 'ledger', @tables);
my $reports = shown('ledger');
foreach my $db (qw(restored replica foreign_ledger))
{
	answer('postgres', "CREATE DATABASE $db");
	answer($db, 'CREATE EXTENSION runrate', 'GRANT CREATE ON DATABASE ' . $db . ' TO finance', 'SET ROLE finance', $db eq 'foreign_ledger' ? "CALL runrate.create_ledger('ledger', 'USD')" : "CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')");
}
$node->command_ok([ 'pg_dump', '--data-only', '-n', 'ledger', '-n', 'ledger_internal', '-f', "$dir/data.sql", '-d', $node->connstr('company') ], 'data dumped');
{
	# facts as they were, not as if they arrived now
	local $ENV{PGOPTIONS} = '-c session_replication_role=replica';
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/data.sql", '-d', $node->connstr('restored') ], 'data restored into a ledger that exists');
}
is_deeply(fingerprints($node, 'restored', 'ledger', @tables), $kept, 'every table has the rows of the other ledger');
is_deeply(fingerprints($node, 'restored', 'ledger', sort keys %$reports), $reports, 'and every report');
is(answer('restored', 'SELECT * FROM ledger.verify_books()'), '', 'and digests of closings verify');
my ($status, $out, $err) = $node->psql('foreign_ledger', slurp("$dir/data.sql") =~ /^(COPY ledger_internal\.ledger_settings .*?^\\\.\n)/ms ? $1 : die 'no settings');
like($err, qr/ERROR:  data of a ledger in EUR, time zone Europe\/Berlin, does not fit one in USD, time zone UTC/, 'data in another currency does not come in');

answer('company', 'CREATE PUBLICATION p FOR TABLES IN SCHEMA ledger, ledger_internal', "SELECT pg_create_logical_replication_slot('s', 'pgoutput')");
my $connection = $node->connstr('company') =~ s/'/''/gr;
answer('replica', "CREATE SUBSCRIPTION s CONNECTION '$connection' PUBLICATION p WITH (create_slot = false, slot_name = 's')");
$node->poll_query_until('replica', "SELECT count(*) > 20 AND bool_and(srsubstate IN ('r', 's')) FROM pg_subscription_rel") or die slurp($node->logfile) =~ /(.*duplicate key.*\n.*)/ ? $1 : 'no copy';
is_deeply(fingerprints($node, 'replica', 'ledger', @tables), $kept, 'the first copy has every row');
finance("SELECT FROM ledger.reverse_event((SELECT id FROM ledger.events WHERE source_key = 'priced 5'), 'replicated')", "CALL runrate.upgrade_ledger('ledger')");
$node->wait_for_catchup('s');
is_deeply(fingerprints($node, 'replica', 'ledger', sort keys %$reports), shown('ledger'), 'and so have the changes, those of an upgrade, too');
is(answer('replica', 'SELECT * FROM ledger.verify_books()'), '', 'and digests of closings verify');
answer('replica', 'ALTER SUBSCRIPTION s DISABLE', 'ALTER SUBSCRIPTION s SET (slot_name = NONE)', 'DROP SUBSCRIPTION s');

# ---------------------------------------------------------------------------
# The end
# ---------------------------------------------------------------------------
finance('CREATE SCHEMA reports', 'CREATE VIEW reports.dear AS SELECT agent FROM ledger.unit_costs', 'CREATE TABLE reports.notes (layer text REFERENCES ledger.cost_layers)',
	'CREATE FUNCTION reports.events() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM ledger.events; END', 'CREATE VIEW ledger.ours AS SELECT agent FROM ledger.unit_costs');
like(failure('company', "SET ROLE finance; CALL runrate.drop_ledger('ledger', confirm => 'yes')"), qr/ERROR:  22023: ledger "ledger" is not dropped without confirmation.*HINT:  CALL runrate\.drop_ledger\('ledger', confirm => 'ledger'\)/s, 'a ledger is not dropped by the way');
like(failure('company', "SET ROLE finance; CALL runrate.drop_ledger('ledger', confirm => NULL)"), qr/ERROR:  22023:/, 'nor without a word');
like(failure('company', "SET ROLE evil; CALL runrate.drop_ledger('ledger', confirm => 'ledger')"), qr/ERROR:  42501:/, 'nor by a stranger');
my ($depends) = failure('company', "SET ROLE finance; CALL runrate.drop_ledger('ledger', confirm => 'ledger')") =~ /ERROR:  2BP01:.*\nDETAIL:  (.*)\n/;
is(join(', ', sort split /, /, $depends // ''), 'function reports.events(), table reports.notes, view reports.dear', 'nor if others need it');
finance('DROP SCHEMA reports CASCADE', "CALL runrate.drop_ledger('ledger', confirm => 'ledger')");
is(answer('company', "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^ledger'"), 0, 'both schemas are gone');
finance("CALL runrate.create_ledger('ledger')", 'DROP SCHEMA ledger CASCADE');
is(finance("SELECT coalesce(schema, 'nothing'), internal_schema FROM runrate.ledgers"), 'nothing|ledger_internal', 'half a ledger is seen');
like(failure('company', "SET ROLE finance; CALL runrate.create_ledger('ledger')"), qr/ERROR:  42P06: schema "ledger_internal" already exists.*DETAIL:  It has the working parts of a ledger whose other schema was dropped\..*HINT:  DROP SCHEMA ledger_internal CASCADE/s, 'and says what to do');
finance('DROP SCHEMA ledger_internal CASCADE', 'CREATE SCHEMA ledger');
like(failure('company', "SET ROLE finance; CALL runrate.create_ledger('ledger')"), qr/ERROR:  42P06: schema "ledger" already exists/, 'a schema that is there is not taken');
finance('DROP SCHEMA ledger');

# Two at a time
my $first = session($node, 'company');
my $second = session($node, 'company');
$_->run('SET ROLE finance') foreach $first, $second;
$first->run('BEGIN');
is($first->state("CALL runrate.create_ledger('race')"), '00000', 'one session creates a ledger');
$second->send("\\set VERBOSITY verbose\nCALL runrate.create_ledger('race');");
$node->poll_query_until('company', "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%create_ledger%'") or die 'nobody waits';
$first->run('COMMIT');
$second->wait;
like($second->errors, qr/ERROR:  42710: ledger "race" already exists/, 'another one, at the same time, is told so');
is(finance("SELECT is_current FROM runrate.ledgers WHERE schema = 'race'"), 't', 'it is whole');
$_->quit foreach $first, $second;

no_crash($node, 'life of a ledger');
$node->stop;
done_testing();
