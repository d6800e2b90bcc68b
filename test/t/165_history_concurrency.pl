# Two at a time: who corrects an event and who reverses it, who disposes of an
# investment and who does it too or reverses it.  The second sees what the first
# has done, whatever its snapshot, and nothing is booked twice or left behind.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('history_concurrency');

sub answer { my (@sql) = @_; return $node->safe_psql('postgres', join(";\n", @sql)) }

answer("CALL runrate.create_ledger('ledger')",
	"INSERT INTO ledger.agents (agent, business_unit) VALUES ('a', 'north')",
	"INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 10)",
	"INSERT INTO ledger.events (source, source_key, occurred_at, agent, provider, model, input_tokens) SELECT 's', n::text, '2026-02-05', 'a', 'p', 'm', 1000000 FROM generate_series(1, 4) n",
	"INSERT INTO ledger.investments (first_month, months, amount) SELECT '2026-01-01', 12, 1200 FROM generate_series(1, 3)",
	"INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 8)");

my $first = session($node, 'postgres');
my $second = session($node, 'postgres');

# What the second says when it waits for the first, which then commits or not
sub after
{
	my ($begin, $one, $end, $two) = @_;

	$first->run('BEGIN');
	$first->run($one);
	$second->run($begin) if $begin;
	$second->run('SELECT count(*) FROM ledger.events') if $begin;
	$second->send("$two;\n\\echo state :SQLSTATE");
	$node->poll_query_until('postgres', "SELECT count(*) = 1 FROM pg_stat_activity WHERE pid = $second->{pid} AND wait_event_type = 'Lock'")
		or die 'nobody waits';
	$first->run($end);
	my $said = $second->wait =~ s/\n?state (\w{5})\z/ $1/r;
	$second->run('COMMIT') if $begin;
	return $said;
}

my $reprice = "SELECT ledger.reprice('2026-02-01', '2026-02-01', 'new list')";

is(after('', "SELECT FROM ledger.reverse_event(1, 'x')", 'ROLLBACK', $reprice), '4 00000', 'a reversal that was rolled back is none');
answer("INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 7)");
is(after('', "SELECT FROM ledger.reverse_event(1, 'x')", 'COMMIT', $reprice), '3 00000', 'an event that is being reversed is not corrected');
answer("INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 6)");
is(after('', $reprice, 'COMMIT', $reprice), '0 00000', 'what is being corrected is not corrected again');
answer("INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 5)");
like(after('', $reprice, 'COMMIT', "SELECT ledger.reverse_event(2, 'y') > 0"), qr/^t 00000/, 'an event that is being corrected is reversed');
answer("INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 4)");
like(after('BEGIN ISOLATION LEVEL REPEATABLE READ', $reprice, 'COMMIT', "SELECT ledger.reverse_event(3, 'z') > 0"), qr/^t 00000/, 'also with an older snapshot');
is(answer('SELECT coalesce(o.corrects, o.reverses, o.id), trim_scale(sum(o.cost)) FROM (SELECT e.id, e.cost, e.reverses, coalesce(e.corrects, (SELECT r.corrects FROM ledger.events r WHERE r.id = e.reverses)) AS corrects FROM ledger.events e) o GROUP BY 1 ORDER BY 1'),
	"1|0\n2|0\n3|0\n4|4", 'with all its corrections');
is(unexplained($node, 'postgres', 'ledger'), '', 'the ledger ties out');

is(after('', "SELECT ledger.dispose_investment(1, '2026-04-01', 'x')", 'COMMIT', "SELECT ledger.dispose_investment(1, '2026-05-01', 'y')"), ' 55000', 'an investment is disposed of once');
is(after('', "SELECT ledger.dispose_investment(2, '2026-04-01', 'x')", 'COMMIT', "SELECT ledger.reverse_investment(2, 'y')"), ' 55000', 'one that is being disposed of is not reversed');
is(after('', "SELECT ledger.reverse_investment(3, 'x')", 'COMMIT', "SELECT ledger.dispose_investment(3, '2026-05-01', 'y')"), ' 55000', 'one that is being reversed is not disposed of');
is(after('BEGIN ISOLATION LEVEL REPEATABLE READ', "SELECT ledger.reverse_disposal(1, 'x')", 'ROLLBACK', "SELECT ledger.reverse_disposal(1, 'y') > 0"), 't 00000', 'a disposal is taken back once');
is(answer('SELECT count(*) FILTER (WHERE reverses IS NULL), count(*) FILTER (WHERE reverses IS NOT NULL) FROM ledger.disposals'), '2|1', 'no disposal is there twice');
is(unexplained($node, 'postgres', 'ledger'), '', 'and the ledger ties out');

# The order of the history of a row is that of the commits
is(after('', "INSERT INTO ledger.work_items (work_item, customer) VALUES ('w', 'one')", 'COMMIT', "INSERT INTO ledger.work_items (work_item, customer) VALUES ('w', 'two') ON CONFLICT (work_item) DO UPDATE SET customer = excluded.customer"), ' 00000', 'a work item is written by two');
is(after('', "UPDATE ledger.work_items SET customer = 'three' WHERE work_item = 'w'", 'COMMIT', "UPDATE ledger.work_items SET customer = customer || '!' WHERE work_item = 'w'"), ' 00000', 'and changed by two');
is(answer("SELECT string_agg(coalesce(before ->> 'customer', '-') || ' ' || (after ->> 'customer'), ', ' ORDER BY id) FROM ledger.changes WHERE key = 'w'"),
	'- one, one two, two three, three three!', 'each change begins where the one before ended');

# A load comes before a name is erased, or after
is(after('', "INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, cost) VALUES ('s', 'before', '2026-02-05', 'a', 'w', 1)", 'COMMIT', "SELECT ledger.erase_work_item('w')"), '6 00000', 'a load that has begun is waited for');
is(answer("SELECT count(*) FROM ledger.events WHERE work_item = 'w'"), '0', 'and erased');
is(after('', "INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, cost) VALUES ('s', 'never', '2026-02-05', 'a', 'x', 1)", 'ROLLBACK', "SELECT ledger.erase_work_item('x')"), ' 42704', 'unless it is rolled back');
answer("INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, cost) VALUES ('s', 'first', '2026-02-05', 'a', 'x', 1)");
is(after('', "SELECT ledger.erase_work_item('x')", 'COMMIT', "INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, cost) VALUES ('s', 'first', '2026-02-05', 'a', 'x', 2), ('s', 'second', '2026-02-05', 'a', 'x', 3)"), ' 00000', 'a load that begins later waits');
is(answer("SELECT source_key, cost::int FROM ledger.events WHERE work_item = 'x'", 'SELECT count(*) FROM ledger.conflicts'), "second|3\n0", 'what it brings again is known, what is new is a new work item');
is(answer('SELECT count(*) FROM ledger.verify_books()'), '0', 'and the books are right');

$_->quit foreach $first, $second;
no_crash($node, 'history beside others');
$node->stop;
done_testing();
