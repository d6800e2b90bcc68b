# Random worlds, as RunrateLedgerOracle has them: agents that move, rules, unit
# of work, baselines and prices that change in the middle of months, facts that
# are reversed later, and what is said too late.
#
# Rows that are said after the facts have { late => 1 }; those that were
# something else before have { before => row }.
package RunrateOracle::World;

use strict;
use warnings;

use Exporter 'import';
use RunrateOracle::Calendar qw(last_day months_later);

our @EXPORT_OK = qw(use_random below pick chance some_day random_world usual_rules keys_of
  random_agent_row random_item random_rule random_baseline random_weight random_budget random_account);

my $random;

# All draws from here on are from this source of numbers
sub use_random { ($random) = @_; return }
sub below { my ($n) = @_; return $random->($n) }
sub pick { return $_[ below(scalar @_) ] }
sub chance { my ($percent) = @_; return below(100) < $percent }
sub keys_of { my ($hash) = @_; return sort keys %$hash }

my @units = ('ticket', 'claim');
my @outcomes = qw(resolved approved rejected escalated odd);
my %layers = (model_api => 1, inference => 0, vector_db => 0, retries => 0, tool_calls => 0, human_review => 0, integration => 0);
my @usual_rules = (
	{ unit => '*', outcome => 'resolved', counts => 1, from => '1970-01-01' },
	{ unit => '*', outcome => 'approved', counts => 1, from => '1970-01-01' },
	{ unit => '*', outcome => 'rejected', counts => 0, from => '1970-01-01' },
	{ unit => '*', outcome => 'escalated', counts => 0, from => '1970-01-01' });

# How many rules of a world are those that every ledger has
sub usual_rules { return scalar @usual_rules }

# Text of an amount; now and then a credit
sub amount
{
	my ($whole, $decimals) = @_;
	my $n = below($decimals + 1);
	my $text = below($whole) . ($n ? '.' . join('', map { below(10) } 1 .. $n) : '');

	return (chance(12) && $text =~ /[1-9]/ ? '-' : '') . $text;
}

sub charge { return amount(@_) =~ s/^-//r }

# A local moment: often the first or the last of its month, never in the hours
# in which a clock is put forward or back
sub moment
{
	my ($world) = @_;
	my $month = pick(@{ $world->{months} });

	return "$month 00:00:00.000000" if chance(15);
	return last_day($month) . ' 23:59:59.999999' if chance(15);
	return substr($month, 0, 8) . sprintf('%02d %02d:%02d:%02d.000000', 1 + below(28), 4 + below(20), below(60), below(60));
}

sub some_day { my ($world) = @_; return substr(moment($world), 0, 10) }

# Once each, in their order
sub distinct { my %seen; return grep { !$seen{$_}++ } @_ }

# What is said late comes after what is said in time
sub in_order { return ((grep { !$_->{late} } @_), grep { $_->{late} } @_) }

sub random_agent_row
{
	my ($world) = @_;
	my ($hired, $retired) = sort map { some_day($world) } 1, 2;
	my $service = chance(60) ? 0 : 1 + below(3);

	return {
		business_unit => chance(85) ? pick(@{ $world->{business_units} }, 'unlisted') : undef,
		unit          => chance(85) ? pick(@units) : undef,
		deployment    => pick('third_party', 'third_party', 'self_hosted'),
		hired         => ($service & 1) ? $hired : undef,
		retired       => ($service & 2) ? $retired : undef };
}

sub random_agents
{
	my ($world) = @_;

	foreach my $n (1 .. 1 + below(4))
	{
		my @from = distinct('1970-01-01', map { some_day($world) } 1 .. below(4));
		shift @from if @from > 1 && chance(30);
		$world->{agents}{"agent $n"} = [
			map { {
					%{ random_agent_row($world) }, from => $_,
					late => chance(20), before => chance(20) ? random_agent_row($world) : undef } } @from ];
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
			my @from = distinct('1970-01-01', map { some_day($world) } 1 .. below(3));

			shift @from if chance(25);
			push @{ $world->{prices} }, {
				provider => 'acme', model => $model, meter => $meter,
				from     => $_,
				price    => chance(92) ? charge(40, pick(6, 12)) : undef,
				per      => pick(1000000, 1000000, 1000),
				late     => chance(20) }
			  foreach @from;
		}
	}
	foreach my $reviewer ('*', 'ann', 'bo')
	{
		push @{ $world->{reviewers} }, { reviewer => $reviewer, from => $_, hourly_cost => charge(90, pick(4, 12)), late => chance(20) }
		  foreach distinct(chance(60) ? pick('1970-01-01', some_day($world)) : (), chance(30) ? some_day($world) : ());
	}
	foreach my $currency ('CHF', 'GBP')
	{
		push @{ $world->{fx} }, { currency => $currency, from => $_, rate => chance(90) ? '1.' . below(10000) : undef, late => chance(20) }
		  foreach (chance(80) ? '1970-01-01' : ()), (chance(50) ? some_day($world) : ());
	}
	return;
}

sub random_item
{
	my ($world) = @_;

	return {
		customer      => pick(undef, 'customer 1', 'customer 2'),
		campaign      => pick(undef, 'spring', 'autumn'),
		business_unit => chance(30) ? pick(@{ $world->{business_units} }) : undef };
}

sub random_items
{
	my ($world) = @_;

	foreach my $n (1 .. below(6))
	{
		$world->{items}{"item $n"} = { %{ random_item($world) }, late => chance(15), before => chance(30) ? random_item($world) : undef };
	}
	return;
}

sub random_rule
{
	my ($world) = @_;
	return { unit => pick('*', @units), outcome => pick(@outcomes), counts => below(2), from => pick('1970-01-01', some_day($world)), late => chance(20) };
}

sub random_baseline
{
	my ($world) = @_;
	return { unit => pick(@units), from => pick('1970-01-01', some_day($world)), cost => chance(90) ? charge(60, 6) : undef, late => chance(20) };
}

sub random_weight
{
	my ($world) = @_;
	return { key => 'seats', agent => pick(keys_of($world->{agents}), 'ghost'), from => pick('1970-01-01', some_day($world)), weight => chance(90) ? below(6) : undef, late => chance(20) };
}

# A budget for the company or a unit, by all kinds of lines
sub random_budget
{
	my ($world) = @_;

	return {
		unit => pick('*', '*', @{ $world->{business_units} }, 'unlisted'), line => pick('total', 'total', 'Service', 'Risk', 'model_api', 'observability', 'migration', 'misspelt'),
		from => pick(@{ $world->{months} }), amount => chance(90) ? charge(5000, 6) : undef };
}

# Accounts of a layer, with what they leave to the row of *
sub random_account
{
	return {
		account => pick(undef, '5100', '6100'), class => pick(undef, 'cogs', 'cogs', 'opex'),
		clearing_account => pick(undef, undef, '2150', '2155'), amortization_account => pick(undef, undef, '1690') };
}

# Rules, baselines and agreed shares: a later row of the same key and day wins
sub random_policies
{
	my ($world) = @_;

	$world->{rules} = [ in_order(@usual_rules, map { random_rule($world) } 1 .. below(5)) ];
	$world->{baselines} = [ in_order(map { random_baseline($world) } 1 .. below(5)) ];
	$world->{weights} = [ in_order(map { random_weight($world) } 1 .. below(5)) ];
	$world->{budgets} = [ map { random_budget($world) } 1 .. below(6) ];
	$world->{accounts} = { map { $_ => random_account() }
		  grep { chance(60) } '*', qw(model_api inference vector_db retries tool_calls human_review observability security integration) };
	return;
}

sub agent { my ($world) = @_; return chance(85) ? pick(keys_of($world->{agents})) : pick(undef, 'ghost') }
sub item { my ($world) = @_; return chance(75) ? pick(keys_of($world->{items}), 'unlisted item') : undef }

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
		$event{count} = 1 + below(50) if chance(20);
		$event{provider} = pick(undef, 'acme', 'other');
		$event{usage} = { input_tokens => below(1000) } if chance(30);
	}
	elsif (chance(20))
	{
		@event{ 'billed', 'currency' } = (amount(1000, pick(2, 12)), pick('CHF', 'GBP', 'SEK'));
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
		if (chance(30)) { $review{hourly_cost} = charge(90, pick(2, 12)) }
		else            { $review{reviewer} = pick(undef, 'ann', 'bo', 'nobody') }
	}
	return \%review;
}

sub random_bill
{
	my ($world, $whole, $decimals) = @_;
	my %bill = (
		at     => moment($world),
		layer  => pick('observability', 'inference', 'model_api', 'security', 'odd layer'),
		vendor => pick(undef, 'acme', 'watcher'),
		description => pick(undef, undef, 'migration'),
		driver => pick(qw(outcomes outcomes events events tokens direct_cost direct_cost gpu_seconds vectors_stored even even seats nonsense)));

	if (chance(15)) { @bill{ 'billed', 'currency' } = (amount($whole, pick(2, 6)), pick('CHF', 'GBP')) }
	else            { $bill{given} = amount($whole, $decimals) }
	$bill{agent} = agent($world) if chance(15);
	$bill{business_unit} = pick(@{ $world->{business_units} }, 'unlisted') if chance(20) && !defined $bill{agent};
	$bill{deployment} = pick('third_party', 'self_hosted') if chance(20) && !defined $bill{agent};
	return %bill;
}

# Some facts are taken back: where they are, or on a day of somebody's choice
sub reverse_some
{
	my ($world, @facts) = @_;

	return unless chance(70);
	foreach my $fact (grep { chance(25) } @facts)
	{
		$fact->{reversed} = { on => chance(50) ? some_day($world) : undef };
	}
	return;
}

# A world whose months are over, in a ledger with so many decimals; $times as
# many facts as usual
sub random_world
{
	my ($present, $minor, $times) = (@_, 1);
	my $first = sprintf('%04d-%02d-01', 2022 + below(3), 1 + below(12));
	my @months = map { months_later($first, $_) } 0 .. below(4);
	my %world = (
		present => $present, minor => $minor, months => \@months, layers => {%layers}, accounts => {}, agents => {}, items => {},
		business_units => [ ('retail', "O'Brien & Co", "\xc3\xa9tat")[ 0 .. below(3) ] ],
		map({ $_ => [] } qw(prices reviewers fx)));
	my $w = \%world;

	$world{pl_lines} = { map { $_ => pick('Service', 'Risk', $_) } @{ $world{business_units} } };
	random_agents($w);
	random_prices($w);
	random_items($w);
	random_policies($w);
	$world{events} = [ map { random_event($w) } 1 .. $times * (3 + below(18)) ];
	$world{outcomes} = [ map { { at => moment($w), agent => agent($w), item => item($w), outcome => pick(@outcomes), quantity => pick(1, 1, 1, below(30)) } } 1 .. $times * (1 + below(10)) ];
	$world{reviews} = [ map { random_review($w) } 1 .. $times * below(6) ];
	$world{shared_costs} = [ map { { random_bill($w, 5000, pick(2, 6)), month => pick(@months) } } 1 .. $times * below(6) ];
	$world{investments} = [ map { { random_bill($w, 9000, pick(2, 6)), first_month => pick(@months), months => chance(3) ? 60 : 1 + below(5) } } 1 .. $times * below(3) ];
	$world{invoices} = [ map { { at => moment($w), month => pick(@months), vendor => pick('acme', 'other', 'watcher'), given => amount(2000, 6),
				is_final => pick('true', 'true', 'false') } } 1 .. below(6) ];
	foreach my $table (qw(events outcomes reviews shared_costs investments invoices))
	{
		my $n = 0;

		$_->{key} = 'k' . $n++ foreach @{ $world{$table} };
		reverse_some($w, @{ $world{$table} });
	}
	return $w;
}

1;
