# Ten faults that were found when ledgers were first attacked, F1 to F10, each
# as it was found: with the right answer, and not only without the error.  Other
# tests try the whole of their kind, and are named here.  In an order in which
# they share a ledger.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_faults', "max_connections = 40\n");
my @roles = qw(finance loader analyst data_team desk evil);

$node->safe_psql('postgres', join('; ', map { "CREATE ROLE $_" } @roles) . '; CREATE DATABASE company');
$node->safe_psql('company', 'CREATE EXTENSION runrate; GRANT CREATE ON DATABASE company TO finance, evil');

sub answer { my (@sql) = @_; return $node->safe_psql('company', join(";\n", 'SET client_min_messages = error', @sql)) }
sub finance { my (@sql) = @_; return answer('SET ROLE finance', @sql) }

# What a role is told: messages with SQLSTATE
sub told
{
	my ($role, $sql) = @_;
	my ($status, $out, $err) = $node->psql('company', "\\set VERBOSITY verbose\nSET ROLE $role;\n$sql");
	return $err;
}

# A new ledger with that name, with a month of one agent of each of two business units
sub ledger
{
	my ($name) = @_;
	finance("CALL runrate.create_ledger('$name')", "CALL $name.grant_access('loader', 'writer')", "CALL $name.grant_access('analyst', 'reader')", "CALL $name.grant_access('data_team', 'steward')",
		"INSERT INTO $name.business_units (business_unit) VALUES ('service'), ('secret')", "INSERT INTO $name.agents (agent, business_unit, unit_of_work) VALUES ('a1', 'service', 'ticket'), ('a2', 'secret', 'ticket')",
		"INSERT INTO $name.prices (provider, model, meter, price) VALUES ('acme', 'm', 'input_tokens', 2)",
		"INSERT INTO $name.events (occurred_at, source, source_key, agent, work_item, cost) VALUES ('2026-01-05', 'g', '1', 'a1', 'w1', 1), ('2026-01-05', 'g', '2', 'a2', 'w-secret', 4711)",
		"INSERT INTO $name.outcomes (occurred_at, source, source_key, agent, work_item, outcome) VALUES ('2026-01-05', 'g', '1', 'a1', 'w1', 'resolved')");
	return;
}

# What all its reports show
sub shown
{
	my ($ledger) = @_;
	return fingerprints($node, 'company', $ledger, grep { !/^(?:access_grants|data_quality|tie_out)$/ } views($node, 'company', $ledger));
}

ledger('ledger');

# ---------------------------------------------------------------------------
# 167_ledger_extremes.pl tries every column
subtest 'F1: one row with a far date breaks no report' => sub {
	finance("INSERT INTO ledger.slos (agent, metric, target) VALUES ('a1', 'cost_per_outcome', 3)", "INSERT INTO ledger.budgets (business_unit, valid_from, monthly_amount) VALUES ('service', '2026-01-01', 100)");
	my $before = shown('ledger');
	foreach my $when ("'294276-12-31'", "'4713-01-01 BC'", "'infinity'", "'-infinity'", 'to_timestamp(1767614400000)', "now() + interval '2 days'", "'1999-12-31 00:00+00'")
	{
		like(told('loader', "INSERT INTO ledger.events (occurred_at, source, source_key, agent, cost) VALUES ($when, 'x', \$\$$when\$\$, 'a1', 5)"),
			qr/WARNING:  01000: 1 row of "events" was put aside\nDETAIL:  1 in quarantine, first: occurred_at is /, "an event of $when is put aside");
		is(finance("SELECT count(*) FROM ledger.quarantine WHERE source_key = \$\$$when\$\$"), '1', 'and kept there');
	}
	foreach my $insert ('shared_costs (month, layer, amount, driver) VALUES (%s, \'gateway\', 1, \'events\')', 'invoices (month, vendor, amount) VALUES (%s, \'v\', 1)', 'revenue (month, amount) VALUES (%s, 1)',
		'investments (first_month, months, amount) VALUES (%s, 12, 1)')
	{
		like(told('loader', sprintf("INSERT INTO ledger.$insert", $_)), qr/was put aside/, "$insert: $_") foreach "'infinity'", "'-infinity'", "'5874897-12-01'", "'9999-12-01'";
	}
	foreach my $month ('infinity', '-infinity', '5874897-12-01')
	{
		like(told('data_team', "INSERT INTO ledger.budgets (business_unit, valid_from, monthly_amount) VALUES ('service', '$month', 1)"), qr/ERROR:  23514:/, "a budget from $month is refused");
	}
	is_deeply(shown('ledger'), $before, 'no report fails, hangs or has changed');
	is(finance('SELECT * FROM ledger.tie_out WHERE difference <> 0'), '', 'and all ties out');
};

# ---------------------------------------------------------------------------
# 166_ledger_forging.pl tries every column of every table as every role
subtest 'F3: what a writer and a steward may not do' => sub {
	my $events = 'INSERT INTO ledger.events (occurred_at, source, source_key, agent';
	my $row = "VALUES ('2026-01-06', 'evil'";
	foreach my $case (
		[ 'a reversal of any amount', "$events, reverses, cost) $row, 'r', 'a1', 1, -999999)" ],
		[ 'a reversal of a row to come', "$events, reverses, cost) $row, 'f', 'a1', 424242, 0)" ],
		[ 'the next number', "$events, cost, id) OVERRIDING SYSTEM VALUE $row, 'i', 'a1', 0, 3)" ],
		[ 'when it was recorded', "$events, cost, recorded_at) $row, 't', 'a1', 5, '1999-01-01')" ],
		[ 'who recorded it', "$events, cost, recorded_by) $row, 'b', 'a1', 5, 'finance')" ],
		[ 'prices beside a cost of its own', "$events, cost, price_rows) $row, 'p', 'a1', 5, '{1}')" ],
		[ 'an agent that moves past months', "INSERT INTO ledger.agents (agent, valid_from, business_unit) VALUES ('a1', '1970-01-02', 'secret')" ],
		[ 'a layer', "INSERT INTO ledger.cost_layers (layer, layer_order) VALUES ('mine', 1)" ],
		[ 'an account', "INSERT INTO ledger.accounts (layer, account) VALUES ('model_api', 'mine')" ],
		[ 'a rule', "INSERT INTO ledger.outcome_rules (outcome, counts) VALUES ('x', true)" ],
		[ 'the numbers', "SELECT setval('ledger.events_id_seq', 9223372036854775807)" ],
		[ 'triggers off', 'SET session_replication_role = replica' ])
	{
		my ($what, $sql) = @$case;
		like(told('loader', $sql), qr/ERROR:  42501: permission denied/, "a writer does not set $what");
	}
	told('loader', "$events, cost, cost_basis) $row, 'c', 'a1', 5, 'computed')");
	is(finance("SELECT cost_basis FROM ledger.events WHERE source_key = 'c'"), 'reported', 'a cost that was sent is not computed');
	like(told('loader', "INSERT INTO ledger.events (occurred_at, source, source_key, cost) VALUES ('2026-01-05', 'reversal', 'events:1', 0)"), qr/was put aside/, 'the key of a reversal is not taken');
	like(told('loader', "INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, cost) VALUES ('2026-01-05', 'g', '2', 'a1', 'w', 5)"), qr/in conflict with a row of the same key, first: source_key "2"\.\n/, 'a conflict tells a writer nothing of what is stored, also not which of his guesses are right');
	like(told('data_team', "INSERT INTO ledger.prices (provider, model, meter, price, recorded_at) VALUES ('acme', 'm', 'input_tokens', 9, '2999-01-01')"), qr/ERROR:  42501:/, 'a steward\'s price is recorded when it is');
	answer('SET ROLE data_team', "SELECT ledger.reverse_event(id, 'mistake') FROM ledger.events WHERE source_key = '1'",
		"INSERT INTO ledger.events (occurred_at, source, source_key, cost) VALUES ('2026-01-06', 'g', 'next', 3)");
	is(finance('SELECT source, trim_scale(cost) FROM ledger.events ORDER BY id'), "g|1\ng|4711\nevil|5\nreversal|-1\ng|3", 'and loads and reversals go on');
};

# ---------------------------------------------------------------------------
# 185_ledger_unit_readers.sql has every report and way
subtest 'F4: a business unit reads what is its own, with the shares of the company' => sub {
	finance("INSERT INTO ledger.reviewer_costs (reviewer, hourly_cost) VALUES ('Jane Doe', 85)", "INSERT INTO ledger.shared_costs (month, layer, amount, driver) VALUES ('2026-01-01', 'gateway', 4719, 'direct_cost')",
		"INSERT INTO ledger.events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 'g', '2', 'a2', 2000)", "INSERT INTO ledger.events (occurred_at, source, source_key, agent, input_tokens) VALUES ('2026-01-05', 'g', 'four', 'a2', -1)",
		"CALL ledger.grant_access('desk', 'unit_reader', 'service')");
	is(answer('SET ROLE desk', 'SELECT business_unit, agent, amount FROM ledger.my_chargeback'), 'service|a1|10.00', 'its own row');
	foreach my $relation (qw(events conflicts quarantine reviewer_costs shared_costs chargeback work_item_costs changes))
	{
		like(told('desk', "SELECT * FROM ledger.$relation"), qr/ERROR:  42501: permission denied for (?:table|view) $relation/, "nothing of $relation");
	}
	is(answer('SET ROLE desk', "SELECT count(*) FROM pg_stats WHERE schemaname LIKE 'ledger%'"), '0', 'nor statistics');
	# the plan of the owner does not serve the next role
	is(answer('SET plan_cache_mode = force_generic_plan', 'SET ROLE finance', 'PREPARE p AS SELECT count(*) FROM ledger.my_chargeback', 'EXECUTE p', 'SET ROLE desk', 'EXECUTE p'), "0\n1", 'a plan that is kept serves who asks');
	# row-level security of the owner's own does not move what others see
	finance('ALTER TABLE ledger.events ENABLE ROW LEVEL SECURITY', "CREATE POLICY own ON ledger.events FOR SELECT TO analyst USING (agent = 'a1')");
	is(answer('SET ROLE analyst', 'SELECT agent, amount FROM ledger.chargeback ORDER BY 1', 'SELECT count(*) FROM ledger.events'), "a1|10.00\na2|9422.00\nunattributed|6.00\n3", 'a policy on facts changes no driver');
	is(answer('SET ROLE desk', 'SELECT amount FROM ledger.my_chargeback'), '10.00', 'nor what a unit reader sees');
	finance('DROP POLICY own ON ledger.events', 'ALTER TABLE ledger.events DISABLE ROW LEVEL SECURITY');
};

# ---------------------------------------------------------------------------
# 187_ledger_intake_report.sql has every warning; check-asan reads the memory
subtest 'F6: a warning of conflicts alone reads nothing that was not written' => sub {
	# as one of another kind came before, and none
	foreach my $before ('', "INSERT INTO ledger.outcomes (occurred_at, source, source_key, outcome) VALUES ('infinity', 's', '" . 'q' x 400 . "', 'resolved');")
	{
		like(told('loader', "$before INSERT INTO ledger.outcomes (occurred_at, source, source_key, agent, outcome) VALUES ('2026-01-05', 'g', '1', 'a1', 'failed');"),
			qr/WARNING:  01000: 1 row of "outcomes" was put aside\nDETAIL:  1 in conflict with a row of the same key, first: source_key "1"\.\nHINT:  See ledger\.conflicts\.\n/, 'the conflict and nothing else');
	}
};

# ---------------------------------------------------------------------------
# 151_ledger_concurrency.pl, 155_ledger_loaders.pl
subtest 'F8: loaders of the same rows meet without an error' => sub {
	my @sessions = map { session($node, 'company') } 1, 2;
	my $insert = sub { my ($key, $cost) = @_; return "INSERT INTO ledger.events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 'race', '$key', 'a1', $cost) ON CONFLICT DO NOTHING" };

	$_->run('SET ROLE loader') foreach @sessions;
	foreach my $isolation ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE')
	{
		# in opposite order, which would be a circle of locks
		$_->run("BEGIN ISOLATION LEVEL $isolation") foreach @sessions;
		is($sessions[0]->state($insert->("a $isolation", 1)), '00000', "$isolation: the first loader");
		is($sessions[1]->state($insert->("b $isolation", 1)), '00000', 'the second loader');
		is($sessions[0]->state($insert->("b $isolation", 1)), '00000', 'the first one comes to the row of the second');
		is($sessions[1]->state($insert->("a $isolation", 2)), '00000', 'the second one to that of the first, with another cost');
		is($_->state('COMMIT'), '00000', 'and commits') foreach @sessions;
		finance('SELECT ledger.price_pending()');
		is(finance("SELECT (SELECT string_agg(trim_scale(cost)::text, ' ') FROM ledger.events WHERE source_key LIKE '% $isolation'), (SELECT count(*) FROM ledger.conflicts WHERE source_key = 'a $isolation'), (SELECT count(*) FROM ledger.quarantine WHERE source = 'race')"),
			'1 1|1|0', 'each row is there once, and what was different is a conflict');
	}
	$_->quit foreach @sessions;
};

# ---------------------------------------------------------------------------
# 91_ledger_append.sql, 167_ledger_extremes.pl
subtest 'F9: no single row fails a load' => sub {
	my @rows = (
		[ 'events', 'occurred_at, source_key, agent, cost', "'2026-01-05', repeat('k', 9600), 'a1', 1", "'2026-01-05', 'k', 'a1', 1" ],
		[ 'events', 'occurred_at, source_key, model, provider, input_tokens', "'2026-01-05', 'm', repeat('m', 1000000), 'acme', 1", "'2026-01-05', 'm', 'm', 'acme', 1" ],
		[ 'events', 'occurred_at, source_key, agent, cost', "'2026-01-05', 'c', 'a1', 1e18", "'2026-01-05', 'c', 'a1', 1e17" ],
		[ 'events', 'occurred_at, source_key, agent, cost', "'2026-01-05', 'n', 'a1', 'NaN'", "'2026-01-05', 'n', 'a1', -1e17" ],
		[ 'events', 'occurred_at, source_key, agent, cost, attempt', "'2026-01-05', 'a', 'a1', 1, 0", "'2026-01-05', 'a', 'a1', 1, 1" ],
		[ 'events', 'occurred_at, source_key, agent, cost', "NULL, 'd', 'a1', 1", "'2026-01-05', 'd', 'a1', 1" ],
		[ 'reviews', 'occurred_at, source_key, agent, minutes, verdict', "'2026-01-05', 'v', 'a1', 5, 'correct'", "'2026-01-05', 'v', 'a1', 5, 'accurate'" ],
		[ 'outcomes', 'occurred_at, source_key, agent, outcome', "'2026-01-05', 'o', 'a1', NULL", "'2026-01-05', 'o', 'a1', 'resolved'" ],
		[ 'shared_costs', 'month, source_key, layer, amount', "'2026-01-05', 's', 'gateway', 1", "'2026-01-01', 's', 'gateway', 1" ]);
	foreach my $odd (@rows)
	{
		my ($table, $columns, $values, $even) = @$odd;
		like(told('loader', "INSERT INTO ledger.$table (source, $columns) VALUES ('odd', $values), ('even', $even)"), qr/WARNING:  01000: 1 row of "$table" was put aside/, "$table: of $values and $even one is put aside");
	}
	is(finance("SELECT count(*) FROM ledger.quarantine WHERE source = 'odd'"), scalar(@rows), 'all odd ones are kept aside');
	is(finance("SELECT (SELECT count(*) FROM ledger.events WHERE source = 'even') + (SELECT count(*) FROM ledger.reviews WHERE source = 'even') + (SELECT count(*) FROM ledger.outcomes WHERE source = 'even') + (SELECT count(*) FROM ledger.shared_costs WHERE source = 'even')"), scalar(@rows), 'all others are taken');
	# a column of the owner's that is never the same
	finance('ALTER TABLE ledger.events ADD COLUMN loaded_at timestamptz DEFAULT clock_timestamp()');
	told('loader', "INSERT INTO ledger.events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-06', 'own', '1', 'a1', 4)") foreach 1, 2;
	is(finance("SELECT (SELECT count(*) FROM ledger.events WHERE source = 'own'), (SELECT count(*) FROM ledger.conflicts WHERE source = 'own')"), '1|0', 'a time of loading makes no conflict of a row that comes again');
	finance('ALTER TABLE ledger.events DROP COLUMN loaded_at');
};

# ---------------------------------------------------------------------------
# 164_closing_tampering.pl, 181_ledger_history.sql, 184_ledger_erasure.sql
subtest 'F10: who wrote what is known, and what is closed is seen to change' => sub {
	answer('SET ROLE loader', "INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, cost) VALUES ('2026-01-06', 'who', '1', 'a1', 'Jane Doe', 4)");
	answer('SET ROLE data_team', "UPDATE ledger.agents SET business_unit = 'secret' WHERE agent = 'a1'", "INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('acme', 'n', 'input_tokens', 1)",
		"SELECT ledger.reverse_event(id, 'mistake') FROM ledger.events WHERE source = 'who'");
	is(finance("SELECT string_agg(recorded_by, ' ' ORDER BY id) FROM ledger.events WHERE source_key = '1' AND source = 'who' OR reverses = (SELECT id FROM ledger.events WHERE source = 'who')", "SELECT recorded_by FROM ledger.prices WHERE model = 'n'",
		"SELECT recorded_by, before ->> 'business_unit', after ->> 'business_unit' FROM ledger.changes WHERE table_name = 'agents' AND before IS NOT NULL"), "loader data_team\ndata_team\ndata_team|service|secret", 'facts, reversals, prices and changes of master data have their writer');
	finance("SELECT ledger.close_month('2026-01-01', 'done', 'unpriced_events, unpriced_reviews')");
	my $digest = finance("SELECT digest FROM ledger.closed_months");
	my $cost = finance("SELECT sum(amount) FROM ledger.chargeback WHERE month = '2026-01-01'");
	finance("SELECT ledger.erase_work_item('Jane Doe')");
	is(finance("SELECT count(*) FROM ledger.events WHERE work_item LIKE '%Jane%'") . finance('SELECT count(*) FROM ledger.verify_books()'), '00', 'a person is erased and the books verify');
	is(finance("SELECT sum(amount) FROM ledger.chargeback WHERE month = '2026-01-01'") . finance('SELECT digest FROM ledger.closed_months'), $cost . $digest, 'with the same total and digest');
	like(finance('BEGIN', 'ALTER TABLE ledger.events DISABLE TRIGGER USER', "UPDATE ledger.events SET cost = 1 WHERE source_key = '2'", 'ALTER TABLE ledger.events ENABLE TRIGGER USER', 'SELECT check_name FROM ledger.verify_books()', 'ROLLBACK'), qr/\w/, 'a fact behind a closed month that was changed past the triggers is found');
};

# ---------------------------------------------------------------------------
# 150_ledger_dump.pl, 159_ledger_life.pl, 165_ledger_backup.pl
subtest 'F7: data alone comes back into a ledger that was just made, with the rules of its own' => sub {
	my $data = PostgreSQL::Test::Utils::tempdir() . '/data.sql';

	finance("INSERT INTO ledger.outcome_rules (outcome, counts) VALUES ('sold twice', true)", "INSERT INTO ledger.cost_layers (layer, layer_order) VALUES ('own', 5)");
	$node->command_ok([ 'pg_dump', '--data-only', '-n', 'ledger', '-n', 'ledger_internal', '-f', $data, '-d', $node->connstr('company') ], 'data dumped');
	my @tables = grep { $_ ne 'changes' } tables_of($node, 'company', 'ledger');
	my $kept = fingerprints($node, 'company', 'ledger', @tables);
	finance("CALL runrate.drop_ledger('ledger', 'ledger')", "CALL runrate.create_ledger('ledger')");
	{
		local $ENV{PGOPTIONS} = '-c session_replication_role=replica';
		$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $data, '-d', $node->connstr('company') ], 'and restored');
	}
	is_deeply(fingerprints($node, 'company', 'ledger', @tables), $kept, 'every table has its rows');
	is(finance('SELECT * FROM ledger.verify_books()'), '', 'its books verify');
	is(finance("CALL ledger.grant_access('analyst', 'reader')", "SELECT count(*) FROM ledger.outcome_rules WHERE outcome = 'sold twice'"), '1', 'also rules of its own');
	is(finance("SELECT count(*) FROM pg_class WHERE oid = 'ledger_internal.ledger_settings'::regclass AND relreplident = 'd' AND EXISTS (SELECT FROM pg_index WHERE indrelid = oid AND indisprimary)"), '1', 'settings can be replicated');
};

# ---------------------------------------------------------------------------
# 159_ledger_life.pl
subtest 'F5: a ledger that lost its protection says so, and gets it back' => sub {
	my $chargeback = answer('SET ROLE analyst', 'TABLE ledger.chargeback');

	is(finance("SELECT l.version = e.extversion FROM runrate.ledgers l, pg_extension e WHERE l.schema = 'ledger' AND e.extname = 'runrate'"), 't', 'a ledger has the version of the extension');
	finance('ALTER TABLE ledger.events DISABLE TRIGGER ALL');
	is(finance("SELECT is_current, (SELECT found > 0 FROM ledger.data_quality WHERE check_name = 'protection') FROM runrate.ledgers WHERE schema = 'ledger'"), 'f|t', 'disabled triggers are seen');
	answer('DROP EXTENSION runrate CASCADE', 'CREATE EXTENSION runrate');
	is(finance("SELECT is_current FROM runrate.ledgers WHERE schema = 'ledger'"), 'f', 'so is the loss of the extension');
	finance("CALL runrate.repair_ledger('ledger')");
	is(finance("SELECT is_current FROM runrate.ledgers WHERE schema = 'ledger'") . finance('SELECT * FROM ledger.verify_books()'), 't', 'a repair gives all of it back');
	like(told('finance', 'UPDATE ledger.events SET cost = 0'), qr/ERROR:  \w+: table "events" is append-only/, 'facts do not change');
	is(answer('SET ROLE analyst', 'TABLE ledger.chargeback'), $chargeback, 'and readers read');
	like(told('finance', "CALL runrate.drop_ledger('ledger', 'yes')"), qr/ERROR:  22023:/, 'it is not dropped by the way');
	finance('DROP SCHEMA ledger CASCADE');
	like(told('finance', "CALL runrate.create_ledger('ledger')"), qr/ERROR:  42P06: schema "ledger_internal" already exists.*HINT:  DROP SCHEMA ledger_internal CASCADE/s, 'half a ledger is named');
	finance('DROP SCHEMA ledger_internal CASCADE');
};

# ---------------------------------------------------------------------------
# 159_ledger_life.pl has the whole life of names
subtest 'F2: a ledger that was renamed reads, writes and runs only its own' => sub {
	ledger('books');
	finance('ALTER SCHEMA books RENAME TO archive', 'ALTER SCHEMA books_internal RENAME TO books_2025_internal');
	ledger('books');
	finance("INSERT INTO books.events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-06', 'g', 'new', 'a1', 77)");
	is(finance('SELECT trim_scale(sum(cost)), (SELECT sum(amount) FROM archive.chargeback) FROM archive.events'), '4712|4712.00', 'reports are of its own facts');
	finance("SELECT archive.reverse_event(id, 'mistake') FROM archive.events WHERE source_key = '1'");
	is(finance('SELECT (SELECT count(*) FROM archive.events), (SELECT count(*) FROM books.events), (SELECT sum(amount) FROM archive.chargeback)'), '3|3|4711.00', 'a reversal is made in it');
	# a stranger takes the name where the working parts once were sought
	answer('SET ROLE evil', 'CREATE SCHEMA archive_internal', 'GRANT USAGE ON SCHEMA archive_internal TO PUBLIC',
		"CREATE FUNCTION archive_internal.ledger_currency() RETURNS text LANGUAGE plpgsql AS \$\$ BEGIN RAISE WARNING 'attacker code runs as %', current_user; RETURN 'USD'; END \$\$");
	unlike(told('loader', "INSERT INTO archive.events (occurred_at, source, source_key, agent, provider, model, input_tokens) VALUES ('2026-01-07', 'g', 'priced', 'a1', 'acme', 'm', 1000000)"), qr/attacker|ERROR/, 'nobody else\'s code is run');
	is(finance("SELECT trim_scale(cost) FROM archive.events WHERE source_key = 'priced'"), '2', 'and the event has its price');
	answer('DROP SCHEMA archive_internal CASCADE');
};

no_crash($node, 'faults');
$node->stop;
done_testing();
