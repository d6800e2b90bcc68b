# Somebody with all rights changes facts, what was frozen, balances, master data,
# digests, triggers and functions, past all triggers: verify_books finds each, and
# a chain that was made anew as a whole by the digest that was kept elsewhere.
#
#   RUNRATE_TAMPERINGS=100    how many
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $tamperings = $ENV{RUNRATE_TAMPERINGS} // 40;
my $random = random_source(seed());
my $node = start_server('closing_tampering', "max_connections = 20\n");

sub answer { my (@sql) = @_; return $node->safe_psql('postgres', join(";\n", @sql)) }

answer(made_rows_sql(), <<'SQL');
CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin');
INSERT INTO ledger.business_units (business_unit, pl_line) VALUES ('u0', 'one'), ('u1', 'two'), ('own', 'two');
INSERT INTO ledger.agents (agent, valid_from, business_unit, unit_of_work, hired) SELECT 'a' || i, '2020-01-01', 'u' || i % 2, 'ticket', '2020-01-01' FROM generate_series(0, 4) i;
INSERT INTO ledger.work_items (work_item, business_unit, customer) SELECT 'w' || i, CASE WHEN i % 5 = 0 THEN 'own' END, 'c' || i % 3 FROM generate_series(1, 30) i;
INSERT INTO ledger.human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 7);
INSERT INTO ledger.budgets (valid_from, monthly_amount) VALUES ('2025-01-01', 500);
INSERT INTO ledger.fixed_shares (share_key, agent, weight, valid_from) VALUES ('by hand', 'a1', 2, '2020-01-01'), ('by hand', 'a2', 3, '2020-01-01');
INSERT INTO ledger.reviewer_costs (reviewer, hourly_cost) VALUES ('ann', 30);
INSERT INTO ledger.events (source_key, occurred_at, agent, work_item, cost, input_tokens) SELECT i, timestamptz '2025-01-01 12:00+00' + make_interval(days => i % 90), 'a' || i % 6, CASE WHEN i % 4 > 0 THEN 'w' || 1 + i % 33 END, i * 0.01, i FROM generate_series(1, 400) i;
INSERT INTO ledger.outcomes (source_key, occurred_at, agent, work_item, outcome) SELECT i, timestamptz '2025-01-01 12:00+00' + make_interval(days => i % 90), 'a' || i % 6, 'w' || 1 + i % 30, 'resolved' FROM generate_series(1, 90) i;
INSERT INTO ledger.reviews (source_key, occurred_at, agent, work_item, reviewer, minutes, verdict) SELECT i, timestamptz '2025-01-01 12:00+00' + make_interval(days => i % 90), 'a' || i % 5, 'w' || 1 + i % 30, 'ann', 5, 'accurate' FROM generate_series(1, 40) i;
INSERT INTO ledger.shared_costs (source_key, month, amount, layer, vendor, driver) SELECT m || d, ('2025-0' || m || '-01')::date, 100, 'observability', 'v', d FROM generate_series(1, 3) m, unnest(ARRAY['direct_cost', 'even', 'by hand', 'outcomes']) d;
INSERT INTO ledger.investments (source_key, first_month, months, amount, layer, driver) VALUES ('i', '2025-01-01', 6, 600, 'integration', 'events');
INSERT INTO ledger.invoices (source_key, month, vendor, amount) VALUES ('i', '2025-01-01', 'v', 100);
INSERT INTO ledger.revenue (source_key, month, amount) VALUES ('r', '2025-02-01', 10000);
-- a row in every table that a closing marks
INSERT INTO ledger.approval_limits (tier, from_monthly, approver_role) VALUES (1, 0, NULL), (2, 1000, 'manager');
INSERT INTO ledger.approval_roles (login, approver_role) VALUES ('somebody', 'manager');
SELECT ledger.request_experiment('pilot', 'it works', 'it does', 50, current_date + 100, agent => 'a1');
SELECT ledger.reject_experiment('pilot', 'it does not');
INSERT INTO ledger.outcome_budgets (agent, valid_from, planned_outcomes, target_unit_cost) VALUES ('a1', '2025-01-01', 20, 1000);
INSERT INTO ledger.reallocations (month, agent, purpose, amount) SELECT month, agent, 'another pilot', round(balance / 2, 2) FROM ledger.reallocation_pool WHERE balance > 1 ORDER BY month LIMIT 1;
CREATE FUNCTION public.fill(of_table regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	given jsonb := public.base_of(of_table);
BEGIN
	IF given ? 'agent' THEN given := given || '{"agent": "a1"}'; END IF;
	IF given ? 'new_agent' THEN given := given || '{"new_agent": "a2"}'; END IF;
	EXECUTE format('INSERT INTO %s (%s) VALUES (%s)', of_table, (SELECT string_agg(quote_ident(k), ', ' ORDER BY k) FROM jsonb_object_keys(given) k),
		(SELECT string_agg(quote_literal(v.value), ', ' ORDER BY v.key) FROM jsonb_each_text(given) v));
END $$;
SET client_min_messages = error;
SELECT public.fill(reference_table) FROM ledger_internal.reference_catalogue c JOIN pg_class t ON t.oid = c.reference_oid
WHERE kind = 'superseding' AND relname NOT IN ('outcome_rules', 'human_baselines', 'budgets', 'fixed_shares', 'reviewer_costs', 'slos', 'outcome_budgets');
RESET client_min_messages;
SELECT ledger.close_month('2025-01-01', 'January');
INSERT INTO ledger.events (source_key, occurred_at, agent, work_item, cost) VALUES ('late', '2025-01-20', 'a1', 'w5', 3);
SELECT ledger.reverse_event(5, 'twice');
UPDATE ledger.agents SET business_unit = 'u1' WHERE agent = 'a0';
SELECT ledger.reclassify('2025-01-01', agent, business_unit, CASE business_unit WHEN 'u1' THEN 'u2' ELSE 'u1' END, 'wrong unit')
FROM (SELECT agent, business_unit FROM ledger.chargeback WHERE month = '2025-01-01' AND service_month = month AND amount > 0 ORDER BY 1, 2 LIMIT 1) c;
SELECT ledger.close_month('2025-02-01', 'February');
SELECT ledger.reopen_month('2025-02-01', 'wrong');
INSERT INTO ledger.slos (agent, metric, target) VALUES ('a1', 'cost_per_outcome', 5);
SELECT ledger.close_month('2025-02-01', 'February again');
SELECT ledger.fold_balances();
SQL
is(answer('SELECT * FROM ledger.verify_books()'), '', 'nothing differs');
my %kept = split /[|\n]/, answer('SELECT entry, digest FROM ledger.closed_months');

# How a table is changed at random: a row of it is deleted, written twice or has
# another value in one column
my @facts = qw(events outcomes reviews shared_costs investments invoices revenue);
my @frozen = map { $_ =~ s/^/ledger_internal./r } qw(closings closed_lines closed_statements closed_drivers closed_agent_periods closed_outcome_rules
  closed_human_baselines closed_fixed_shares closed_budgets closed_cost_layers closed_business_units closed_accounts closed_groups
  closed_event_cells closed_pools closed_reclassifications closed_item_units closed_digests);
my @sums = map { $_ =~ s/^/ledger_internal./r } qw(event_day_balances event_month_balances outcome_day_balances outcome_month_balances
  review_day_balances review_month_balances item_balances);
# master data and what closings mark, by the catalogue, so that tables that are added are in
my @master = ('changes', split /\n/, answer("SELECT relname FROM ledger_internal.reference_catalogue c JOIN pg_class t ON t.oid = c.reference_oid WHERE kind = 'master' ORDER BY 1"));
my @reference = split /\n/, answer("SELECT relname FROM ledger_internal.reference_catalogue c JOIN pg_class t ON t.oid = c.reference_oid WHERE kind IN ('superseding', 'decision') ORDER BY 1");

is(join(' ', grep { answer("SELECT count(*) FROM ledger.$_") == 0 } @facts, @master, @reference), '', 'every table has rows that can be changed');

# Columns whose change is none: what digests leave out, numbers of rows, whether a
# row came with the ledger, and the first day of a span, as long as who owned it is
# the same
my $left_out = "'id', 'source_key', 'reason', 'usage', 'description', 'note', 'recorded_at', 'recorded_by', 'price_problem', 'is_built_in', 'owned_from'";
my $closed = "2025-03-01";

sub columns
{
	my ($table) = @_;
	return map { [ split /\|/ ] } split /\n/, answer("SELECT quote_ident(attname), format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = '$table'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname NOT IN ($left_out) ORDER BY attnum");
}

sub other_value
{
	my ($column, $type) = @_;
	return {
		numeric => "coalesce($column, 0) + 1", bigint => "coalesce($column, 0) + 1", integer => "coalesce($column, 0) + 1",
		text => "coalesce($column, '') || 'x'", date => "CASE WHEN isfinite($column) THEN $column + 1 ELSE '2024-01-01' END", boolean => "NOT coalesce($column, false)",
		'timestamp with time zone' => "coalesce($column, '2024-01-01') + interval '1 hour'", uuid => 'gen_random_uuid()', 'time without time zone' => "coalesce($column, '08:00') + interval '1 hour'",
		'text[]' => "coalesce($column, '{}') || 'x'::text", 'bigint[]' => "coalesce($column, '{}') || 1::bigint", jsonb => "coalesce($column, '{}') || '{\"x\": 1}'"
	}->{$type};
}

# A statement that changes a table, of rows that fulfil a condition
sub change_of
{
	my ($table, $condition) = @_;
	my $row = "(SELECT ctid FROM $table WHERE $condition ORDER BY random() LIMIT 1)";
	my $kind = $random->(6);

	return "DELETE FROM $table WHERE ctid = $row" if $kind == 0;
	my @columns = columns($table);
	my ($column, $type) = @{ $columns[ $random->(scalar @columns) ] };
	my $value = other_value($column, $type) or die "type $type of $table.$column";
	return "UPDATE $table SET $column = $value WHERE ctid = $row";
}

my @others = (
	'ALTER TABLE ledger.events DISABLE TRIGGER append_fact',
	'ALTER TABLE ledger.outcomes DISABLE TRIGGER ALL',
	'ALTER TABLE ledger.agents DISABLE TRIGGER log_change',
	'DROP TRIGGER refuse_change ON ledger.reviews',
	"CREATE OR REPLACE FUNCTION runrate_internal.append_fact() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
	"CREATE OR REPLACE FUNCTION runrate_internal.count_fact(kind text, fact record) RETURNS boolean LANGUAGE sql RETURN false",
	"CREATE OR REPLACE FUNCTION ledger_internal.open_from() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE RETURN date '-infinity'",
	"DO \$\$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW ledger_internal.cost_pools AS SELECT * FROM (' || rtrim(pg_get_viewdef('ledger_internal.cost_pools'), ';') || ') p WHERE driver <> ''even'''; END \$\$",
	"INSERT INTO ledger_internal.closed_lines SELECT * FROM ledger_internal.closed_lines WHERE in_force LIMIT 1",
	'UPDATE ledger_internal.closed_lines SET in_force = NOT in_force',
	"UPDATE ledger_internal.closings SET closed_through = '2025-01-01' WHERE entry = (SELECT max(entry) FROM ledger_internal.closings)",
	'DELETE FROM ledger_internal.closings WHERE entry = (SELECT max(entry) FROM ledger_internal.closings)',
	'DELETE FROM ledger_internal.closings WHERE entry = 2',
	"INSERT INTO ledger.events (id, occurred_at, recorded_by, owned_on, booked_on, cost, agent, key_hash) VALUES (-1, '2025-01-05', 'me', '2025-01-05', '2025-01-05', 1, 'a1', gen_random_uuid())");

my @missed;
my $changed = 0;
for my $n (1 .. $tamperings)
{
	my $kind = $random->(6);
	my $sql;

	if ($kind == 0) { $sql = change_of('ledger.' . $facts[ $random->(scalar @facts) ], "booked_on < '$closed'") }
	elsif ($kind == 1) { $sql = change_of($frozen[ $random->(scalar @frozen) ], 'true') }
	elsif ($kind == 2) { $sql = change_of($sums[ $random->(scalar @sums) ], 'true') }
	elsif ($kind == 3) { $sql = change_of('ledger.' . $master[ $random->(scalar @master) ], 'true') }
	elsif ($kind == 4) { $sql = change_of('ledger.' . $reference[ $random->(scalar @reference) ], 'true') }
	else { $sql = $others[ $random->(scalar @others) ] }
	my ($code, $out, $err) = $node->psql('postgres', "BEGIN; SET LOCAL session_replication_role = replica; $sql; SELECT 'found', count(*) FROM ledger.verify_books(); ROLLBACK");
	# what the table itself refuses was not done
	next if $err =~ /constraint|out of range|duplicate key|not recognized|only be updated to DEFAULT/;
	$changed++;
	push @missed, "$sql: $err" if $out !~ /^found\|[1-9]/m && !($code != 0 && $err !~ /^$/);
	push @missed, "$sql: $err" if $code != 0 && $err !~ /verify|ERROR/;
}
is(join("\n", @missed), '', "$changed of $tamperings changes are found");
cmp_ok($changed, '>', $tamperings / 2, 'most of them could be made');

# The chain as a whole: as if the months had been closed with other facts
answer(
	'SET session_replication_role = replica', "UPDATE ledger.events SET cost = cost + 1 WHERE id = 7", 'RESET session_replication_role',
	'DELETE FROM ledger_internal.closings',
	(map { "DELETE FROM $_" } grep { $_ ne 'ledger_internal.closings' } @frozen, 'ledger_internal.closed_outcome_cells', 'ledger_internal.closed_review_cells'),
	'SET session_replication_role = replica',
	(map { "UPDATE ledger.$_ SET closing = NULL WHERE closing IS NOT NULL" } 'changes', @reference),
	'RESET session_replication_role',
	'SELECT ledger.rebuild_balances()',
	"SELECT ledger.close_month('2025-01-01', 'January')", "SELECT ledger.close_month('2025-02-01', 'February again')");
is(answer('SELECT * FROM ledger.verify_books()'), '', 'a chain that was made anew is right in itself');
is(answer("SELECT check_name, month, entry FROM ledger.verify_books(1, '$kept{1}')"), 'digest kept elsewhere|2025-01-01|1', 'and is found by what was kept elsewhere');

$node->stop;
done_testing();
