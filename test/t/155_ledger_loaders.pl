# Loaders at the same time: who comes second with a key waits for the first,
# and whatever becomes of the first, no event is lost and none counted twice.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use IPC::Run;
use PostgreSQL::Test::Utils ();
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_loaders');
$node->safe_psql('postgres', 'CALL runrate.create_ledger(); CREATE TABLE go (who text)');

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

# How the first one ends, the cost that the second one brings, and what is there then
my @cases = (
	[ 'commits the same',  'COMMIT',   1, '',         '1|1|0' ],
	[ 'commits another',   'COMMIT',   2, '',         '1|1|1' ],
	[ 'rolls back',        'ROLLBACK', 2, 'inserted', '1|2|0' ],
	[ 'is killed',         undef,      2, 'inserted', '1|2|0' ]);
for my $case (@cases)
{
	my ($what, $end, $cost, $result, $there) = @$case;
	my $first = holder($what, $end // 'COMMIT');
	my $second = session(insert($what, $cost));
	ok($node->poll_query_until('postgres', "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%$what%'"),
		"the second loader waits for the first, which $what");
	$node->safe_psql('postgres', defined $end ? "INSERT INTO go VALUES ('$what')" :
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'DO%''$what''%' AND pid <> pg_backend_pid()");
	is(finished($second)->{out} =~ s/\s+$//r, $result, "the first loader $what: what the second one inserts");
	unlike($second->{err}, qr/leak|ERROR/, "the first loader $what: the second one ends well");
	finished($first);
	is($node->safe_psql('postgres', "SELECT count(*), trim_scale(sum(cost)), (SELECT count(*) FROM ledger.conflicts WHERE source_key = '$what') FROM ledger.events WHERE source_key = '$what'"),
		$there, "the first loader $what: rows, cost, conflicts");
}

# Ten loaders, each event sent by two of them, one rolled back and one killed.
# All send in the order of keys, so that none waits for another in a circle.
# Two that look for a key in the same instant both find nothing: then one of
# them gets the error of the unique index, and loads again.
my $rows = 2000;
my @loaders = map {
	my $loader = $_;
	my @keys = grep { $_ % 10 == $loader || ($_ + 1) % 10 == $loader } 1 .. $rows;
	my $copy = "BEGIN;\nCOPY ledger.events (occurred_at, cost, source, source_key) FROM STDIN (FORMAT csv);\n" .
		join('', map { "2026-01-01,1,bulk,$_\n" } sort @keys) . "\\.\n";
	$copy .= $loader == 3 ? "ROLLBACK;\n" :
		$loader == 7 ? "SELECT pg_terminate_backend(pg_backend_pid());\nCOMMIT;\n" : "COMMIT;\n";
	session($copy);
} 0 .. 9;
finished($_) for @loaders;
@loaders = map { $_->{err} =~ /duplicate key value/ ? finished(session($_->{sql})) : $_ } @loaders;
is(join('', map { $_->{err} } @loaders[ 0 .. 6, 8, 9 ]), '', 'loaders end without a word');
like($loaders[7]->{err}, qr/terminating connection/, 'one of them is killed');
is($node->safe_psql('postgres', "SELECT count(*), sum(cost)::bigint, count(DISTINCT source_key) FROM ledger.events WHERE source = 'bulk'"),
	"$rows|$rows|$rows", 'no event is lost, none is there twice');
is($node->safe_psql('postgres', "SELECT count(*) FROM ledger.quarantine"), '0', 'and none is put aside');
is(unexplained($node, 'postgres', 'ledger'), '', 'the ledger ties out');

unlike(slurp($node->logfile), qr/leak/, 'nothing is leaked');
no_crash($node, 'loaders');
done_testing();
