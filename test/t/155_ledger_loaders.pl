# Loaders at the same time: whoever comes second with a key, and whatever
# becomes of the first, no load fails, no event is lost and none counted twice.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use IPC::Run;
use PostgreSQL::Test::Utils ();
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_loaders', "max_prepared_transactions = 5\n");
# 164_partitions_loaders.pl says otherwise
our $partition_events //= 'false';
$node->safe_psql('postgres', "CALL runrate.create_ledger(partition_events => $partition_events); CREATE TABLE go (who text)");

# Run SQL in a session of its own, at the same time as what follows
my $nsessions = 0;
sub session
{
	my ($sql) = @_;
	my $script = PostgreSQL::Test::Utils::tempdir() . '/session' . $nsessions++ . '.sql';
	my %session = (sql => $sql, out => '', err => '');
	PostgreSQL::Test::Utils::append_to_file($script, $sql);
	$session{run} = IPC::Run::start(
		[ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', $script ],
		'<', \undef, '>', \$session{out}, '2>', \$session{err});
	return \%session;
}

sub finished
{
	my ($session) = @_;
	$session->{run}->finish;
	return $session;
}

sub insert
{
	my ($key, $cost) = @_;
	return "INSERT INTO ledger.events (occurred_at, cost, source, source_key) VALUES ('2026-01-01', $cost, 'test', '$key') RETURNING 'inserted';\n";
}

# A session that has inserted a key and does not end its transaction before it is told to
sub holder
{
	my ($key, $end) = @_;
	my $session = session("BEGIN;\n" . insert($key, 1) . <<"SQL");
DO \$\$ BEGIN WHILE NOT EXISTS (SELECT FROM go WHERE who = '$key') LOOP PERFORM pg_sleep(0.02); END LOOP; END \$\$;
$end;
SQL
	$node->poll_query_until('postgres', "SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE 'DO%go WHERE who = ''$key''%' AND pid <> pg_backend_pid()")
	  or die 'the first loader did not come to its place';
	return $session;
}

# How the first one ends, the cost that the second one brings, and what is there
# then: rows, cost, conflicts, rows in quarantine.  The second one never waits
# for long: its row is put aside, and taken in with the next statement after
# the first one has ended.
my @cases = (
	[ 'commits the same',  'COMMIT',           1, '1|1|0|0' ],
	[ 'commits another',   'COMMIT',           2, '1|1|1|0' ],
	[ 'rolls back',        'ROLLBACK',         2, '1|2|0|0' ],
	[ 'is killed',         undef,              2, '1|2|0|0' ],
	[ 'is prepared',       "PREPARE TRANSACTION 'first'", 2, '0||0|1' ]);
sub there
{
	my ($key) = @_;
	return $node->safe_psql('postgres', <<"SQL");
SELECT count(*), trim_scale(sum(cost)), (SELECT count(*) FROM ledger.conflicts WHERE source_key = '$key'),
	(SELECT count(*) FROM ledger.quarantine WHERE source_key = '$key')
FROM ledger.events WHERE source_key = '$key'
SQL
}
for my $case (@cases)
{
	my ($what, $end, $cost, $there) = @$case;
	my $first = holder($what, $end // 'COMMIT');
	my $second = finished(session("BEGIN;\n" . insert($what, $cost) . "COMMIT;\n"));
	is($second->{out} =~ s/\s+$//r, '', "the first loader $what: the second one does not wait for it");
	like($second->{err}, qr/WARNING:  1 row of "events" was put aside\nDETAIL:  1 waiting, first: another transaction/,
		"the first loader $what: the second one says that its row waits");
	is(there($what), '0||0|1', "the first loader $what: the row is put aside");
	$node->safe_psql('postgres', 'SELECT ledger.price_pending()');
	is(there($what), '0||0|1', "the first loader $what: not before that has ended");
	$node->safe_psql('postgres', defined $end ? "INSERT INTO go VALUES ('$what')" :
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'DO%''$what''%' AND pid <> pg_backend_pid()");
	finished($first);
	$node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE query LIKE '%who = ''$what''%' AND pid <> pg_backend_pid()");
	finished(session(insert("after $what", 1)));
	is(there($what), $there, "the first loader $what: rows, cost, conflicts, quarantine after the next load");
}
finished(session("COMMIT PREPARED 'first';\n" . insert('after the prepared one', 1)));
is(there('is prepared'), '1|1|1|0', 'what was prepared is known when it is committed');

# A row that cannot be taken in any more stays in quarantine with the reason,
# and the load that tried is none the worse for it.
{
	$node->safe_psql('postgres', 'ALTER TABLE ledger.events ADD CONSTRAINT not_three CHECK (cost <> 3)');
	my $first = holder('meets a constraint', 'ROLLBACK');
	finished(session(insert('meets a constraint', 3)));
	$node->safe_psql('postgres', "INSERT INTO go VALUES ('meets a constraint')");
	finished($first);
	my $third = finished(session(insert('after the constraint', 1)));
	is($third->{out} =~ s/\s+$//r, 'inserted', 'a load takes no harm from a row that it cannot take in');
	like($node->safe_psql('postgres', "SELECT problem, holder FROM ledger.quarantine WHERE source_key = 'meets a constraint'"),
		qr/^new row for relation "events(?:_default)?" violates check constraint "not_three"\|$/, 'which stays with the reason');
	$node->safe_psql('postgres', 'ALTER TABLE ledger.events DROP CONSTRAINT not_three');
	$node->safe_psql('postgres', "DELETE FROM ledger.quarantine");
}

# A different row of a concurrent loader that says ON CONFLICT DO NOTHING
{
	my $first = holder('on conflict', 'COMMIT');
	finished(session(insert('on conflict', 2) =~ s/ RETURNING/ ON CONFLICT DO NOTHING RETURNING/r));
	$node->safe_psql('postgres', "INSERT INTO go VALUES ('on conflict')");
	finished($first);
	finished(session(insert('after on conflict', 1)));
	is(there('on conflict'), '1|1|1|0', 'ON CONFLICT DO NOTHING: another row is a conflict all the same');
}

# A trigger after ours that drops the row: its key is free
$node->safe_psql('postgres', <<'SQL');
CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER zz BEFORE INSERT ON ledger.events FOR EACH ROW WHEN (NEW.source_key = 'dropped') EXECUTE FUNCTION drop_row();
INSERT INTO ledger.events (occurred_at, cost, source, source_key) VALUES ('2026-01-01', 1, 'test', 'dropped');
DROP TRIGGER zz ON ledger.events;
INSERT INTO ledger.events (occurred_at, cost, source, source_key) VALUES ('2026-01-01', 1, 'test', 'dropped');
SQL
is(there('dropped'), '1|1|0|0', 'the key of a row that another trigger dropped is free');
is($node->safe_psql('postgres', "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), '0', 'no lock on a key is left');

# Eight loaders with the same keys in any order, in transactions of 20
# statements: no order of locks would keep all of them from waiting in a circle.
my $keys = 300;
for my $isolation ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE')
{
	srand(20260105);
	my $source = lc($isolation =~ s/ /_/r);
	my @loaders = map {
		my $loader = $_;
		my @keys = map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [ rand(), $_ ] } 1 .. $keys;
		my $sql = "\\set ON_ERROR_STOP 0\nSET client_min_messages = error;\n";
		while (my @batch = splice(@keys, 0, 20))
		{
			$sql .= "BEGIN ISOLATION LEVEL $isolation;\n" .
				join('', map { "INSERT INTO ledger.events (occurred_at, cost, source, source_key) VALUES ('2026-01-01', 1, '$source', '$_')" .
					($loader % 2 ? " ON CONFLICT DO NOTHING;\n" : ";\n") } @batch) .
				($loader == 3 && @keys % 3 == 0 ? "ROLLBACK;\n" : "COMMIT;\n");
		}
		session($sql);
	} 0 .. 7;
	finished($_) for @loaders;
	# reads of other tables may not fit together, which is for the client to repeat; nothing waits in a circle
	my $errors = join('', map { $_->{err} } @loaders);
	$errors =~ s/^.*could not serialize access.*\n(?:DETAIL.*\n|HINT.*\n|CONTEXT.*\n)*|^.*current transaction is aborted.*\n//mg if $isolation eq 'SERIALIZABLE';
	is($errors, '', "$isolation: eight loaders, the same $keys keys in any order: no error");
	$node->safe_psql('postgres', 'SELECT ledger.price_pending()');
	is($node->safe_psql('postgres', "SELECT count(*), count(DISTINCT source_key), (SELECT count(*) FROM ledger.conflicts WHERE source = '$source'), (SELECT count(*) FROM ledger.quarantine WHERE source = '$source') FROM ledger.events WHERE source = '$source'"),
		"$keys|$keys|0|0", "$isolation: each row is there once");
}

# Four that send the same COPYs in the same order
my @twins = map {
	session(join('', map {
		my $copy = $_;
		"COPY ledger.events (occurred_at, cost, source, source_key) FROM STDIN (FORMAT csv);\n" .
			join('', map { "2026-01-01,1,twins," . ($copy * 100 + $_) . "\n" } 0 .. 99) . "\\.\n"
	} 0 .. 39));
} 1 .. 4;
finished($_) for @twins;
is(join('', map { $_->{err} =~ s/^.*(?:WARNING|DETAIL|HINT).*\n//mgr } @twins), '', 'four loaders send the same COPYs: no error');
$node->safe_psql('postgres', 'SELECT ledger.price_pending()');
is($node->safe_psql('postgres', "SELECT count(*), count(DISTINCT source_key), (SELECT count(*) FROM ledger.quarantine) FROM ledger.events WHERE source = 'twins'"),
	'4000|4000|0', 'each row is there once');

# Ten loaders, each event sent by two of them, one rolled back and one killed
my $rows = 2000;
my @loaders = map {
	my $loader = $_;
	my @keys = grep { $_ % 10 == $loader || ($_ + 1) % 10 == $loader } 1 .. $rows;
	my $copy = "BEGIN;\nCOPY ledger.events (occurred_at, cost, source, source_key) FROM STDIN (FORMAT csv);\n" .
		join('', map { "2026-01-01,1,bulk,$_\n" } sort @keys) . "\\.\n";
	$copy .= $loader == 3 ? "ROLLBACK;\n" :
		$loader == 7 ? "SELECT pg_terminate_backend(pg_backend_pid());\nCOMMIT;\n" : "COMMIT;\n";
	session("SET client_min_messages = error;\n" . $copy);
} 0 .. 9;
finished($_) for @loaders;
is(join('', map { $_->{err} } @loaders[ 0 .. 6, 8, 9 ]), '', 'loaders end without a word');
like($loaders[7]->{err}, qr/terminating connection/, 'one of them is killed');
$node->safe_psql('postgres', 'SELECT ledger.price_pending()');
is($node->safe_psql('postgres', "SELECT count(*), sum(cost)::bigint, count(DISTINCT source_key) FROM ledger.events WHERE source = 'bulk'"),
	"$rows|$rows|$rows", 'no event is lost, none is there twice');
is($node->safe_psql('postgres', "SELECT count(*) FROM ledger.quarantine"), '0', 'and none is put aside');
is(unexplained($node, 'postgres', 'ledger'), '', 'the ledger ties out');

unlike(slurp($node->logfile), qr/leak/, 'nothing is leaked');
no_crash($node, 'loaders');
done_testing();
