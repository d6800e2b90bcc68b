# Random ledgers: however agents move, units of work and rules change, credits,
# reversals, late prices and restricted pools come together, every report adds up
# to what an independent calculation in Perl says, and tie_out has nothing to tell.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use IPC::Run;
use RunrateLedgerOracle qw(figures);
use RunrateLedgerReports qw(prepare_sql ask_sql findings);
use RunrateOracle::Load qw(literal known_sql facts_sql reversals_sql late_sql);
use RunrateOracle::Prices qw(price_facts);
use RunrateOracle::World qw(use_random pick chance random_world);
use RunrateTest;

my $rounds = $ENV{RUNRATE_LEDGERS} // 500;
my $batch = 125;
my $seed = seed();

# Ledgers with their time zones, in which months begin at another moment, and
# their currencies with the decimals in which they are booked
my %zone = (
	l_auckland    => 'Pacific/Auckland',
	l_berlin      => 'Europe/Berlin',
	l_kathmandu   => 'Asia/Kathmandu',
	l_los_angeles => 'America/Los_Angeles');
my %currency = (l_auckland => 'KWD', l_berlin => 'EUR', l_kathmandu => 'JPY', l_los_angeles => 'USD');
my %minor = (EUR => 2, JPY => 0, KWD => 3, USD => 2);
my @ledgers = sort keys %zone;

# ---------------------------------------------------------------------------
# Rounds
# ---------------------------------------------------------------------------
my $node = start_server('ledger_property', "max_parallel_workers_per_gather = 0\nplan_cache_mode = force_generic_plan\n");
$node->safe_psql('postgres', join('', map { "CALL runrate.create_ledger('$_', '$currency{$_}', '$zone{$_}');" } @ledgers));

my @tables = qw(events outcomes reviews shared_costs investments invoices budgets prices reviewer_costs fx fixed_shares human_baselines agents work_items business_units accounts conflicts quarantine);
my @balances = split /\n/, $node->safe_psql('postgres',
	"SELECT relname FROM pg_class WHERE relnamespace = '$ledgers[0]_internal'::regnamespace AND relkind = 'r' AND relname ~ '(postings|balances)\$' ORDER BY 1");
my $seeded = $node->safe_psql('postgres', "SELECT max(id) FROM $ledgers[0].outcome_rules");

# The present month of each ledger
my %present = map { $_ => $node->safe_psql('postgres', "SELECT to_char(now() AT TIME ZONE '$zone{$_}', 'YYYY-MM-01')") } @ledgers;

# Only who switches triggers off can empty a ledger: once, so that plans of reports
# are kept
$node->safe_psql('postgres', "ALTER TABLE $_ DISABLE TRIGGER refuse_change") foreach split /\n/, $node->safe_psql('postgres', "SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'refuse_change'");

sub empty_sql
{
	my ($ledger) = @_;
	return join('', map { "DELETE FROM ${ledger}_internal.$_;\n" } @balances)
	  . join('', map { "DELETE FROM $ledger.$_;\n" } @tables)
	  . "DELETE FROM $ledger.outcome_rules WHERE id > $seeded;\n";
}

# The world of a round, and the SQL that makes it and asks all reports.  $drop
# may take parts of the world away.
sub round_of
{
	my ($round, $ledger, $drop) = @_;

	use_random(random_source($seed + 1_000_003 * $round));
	my $world = random_world($present{$ledger}, $minor{ $currency{$ledger} });
	$drop->($world) if $drop;
	my $priced_late = chance(60);
	my $folds = chance(20) ? 50 : 0;
	my $fold = "SELECT FROM $ledger.fold_balances();\n";
	my @steps = (reversals_sql($world, $ledger), late_sql($world, $ledger, $zone{$ledger}));

	@steps = reverse @steps if chance(50);
	my $sql = "\\echo = $round\n" . empty_sql($ledger)
	  . 'SET timezone = ' . literal(pick('UTC', 'America/New_York', 'Asia/Tokyo')) . ";\n"
	  . 'SET datestyle = ' . literal(pick('ISO, MDY', 'SQL, DMY', 'German')) . ";\n"
	  . join('', map { chance($folds) ? ($_, $fold) : $_ } known_sql($world, $ledger, $zone{$ledger}), facts_sql($world, $ledger, $zone{$ledger}), @steps)
	  . ($priced_late ? "SELECT FROM $ledger.price_pending();\n" : '');

	price_facts($world, 0);
	price_facts($world, 1) if $priced_late;
	return ($world, $sql . ask_sql($round) . "SELECT 'end';\n");
}

# Starts rounds of one ledger in a session of their own
sub start_rounds
{
	my ($ledger, $drop, @rounds) = @_;
	my %run = (file => $node->basedir . "/$ledger.sql", rounds => \@rounds, world => {}, stdout => '', stderr => '');
	my $sql = 'SET client_min_messages = error; SET search_path = ' . ($ledger eq $ledgers[0] ? "''" : 'public') . ";\n" . prepare_sql($ledger);

	foreach my $round (@rounds)
	{
		($run{world}{$round}, my $load) = round_of($round, $ledger, $drop);
		$sql .= $load;
	}
	open(my $out, '>', $run{file}) or die "could not create \"$run{file}\": $!";
	print $out $sql;
	close($out);

	# an error ends the rounds, so what follows has no answer
	$run{handle} = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-f', $run{file}, '-d', $node->connstr('postgres') ],
		'>', \$run{stdout}, '2>', \$run{stderr});
	return \%run;
}

# What it said: messages, round => findings
sub finish_rounds
{
	my ($run) = @_;

	$run->{handle}->finish;
	my %answers = map { my ($round, @lines) = split /\n/; $round => \@lines } grep { length } split /^= /m, $run->{stdout};
	my %findings;
	foreach my $round (@{ $run->{rounds} })
	{
		my @findings = $answers{$round} ? findings($round, figures($run->{world}{$round}), $answers{$round}) : ();
		$findings{$round} = \@findings if @findings || !$answers{$round};
	}
	return ($run->{stderr}, %findings);
}

sub run_rounds { return finish_rounds(start_rounds(@_)) }

sub report
{
	my ($name, $stderr, %findings) = @_;
	my @rounds = sort { $a <=> $b } keys %findings;

	ok(!@rounds && $stderr eq '', $name) and return;
	diag($stderr) if $stderr ne '';
	foreach my $round (grep { defined } @rounds[ 0 .. 2 ])
	{
		diag("seed $seed, round $round (repeat with RUNRATE_SEED=$seed RUNRATE_ROUND=$round):");
		diag("  $_") foreach grep { defined } @{ $findings{$round} }[ 0 .. 11 ];
	}
	return;
}

sub ledger_of { my ($round) = @_; return $ledgers[ int($round / $batch) % @ledgers ] }

# Everything in a world that can be left out, as the list that has it and the
# place in it
sub parts_of
{
	my ($world) = @_;
	my @lists = (@{$world}{qw(events outcomes reviews shared_costs investments invoices budgets prices reviewers fx baselines weights)}, map { $world->{agents}{$_} } sort keys %{ $world->{agents} });

	return map {
		my $list = $_;
		map { [ $list, $_ ] } 0 .. $#$list
	} @lists;
}

# The SQL of a round that is wrong, with as little in it as still shows the same
sub smallest
{
	my ($ledger, $round) = @_;
	my (%gone, $sql);
	my $wrong = sub {
		my (%without) = @_;
		my ($stderr, %findings) = run_rounds($ledger, sub {
				my ($world) = @_;
				my @parts = parts_of($world);
				splice(@{ $parts[$_][0] }, $parts[$_][1], 1) foreach sort { $b <=> $a } keys %without;
			}, $round);
		return $stderr eq '' ? join('; ', sort map { /^(.+?), [^,]*: / ? $1 : $_ } @{ $findings{$round} // [] }) : '';
	};
	my $all = () = parts_of((round_of($round, $ledger))[0]);
	my ($first) = split /; /, $wrong->();

	foreach my $n (reverse 0 .. $all - 1)
	{
		$gone{$n} = 1;
		delete $gone{$n} unless index($wrong->(%gone), $first) >= 0;
	}
	diag($wrong->(%gone));
	return slurp($node->basedir . "/$ledger.sql") =~ s/\A.*?^(?=\\echo)//msr =~ s/^(?:EXECUTE|DELETE) .*\n//mgr;
}

if (defined $ENV{RUNRATE_ROUND})
{
	my $round = $ENV{RUNRATE_ROUND};
	my ($stderr, %findings) = run_rounds(ledger_of($round), undef, $round);

	report("round $round", $stderr, %findings);
	diag(smallest(ledger_of($round), $round)) if $stderr eq '' && %findings;
}
else
{
	my @batches = map { [ grep { $_ < $rounds } $_ * $batch .. ($_ + 1) * $batch - 1 ] } 0 .. int(($rounds + $batch - 1) / $batch) - 1;

	# two at a time, each with a ledger of its own
	while (my @now = splice(@batches, 0, 2))
	{
		my @runs = map { start_rounds(ledger_of($_->[0]), undef, @$_) } @now;

		report(ledger_of($_->{rounds}[0]) . ", rounds $_->{rounds}[0] to $_->{rounds}[-1]", finish_rounds($_)) foreach @runs;
		$node->safe_psql('postgres', 'VACUUM');
	}
}

# ---------------------------------------------------------------------------
# The test can fail: a report that is wrong by the smallest amount is found
# ---------------------------------------------------------------------------

# A view as it is, but for one column
sub spoiled
{
	my ($view, $column, $expression) = @_;
	my $columns = $node->safe_psql('postgres', <<"SQL");
SELECT string_agg(CASE attname WHEN '$column' THEN '($expression)::' || format_type(atttypid, atttypmod) || ' AS $column' ELSE quote_ident(attname) END, ', ' ORDER BY attnum)
FROM pg_attribute WHERE attrelid = '$view'::regclass AND attnum > 0
SQL
	my $definition = $node->safe_psql('postgres', "SELECT rtrim(pg_get_viewdef('$view'::regclass), ';')");
	return "CREATE OR REPLACE VIEW $view WITH (security_invoker = true) AS SELECT $columns FROM ($definition) AS v";
}

my $ledger = $ledgers[0];
my @spoils = (
	[ "$ledger.chargeback", 'amount', 'amount + 0.001', qr/^chargeback, booked, / ],
	[ "$ledger.chargeback", 'exact_amount', 'exact_amount + 0.000000000001', qr/^chargeback, exact, / ],
	[ "$ledger.journal_entries", 'debit', 'debit * 1.001', qr/^journal, / ],
	[ "$ledger.accruals", 'accrued_amount', 'accrued_amount + 1', qr/^accruals, accrued, / ],
	[ "$ledger.iceberg", 'cost', 'cost - 0.000000000001', qr/^iceberg, / ],
	[ "$ledger.unit_costs", 'outcomes', 'outcomes + 1', qr/^unit costs, outcomes, / ],
	[ "$ledger.unit_costs_daily", 'fully_loaded_cost', 'fully_loaded_cost * 2', qr/^tie_out, / ]);
foreach my $spoil (@spoils)
{
	my ($view, $column, $expression, $finding) = @$spoil;
	my $good = $node->safe_psql('postgres', "SELECT pg_get_viewdef('$view'::regclass)");

	$node->safe_psql('postgres', spoiled($view, $column, $expression));
	my ($stderr, %findings) = run_rounds($ledger, undef, 0 .. 8);
	ok((grep { $_ =~ $finding } map { @$_ } values %findings), "found: $column of $view wrong");
	$node->safe_psql('postgres', "CREATE OR REPLACE VIEW $view WITH (security_invoker = true) AS $good");
}
report('the views are mended', run_rounds($ledger, undef, 0 .. 8));

no_crash($node, 'ledgers');
$node->stop;
done_testing();
