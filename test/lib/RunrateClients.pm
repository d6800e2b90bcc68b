# Clients that use every path by which a ledger is written.
package RunrateClients;

use strict;
use warnings;

use Exporter 'import';
use POSIX qw(WNOHANG);
use PostgreSQL::Test::Utils;

use RunrateTest;

our @EXPORT = qw(client_names start_client has_ended has_committed end_client acknowledged);

# What a client sends again and again; %s is the number of the round.  The events
# of insert and copy have the keys <round>.1 to <round>.20.
my %clients = (
	insert => "INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens) SELECT 'insert', '%s.' || n, ('2026-0' || 4 + n %% 5 || '-03 12:00+00')::timestamptz, 'support', 'item ' || n %% 30, 'acme', CASE WHEN n %% 4 = 0 THEN 'late ' || n %% 3 ELSE 'large' END, 100 * n FROM generate_series(1, 20) n;",
	copy => "COPY events (source, source_key, occurred_at, agent, work_item, cost) FROM STDIN;\n" . join('', map { "copy\t%s.$_\t2026-0" . (4 + $_ % 5) . "-04 12:00+00\tadjuster\titem $_\t0.$_\n" } 1 .. 20) . '\.',
	facts => "INSERT INTO outcomes (source, source_key, occurred_at, agent, work_item, outcome) SELECT 'o', '%s.' || n, '2026-05-03 12:00+00', 'support', 'item ' || n, 'resolved' FROM generate_series(1, 5) n;\n"
	  . "INSERT INTO reviews (source, source_key, occurred_at, agent, work_item, minutes) VALUES ('r', '%s', '2026-05-04 12:00+00', 'support', 'item 1', 5);\n"
	  . "INSERT INTO shared_costs (source, source_key, month, layer, amount, driver) VALUES ('s', '%s', '2026-05-01', 'gateway', 3, 'events');",
	reverse => "SELECT reverse_event(id, 'mistake') FROM events e WHERE reverses IS NULL AND cost IS NOT NULL AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id) ORDER BY id DESC LIMIT 1;",
	price => "INSERT INTO prices (provider, model, meter, price) VALUES ('acme', 'late ' || %s %% 3, 'input_tokens', %s %% 7 + 1);\nSELECT price_pending();",
	move => "UPDATE work_items SET business_unit = CASE WHEN business_unit = 'claims' THEN 'service' ELSE 'claims' END WHERE work_item = 'item ' || %s %% 30;\nINSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('agent %s', 'claims', 'claim') ON CONFLICT DO NOTHING;",
	fold => "SELECT fold_balances();\nSELECT CASE WHEN %s %% 10 = 0 THEN rebuild_balances() END;",
	close => "SELECT close_through('2026-02-01', 'n', 'unpriced_events, unpriced_reviews, unallocated_pools, unknown_exchange_rates');\nSELECT reopen_month('2026-02-01', 'again');\nSELECT reopen_month('2026-01-01', 'again');",
	make => "SET search_path = public;\nCALL runrate.create_ledger('other');\nCALL runrate.upgrade_ledger('ledger');\nCALL runrate.drop_ledger('other', 'other');\nSET search_path = ledger, ledger_internal;");

my $round = 0;
my %acknowledged;

sub client_names { return sort keys %clients }

# Rounds of a client that were committed
sub acknowledged { my ($name) = @_; return $acknowledged{$name} // {} }

# A psql that sends its transactions one after the other, more of the fast ones,
# up to the first error
sub start_client
{
	my ($node, $name) = @_;
	my $sql = "SET client_min_messages = error;\nSET search_path = ledger, ledger_internal;\n";
	my $base = PostgreSQL::Test::Utils::tempdir() . "/$name";
	my $rounds = 20;

	$rounds *= 10 if $name =~ /^(?:insert|copy|facts|reverse|price)$/;
	foreach (1 .. $rounds)
	{
		$round++;
		$sql .= "BEGIN;\n" . ($clients{$name} =~ s/%s/$round/gr =~ s/%%/%/gr) . "\nCOMMIT;\n\\echo done $round\n";
	}
	append_to_file("$base.sql", $sql);

	# from files and to files, so that it does not wait for this process
	my @command = ('stdbuf', '-oL', 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-f', "$base.sql", '-d', $node->connstr('company'));
	my $pid = fork() // die "fork: $!";
	if ($pid == 0)
	{
		open(STDOUT, '>', "$base.out") && open(STDERR, '>', "$base.err") && exec(@command);
		POSIX::_exit(1);
	}
	return { name => $name, pid => $pid, out => "$base.out" };
}

# Has it ended by itself?
sub has_ended
{
	my ($client) = @_;

	$client->{ended} ||= waitpid($client->{pid}, WNOHANG) == $client->{pid};
	return $client->{ended};
}

# Has it committed anything since it was started?
sub has_committed
{
	my ($client) = @_;
	return -e $client->{out} && slurp($client->{out}) =~ /^done \d/m;
}

# Note what was committed; the client ends, if it has not ended by itself
sub end_client
{
	my ($client) = @_;

	if (!has_ended($client))
	{
		kill 'TERM', $client->{pid};
		waitpid($client->{pid}, 0);
	}
	my $out = slurp($client->{out});
	$acknowledged{ $client->{name} }{$1} = 1 while $out =~ /^done (\d+)$/mg;
	return;
}

1;
