# Alerts are raised once and delivered once: by several sessions at a time, over
# kill -9 of the server and of what delivers them, to a webhook that fails, and
# on the schedule of pg_cron.  RUNRATE_KILLS says how often each is killed.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use IPC::Run ();
use JSON::PP;
use Test::More;
use Time::HiRes qw(sleep time);

use RunrateLedger;
use RunrateTest;

my $kills = $ENV{RUNRATE_KILLS} // 3;
my $random = random_source(seed());
my $cron = -e pg_config('sharedir') . '/extension/pg_cron.control';
my $node = start_server('alerts', "max_connections = 40\nlog_min_messages = panic\nrestart_after_crash = on\n"
	  . ($cron ? "shared_preload_libraries = 'pg_cron'\ncron.database_name = 'postgres'\ncron.log_run = off\ncron.use_background_workers = on\n" : ''));
my $dir = PostgreSQL::Test::Utils::tempdir();
my ($python) = grep { system("$_ -c 'import psycopg' >/dev/null 2>&1") == 0 } 'python3', '/usr/bin/python3';

$node->safe_psql('postgres', 'CALL runrate.create_ledger()');

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# Keys that are too old: the cheapest alerts there are
my $keys = 0;
sub old_keys
{
	my ($n) = @_;
	answer("INSERT INTO ledger.api_keys (api_key, created_on) SELECT 'key ' || n, current_date - 100 FROM generate_series($keys + 1, $keys + $n) n");
	$keys += $n;
	return;
}

# ---------------------------------------------------------------------------
# Eight sessions raise the same alerts
# ---------------------------------------------------------------------------
my @sessions = map { session($node, 'postgres') } 1 .. 8;
$sessions[0]->run('LISTEN runrate_alerts');
my $heard = '';
foreach my $round (1 .. 3)
{
	old_keys(20);
	$_->send('CALL ledger.raise_alerts();') foreach @sessions;
	$heard .= $_->wait foreach @sessions;
	is(join('', map { $_->errors } @sessions), '', "round $round: no session fails");
	is(answer('SELECT count(*), count(DISTINCT subject) FROM ledger.alerts'), "$keys|$keys", "round $round: each alert is there once");
}
like($heard . $sessions[0]->run('SELECT 1'), qr/"runrate_alerts" with payload "\{"ledger" : "ledger", "alert" : \d+, "kind" : "key_rotation", "severity" : 3\}"/, 'who listens hears of it');
$_->quit foreach @sessions;

SKIP:
{
	if (!defined $python)
	{
		diag('NOT TESTED: delivery of alerts, there is no psycopg (Debian: python3-psycopg)');
		skip 'no psycopg', 1;
	}

	# -----------------------------------------------------------------------
	# To a webhook on loopback
	# -----------------------------------------------------------------------
	my ($log, $behaviour) = ("$dir/webhook.log", "$dir/behaviour");
	my $in = '';
	my $port = '';
	PostgreSQL::Test::Utils::append_to_file($log, '');

	sub webhook { my ($what) = @_; open(my $file, '>', $behaviour) or die $!; print $file $what; close $file; return }
	sub messages { return map { decode_json($_) } split /\n/, slurp($log) }

	webhook('ok');
	my $server = IPC::Run::start([ 'python3', "$FindBin::RealBin/../lib/webhook_server.py", $log, $behaviour ], '<', \$in, '>', \$port);
	$server->pump until $port =~ /\n/;
	chomp $port;
	local $ENV{RUNRATE_WEBHOOK_URL} = "http://127.0.0.1:$port/services/secret";
	local @ENV{qw(PGHOST PGPORT PGDATABASE)} = ($node->host, $node->port, 'postgres');
	my @listener = ($python, "$FindBin::RealBin/../../contrib/slack/alert_listener.py");

	# Run the listener with these options until it ends
	sub deliver
	{
		my ($out, $err) = ('', '');
		IPC::Run::run([ @listener, @_ ], '<', \'', '>', \$out, '2>', \$err);
		return ($? >> 8, $err);
	}

	sub start_listener
	{
		my $out = '';
		return IPC::Run::start([ @listener, '--interval', '1' ], '<', \'', '>', \$out, '2>', "$dir/listener.log");
	}

	# Wait until nothing is left to send
	sub delivered
	{
		my $until = time() + 60;
		sleep(0.1) while answer('SELECT count(*) FROM ledger.alert_outbox WHERE delivered_at IS NULL') && time() < $until;
		return answer('SELECT count(*) FROM ledger.alert_outbox WHERE delivered_at IS NULL');
	}

	my @done = deliver('--once');
	is("@done", '0 ', 'the listener sends what is there');
	my @messages = messages();
	is(scalar(@messages), $keys, 'a message for each alert');
	is(scalar(keys %{ { map { $_->{key} => 1 } @messages } }), $keys, 'with a key of its own');
	is($messages[0]{text}, ':red_circle: *key_rotation* Key key 1 was to be rotated by ' . answer("SELECT to_char(current_date - 10, 'YYYY-MM-DD')") . '.', 'what it says');
	deliver('--once');
	is(scalar(messages()), $keys, 'and none again');

	# What means something to the chat is text
	answer("INSERT INTO ledger.api_keys (api_key, created_on) VALUES ('<\@everyone> & <http://x|y>', current_date - 100); CALL ledger.raise_alerts()");
	$keys++;
	deliver('--once');
	like((messages())[-1]{text}, qr/Key &lt;\@everyone&gt; &amp; &lt;http:\/\/x\|y&gt; was/, 'a name is text');

	# A webhook that fails
	foreach my $case ([ 'status 500', 'HTTP 500' ], [ 'status 302', 'HTTP 302' ], [ 'status 429', 'HTTP 429' ])
	{
		my ($what, $error) = @$case;
		old_keys(1);
		answer('CALL ledger.raise_alerts()');
		webhook($what);
		my ($status, $err) = deliver('--once');
		is($status, 0, "$what: the listener goes on");
		like($err, qr/^alert_listener: alert \d+: $error; next attempt in 1 seconds$/m, "$what: says what is wrong");
		is(answer('SELECT failed_attempts, last_error, delivered_at IS NULL FROM ledger.alert_board ORDER BY alert DESC LIMIT 1'), "1|$error|t", "$what: and writes it down");
		webhook('ok');
		sleep(1.1);
		deliver('--once');
		is(answer('SELECT count(*) FROM ledger.alert_outbox WHERE delivered_at IS NULL'), 0, "$what: delivered later");
	}
	{
		local $ENV{RUNRATE_WEBHOOK_URL} = 'file:///etc/passwd';
		my ($status, $err) = deliver('--once');
		is($status, 2, 'another kind of URL is refused');
		unlike($err, qr/passwd/, 'and not shown');
	}

	# Who dies between the answer and the commit sends again, with the same key
	old_keys(1);
	answer('CALL ledger.raise_alerts()');
	webhook('slow 3');
	my $before = scalar(messages());
	my $listener = start_listener();
	sleep(0.05) until messages() > $before;
	$listener->kill_kill(grace => 0);
	webhook('ok');
	deliver('--once');
	my @again = (messages())[ $before .. messages() - 1 ];
	is(join(' ', map { $_->{key} eq $again[0]{key} ? 'same' : 'other' } @again), 'same same', 'a listener that was killed before it knew sends again under the same key');

	# The server goes away in that moment: the listener remembers
	old_keys(1);
	answer('CALL ledger.raise_alerts()');
	webhook('slow 2');
	$before = scalar(messages());
	$listener = start_listener();
	sleep(0.05) until messages() > $before;
	$node->kill9;
	start_again($node);
	webhook('ok');
	is(delivered(), 0, 'a server that was killed before the commit: delivered');
	is(messages() - $before, 1, 'and sent once');

	# -----------------------------------------------------------------------
	# kill -9 of the server while alerts are raised and sent
	# -----------------------------------------------------------------------
	$before = scalar(messages());
	my $count = $keys;
	foreach my $cycle (1 .. $kills)
	{
		old_keys(5);
		my $session = session($node, 'postgres');
		$session->send('CALL ledger.raise_alerts();') foreach 1 .. 3;
		sleep($random->(400) / 1000);
		$node->kill9;
		start_again($node);
		$session->kill;
	}
	answer('CALL ledger.raise_alerts()');
	is(delivered(), 0, "$kills times kill -9 of the server: nothing is left");
	is(answer("SELECT count(*), count(DISTINCT subject) FROM ledger.alerts"), "$keys|$keys", 'each alert was raised once');
	my @sent = (messages())[ $before .. messages() - 1 ];
	is(scalar(@sent), $keys - $count, 'and sent once');
	is(scalar(keys %{ { map { $_->{key} => 1 } @sent } }), $keys - $count, 'each of them');

	# -----------------------------------------------------------------------
	# kill -9 of the listener, two of them at work
	# -----------------------------------------------------------------------
	$before = scalar(messages());
	$count = $keys;
	my $other = start_listener();
	foreach my $cycle (1 .. $kills)
	{
		old_keys(5);
		answer('CALL ledger.raise_alerts()');
		sleep($random->(60) / 1000);
		$listener->kill_kill(grace => 0);
		$listener = start_listener();
	}
	is(delivered(), 0, "$kills times kill -9 of a listener: nothing is left");
	$_->kill_kill(grace => 0) foreach $listener, $other;
	@sent = (messages())[ $before .. messages() - 1 ];
	is(scalar(keys %{ { map { $_->{key} => 1 } @sent } }), $keys - $count, 'each alert arrived');
	cmp_ok(@sent - ($keys - $count), '<=', $kills, 'again at most where a listener did not live to know');
	$server->kill_kill;
}

# ---------------------------------------------------------------------------
# On a schedule
# ---------------------------------------------------------------------------
SKIP:
{
	if (!$cron)
	{
		diag('NOT TESTED: the schedule, there is no pg_cron (Debian: postgresql-15-cron)');
		skip 'no pg_cron', 1;
	}
	old_keys(1);
	answer("CREATE EXTENSION pg_cron; SELECT cron.schedule('runrate alerts', '* * * * *', 'CALL ledger.raise_alerts()')");
	# to the minute, which is the shortest that all versions of pg_cron know
	my $until = time() + 180;
	sleep(0.3) while answer('SELECT count(*) FROM ledger.alerts') < $keys && time() < $until;
	is(answer('SELECT count(*), count(DISTINCT subject) FROM ledger.alerts'), "$keys|$keys", 'pg_cron raises alerts');
	is(answer("SELECT cron.unschedule('runrate alerts')"), 't', 'and ends');
}

$node->stop('immediate');
done_testing();
