# What the tests of ledgers share: sessions that run side by side, what the
# views of a ledger show, and where real input is.
package RunrateLedger;

use strict;
use warnings;

use Cwd qw(abs_path);
use Exporter 'import';
use IPC::Run;
use Test::More;

use RunrateTest;

our @EXPORT = qw(sample_sql made_rows_sql views fingerprints tables_of unexplained real_data session);

# A small company for every table of a ledger: three months, agents that move,
# a credit, a retry, a missing price, a reversal, a row that contradicts itself
# and one that came twice
sub sample_sql
{
	my ($ledger) = @_;
	return <<'SQL' =~ s/\bledger\./$ledger./gr;
INSERT INTO ledger.business_units (business_unit, pl_line) VALUES ('service', 'Customer Service'), ('claims', 'Claims');
INSERT INTO ledger.agents (agent, valid_from, business_unit, unit_of_work, deployment) VALUES
	('support', '1970-01-01', 'service', 'ticket', 'third_party'),
	('support', '2026-02-10', 'claims', 'ticket', 'third_party'),
	('adjuster', '1970-01-01', 'claims', 'claim', 'third_party'),
	('own model', '1970-01-01', 'claims', 'claim', 'self_hosted');
INSERT INTO ledger.work_items (work_item, kind, customer, business_unit)
	SELECT 'item ' || n, 'refund', 'customer ' || n % 3, CASE WHEN n % 5 = 0 THEN 'service' END FROM generate_series(1, 30) n;
INSERT INTO ledger.prices (provider, model, meter, price) VALUES
	('acme', 'large', 'input_tokens', 2.5), ('acme', 'large', 'output_tokens', 10), ('acme', 'own', 'gpu_seconds', 250);
INSERT INTO ledger.reviewer_costs (reviewer, hourly_cost) VALUES ('*', 42), ('ann', 55.5);
INSERT INTO ledger.human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 8.5), ('claim', 24);
INSERT INTO ledger.budgets (business_unit, valid_from, monthly_amount) VALUES ('claims', '2026-01-01', 500);
INSERT INTO ledger.fixed_shares (share_key, agent, weight) VALUES ('seats', 'support', 2), ('seats', 'adjuster', 1);
INSERT INTO ledger.fx (currency, ledger_amount) VALUES ('GBP', 1.25);
INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, provider, model, attempt, input_tokens, output_tokens)
	SELECT 'sample', 'priced ' || n, '2026-01-05 08:00:00+00'::timestamptz + n * interval '17 hours',
		(ARRAY['support', 'adjuster', 'ghost', NULL])[1 + n % 4], CASE WHEN n % 7 > 0 THEN 'item ' || n % 33 END,
		'acme', CASE WHEN n % 11 = 0 THEN 'no price' ELSE 'large' END, 1 + (n % 6) / 5, 1000 + 37 * n, 11 * n
	FROM generate_series(1, 100) n;
INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, layer, provider, cost)
	SELECT 'sample', 'reported ' || n, '2026-01-31 20:00:00+00'::timestamptz + n * interval '3 hours',
		'support', 'item ' || n, 'vector_db', 'vectors', n * 0.000000000123 - CASE WHEN n = 9 THEN 3 ELSE 0 END
	FROM generate_series(1, 30) n;
INSERT INTO ledger.events (source, source_key, occurred_at, agent, provider, model, meter, quantity) VALUES
	('sample', 'gpu', '2026-02-03 12:00:00+00', 'own model', 'acme', 'own', 'gpu_seconds', 86400);
INSERT INTO ledger.outcomes (source, source_key, occurred_at, agent, work_item, outcome)
	SELECT 'sample', 'outcome ' || n, '2026-01-06 09:00:00+00'::timestamptz + n * interval '2 days',
		CASE WHEN n % 2 = 0 THEN 'support' ELSE 'adjuster' END, 'item ' || n,
		(ARRAY['resolved', 'approved', 'rejected', 'nobody knows'])[1 + n % 4]
	FROM generate_series(1, 30) n;
INSERT INTO ledger.reviews (source, source_key, occurred_at, agent, work_item, reviewer, minutes, verdict) VALUES
	('sample', 'review 1', '2026-01-20 12:00:00+00', 'support', 'item 3', 'ann', 10, 'accurate'),
	('sample', 'review 2', '2026-02-20 12:00:00+00', 'adjuster', 'item 4', 'bo', 7.5, 'inaccurate');
INSERT INTO ledger.shared_costs (source, source_key, month, layer, vendor, amount, driver) VALUES
	('sample', 'pool 1', '2026-01-01', 'observability', 'watcher', 100, 'events'),
	('sample', 'pool 2', '2026-02-01', 'security', 'guard', 1000.01, 'seats'),
	('sample', 'pool 3', '2026-02-01', 'inference', 'metal', 77.000001, 'no such driver'),
	('sample', 'pool 4', '2026-03-01', 'observability', 'watcher', -10, 'even');
INSERT INTO ledger.investments (source, source_key, first_month, months, amount, agent) VALUES
	('sample', 'migration', '2026-01-01', 3, 1000, 'support');
INSERT INTO ledger.invoices (source, source_key, month, vendor, amount) VALUES ('sample', 'bill', '2026-01-01', 'acme', 1);
INSERT INTO ledger.revenue (source, source_key, month, amount) VALUES ('sample', 'sales', '2026-01-01', 100000);
SELECT FROM ledger.reverse_event((SELECT id FROM ledger.events WHERE source_key = 'priced 3'), 'charged by mistake');
SELECT FROM ledger.reverse_outcome((SELECT id FROM ledger.outcomes WHERE source_key = 'outcome 4'), 'opened again', '2026-02-25');
SET client_min_messages = error;
INSERT INTO ledger.events (source, source_key, occurred_at, cost) VALUES ('sample', 'reported 1', '2026-01-31 23:00:00+00', 5);
INSERT INTO ledger.events (source, source_key, occurred_at, usage_format, usage) VALUES
	('sample', 'contradiction', '2026-01-31 23:00:00+00', 'openai_chat', '{"prompt_tokens": 5, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 9}}');
RESET client_min_messages;
SQL
}

# A function base_of(table) in schema public: a row that the table of a ledger
# takes, as names and values of its columns
sub made_rows_sql
{
	return <<'SQL' =~ s/;\s*$//r;
-- A row that can be inserted, by the types of what must be given
CREATE FUNCTION public.base_of(of_table regclass) RETURNS jsonb LANGUAGE sql STABLE AS $$
	SELECT coalesce(jsonb_object_agg(a.attname, CASE format_type(a.atttypid, NULL)
			WHEN 'date' THEN '2026-03-01' WHEN 'timestamp with time zone' THEN '2026-03-02 12:00+00' WHEN 'text' THEN 'new'
			WHEN 'boolean' THEN 'true' ELSE '1' END) FILTER (WHERE a.attname IS NOT NULL), '{}') || coalesce(o.given, '{}')
	FROM (SELECT (SELECT f.given::jsonb FROM (VALUES
			('events', '{"occurred_at": "2026-03-02 12:00+00", "cost": "7"}'), ('outcomes', '{"occurred_at": "2026-03-02 12:00+00", "outcome": "resolved"}'),
			('reviews', '{"occurred_at": "2026-03-02 12:00+00", "minutes": "5"}'), ('shared_costs', '{"month": "2026-03-01", "layer": "gateway", "amount": "7"}'),
			('investments', '{"first_month": "2026-03-01", "months": "3", "amount": "7"}'), ('invoices', '{"month": "2026-03-01", "vendor": "v", "amount": "7"}'),
			('revenue', '{"month": "2026-03-01", "amount": "7"}'),
			('commitments', '{"commitment": "c", "kind": "seats", "vendor": "v", "starts_on": "2026-03-01", "capacity": "5"}'),
			('headcounts', '{"agent": "support", "kind": "planned", "valid_from": "2026-03-01"}'),
			('outcome_budgets', '{"agent": "support", "valid_from": "2026-03-01"}'),
			('parallel_runs', '{"agent": "support", "new_agent": "adjuster", "starts_on": "2026-03-01", "planned_end": "2026-04-01", "planned_cost": "5"}'),
			('price_names', '{"dimension": "provider", "name": "n", "price_name": "p"}'), ('slos', '{"metric": "accuracy"}'),
			('token_list_prices', '{"agent": "own model", "price_per_million_tokens": "5"}'),
			('transition_plans', '{"agent": "support", "from_provider": "p", "from_model": "m", "to_provider": "p", "to_model": "n", "planned_on": "2026-03-01"}')) f (name, given)
		WHERE f.name = (SELECT relname FROM pg_class WHERE oid = of_table)) AS given) o
	LEFT JOIN pg_attribute a ON a.attrelid = of_table AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
		AND a.attidentity = '' AND o.given IS NULL
	GROUP BY o.given $$;
SQL
}

# Public views of a ledger, by name
sub views
{
	my ($node, $db, $ledger) = @_;
	return split /\n/, $node->safe_psql($db, "SELECT relname FROM pg_class WHERE relnamespace = '$ledger'::regnamespace AND relkind = 'v' ORDER BY 1");
}

sub tables_of
{
	my ($node, $db, $ledger) = @_;
	return split /\n/, $node->safe_psql($db, "SELECT relname FROM pg_class WHERE relnamespace = '$ledger'::regnamespace AND relkind = 'r' ORDER BY 1");
}

# Relation => number of rows and checksum of all rows in a fixed order
sub fingerprints
{
	my ($node, $db, $ledger, @relations) = @_;
	# one statement each: a plan of all of them takes gigabytes
	my $sql = join(";\n", map {
			"SELECT '$_', count(*), md5(coalesce(string_agg(r::text, chr(10) ORDER BY r::text COLLATE \"C\"), '')) FROM $ledger.$_ AS r"
		} @relations);

	return { map { my ($name, $is) = split /\|/, $_, 2; $name => $is } split /\n/, $node->safe_psql($db, $sql) };
}

# What tie_out of a ledger cannot explain; it must compare something
sub unexplained
{
	my ($node, $db, $ledger) = @_;
	return $node->safe_psql($db, "SELECT * FROM $ledger.tie_out WHERE difference <> 0 OR difference IS NULL"
		  . " UNION ALL SELECT 'tie_out compares nothing', NULL, 0, 0, 0 WHERE NOT EXISTS (SELECT FROM $ledger.tie_out)");
}

# The directory of real input that has the files; without them the test is
# skipped, loudly
sub real_data
{
	my (@files) = @_;
	my $dir = $ENV{RUNRATE_REAL_DATA} // repository() . '/../shared/data';
	$dir = abs_path($dir) // $dir;
	my @missing = grep { !-r "$dir/$_" } @files;

	return $dir unless @missing;
	diag('REAL DATA NOT TESTED: set RUNRATE_REAL_DATA to the directory that has ' . join(', ', @missing));
	plan skip_all => "no $missing[0]";
}

# A psql of its own, to which statements are sent without waiting for the
# answer
sub session
{
	my ($node, $db) = @_;
	return RunrateLedger::Session->new($node, $db);
}

package RunrateLedger::Session;

my $seconds = 180;

sub new
{
	my ($class, $node, $db) = @_;
	my $self = bless { in => '', out => '', err => '', marks => 0 }, $class;

	$self->{timer} = IPC::Run::timer($seconds);
	$self->{handle} = IPC::Run::start(
		[ 'psql', '-X', '-q', '-A', '-t', '-f', '-', '-d', $node->connstr($db) ],
		'<', \$self->{in}, '>', \$self->{out}, '2>', \$self->{err}, $self->{timer});
	$self->{pid} = $self->run('SELECT pg_backend_pid()');
	return $self;
}

# Send without waiting: statements, \commands, or data of a COPY
sub send
{
	my ($self, $text) = @_;

	$self->{in} .= "$text\n";
	$self->{timer}->start($seconds);
	$self->{handle}->pump_nb;
	return;
}

# Wait until all that was sent is done; gives the output since the last time
sub wait
{
	my ($self) = @_;
	my $mark = 'mark ' . ++$self->{marks};

	$self->send("\\echo $mark");
	$self->{handle}->pump until $self->{out} =~ /^\Q$mark\E$/m || !$self->{handle}->pumpable;
	my $out = $self->{out} =~ s/^\Q$mark\E\n//mr;
	$self->{out} = '';
	chomp $out;
	return $out;
}

# Send a statement and wait for what it says
sub run
{
	my ($self, $sql) = @_;
	$self->send("$sql;");
	return $self->wait;
}

# Run a statement; gives its SQLSTATE
sub state
{
	my ($self, $sql) = @_;
	$self->send("$sql;\n\\echo state :SQLSTATE");
	return $self->wait =~ /^state (\w{5})\z/m ? $1 : 'no answer';
}

# Error messages since the last time
sub errors
{
	my ($self) = @_;

	$self->{handle}->pump_nb if $self->{handle}->pumpable;
	my $err = $self->{err};
	$self->{err} = '';
	return $err;
}

# The client dies without a word to the server
sub kill
{
	my ($self) = @_;
	$self->{handle}->signal('KILL');
	$self->{handle}->pump while $self->{handle}->pumpable;
	$self->{handle}->finish;
	return;
}

# Ends psql after what was sent is done
sub quit
{
	my ($self) = @_;
	$self->send('\q');
	$self->{handle}->pump while $self->{handle}->pumpable;
	$self->{handle}->finish;
	return;
}

1;
