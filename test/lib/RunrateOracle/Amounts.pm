# Exact amounts: whole numbers of 10^-12 (Math::BigInt), and how one is split.
package RunrateOracle::Amounts;

use strict;
use warnings;

use Exporter 'import';
use Math::BigInt;

our @EXPORT_OK = qw(scaled decimal zero power add positive rounded_quotient truncated_quotient shares levels);

sub zero { return Math::BigInt->bzero }
sub power { my ($n) = @_; return Math::BigInt->new(10)->bpow($n) }

# "-1.5" as a whole number of 10^-12
sub scaled
{
	my ($text) = @_;
	my ($sign, $whole, $fraction) = $text =~ /^(-?)(\d+)(?:\.(\d{1,12})0*)?$/ or die "not an amount: $text";

	return Math::BigInt->new($sign . $whole . substr(($fraction // '') . '0' x 12, 0, 12));
}

# The other way round, without trailing zeros; 10^-24 if there are so many
# decimals
sub decimal
{
	my ($units, $decimals) = (@_, 12);
	my $digits = Math::BigInt->new($units)->babs->bstr;

	$digits = '0' x ($decimals + 1 - length $digits) . $digits if length $digits <= $decimals;
	my $text = substr($digits, 0, -$decimals) . '.' . substr($digits, -$decimals);
	$text =~ s/\.?0+$//;
	return $units < 0 ? "-$text" : $text;
}

sub add
{
	my ($sums, $key, $amount) = @_;

	if (defined $sums->{$key}) { $sums->{$key}->badd($amount) }
	else                       { $sums->{$key} = Math::BigInt->new($amount) }
	return;
}

sub positive { my ($amount) = @_; return $amount > 0 ? $amount : zero() }

# a / b for b > 0: rounded half away from zero
sub rounded_quotient
{
	my ($a, $b) = @_;
	my ($quotient, $rest) = $a->copy->babs->bdiv($b);

	$quotient->binc if $rest * 2 >= $b;
	return $a->is_neg ? $quotient->bneg : $quotient;
}

# a / b for b > 0: cut off towards zero
sub truncated_quotient
{
	my ($a, $b) = @_;
	my ($quotient) = $a->copy->babs->bdiv($b);

	return $a->is_neg ? $quotient->bneg : $quotient;
}

# Gives $left units, one each, to those of the largest rest; equal rests go by
# name, and who has no rest gets none
sub give_rest
{
	my ($left, $share, $rest) = @_;

	foreach my $name (sort { $rest->{$b} <=> $rest->{$a} || $a cmp $b } grep { $rest->{$_} > 0 } keys %$rest)
	{
		last if $left <= 0;
		$share->{$name}++;
		$left--;
	}
	return;
}

# Shares of an amount by largest remainder, of a credit as those of the charge.
# Nothing if all weights are zero.
sub shares
{
	my ($amount, %weight) = @_;
	my $units = $amount->copy->babs;
	my $left = $units->copy;
	my $total = zero();
	my (%share, %rest);

	$total += $_ foreach values %weight;
	return () if $total == 0;
	foreach my $name (keys %weight)
	{
		($share{$name}, $rest{$name}) = ($units * $weight{$name})->bdiv($total);
		$left -= $share{$name};
	}
	give_rest($left, \%share, \%rest);
	return map { $_ => $amount->is_neg ? -$share{$_} : $share{$_} } keys %share;
}

# What is booked in whole units: $given units for lines that add up to about as
# much, by levels.  A line is { path, amount, denominator }, exact; its {booked}
# is set.  Each node of the tree gets the whole units of its own amount, cut off
# downwards, or one more.
sub levels
{
	my ($given, $unit, @lines) = @_;
	_level($given, $unit, 0, @lines);
	return;
}

sub _level
{
	my ($given, $unit, $depth, @lines) = @_;
	my (%below, %sum, %share, %rest);

	if (!defined $lines[0]{path}[$depth])
	{
		$lines[0]{booked} = $given;
		return;
	}
	foreach my $line (@lines)
	{
		my $name = $line->{path}[$depth];

		push @{ $below{$name} }, $line;
		add(\%sum, $name, $line->{amount});
	}
	my $left = $given->copy;
	foreach my $name (keys %sum)
	{
		# bdiv cuts off downwards
		($share{$name}, $rest{$name}) = $sum{$name}->copy->bdiv($unit);
		$left -= $share{$name};
	}
	give_rest($left, \%share, \%rest);
	_level($share{$_}, $unit, $depth + 1, @{ $below{$_} }) foreach keys %below;
	return;
}

1;
