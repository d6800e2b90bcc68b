# Outcome budgets of a thousand small random ledgers (RUNRATE_LEDGERS): every
# component of the variance is what an independent calculation with exact
# fractions says, all sum to what is booked less the budget, and so does what can
# be given away.  A month with agents of its own is a ledger by itself, and 250
# of them are kept in one schema.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Math::BigRat;
use Test::More;

use RunrateTest;

my $months = 250;
my @ledgers = map { "l$_" } 1 .. int((($ENV{RUNRATE_LEDGERS} // 1000) + $months - 1) / $months);
my $seed = seed();
my $random = random_source($seed);
my $node = start_server('govern_property');

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', "SET client_min_messages = error; SET jit = off; $sql") }
sub below { my ($n) = @_; return $random->($n) }
sub chance { my ($p) = @_; return below(1000) < 1000 * $p }
sub rat { my ($text) = @_; return Math::BigRat->new($text) }

# Money is counted in units of 10^-12, which a Perl integer holds here
sub units
{
	my ($text) = @_;
	my ($whole, $part) = split /\./, $text;
	return $whole * 1_000_000_000_000 + (($part // '') . '0' x (12 - length($part // '')));
}

# A number with that many decimals, as text
sub number
{
	my ($below, $decimals) = @_;
	return below($below) . '.' . join('', map { below(10) } 1 .. $decimals);
}

# Rounded half away from zero to 12 decimals, as a fraction
sub rounded
{
	my ($x) = @_;
	my $scaled = $x->copy->babs * rat('1000000000000') + rat('1/2');
	my $value = Math::BigRat->new($scaled->bfloor) / rat('1000000000000');
	return $x < 0 ? -$value : $value;
}

# The first day of a month by its number from January 2001 on
sub month_of { my ($n) = @_; return sprintf('%04d-%02d-01', 2001 + int($n / 12), 1 + $n % 12) }
sub moment { my ($month, $day) = @_; return substr($month, 0, 8) . sprintf('%02d 12:00+00', $day) }

# ---------------------------------------------------------------------------
# One ledger: its rows, and what it has by month and agent
# ---------------------------------------------------------------------------
my %rows;     # table => list of rows
my %cell;     # month => agent => what there is
my @late;     # facts that are reversed, and when
my $key = 0;

sub row { my ($table, @values) = @_; push @{ $rows{$table} }, '(' . join(', ', map { defined $_ ? "'$_'" : 'NULL' } @values) . ')'; return }
sub count_in { my ($month, $agent, $what, $amount) = @_; ($cell{$month}{$agent}{$what} //= 0) += $amount; return }

sub make_budget
{
	my ($agent, $n) = @_;
	my %b = (target => number(20, 1 + below(6)), planned => chance(0.05) ? 0 : below(3000));
	my $left = rat($b{target});

	if (chance(0.6))
	{
		@b{qw(attempts tokens price)} = (number(3, 2), number(4000, below(3)), number(30, 2));
		my $model = rat($b{attempts}) * rat($b{tokens}) * rat($b{price}) / rat(1000000);
		if ($model > $left) { delete @b{qw(attempts tokens price)} }
		else                { $left -= $model }
	}
	foreach my $part (qw(review overhead))
	{
		next unless chance(0.5);
		my $amount = number(3, 6);
		next if rat($amount) > $left;
		$b{$part} = $amount;
		$left -= rat($amount);
	}
	row('outcome_budgets', $agent, month_of($n), '1', '1', (undef) x 5) if chance(0.2);    # and is superseded
	row('outcome_budgets', $agent, month_of($n), @b{qw(target planned attempts tokens price review overhead)});
	row('outcome_budgets', $agent, month_of($n + 1), (undef) x 7);
	return \%b;
}

sub make_facts
{
	my ($agent, $n) = @_;
	my ($month, $next) = (month_of($n), month_of($n + 1));

	foreach (1 .. below(4))
	{
		my ($count, $tokens, $cost) = (1 + below(4000), below(20000000), number(9000, below(13)));
		my $layer = (qw(model_api inference))[ below(2) ];
		my $attempt = chance(0.3) ? 2 : 1;

		row('events', 'e' . ++$key, moment($month, 1 + below(28)), $agent, $layer, 'acme', 'large', $tokens, $cost, $count, $attempt);
		my $sign = 1;
		if (chance(0.15))
		{
			# in the same month it is gone, in the next one it is taken back
			my $later = chance(0.5);
			push @late, [ 'event', "e$key", $later ? moment($next, 3) : undef ];
			count_in($next, $agent, 'prior', -units($cost)) if $later;
			$sign = 0 unless $later;
		}
		next unless $sign;
		count_in($month, $agent, 'attempts', $count);
		count_in($month, $agent, 'used', $tokens);
		count_in($month, $agent, $_, units($cost)) foreach qw(model cost);
	}
	if (chance(0.5))
	{
		my $cost = number(500, 12);
		row('events', 'e' . ++$key, moment($month, 1 + below(28)), $agent, 'tool_calls', 'tools', undef, undef, $cost, 1, 1);
		count_in($month, $agent, 'cost', units($cost));
	}
	foreach (1 .. below(3))
	{
		my $fee = number(900, 2);
		row('reviews', 'r' . ++$key, moment($month, 1 + below(28)), $agent, $fee);
		count_in($month, $agent, $_, units($fee)) foreach qw(reviewed cost);
	}
	foreach (1 .. below(4))
	{
		my ($outcome, $quantity) = (chance(0.8) ? 'resolved' : 'escalated', 1 + below(1500));
		row('outcomes', 'o' . ++$key, moment($month, 1 + below(28)), $agent, $outcome, $quantity);
		my $gone = chance(0.15);
		push @late, [ 'outcome', "o$key", undef ] if $gone;
		count_in($month, $agent, 'outcomes', $quantity) unless $gone || $outcome ne 'resolved';
	}
	if (chance(0.4))
	{
		my $amount = number(800, 2);
		row('shared_costs', 's' . ++$key, $month, $agent, $amount);
		count_in($month, $agent, $_, units($amount)) foreach qw(overhead cost);
	}
	return;
}

# What was counted, as a fraction
sub known
{
	my ($month, $agent, $what) = @_;
	my $counted = $cell{$month}{$agent}{$what} // 0;
	return rat($what =~ /^(?:attempts|used|outcomes)$/ ? $counted : "$counted/1000000000000");
}

# What budget_variance has to have of a month: agent => component => fraction
sub expected
{
	my ($month, $budgets) = @_;
	my %expected;
	my ($all_planned, $all_outcomes) = (rat(0), rat(0));
	my $of = sub { my ($agent, $what) = @_; return known($month, $agent, $what) };

	foreach my $agent (keys %$budgets)
	{
		$all_planned += rat($budgets->{$agent}{planned});
		$all_outcomes += $of->($agent, 'outcomes');
	}
	foreach my $agent (sort keys %{ { %{ $cell{$month} // {} }, %$budgets } })
	{
		my $b = $budgets->{$agent};
		my $q = $of->($agent, 'outcomes');
		my %v;

		if (!$b) { $v{unbudgeted} = $of->($agent, 'cost') if $of->($agent, 'cost') != 0 }
		else
		{
			my ($t, $planned) = (rat($b->{target}), rat($b->{planned}));

			$v{volume} = rounded($all_planned > 0 ? $t * $planned * ($all_outcomes - $all_planned) / $all_planned : $t * $q);
			$v{mix} = $t * ($q - $planned) - $v{volume};
			if (defined $b->{attempts})
			{
				my ($k, $n, $p) = map { rat($_) } @$b{qw(attempts tokens price)};
				$p /= rat(1000000);
				$v{attempts_per_outcome} = rounded(($of->($agent, 'attempts') - $k * $q) * $n * $p);
				$v{tokens_per_attempt} = rounded(($of->($agent, 'used') - $of->($agent, 'attempts') * $n) * $p);
				$v{price} = rounded($of->($agent, 'model') - $of->($agent, 'used') * $p);
			}
			$v{review} = $of->($agent, 'reviewed') - rat($b->{review}) * $q if defined $b->{review};
			$v{overhead} = $of->($agent, 'overhead') - rat($b->{overhead}) * $q if defined $b->{overhead};
			$v{other} = $of->($agent, 'cost') - $t * $q;
			$v{other} -= $v{$_} // 0 foreach qw(attempts_per_outcome tokens_per_attempt price review overhead);
		}
		$v{prior_period} = $of->($agent, 'prior') if $of->($agent, 'prior') != 0;
		$expected{$agent} = \%v;
	}
	return \%expected;
}

my %columns = (
	outcome_budgets => 'agent, valid_from, target_unit_cost, planned_outcomes, attempts_per_outcome, tokens_per_attempt, price_per_million_tokens, review_cost_per_outcome, overhead_cost_per_outcome',
	agents          => 'agent, valid_from, business_unit, unit_of_work',
	events          => 'source_key, occurred_at, agent, layer, provider, model, input_tokens, cost, event_count, attempt',
	reviews         => 'source_key, occurred_at, agent, fee',
	outcomes        => 'source_key, occurred_at, agent, outcome, quantity',
	shared_costs    => 'source_key, month, agent, amount, layer, driver');

my ($compared, $given, $refused) = (0, 0, 0);
foreach my $ledger (@ledgers)
{
	my %budgets;

	(%rows, %cell, @late) = ();
	foreach my $n (0 .. $months - 1)
	{
		foreach my $a (1 .. 1 + below(4))
		{
			my $agent = "a$a of $n";

			row('agents', $agent, '1970-01-01', 'one', 'ticket');
			# in the middle of the month it moves
			row('agents', $agent, substr(month_of($n), 0, 8) . '14', 'two', 'call') if chance(0.3);
			$budgets{ month_of($n) }{$agent} = make_budget($agent, $n) if $a == 1 || chance(0.8);
			make_facts($agent, $n);
		}
	}
	$_ =~ s/\)$/, 'observability', 'even')/ foreach @{ $rows{shared_costs} // [] };
	answer("CALL runrate.create_ledger('$ledger')");
	answer(join(";\n", map { "INSERT INTO $ledger.$_ ($columns{$_}) VALUES " . join(",\n", @{ $rows{$_} }) } grep { $rows{$_} } qw(agents outcome_budgets events reviews outcomes shared_costs)));
	answer(join(";\n", map {
				my ($kind, $source_key, $at) = @$_;
				"SELECT FROM $ledger.reverse_$kind((SELECT id FROM $ledger.${kind}s WHERE source_key = '$source_key'), 'random'" . ($at ? ", '" . substr($at, 0, 10) . "'" : '') . ')'
			} @late) || 'SELECT');

	my %got;
	foreach my $line (split /\n/, answer("SELECT month, agent, component, variance, direction FROM $ledger.budget_variance"))
	{
		my ($month, $agent, $component, $variance, $direction) = split /\|/, $line, -1;
		$got{$month}{$agent}{$component} = [ $variance, $direction ];
	}
	my @wrong;
	foreach my $month (sort keys %budgets)
	{
		my $expected = expected($month, $budgets{$month});

		foreach my $agent (sort keys %$expected)
		{
			my ($want, $have) = ($expected->{$agent}, $got{$month}{$agent} // {});
			my ($sum, $b) = (rat(0), $budgets{$month}{$agent});

			push @wrong, "$month $agent: " . join(',', sort keys %$have) . ' for ' . join(',', sort keys %$want) if join(',', sort keys %$have) ne join(',', sort keys %$want);
			foreach my $component (grep { $have->{$_} } sort keys %$want)
			{
				my ($variance, $direction) = @{ $have->{$component} };

				$sum += rat($variance);
				push @wrong, "$month $agent $component: $variance for $want->{$component}" if rat($variance) != $want->{$component};
				push @wrong, "$month $agent $component: direction $direction of $variance" if $direction ne ($want->{$component} < 0 ? 'F' : $want->{$component} > 0 ? 'U' : '');
				$compared++;
			}
			my $booked = known($month, $agent, 'cost') + known($month, $agent, 'prior');
			push @wrong, "$month $agent: sum $sum" if $sum != $booked - ($b ? rat($b->{target}) * rat($b->{planned}) : 0);
		}
		push @wrong, "$month has " . join(', ', grep { !$expected->{$_} } keys %{ $got{$month} }) if grep { !$expected->{$_} } keys %{ $got{$month} // {} };
	}
	push @wrong, "no budget in $_" foreach grep { !$budgets{$_} } sort keys %got;
	is(join("\n", @wrong[ 0 .. ($#wrong < 20 ? $#wrong : 20) ]), '', "$ledger: variances of $months months, exactly");

	# What was saved, and what of it can be given away
	my (%saved, @wrong_pool);
	foreach my $line (split /\n/, answer("SELECT month, agent, saved, balance FROM $ledger.reallocation_pool"))
	{
		my ($month, $agent, $saved, $balance) = split /\|/, $line;
		my $b = $budgets{$month}{$agent};
		my $want = rat($b->{target}) * known($month, $agent, 'outcomes') - known($month, $agent, 'cost');

		$want = rat(0) if $want < 0;
		$saved{"$month|$agent"} = $want if $want > 0;
		push @wrong_pool, "$month $agent: $saved, $balance for $want" if rat($saved) != $want || $balance ne $saved;
	}
	cmp_ok(scalar(keys %saved), '>', 0, "$ledger: something was saved");
	is(join("\n", @wrong_pool), '', "$ledger: savings, exactly");

	my %left = %saved;
	my (@attempts, $sql);
	foreach my $place ((sort keys %saved)[ map { below(scalar keys %saved) } 1 .. 10 ])
	{
		my ($month, $agent) = split /\|/, $place;
		# all of it to six decimals, a part, or one too many
		my $all = Math::BigRat->new(($left{$place} * rat(1000000))->bfloor) / rat(1000000);
		my $amount = (sub { $all }, sub { $all * rat('1/2') }, sub { $all + rat('1/1000000') })[ below(3) ]->();
		$amount = Math::BigRat->new(($amount * rat(1000000))->bfloor) / rat(1000000);
		next if $amount <= 0;
		my $ok = $amount <= $left{$place};
		$left{$place} -= $amount if $ok;
		push @attempts, ($ok ? 't' : 'f');
		$sql .= "DO \$\$ BEGIN INSERT INTO $ledger.reallocations (month, agent, purpose, amount) VALUES ('$month', '$agent', 'next', " . $amount->as_float(40)->bstr . "); INSERT INTO tried (ok) VALUES (true); EXCEPTION WHEN check_violation THEN INSERT INTO tried (ok) VALUES (false); END \$\$;\n";
	}
	is(answer("CREATE TEMP TABLE tried (id bigint GENERATED ALWAYS AS IDENTITY, ok boolean); $sql SELECT string_agg(ok::text, ' ' ORDER BY id) FROM tried"),
		join(' ', map { $_ eq 't' ? 'true' : 'false' } @attempts), "$ledger: given away what there was, and no more");
	$given += grep { $_ eq 't' } @attempts;
	$refused += grep { $_ eq 'f' } @attempts;
	my @unlike = grep {
		my ($month, $agent, $balance) = split /\|/, $_;
		$left{"$month|$agent"} && rat($balance) != $left{"$month|$agent"}
	} split /\n/, answer("SELECT month, agent, balance FROM $ledger.reallocation_pool");
	is(join("\n", @unlike), '', "$ledger: what is left, exactly");
}
cmp_ok($compared, '>', 10 * $months, "$compared components compared");
cmp_ok($given, '>', 0, "$given reallocations");
cmp_ok($refused, '>', 0, "$refused refused");

# Ten at the same time want a thousand of two thousand: two get it
answer(join(';', "INSERT INTO l1.agents (agent, business_unit, unit_of_work) VALUES ('leads', 'sales', 'ticket')",
		"INSERT INTO l1.outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('leads', '2000-05-01', 12, 2000), ('leads', '2000-06-01', NULL, NULL)",
		"INSERT INTO l1.events (occurred_at, agent, cost) VALUES ('2000-05-10 12:00+00', 'leads', 22000)",
		"INSERT INTO l1.outcomes (occurred_at, agent, outcome, quantity) VALUES ('2000-05-10 12:00+00', 'leads', 'resolved', 2000)"));
my @children;
foreach my $n (1 .. 10)
{
	my $child = fork() // die "could not fork: $!";
	if ($child == 0)
	{
		$node->psql('postgres', "INSERT INTO l1.reallocations (month, agent, purpose, amount) VALUES ('2000-05-01', 'leads', 'next $n', 1000)");
		require POSIX;
		POSIX::_exit(0);
	}
	push @children, $child;
}
waitpid($_, 0) foreach @children;
is(answer("SELECT count(*), sum(amount) FROM l1.reallocations WHERE month = '2000-05-01'"), '2|2000.000000', 'ten at once give away no more than there is');
is(answer("SELECT trim_scale(saved), trim_scale(redeployed), trim_scale(balance) FROM l1.reallocation_pool WHERE month = '2000-05-01'"), '2000|2000|0', 'and nothing is left');

no_crash($node, 'governance');
$node->stop;
done_testing();
