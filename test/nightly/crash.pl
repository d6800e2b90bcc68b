# Backends and the postmaster are killed while every path that writes is in use:
# what was committed is there, balances and closings agree with facts, and no
# index or page is damaged.
#
#	RUNRATE_CRASHES		kills (default: 100)
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;
use Time::HiRes qw(sleep);

use RunrateClients;
use RunrateLedger;
use RunrateTest;

my $crashes = $ENV{RUNRATE_CRASHES} // 100;
my $random = random_source(seed());
my $node = start_server('crash', "restart_after_crash = on\nmax_connections = 40\n", extra => [ '--encoding=UTF8', '--no-locale', '--data-checksums' ]);

sub answer { my (@sql) = @_; return $node->safe_psql('company', join(";\n", 'SET client_min_messages = error', 'SET search_path = ledger, ledger_internal', @sql)) }

$node->safe_psql('postgres', 'CREATE DATABASE company');
$node->safe_psql('company', "SET client_min_messages = error; CREATE EXTENSION runrate; CREATE EXTENSION amcheck; CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin');" . sample_sql('ledger'));

my %killed;

foreach my $crash (1 .. $crashes)
{
	my @running = map { start_client($node, $_) } client_names();
	# closing a month and making a ledger take seconds beside the others
	my $until = Time::HiRes::time() + 0.5 + $random->($random->(4) ? 1500 : 10_000) / 1000;
	# and on a busy machine longer: now and then whoever has not come to an end yet is waited for
	my $patience = Time::HiRes::time() + 300;
	my @slow = $crash % 10 == 0 ? grep { !%{ acknowledged($_->{name}) } } @running : ();
	my ($what, $pid);

	sleep 0.02 while Time::HiRes::time() < $until;
	sleep 0.1 while Time::HiRes::time() < $patience && grep { !has_committed($_) && !has_ended($_) } @slow;
	if ($random->(3) == 0)
	{
		($what, $pid) = ('postmaster', undef);
	}
	else
	{
		my (undef, $out) = $node->psql('company', "SELECT pid, coalesce(substring(query FROM '\\w+'), 'backend') FROM pg_stat_activity WHERE datname = 'company' AND state <> 'idle' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1");
		($pid, $what) = split /\|/, $out // '';
	}
	$what ||= 'nobody';
	$killed{$what}++;
	if ($what eq 'postmaster') { $node->kill9 }
	elsif ($pid) { kill 'KILL', $pid }
	sleep 0.2;
	end_client($_) foreach @running;
	start_again($node) if $what eq 'postmaster';
	wait_for_server($node);
	next unless $crash % 5 == 0 || $crash == $crashes;

	foreach my $name ('insert', 'copy')
	{
		my %there = map { $_ => 1 } split /\n/, answer("SELECT DISTINCT split_part(source_key, '.', 1) FROM events WHERE source = '$name' GROUP BY 1 HAVING count(*) >= 20");
		my @lost = grep { !$there{$_} } sort keys %{ acknowledged($name) };
		is_deeply(\@lost, [], "crash $crash: all that $name had committed is there");
	}
	is(answer('SELECT * FROM tie_out WHERE difference <> 0'), '', "crash $crash: reports tie out");
	is(answer('SELECT * FROM compare_balances WHERE difference <> 0'), '', "crash $crash: balances are those of the facts");
	is(answer('SELECT * FROM verify_books()'), '', "crash $crash: books are verified");
	is(answer("SELECT is_current FROM runrate.ledgers WHERE schema = 'ledger'"), 't', "crash $crash: nothing is missing");
}
$node->command_ok([ 'pg_amcheck', '--heapallindexed', '--parent-check', '--schema=ledger', '--schema=ledger_internal', 'company' ], 'amcheck of all tables and indexes');
$node->stop;
$node->command_ok([ 'pg_checksums', '--check', '-D', $node->data_dir ], 'checksums of all pages');
unlike(slurp($node->logfile), qr/PANIC|TRAP:|was terminated by signal (?!9)/, 'no crash but those');
diag('killed: ' . join(', ', map { "$_ $killed{$_}" } sort keys %killed));
diag('transactions: ' . join(', ', map { "$_ " . keys %{ acknowledged($_) } } client_names()));
# a few kills leave no time for what takes seconds
if ($crashes >= 50) { cmp_ok(scalar(keys %{ acknowledged($_) }), q(>), 0, "$_ was in use") foreach client_names() }
done_testing();
