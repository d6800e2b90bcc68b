# Random ledgers: however agents move, credits, retries, reversals, late prices
# and pools come together, every report adds up to what an independent
# calculation in Perl says, and tie_out has nothing to tell.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedgerOracle qw(scaled decimal figures price_facts);
use RunrateTest;

my $rounds = $ENV{RUNRATE_LEDGERS} // 1000;
my $batch = 50;
my $seed = seed();
my $random;

sub below { my ($n) = @_; return $random->($n) }
sub pick { return $_[ below(scalar @_) ] }
sub chance { my ($percent) = @_; return below(100) < $percent }

# Ledgers with their time zones; all have months that begin at another moment
my %zones = (
	l_berlin     => 'Europe/Berlin',
	l_los_angeles => 'America/Los_Angeles',
	l_kathmandu  => 'Asia/Kathmandu',
	l_auckland   => 'Pacific/Auckland');
my @ledgers = sort keys %zones;

# ---------------------------------------------------------------------------
# Random worlds, see RunrateLedgerOracle
# ---------------------------------------------------------------------------
my @units = ('ticket', 'claim');
my @outcomes = qw(resolved approved rejected escalated odd);
my %layers = (model_api => 1, inference => 0, vector_db => 0, retries => 0, tool_calls => 0, human_review => 0, integration => 0);
my @rules = (
	{ unit => '*', outcome => 'resolved', counts => 1, from => '1970-01-01' },
	{ unit => '*', outcome => 'approved', counts => 1, from => '1970-01-01' },
	{ unit => '*', outcome => 'rejected', counts => 0, from => '1970-01-01' },
	{ unit => '*', outcome => 'escalated', counts => 0, from => '1970-01-01' });

# Text of an amount; now and then a credit
sub amount
{
	my ($whole, $decimals) = @_;
	my $n = below($decimals + 1);
	my $text = below($whole) . ($n ? '.' . join('', map { below(10) } 1 .. $n) : '');

	return (chance(12) && $text =~ /[1-9]/ ? '-' : '') . $text;
}

# A local moment: often the first or the last of its month, never in the hours
# in which a clock is put forward or back
sub moment
{
	my ($world) = @_;
	my $month = pick(@{ $world->{months} });

	return "$month 00:00:00.000000" if chance(15);
	return RunrateLedgerOracle::last_day($month) . ' 23:59:59.999999' if chance(15);
	return substr($month, 0, 8) . sprintf('%02d %02d:%02d:%02d.000000', 1 + below(28), 4 + below(20), below(60), below(60));
}

sub some_day { my ($world) = @_; return substr(moment($world), 0, 10) }

sub random_agents
{
	my ($world) = @_;

	foreach my $n (1 .. 1 + below(4))
	{
		my @from = ('1970-01-01', map { some_day($world) } 1 .. below(3));
		shift @from if @from > 1 && chance(30);
		my %seen;
		my ($hired, $retired) = sort map { some_day($world) } 1, 2;
		my $service = below(4);

		$world->{agents}{"agent $n"} = [
			map { {
					from          => $_,
					business_unit => chance(85) ? pick(@{ $world->{business_units} }, 'unlisted') : undef,
					unit          => chance(85) ? pick(@units) : undef,
					deployment    => pick('third_party', 'third_party', 'self_hosted'),
					hired         => ($service & 1) ? $hired : undef,
					retired       => ($service & 2) ? $retired : undef } } grep { !$seen{$_}++ } @from ];
	}
	return;
}

# Prices of which some give costs that have to be rounded
sub random_prices
{
	my ($world) = @_;

	foreach my $model ('small', 'large', 'own')
	{
		foreach my $meter ($model eq 'own' ? ('gpu_seconds', 'vectors_stored') : ('input_tokens', 'cache_read_tokens', 'output_tokens'))
		{
			my @from = ('1970-01-01', map { some_day($world) } 1 .. below(3));
			my %seen;

			shift @from if chance(25);
			push @{ $world->{prices} }, {
				provider => 'acme', model => $model, meter => $meter,
				from     => $_,
				price    => chance(92) ? amount(40, pick(6, 12)) =~ s/^-//r : undef,
				per      => pick(1000000, 1000000, 1000),
				late     => chance(20) }
			  foreach grep { !$seen{$_}++ } @from;
		}
	}
	foreach my $reviewer ('*', 'ann', 'bo')
	{
		push @{ $world->{reviewers} }, {
			reviewer => $reviewer, from => pick('1970-01-01', some_day($world)),
			hourly_cost => amount(90, 4) =~ s/^-//r, late => chance(20) }
		  if chance(60);
	}
	foreach my $currency ('USD', 'GBP')
	{
		push @{ $world->{fx} }, { currency => $currency, from => $_, rate => chance(90) ? '1.' . below(10000) : undef, late => chance(20) }
		  foreach (chance(80) ? '1970-01-01' : ()), (chance(50) ? some_day($world) : ());
	}
	return;
}

sub agent { my ($world) = @_; return chance(85) ? pick(sort keys %{ $world->{agents} }) : pick(undef, 'ghost') }
sub item { my ($world) = @_; return chance(75) ? pick(sort(keys %{ $world->{items} }), 'unlisted item') : undef }

sub random_event
{
	my ($world) = @_;
	my %event = (at => moment($world), agent => agent($world), item => item($world), attempt => 1,
		layer => pick('model_api', 'model_api', 'inference', 'vector_db', 'tool_calls', 'nobody knows'));

	if (chance(15))
	{
		$event{attempt} = 2 + below(3);
		$event{written_layer} = 'model_api';
		$event{layer} = 'retries';
	}
	if (chance(45))
	{
		$event{given} = amount(pick(2, 500, 90000), 12);
		$event{provider} = pick(undef, 'acme', 'other');
		$event{usage} = { input_tokens => below(1000) } if chance(30);
	}
	elsif (chance(20))
	{
		@event{ 'billed', 'currency' } = (amount(1000, pick(2, 12)), pick('USD', 'GBP', 'JPY'));
	}
	elsif (chance(70))
	{
		@event{ 'provider', 'model' } = ('acme', pick('small', 'large', 'large', 'unknown'));
		$event{usage} = { map { $_ => 1 + below(pick(10, 100000)) } grep { chance(60) } qw(input_tokens cache_read_tokens output_tokens) };
		$event{usage}{input_tokens} //= 7 unless %{ $event{usage} };
	}
	else
	{
		@event{ 'provider', 'model' } = ('acme', 'own');
		$event{meter} = pick('gpu_seconds', 'vectors_stored');
		$event{usage} = { $event{meter} => 1 + below(5000) };
	}
	return \%event;
}

sub random_review
{
	my ($world) = @_;
	my %review = (at => moment($world), agent => agent($world), item => item($world), verdict => pick(undef, 'accurate', 'inaccurate'));

	if (chance(30)) { $review{fee} = amount(50, 12) }
	else
	{
		$review{minutes} = below(120) . pick('', '.5', '.25');
		if (chance(30)) { $review{hourly_cost} = amount(90, 2) =~ s/^-//r }
		else            { $review{reviewer} = pick(undef, 'ann', 'bo', 'nobody') }
	}
	return \%review;
}

sub random_pool
{
	my ($world) = @_;
	my ($whole, $decimals) = @_[ 1, 2 ];
	my %pool = (
		at     => moment($world),
		layer  => pick('observability', 'inference', 'model_api', 'security', 'odd layer'),
		vendor => pick(undef, 'acme', 'watcher'),
		driver => pick(qw(outcomes events tokens direct_cost gpu_seconds vectors_stored even seats nonsense)));

	if (chance(15)) { @pool{ 'billed', 'currency' } = (amount($whole, pick(2, 6)), pick('USD', 'GBP')) }
	else            { $pool{given} = amount($whole, $decimals) }
	$pool{agent} = agent($world) if chance(15);
	$pool{business_unit} = pick(@{ $world->{business_units} }) if chance(15);
	$pool{deployment} = pick('third_party', 'self_hosted') if chance(15);
	return %pool;
}

# Facts that cancel others; some in a month of their own choice
sub reversals
{
	my ($world, @facts) = @_;
	my %done;

	return map { { %$_, reverses => $_, moved => undef, chance(30) ? (at => moment($world), moved => 1) : () } }
	  grep { chance(60) && !$done{ $_->{key} }++ } map { pick(@facts) } 1 .. (@facts ? below(4) : 0);
}

sub random_world
{
	my $first = sprintf('%04d-%02d-01', 2024 + below(3), 1 + below(12));
	my @months = ($first);
	push @months, RunrateLedgerOracle::next_month($months[-1]) foreach 1 .. below(4);

	my %world = (
		months => \@months, layers => {%layers}, rules => [@rules],
		business_units => [ ('retail', "O'Brien & Co", "\xc3\xa9tat")[ 0 .. below(3) ] ],
		map({ $_ => [] } qw(prices reviewers fx weights events outcomes reviews shared_costs investments)),
		agents => {}, items => {});
	my $w = \%world;

	random_agents($w);
	random_prices($w);
	foreach my $n (1 .. below(6))
	{
		$world{items}{"item $n"} = {
			customer      => pick(undef, 'customer 1', 'customer 2'),
			business_unit => chance(25) ? pick(@{ $world{business_units} }) : undef };
	}
	push @{ $world{rules} }, { unit => pick('*', @units), outcome => pick(@outcomes), counts => below(2), from => pick('1970-01-01', some_day($w)) }
	  foreach 1 .. below(4);
	push @{ $world{weights} }, { key => 'seats', agent => pick(keys_of($world{agents}), 'ghost'), from => pick('1970-01-01', some_day($w)), weight => chance(90) ? below(6) : undef }
	  foreach 1 .. below(5);

	push @{ $world{events} }, random_event($w) foreach 1 .. below(16);
	push @{ $world{outcomes} }, { at => moment($w), agent => agent($w), item => item($w), outcome => pick(@outcomes), quantity => pick(1, 1, 1, below(30)) }
	  foreach 1 .. below(10);
	push @{ $world{reviews} }, random_review($w) foreach 1 .. below(6);
	push @{ $world{shared_costs} }, { random_pool($w, 5000, pick(2, 6)), month => pick(@months) } foreach 1 .. below(5);
	push @{ $world{investments} }, { random_pool($w, 9000, 2), first_month => pick(@months), months => 1 + below(5) } foreach 1 .. below(3);

	foreach my $facts (qw(events outcomes reviews shared_costs investments))
	{
		my $n = 0;
		$_->{key} = 'k' . $n++ foreach @{ $world{$facts} };
	}
	return $w;
}

sub keys_of { my ($hash) = @_; return sort keys %$hash }

# ---------------------------------------------------------------------------
# A world as SQL
# ---------------------------------------------------------------------------
sub literal { my ($value) = @_; return defined $value ? "'" . $value =~ s/'/''/gr . "'" : 'NULL' }

sub insert
{
	my ($table, $columns, @rows) = @_;
	return @rows ? "INSERT INTO $table (" . join(', ', @$columns) . ") VALUES\n" . join(",\n", map { '(' . join(', ', @$_) . ')' } @rows) . ";\n" : '';
}

sub late_rows
{
	my ($world, $ledger, $late) = @_;
	my $zone = $zones{$ledger};

	return insert("$ledger.prices", [qw(provider model meter valid_from price per)],
		map { [ map({ literal($_) } @{$_}{qw(provider model meter)}), literal("$_->{from} $zone"), literal($_->{price}), $_->{per} ] }
		  grep { !$_->{late} == !$late } @{ $world->{prices} })
	  . insert("$ledger.reviewer_costs", [qw(reviewer valid_from hourly_cost)],
		map { [ map { literal($_) } @{$_}{qw(reviewer from hourly_cost)} ] } grep { !$_->{late} == !$late } @{ $world->{reviewers} })
	  . insert("$ledger.fx", [qw(currency valid_from ledger_amount)],
		map { [ literal($_->{currency}), literal("$_->{from} $zone"), literal($_->{rate}) ] } grep { !$_->{late} == !$late } @{ $world->{fx} });
}

sub world_sql
{
	my ($world, $ledger) = @_;
	my $zone = $zones{$ledger};
	my $at = sub { return literal("$_[0]{at} $zone") };
	my $columns = sub { my ($row, @names) = @_; return map { literal($row->{$_}) } @names };
	my $sql = insert("$ledger.business_units", [qw(business_unit pl_line)], map { [ literal($_), literal(pick(undef, 'Service', 'Risk')) ] } @{ $world->{business_units} });

	foreach my $agent (keys_of($world->{agents}))
	{
		$sql .= insert("$ledger.agents", [qw(agent valid_from business_unit unit_of_work deployment hired retired)],
			map { [ literal($agent), $columns->($_, qw(from business_unit unit deployment hired retired)) ] } @{ $world->{agents}{$agent} });
	}
	$sql .= insert("$ledger.work_items", [qw(work_item customer business_unit)],
		map { [ literal($_), $columns->($world->{items}{$_}, qw(customer business_unit)) ] } keys_of($world->{items}));
	$sql .= insert("$ledger.outcome_rules", [qw(unit_of_work outcome counts valid_from)],
		map { [ $columns->($_, qw(unit outcome)), $_->{counts} ? 'true' : 'false', literal($_->{from}) ] } @{ $world->{rules} }[ @rules .. $#{ $world->{rules} } ]);
	$sql .= insert("$ledger.fixed_shares", [qw(share_key agent valid_from weight)],
		map { [ $columns->($_, qw(key agent from weight)) ] } @{ $world->{weights} });
	$sql .= late_rows($world, $ledger, 0);

	$sql .= insert("$ledger.events",
		[qw(source_key occurred_at agent work_item layer attempt provider model cost input_tokens cache_read_tokens output_tokens meter quantity billed_amount billing_currency)],
		map {
			my $usage = $_->{usage} // {};
			[   literal($_->{key}), $at->($_), $columns->($_, qw(agent item)), literal($_->{written_layer} // $_->{layer}), $_->{attempt},
				$columns->($_, qw(provider model given)), map({ literal($usage->{$_}) } qw(input_tokens cache_read_tokens output_tokens)),
				literal($_->{meter}), literal(defined $_->{meter} ? $usage->{ $_->{meter} } : undef), $columns->($_, qw(billed currency)) ]
		} @{ $world->{events} });
	$sql .= insert("$ledger.outcomes", [qw(source_key occurred_at agent work_item outcome quantity)],
		map { [ literal($_->{key}), $at->($_), $columns->($_, qw(agent item outcome quantity)) ] } @{ $world->{outcomes} });
	$sql .= insert("$ledger.reviews", [qw(source_key occurred_at agent work_item reviewer minutes hourly_cost fee verdict)],
		map { [ literal($_->{key}), $at->($_), $columns->($_, qw(agent item reviewer minutes hourly_cost fee verdict)) ] } @{ $world->{reviews} });
	my @pool = qw(layer vendor driver agent business_unit deployment amount billed_amount billing_currency);
	my $pool = sub { return ($at->($_[0]), $columns->($_[0], qw(key layer vendor driver agent business_unit deployment given billed currency))) };
	$sql .= insert("$ledger.shared_costs", [ qw(month occurred_at source_key), @pool ],
		map { [ $columns->($_, 'month'), $pool->($_) ] } @{ $world->{shared_costs} });
	$sql .= insert("$ledger.investments", [ qw(first_month months occurred_at source_key), @pool ],
		map { [ $columns->($_, 'first_month', 'months'), $pool->($_) ] } @{ $world->{investments} });
	return $sql;
}

my %reverse = (events => 'reverse_event', outcomes => 'reverse_outcome', reviews => 'reverse_review',
	shared_costs => 'reverse_shared_cost', investments => 'reverse_investment');

# Adds reversals to a world and gives the SQL that makes them
sub reversals_sql
{
	my ($world, $ledger) = @_;
	my $sql = '';

	foreach my $table (sort keys %reverse)
	{
		my $billed = $table =~ /^(?:shared_costs|investments)$/;

		foreach my $row (reversals($world, @{ $world->{$table} }))
		{
			$sql .= "SELECT FROM $ledger.$reverse{$table}((SELECT id FROM $ledger.$table WHERE source_key = '$row->{key}'), 'a mistake'"
			  . (!$billed && $row->{moved} ? ", '$row->{at} $zones{$ledger}'" : '') . ");\n";
			push @{ $world->{$table} }, $row;
		}
	}
	return $sql;
}

# ---------------------------------------------------------------------------
# Reports, each with figures that it must equal: name, figure, key, column.  %s
# is the ledger; the key "month agent" is both, "day agent" the day's month and
# the agent, "company" everything.
# ---------------------------------------------------------------------------
my @reports = (
	[ '%s_internal.monthly_costs',
		[ 'working view of all costs', 'total', 'month', 'cost' ],
		[ 'working view by component', 'component', 'month component', 'cost' ] ],
	[ '%s_internal.event_cells',
		[ 'unpriced events', 'unpriced', 'month', 'unpriced_events' ],
		[ 'number of events', 'events', 'month', 'events' ] ],
	[ '%s.chargeback',
		[ 'chargeback', 'total', 'month', 'amount' ],
		[ 'chargeback by part', 'total', 'month', 'direct_cost + review_cost + overhead_cost + write_off_cost' ],
		[ 'chargeback, direct by business unit', 'business_unit_direct', 'month business_unit', 'direct_cost' ],
		[ 'chargeback by agent', 'fully_loaded', 'month agent', 'amount' ],
		[ 'chargeback, volume', 'outcomes', 'month', 'volume' ],
		[ 'chargeback by business unit', 'business_unit', 'month business_unit', 'amount' ] ],
	[ '%s.iceberg',
		[ 'iceberg', 'total', 'month', 'cost' ],
		[ 'iceberg by layer', 'layer', 'month layer', 'cost' ],
		[ 'iceberg, visible and hidden', 'visibility', 'month visibility', 'cost' ] ],
	[ '%s.unit_costs',
		[ 'unit costs', 'total', 'month', 'fully_loaded_cost' ],
		[ 'unit costs by agent', 'fully_loaded', 'month agent', 'fully_loaded_cost' ],
		[ 'unit costs, direct', 'direct', 'month agent', 'direct_cost' ],
		[ 'unit costs, outcomes', 'agent_outcomes', 'month agent', 'outcomes' ] ],
	[ '%s.unit_costs_daily',
		[ 'unit costs by day', 'fully_loaded', 'day agent', 'fully_loaded_cost' ],
		[ 'unit costs by day, outcomes', 'agent_outcomes', 'day agent', 'outcomes' ] ],
	[ '%s.unit_costs_weekly',
		[ 'unit costs by week', 'company', 'company', 'fully_loaded_cost' ] ],
	[ '%s.customer_costs',
		[ 'customers', 'total', 'month', 'fully_loaded_cost' ],
		[ 'customers, direct', 'customer_direct', 'month customer', 'direct_cost' ],
		[ 'customers, outcomes', 'outcomes', 'month', 'outcomes' ],
		[ 'customers, each', 'customer', 'month customer', 'fully_loaded_cost' ] ],
	[ '%s.workforce_pnl',
		[ 'workforce', 'total', 'month', 'fully_loaded_cost' ],
		[ 'workforce by part', 'total', 'month', 'direct_cost + overhead_cost + review_cost + write_off_cost' ],
		[ 'workforce, outcomes', 'outcomes', 'month', 'outcomes' ] ],
	[ '%s.work_item_costs',
		[ 'work items', 'company', 'company', 'fully_loaded_cost' ],
		[ 'work items, direct', 'item_direct', 'work_item', 'direct_cost' ],
		[ 'work items, each', 'item', 'work_item', 'fully_loaded_cost' ],
		[ 'work items, visible and hidden', 'company', 'company', 'visible_cost + hidden_cost' ] ]);

# One statement for each report, which reads it once: number of the figure, key,
# value
my @checks;

sub report_sql
{
	my ($ledger, $view, @figures) = @_;
	my %part = (month => "to_char(month, 'YYYY-MM-DD')", day => "to_char(day, 'YYYY-MM-01')", company => "'all'");

	return 'WITH report AS MATERIALIZED (SELECT * FROM ' . sprintf($view, $ledger) . ') ' . join(' UNION ALL ', map {
			my (undef, undef, $key, $column) = @$_;
			"SELECT $_->[4], " . join(" || ' ' || ", map { $part{$_} // $_ } split / /, $key) . ", trim_scale(sum($column)) FROM report GROUP BY 2"
		} @figures);
}

# Every difference in tie_out, and how much it compares
sub tie_out_sql
{
	my ($ledger) = @_;
	return "WITH t AS MATERIALIZED (SELECT * FROM $ledger.tie_out)"
	  . " SELECT 'tie_out', concat(to_char(month, 'YYYY-MM-DD'), ' ', check_name), coalesce(difference::text, 'NULL') FROM t WHERE difference <> 0 OR difference IS NULL"
	  . " UNION ALL SELECT 'listed', count(*)::text, '' FROM t";
}

foreach my $report (@reports)
{
	my ($view, @figures) = @$report;
	foreach my $figure (@figures)
	{
		push @$figure, scalar @checks;
		push @checks, $figure;
	}
}

sub prepare_sql
{
	my ($ledger) = @_;
	return 'PREPARE report_tie_out AS ' . tie_out_sql($ledger) . ";\n"
	  . join('', map { "PREPARE report_$_ AS " . report_sql($ledger, @{ $reports[$_] }) . ";\n" } 0 .. $#reports);
}

my $ask_sql = join('', map { "EXECUTE report_$_;\n" } 'tie_out', 0 .. $#reports);

# ---------------------------------------------------------------------------
# Rounds
# ---------------------------------------------------------------------------
my $node = start_server('ledger_property', "max_parallel_workers_per_gather = 0\n");
$node->safe_psql('postgres', join('', map { "CALL runrate.create_ledger('$_', 'EUR', '$zones{$_}');" } @ledgers));

my @tables = qw(events outcomes reviews shared_costs investments prices reviewer_costs fx fixed_shares agents work_items business_units conflicts quarantine);
my $seeded = $node->safe_psql('postgres', "SELECT max(id) FROM $ledgers[0].outcome_rules");

# Only a superuser who switches the triggers off can empty a ledger
sub empty_sql
{
	my ($ledger) = @_;
	return "SET session_replication_role = replica;\n"
	  . join('', map { "DELETE FROM $ledger.$_;\n" } @tables)
	  . "DELETE FROM $ledger.outcome_rules WHERE id > $seeded;\n"
	  . "RESET session_replication_role;\n";
}

# The world of a round and the SQL that makes it, then asks all reports
sub round_of
{
	my ($round, $ledger) = @_;

	$random = random_source($seed + 1_000_003 * $round);
	my $world = random_world();
	my $sql = "\\echo = $round\n" . empty_sql($ledger)
	  . 'SET timezone = ' . literal(pick('UTC', 'America/New_York', 'Asia/Tokyo')) . ";\n"
	  . 'SET datestyle = ' . literal(pick('ISO, MDY', 'SQL, DMY', 'German')) . ";\n"
	  . world_sql($world, $ledger);

	price_facts($world, 0);
	$sql .= reversals_sql($world, $ledger) if chance(70);
	if (chance(60))
	{
		$sql .= late_rows($world, $ledger, 1) . "SELECT FROM $ledger.price_pending();\n";
		price_facts($world, 1);
	}
	else
	{
		price_facts($world, 0);
	}
	return ($world, $sql . $ask_sql);
}

# What a report says against the figure that it must equal, or come near
sub differences
{
	my ($name, $expected, $found, $near) = @_;
	my %keys = (%$expected, %$found);
	my @differences;

	foreach my $key (sort keys %keys)
	{
		my ($want, $have) = ($expected->{$key} // '0', $found->{$key} // '0');

		next if $want eq $have || ($near && $have =~ /^-?[\d.]+$/ && abs(scaled($want) - scaled($have)) <= $near);
		push @differences, "$name, $key: $have, should be $want";
	}
	return @differences;
}

# All that is wrong in the answers to one round
sub findings
{
	my ($world, $answers) = @_;
	my $figures = figures($world);
	my (@findings, @found, $listed);
	my %count = map { $_ => 1 } qw(outcomes agent_outcomes unpriced events);
	my %near = map { $_ => scaled('0.01') * (1 + ($figures->{pools}{count} // 0)) } qw(business_unit customer item);

	$figures->{company}{all} = Math::BigInt->new(0);
	$figures->{company}{all} += $_ foreach values %{ $figures->{total} };
	foreach my $line (@$answers)
	{
		my ($check, $key, $value) = split /\|/, $line;

		if    ($check eq 'tie_out') { push @findings, "tie_out, $key: $value" }
		elsif ($check eq 'listed')  { $listed = $key }
		else                        { $found[$check]{$key} = $value }
	}
	foreach my $n (0 .. $#checks)
	{
		my ($name, $figure) = @{ $checks[$n] };
		my %expected = %{ $figures->{$figure} };

		if (!$count{$figure}) { $_ = decimal($_) foreach values %expected }
		push @findings, differences($name, \%expected, $found[$n] // {}, $near{$figure});
	}
	push @findings, 'the round has no answer' unless defined $listed;
	push @findings, 'tie_out compares nothing' if $listed eq '0' && %{ $figures->{total} };
	return @findings;
}

# Runs rounds of one ledger in one session: round => findings
sub run_rounds
{
	my ($ledger, @rounds) = @_;
	my $file = $node->basedir . '/rounds.sql';
	my %world;
	my $sql = 'SET client_min_messages = error; SET search_path = ' . ($ledger eq $ledgers[0] ? "''" : 'public') . ";\n" . prepare_sql($ledger);

	foreach my $round (@rounds)
	{
		my $load;
		($world{$round}, $load) = round_of($round, $ledger);
		$sql .= $load;
	}
	open(my $out, '>', $file) or die "could not create \"$file\": $!";
	print $out $sql;
	close($out);

	# an error ends the rounds, so what follows has no answer
	$node->psql('postgres', "\\i $file", stdout => \my $stdout, stderr => \my $stderr);
	my %answers = map { my ($round, @lines) = split /\n/; $round => \@lines } grep { length } split /^= /m, $stdout;
	my %findings;
	foreach my $round (@rounds)
	{
		my @findings = $answers{$round} ? findings($world{$round}, $answers{$round}) : ();
		$findings{$round} = \@findings if @findings || !$answers{$round};
	}
	return ($stderr, %findings);
}

sub report
{
	my ($name, $stderr, %findings) = @_;
	my @rounds = sort { $a <=> $b } keys %findings;

	ok(!@rounds && $stderr eq '', $name) and return;
	diag($stderr =~ s/^psql:.*?rounds\.sql/rounds.sql/mgr) if $stderr ne '';
	foreach my $round (grep { defined } @rounds[ 0 .. 2 ])
	{
		diag("seed $seed, round $round (repeat with RUNRATE_SEED=$seed RUNRATE_ROUND=$round):");
		diag("  $_") foreach grep { defined } @{ $findings{$round} }[ 0 .. 11 ];
	}
	return;
}

sub ledger_of { my ($round) = @_; return $ledgers[ int($round / $batch) % @ledgers ] }

if (defined $ENV{RUNRATE_ROUND})
{
	my $round = $ENV{RUNRATE_ROUND};
	report("round $round", run_rounds(ledger_of($round), $round));
}
else
{
	foreach my $n (0 .. int(($rounds + $batch - 1) / $batch) - 1)
	{
		my @rounds = grep { $_ < $rounds } $n * $batch .. ($n + 1) * $batch - 1;
		my $ledger = ledger_of($rounds[0]);

		report("$ledger, rounds $rounds[0] to $rounds[-1]", run_rounds($ledger, @rounds));
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
	[ "$ledger.chargeback", 'amount', 'amount + 0.000000000001', qr/^chargeback, .*\.000000000001\b|^chargeback, / ],
	[ "$ledger.iceberg", 'cost', 'cost - 0.000000000001', qr/^iceberg, / ],
	[ "$ledger.unit_costs", 'outcomes', 'outcomes + 1', qr/^unit costs, outcomes, / ],
	[ "$ledger.customer_costs", 'fully_loaded_cost', 'fully_loaded_cost * 2', qr/^tie_out, / ]);
foreach my $spoil (@spoils)
{
	my ($view, $column, $expression, $finding) = @$spoil;
	my $good = $node->safe_psql('postgres', "SELECT pg_get_viewdef('$view'::regclass)");

	$node->safe_psql('postgres', spoiled($view, $column, $expression));
	my ($stderr, %findings) = run_rounds($ledger, 0 .. 9);
	ok((grep { $_ =~ $finding } map { @$_ } values %findings), "found: $column of $view wrong");
	$node->safe_psql('postgres', "CREATE OR REPLACE VIEW $view WITH (security_invoker = true) AS $good");
}
report('the views are mended', run_rounds($ledger, 0 .. 9));

no_crash($node, 'ledgers');
$node->stop;
done_testing();
