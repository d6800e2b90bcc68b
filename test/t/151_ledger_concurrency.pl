# Many sessions load one ledger at the same time, with the same rows and with
# their own; some are rolled back, terminated or killed.  After each failed
# batch has been sent again, every event is there once.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;
use Time::HiRes qw(sleep);

use RunrateLedger;
use RunrateTest;

my $node = start_server('ledger_concurrency', "max_connections = 40\nlog_min_messages = error\n");
$node->safe_psql('postgres', 'CALL runrate.create_ledger()');

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# An error after which a client sends the same again
my $retryable = qr/^(?:23505|40001|40P01)$/;

# Whether a statement has to be sent again.  An error after which that does not
# help is a failure of the test.
sub is_retryable
{
	my ($state, $name) = @_;
	fail("$name: $state") unless $state eq '00000' || $state =~ $retryable;
	return $state ne '00000';
}

# Run a statement to its end, sending it again after a retryable error.
# Gives the number of attempts.
sub insist
{
	my ($session, $sql, $name) = @_;
	my $attempts = 0;

	do { $attempts++ } while ($attempts < 5 && is_retryable($session->state($sql), $name));
	return $attempts;
}

# ---------------------------------------------------------------------------
# The same key in two open transactions
# ---------------------------------------------------------------------------
my ($first, $second) = map { session($node, 'postgres') } 1, 2;

sub event_sql
{
	my ($key, $cost) = @_;
	return "INSERT INTO ledger.events (source, source_key, occurred_at, agent, cost) VALUES ('two', '$key', '2026-03-01 12:00+00', 'a', $cost)";
}

sub stored { my ($key) = @_; return answer("SELECT string_agg(trim_scale(cost)::text, ' ') || ' ' || (SELECT count(*) FROM ledger.conflicts WHERE source_key = '$key') || ' ' || (SELECT count(*) FROM ledger.quarantine WHERE source_key = '$key') FROM ledger.events WHERE source_key = '$key'") }

foreach my $case (
	[ 'same', 1.5, 'COMMIT', '1.5 0 0', 'the same row of a transaction that commits is skipped' ],
	[ 'different', 2, 'COMMIT', '1.5 1 0', 'a different row becomes a conflict' ],
	[ 'rolled back', 2, 'ROLLBACK', '2 0 0', 'after a rollback the second row is taken' ])
{
	my ($key, $cost, $end, $expected, $name) = @$case;

	$first->run('BEGIN; ' . event_sql($key, 1.5));
	is($second->state(event_sql($key, $cost)), '00000', "$name: the second one does not wait for it to end");
	$first->run($end);
	answer('SELECT ledger.price_pending()');
	is(stored($key), $expected, $name);
}

# the same in a transaction with more to it: nothing of it is lost
$first->run('BEGIN; ' . event_sql('shared', 3));
is($second->state('BEGIN; ' . event_sql('own', 4) . '; ' . event_sql('shared', 3) . '; COMMIT'), '00000', 'a transaction with a row of its own goes on');
$first->run('COMMIT');
answer('SELECT ledger.price_pending()');
is(stored('own') . ', ' . stored('shared'), '4 0 0, 3 0 0', 'each is there once');
$_->errors foreach $first, $second;

# ---------------------------------------------------------------------------
# Lines of one request: the fullest counts, whoever loads it
# ---------------------------------------------------------------------------
sub line_sql
{
	my (@lines) = @_;
	return "INSERT INTO ledger.events (occurred_at, source, cost_basis, usage_format, usage) VALUES\n" . join(",\n", map {
		my ($message, $output) = @$_;
		qq{('2026-03-02 12:00+00', 'lines', NULL, 'claude_code', '{"requestId": "r", "message": {"id": "$message", "usage": {"input_tokens": 1, "output_tokens": $output}}}')}
	} @lines);
}
sub outputs { return answer("SELECT string_agg(m || ' ' || n || ' ' || o, ', ' ORDER BY m) FROM (SELECT split_part(source_key, '/', 1) AS m, sum(event_count) AS n, sum(output_tokens) AS o
	FROM (SELECT coalesce(o.source_key, e.source_key) AS source_key, e.event_count, e.output_tokens FROM ledger.events e LEFT JOIN ledger.events o ON o.id = e.reverses WHERE 'lines' IN (e.source, o.source)) l GROUP BY 1) s") }

answer(line_sql([ 'a', 1 ], [ 'b', 1 ], [ 'c', 1 ], [ 'd', 1 ]));
foreach my $case ([ 'a', 5, 9, 'COMMIT', 9 ], [ 'b', 9, 5, 'COMMIT', 9 ], [ 'c', 9, 5, 'ROLLBACK', 5 ])
{
	my ($message, $one, $other, $end, $expected) = @$case;

	$first->run('BEGIN; ' . line_sql([ $message, $one ]));
	is($second->state(line_sql([ $message, $other ])), '00000', "lines of $message: the second one does not wait");
	$first->run($end);
	answer('SELECT ledger.price_pending()');
	like(outputs(), qr/\b$message 1 $expected\b/, "lines of $message: the fullest counts");
}
# who reverses a row holds it as long
$first->run("BEGIN; SELECT ledger.reverse_event(id, 'not ours') FROM ledger.events WHERE source_key = 'd/r'");
is($second->state(line_sql([ 'd', 7 ])), '00000', 'a line of what is being reversed does not wait');
$first->run('COMMIT');
answer('SELECT ledger.price_pending()');
like(outputs(), qr/\bd 0 0\b/, 'what was reversed stays reversed');

# four loaders, each with all lines of twenty requests in an order of its own, five at a time
my %line_loaders = map { $_ => session($node, 'postgres') } 0 .. 3;
foreach my $loader (sort keys %line_loaders)
{
	my @lines = map { [ "m$_->[0]", $_->[1] ] } sort { ($a->[0] * 7 + $a->[1] * 13) * (2 * $loader + 3) % 101 <=> ($b->[0] * 7 + $b->[1] * 13) * (2 * $loader + 3) % 101 } map { my $m = $_; map { [ $m, 10 * $_ ] } 1 .. 5 } 1 .. 20;
	my $script = '';

	$script .= 'BEGIN; ' . line_sql(splice(@lines, 0, 5)) . '; ' . line_sql(splice(@lines, 0, 5)) . "; COMMIT;\n" while @lines;
	$line_loaders{$loader}->send($script);
}
$line_loaders{$_}->wait foreach sort keys %line_loaders;
is(join('', map { $_->errors =~ /ERROR.*/ ? $& : '' } values %line_loaders), '', 'none of four loaders of lines fails');
$_->quit foreach values %line_loaders;
answer('SELECT ledger.price_pending()');
answer('SELECT ledger.price_pending()');
is(join(', ', grep { /^m/ } split /, /, outputs()), join(', ', map { "$_ 1 50" } sort map { "m$_" } 1 .. 20), 'the fullest line of each request counts once');
is(answer("SELECT count(*) FROM ledger.quarantine WHERE holder IS NOT NULL"), 0, 'no line waits any longer');
answer('DELETE FROM ledger.quarantine');
$_->errors foreach $first, $second;

# ---------------------------------------------------------------------------
# The end of a month in two sessions
# ---------------------------------------------------------------------------
answer("INSERT INTO ledger.commitments (commitment, kind, vendor, starts_on, ends_on, amount, capacity) VALUES ('seats', 'seats', 'lab', '2026-01-01', '2026-01-31', 100, 10)");
$first->run("BEGIN; SELECT ledger.book_month_end('2026-01-01')");
is($second->state("SELECT FROM ledger.book_month_end('2026-01-01')"), '00000', 'booking a month does not wait for another session that does');
$first->run('COMMIT');
answer('SELECT ledger.price_pending()');
is(answer("SELECT count(*), trim_scale(sum(amount)), (SELECT count(*) FROM ledger.quarantine WHERE fact = 'shared_costs') FROM ledger.shared_costs WHERE source = 'month end'"), '1|100|0', 'it is booked once');

# ---------------------------------------------------------------------------
# A price list in two sessions
# ---------------------------------------------------------------------------
my %lists = (
	litellm => q(ledger.load_prices_litellm('{"m": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06}}', '2026-01-01 00:00+00')),
	genai   => q(ledger.load_prices_genai('[{"id": "other", "name": "Other", "models": [{"id": "m", "match": {"equals": "m"}, "prices": {"input_mtok": 1, "output_mtok": 2}}]}]')));
foreach my $list (sort keys %lists)
{
	$first->run("BEGIN; SELECT FROM $lists{$list}");
	$second->send("SELECT FROM $lists{$list};\n\\echo :SQLSTATE");
	sleep(0.3);
	$first->run('COMMIT');
	my $state = $second->wait =~ s/.*\n//sr;
	insist($second, "SELECT FROM $lists{$list}", $list) if is_retryable($state, $list);
	is(answer("SELECT count(*), count(DISTINCT (provider, model, meter, service_tier, inference_geo, above_tokens, window_start, window_end, valid_from)) FROM ledger.prices WHERE source = '$list'"),
		'2|2', "$list: two sessions load each price once");
}

# ---------------------------------------------------------------------------
# A row is reversed while it gets its cost
# ---------------------------------------------------------------------------
$second->errors;
foreach my $late (
	[ 'events', 'event', 'cost', 'occurred_at, provider, model, input_tokens', "'2026-03-01 12:00+00', 'waits', 'm', 1000000", "prices (provider, model, meter, price) VALUES ('waits', 'm', 'input_tokens', 2)" ],
	[ 'reviews', 'review', 'cost', 'occurred_at, agent, reviewer, minutes', "'2026-03-01 12:00+00', 'a', 'waits', 60", "reviewer_costs (reviewer, valid_from, hourly_cost) VALUES ('waits', '2026-01-01', 2)" ],
	[ 'shared_costs', 'shared_cost', 'amount', 'month, layer, driver, billed_amount, billing_currency', "'2026-03-01', 'gateway', 'even', 1, 'CHF'", "fx (currency, valid_from, ledger_amount) VALUES ('CHF', '2026-01-01', 2)" ])
{
	my ($table, $fact, $money, $columns, $values, $price) = @$late;

	answer("SET client_min_messages = error; INSERT INTO ledger.$table (source, source_key, $columns) VALUES ('waits', '1', $values); INSERT INTO ledger.$price");
	$first->run('BEGIN; SELECT ledger.price_pending()');
	$second->send("SELECT FROM ledger.reverse_$fact((SELECT id FROM ledger.$table WHERE source = 'waits'), 'a mistake');");
	$node->poll_query_until('postgres', "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $second->{pid}") or die 'nobody waits';
	$first->run('COMMIT');
	$second->wait;
	is($second->errors, '', "$table: what gets its cost meanwhile is reversed");
	is(answer("SELECT string_agg(trim_scale(f.$money)::text, ' ' ORDER BY f.id) FROM ledger.$table f WHERE source = 'waits' OR reverses = (SELECT id FROM ledger.$table WHERE source = 'waits')"), '2 -2', "$table: with its cost");
}
$_->quit foreach $first, $second;

# ---------------------------------------------------------------------------
# Ten loaders
# ---------------------------------------------------------------------------
my $loaders = 10;
my $own = 240;
my $common = 120;
my $size = 40;

# Event number i: one in three has no cost and a model that nobody knows the
# price of yet.  Every loader sends the common ones, too.
sub values_of
{
	my ($i) = @_;
	my $at = sprintf('2026-04-%02d 12:00:00+00', 1 + $i % 28);

	return $i % 3 == 0
	  ? [ "k$i", $at, 'agent ' . $i % 4, 'late', undef, $i ]
	  : [ "k$i", $at, 'agent ' . $i % 4, undef, sprintf('%.3f', $i / 1000), undef ];
}

my $columns = "source, source_key, occurred_at, agent, provider, model, cost, input_tokens";

# One batch in one statement, by COPY or INSERT
sub batch_sql
{
	my ($copy, @numbers) = @_;
	my @rows = map { values_of($_) } @numbers;

	return "COPY ledger.events ($columns) FROM STDIN;\n"
	  . join('', map { join("\t", 'ten', @{$_}[ 0 .. 2 ], 'acme', map({ $_ // '\N' } @{$_}[ 3 .. 5 ])) . "\n" } @rows) . "\\.\n"
	  if $copy;
	return "INSERT INTO ledger.events ($columns) VALUES\n"
	  . join(",\n", map { my $r = $_; "('ten', '$r->[0]', '$r->[1]', '$r->[2]', 'acme', " . join(', ', map { defined $_ ? "'$_'" : 'NULL' } @{$r}[ 3 .. 5 ]) . ')' } @rows) . ";\n";
}

# The batches of a loader: common rows first, in the middle or last; loaders
# with odd numbers go through the common rows backwards
sub batches
{
	my ($loader) = @_;
	my @own = map { $common + $loader * $own + $_ } 0 .. $own - 1;
	my @shared = 0 .. $common - 1;

	@shared = reverse @shared if $loader % 2;
	splice(@own, ($loader % 3) * $own / 2, 0, @shared);
	my @batches;
	push @batches, [ splice(@own, 0, $size) ] while @own;
	return @batches;
}

my %batches = map { $_ => [ batches($_) ] } 0 .. $loaders - 1;

# Send batches of a loader by a file, so that psql goes on by itself
sub start_batches
{
	my ($session, $loader, @numbers) = @_;
	my $file = $node->basedir . "/loader_$loader.sql";

	open(my $out, '>', $file) or die "could not create \"$file\": $!";
	print $out batch_sql(($loader + $_) % 2, @{ $batches{$loader}[$_] }), "\\echo batch $_ :SQLSTATE\n" foreach @numbers;
	close($out);
	$session->send("\\i $file");
}

# Numbers of the batches that failed
sub failed_batches
{
	my ($session, $loader, @numbers) = @_;
	my %state = $session->wait =~ /^batch (\d+) (\w+)$/mg;

	return grep { !defined $state{$_} || is_retryable($state{$_}, "loader $loader, batch $_") } @numbers;
}

# Three that will not live to commit hold common rows, so rows of others are put aside
my %doomed = map { $_ => session($node, 'postgres') } qw(rolled_back terminated killed);
my %numbers = (rolled_back => [ 5, 200 ], terminated => [ 50, 500 ], killed => [ 100, 900 ]);
foreach my $doomed (sort keys %doomed)
{
	my $sql = batch_sql(1, @{ $numbers{$doomed} });

	$doomed{$doomed}->run('BEGIN');
	$doomed{$doomed}->send($sql);
	$doomed{$doomed}->wait;
}
# the third is in the middle of a COPY
$doomed{killed}->send("COPY ledger.events ($columns) FROM STDIN;\n" . join("\t", 'ten', 'k901', '2026-04-01', 'agent 1', 'acme', '\N', '0.901', '\N'));
ok($node->poll_query_until('postgres', "SELECT state = 'active' AND wait_event = 'ClientRead' FROM pg_stat_activity WHERE pid = $doomed{killed}{pid}"), 'one loader is in the middle of a COPY');

my %sessions = map { $_ => session($node, 'postgres') } 0 .. $loaders - 1;
my $pricer = session($node, 'postgres');
start_batches($sessions{$_}, $_, 0 .. $#{ $batches{$_} }) foreach sort keys %sessions;
ok($node->poll_query_until('postgres', "SELECT count(*) >= 3 FROM ledger.quarantine WHERE holder IS NOT NULL"), 'rows of loaders wait for what becomes of those of others');

# The price arrives while they load
$pricer->run("INSERT INTO ledger.prices (provider, model, meter, price) VALUES ('acme', 'late', 'input_tokens', 2)");
$pricer->send('SELECT ledger.price_pending();');

$doomed{rolled_back}->run('ROLLBACK');
is(answer("SELECT pg_terminate_backend($doomed{terminated}{pid})"), 't', 'one loader is terminated');
$doomed{killed}->kill;
$pricer->send('SELECT ledger.price_pending();') foreach 1 .. 3;

my $rounds = 0;
my %again = map { $_ => [ 0 .. $#{ $batches{$_} } ] } keys %sessions;
while (%again && ++$rounds <= 20)
{
	foreach my $loader (sort keys %again)
	{
		my @failed = failed_batches($sessions{$loader}, $loader, @{ $again{$loader} });
		if (@failed) { $again{$loader} = \@failed }
		else         { delete $again{$loader} }
	}
	start_batches($sessions{$_}, $_, @{ $again{$_} }) foreach sort keys %again;
}
is(scalar(keys %again), 0, "all batches are in after $rounds attempts");
$pricer->wait;
like($pricer->errors, qr/\A(?:(?!ERROR).)*\z/s, 'pricing beside the loaders raises no error');
$_->quit foreach values %sessions;
$pricer->quit;
foreach my $doomed (qw(rolled_back terminated)) { $doomed{$doomed}->quit }
ok($node->poll_query_until('postgres', "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $doomed{killed}{pid})"), 'the killed session is gone');

# Every event once, with what it was sent with
answer('SELECT ledger.price_pending()');
my $total = $common + $loaders * $own;
my @stored = split /\n/, answer("SELECT source_key, agent, trim_scale(cost) FROM ledger.events WHERE source = 'ten' ORDER BY substr(source_key, 2)::bigint");
my @expected = map {
	my $row = values_of($_);
	my $cost = defined $row->[4] ? $row->[4] : sprintf('%.6f', $row->[5] * 2 / 1e6);
	$cost =~ s/\.?0+$//;
	"$row->[0]|$row->[2]|$cost"
} 0 .. $total - 1;
is(scalar @stored, $total, 'no event is lost, none is there twice');
is(join("\n", @stored), join("\n", @expected), 'each has its own agent and cost');
is(answer("SELECT count(*) FROM ledger.conflicts WHERE source = 'ten'"), 0, 'nothing was taken for a conflict');
is(answer('SELECT count(*) FROM ledger.quarantine'), 0, 'nothing was put aside');
is(answer("SELECT count(*) FROM ledger.events WHERE cost IS NULL AND source = 'ten'"), 0, 'everything is priced');
is(unexplained($node, 'postgres', 'ledger'), '', 'the ledger ties out');

no_crash($node, 'concurrent loaders');
$node->stop;
done_testing();
