#!/usr/bin/perl
#
# Picks the columns that the demo needs out of a CSV file and prints them in
# PostgreSQL's COPY text format, one row per record:
#
#     line   agent   cost   outcome   work item
#
# usage: csv-columns.pl FILE AGENT COST OUTCOME [WORK_ITEM]
#
# The last four arguments are names of columns in the header.  Every value is
# checked here, because here the line number is known; a cost is passed on
# digit for digit.  The first problem ends the program with status 1 and one
# message on standard error, "FILE:LINE: what is wrong", the header being line
# 1 and a record counted by the line it begins in.
#
# Everything is handled as bytes; each line is checked to be valid UTF-8.
# Needs nothing beyond what Debian's perl-base has.

use strict;
use warnings;

# Longest number and largest power of ten accepted.  Both are far beyond any
# amount of money and far within what the type numeric holds.
use constant MAX_NUMBER_LENGTH => 1000;
use constant MAX_EXPONENT      => 1000;

# The signs of dollar, euro and pound, or three letters as in EUR
my $currency = '\$|\xE2\x82\xAC|\xC2\xA3|[a-z]{3}';

my %TRUTH = (
	(map { $_ => 't' } qw(true t yes y 1)),
	(map { $_ => 'f' } qw(false f no n 0)));

my ($file, @wanted) = @ARGV;
die "usage: csv-columns.pl FILE AGENT COST OUTCOME [WORK_ITEM]\n"
  if @wanted < 3 || @wanted > 4;

my $physical_line = 0;
my $in = open_file();
my @header = read_header();
my @position = map { find_column($_) } @wanted;
print_rows();
exit 0;

# Ends the program.  Without a line number the message is about the file.
sub fail
{
	my ($line, $message, $hint) = @_;

	print STDERR $file, defined $line ? ":$line" : '', ": $message\n";
	print STDERR "hint: $hint\n" if defined $hint;
	exit 1;
}

sub open_file
{
	fail(undef, 'no such file') unless -e $file;
	fail(undef, 'this is a directory, not a CSV file') if -d _;
	fail(undef, 'not a regular file') unless -f _;
	open(my $handle, '<:raw', $file) or fail(undef, "cannot open: $!");
	return $handle;
}

# One physical line without its line break, or undef at the end of the file.
sub next_line
{
	my $text = <$in>;

	return undef unless defined $text;
	$physical_line++;
	if ($physical_line == 1)
	{
		fail(1, 'the file is UTF-16', 'Save it as CSV in UTF-8.')
		  if $text =~ /\A(?:\xFF\xFE|\xFE\xFF)/;
		$text =~ s/\A\xEF\xBB\xBF//;
	}
	fail($physical_line, 'not valid UTF-8', 'Save the file as CSV in UTF-8.')
	  if $text =~ /[^\x01-\x7F]/ && !is_utf8($text);
	$text =~ s/\r?\n?\z//;
	return $text;
}

# UTF-8 as PostgreSQL takes it: no zero byte, no surrogates, nothing beyond
# U+10FFFF.  Perl by itself is more generous.
sub is_utf8
{
	my ($text) = @_;

	return utf8::decode($text)
	  && $text !~ /[^\x{1}-\x{D7FF}\x{E000}-\x{10FFFF}]/;
}

# The next record that is not blank: its first line and its fields, or nothing
# at the end of the file.  A quoted field may contain line breaks, so a record
# goes on while a quote is open, that is while the number of quotes is odd.
sub next_record
{
	my $text;

	do
	{
		$text = next_line();
		return unless defined $text;
	} while ($text =~ /\A[ \t]*\z/);

	my $line = $physical_line;
	my $quotes = ($text =~ tr/"//);
	my @pieces = ($text);

	while ($quotes % 2)
	{
		my $more = next_line();
		fail($line, 'a quoted field that begins here is never closed')
		  unless defined $more;
		$quotes += ($more =~ tr/"//);
		push @pieces, $more;
	}
	return ($line, split_record($line, join("\n", @pieces)));
}

sub split_record
{
	my ($line, $text) = @_;
	my @fields;

	# Most records need no more than this.
	return split /,/, $text, -1 unless $text =~ /["\r]/;

	for (;;)
	{
		if ($text =~ /\G"([^"]*(?:""[^"]*)*)"(?=,|\z)/gc)
		{
			my $value = $1;
			$value =~ s/""/"/g;
			push @fields, $value;
		}
		elsif ($text =~ /\G([^",\r]*)(?=,|\z)/gc)
		{
			push @fields, $1;
		}
		else
		{
			fail($line,
				'field ' . (@fields + 1) . ' is not written as CSV',
				'A field with a quote or a line break in it must be quoted as a whole, and its quotes doubled.');
		}
		return @fields unless $text =~ /\G,/gc;
	}
}

sub read_header
{
	my ($line, @names) = next_record();

	fail(undef, 'the file is empty') unless defined $line;
	s/\A\s+|\s+\z//g foreach @names;
	return @names;
}

# Position of a column: by its exact name, else by the only name that is the
# same apart from case.
sub find_column
{
	my ($name) = @_;
	my @found = grep { $header[$_] eq $name } 0 .. $#header;

	@found = grep { lc $header[$_] eq lc trim($name) } 0 .. $#header
	  unless @found;
	return $found[0] if @found == 1;
	fail(1, "the name \"$name\" stands for " . @found . ' columns') if @found;

	my $hint = 'The columns are: ' . join(', ', map { "\"$_\"" } @header) . '.';
	my ($nearest) =
	  sort { distance($name, $a) <=> distance($name, $b) || $a cmp $b } @header;
	$hint .= " Did you mean \"$nearest\"?" if distance($name, $nearest) <= 2;
	$hint .= ' The fields of this file must be separated by commas.'
	  if @header == 1 && $header[0] =~ /[;\t]/;
	fail(1, "there is no column \"$name\"", $hint);
}

sub trim
{
	my ($text) = @_;

	$text =~ s/\A\s+|\s+\z//g;
	return $text;
}

# Levenshtein distance without regard to case, row by row.
sub distance
{
	my @left  = split //, lc shift;
	my @right = split //, lc shift;
	my @row   = 0 .. @right;

	foreach my $i (1 .. @left)
	{
		my @next = ($i);
		foreach my $j (1 .. @right)
		{
			my $best = $row[ $j - 1 ] + ($left[ $i - 1 ] ne $right[ $j - 1 ]);
			$best = $row[$j] + 1      if $row[$j] + 1 < $best;
			$best = $next[ $j - 1 ] + 1 if $next[ $j - 1 ] + 1 < $best;
			push @next, $best;
		}
		@row = @next;
	}
	return $row[-1];
}

# A cost as it stands in the file, or undef where the field is empty: a cost
# that is not known.
sub read_cost
{
	my ($line, $text) = @_;
	my $number = trim($text);
	my $what = "cannot read cost \"$text\" as a number";

	return undef if $number eq '';
	if ($number =~ /\A[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?\z/)
	{
		fail($line, "cost \"$text\" is out of range")
		  if length $number > MAX_NUMBER_LENGTH
		  || (defined $1 && abs($1) > MAX_EXPONENT);
		return $number;
	}
	fail($line, $what, 'Leave a cost that is not known empty.')
	  if $number =~ /\A[+-]?(?:nan|inf(?:inity)?|null|none|n\/?a|-)\z/i;
	fail($line, $what, 'Remove the currency sign.')
	  if $number =~ /\A[+-]?(?:$currency)\s*[0-9][0-9.,]*\z/i
	  || $number =~ /\A[+-]?[0-9][0-9.,]*\s*(?:$currency)\z/i;
	fail($line, $what, 'Remove the thousands separators.')
	  if $number =~ /\A[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?\z/;
	fail($line, $what, 'The decimal separator must be a point.')
	  if $number =~ /\A[+-]?[0-9]*,[0-9]+\z/;
	fail($line, $what);
}

sub read_outcome
{
	my ($line, $text) = @_;
	my $word = lc trim($text);

	return undef if $word eq '';
	fail($line, "cannot read outcome \"$text\" as true or false",
		'Use true, t, yes, y, 1 or false, f, no, n, 0; empty means none yet.')
	  unless exists $TRUTH{$word};
	return $TRUTH{$word};
}

sub copy_text
{
	my ($value) = @_;

	return '\N' unless defined $value;
	$value =~ s/\\/\\\\/g;
	$value =~ s/\t/\\t/g;
	$value =~ s/\n/\\n/g;
	$value =~ s/\r/\\r/g;
	return $value;
}

sub print_rows
{
	my $rows = 0;

	while (my ($line, @fields) = next_record())
	{
		fail($line, 'the record has ' . @fields . ' fields, the header has ' . @header)
		  if @fields != @header;

		my ($agent, $cost, $outcome, $item) = @fields[@position];
		my @row = (
			$line,
			$agent eq '' ? 'unattributed' : $agent,
			read_cost($line, $cost),
			read_outcome($line, $outcome),
			defined $item && $item ne '' ? $item : undef);
		print join("\t", map { copy_text($_) } @row), "\n";
		$rows++;
	}
	fail(undef, 'there is a header but no record') unless $rows;
	close(STDOUT) or die "csv-columns.pl: cannot write: $!\n";
}
