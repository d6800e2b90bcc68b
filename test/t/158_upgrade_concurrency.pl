# An upgrade or a repair beside whoever is at work: it waits until it can have
# all at once, and nobody who has a part of it meanwhile ends in a deadlock.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;
use Time::HiRes qw(usleep);

use RunrateLedger;
use RunrateTest;

my $node = start_server('upgrade_concurrency', "max_connections = 40\n");
$node->safe_psql('postgres', "SET client_min_messages = error; CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin');" . sample_sql('ledger'));

sub events_sql { my ($ledger, $key) = @_; return "INSERT INTO $ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('beside', '$key', '2026-03-01 12:00+00', 'support', 1)" }

sub waits
{
	my ($session) = @_;
	foreach (1 .. 1000)
	{
		return 1 if $node->safe_psql('postgres', "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $session->{pid} AND NOT granted)") eq 't';
		last if $session->errors;
		usleep(10_000);
	}
	return;
}

# What a transaction does before the upgrade, and what it does while that waits
my %parts = (
	'facts' => sub { events_sql('ledger', "$_[0]") },
	'outcomes' => sub { "INSERT INTO ledger.outcomes (source, source_key, occurred_at, agent, outcome) VALUES ('beside', '$_[0]', '2026-03-01 12:00+00', 'support', 'resolved')" },
	'work items' => sub { "INSERT INTO ledger.work_items (work_item) VALUES ('$_[0]')" },
	'agents' => sub { "UPDATE ledger.agents SET business_unit = '$_[0]' WHERE agent = 'adjuster'" },
	'prices' => sub { "INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('acme', '$_[0]', 'input_tokens', 1)" },
	'a fold' => sub { 'SELECT ledger.fold_balances()' },
	'a report' => sub { 'SELECT count(*) FROM ledger.work_item_costs' },
	'another report' => sub { 'SELECT count(*) FROM ledger.access_grants' },
	'a table' => sub { 'SELECT count(*) FROM ledger_internal.fold_requests' });
my @pairs = (
	[ 'facts', 'work items' ], [ 'work items', 'facts' ], [ 'facts', 'a report' ], [ 'a report', 'facts' ], [ 'a report', 'another report' ],
	[ 'another report', 'a report' ], [ 'a table', 'a fold' ], [ 'a fold', 'prices' ], [ 'prices', 'agents' ], [ 'agents', 'outcomes' ]);
my $number = 0;

foreach my $pair (@pairs)
{
	my ($first, $second) = @$pair;
	my ($user, $owner) = map { session($node, 'postgres') } 1, 2;
	my $name = "$first, then $second";

	$number++;
	$_->run('SET client_min_messages = error') foreach $user, $owner;
	$user->run('BEGIN');
	is($user->state($parts{$first}->("first $number")), '00000', "$name: at work");
	$owner->send("CALL runrate.upgrade_ledger('ledger');\n\\echo state :SQLSTATE");
	waits($owner) or die "$name: the upgrade does not wait";
	is($user->state($parts{$second}->("second $number")), '00000', "$name: goes on");
	is($user->state('COMMIT'), '00000', "$name: and ends");
	like($owner->wait, qr/^state 00000$/m, "$name: so does the upgrade");
	is($user->errors . $owner->errors, '', "$name: no error");
	$_->quit foreach $user, $owner;
}


# A session that does not want to wait for long says so
{
	my $user = session($node, 'postgres');
	$user->run('BEGIN');
	$user->run(events_sql('ledger', 'held'));
	my $owner = session($node, 'postgres');
	is($owner->state("SET lock_timeout = '1s'; CALL runrate.repair_ledger('ledger')"), '55P03', 'a repair waits as long as lock_timeout says');
	is($owner->run('SHOW lock_timeout'), '1s', 'which stays as it was');
	$user->run('ROLLBACK');
	$_->quit foreach $user, $owner;
}

is($node->safe_psql('postgres', "SELECT count(*) FROM ledger.events WHERE source = 'beside'"), grep({ $_ eq 'facts' } map { @$_ } @pairs) . '', 'all facts are there');
is($node->safe_psql('postgres', 'SELECT * FROM ledger.tie_out WHERE difference <> 0'), '', 'reports tie out');
is($node->safe_psql('postgres', 'SELECT is_current FROM runrate.ledgers'), 't', 'the ledger is whole');

# Nor does who drops a ledger
foreach my $pair ([ 'facts', 'work items' ], [ 'a report', 'facts' ])
{
	my ($user, $owner) = map { session($node, 'postgres') } 1, 2;
	my $name = "dropped beside $pair->[0], then $pair->[1]";

	$node->safe_psql('postgres', "SET client_min_messages = error; CALL runrate.create_ledger('ledger')") if $pair->[0] eq 'a report';
	$user->run('BEGIN');
	is($user->state($parts{ $pair->[0] }->('last')), '00000', "$name: at work");
	$owner->send("CALL runrate.drop_ledger('ledger', confirm => 'ledger');\n\\echo state :SQLSTATE");
	waits($owner) or die "$name: it does not wait";
	is($user->state($parts{ $pair->[1] }->('last')), '00000', "$name: goes on");
	$user->run('COMMIT');
	like($owner->wait, qr/^state 00000$/m, "$name: so is the ledger");
	$_->quit foreach $user, $owner;
}
is($node->safe_psql('postgres', 'SELECT count(*) FROM runrate.ledgers'), '0', 'it is gone');
no_crash($node, 'upgrades');
$node->stop;
done_testing();
