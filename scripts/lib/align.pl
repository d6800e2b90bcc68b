#!/usr/bin/perl
#
# align.pl - what pgindent does and clang-format cannot: names in declarations
# start 12 columns behind their indentation, comments behind code at column 33,
# what is inside parentheses lines up with them, the rest of a conditional
# expression is indented once, and macros and line breaks between arguments are
# left as they were.
#
#	clang-format x.c | align.pl x.c
#
# Reads what clang-format made of the file named from the standard input and
# writes it aligned; tabs are of four.
use strict;
use warnings;

my $name_column    = 12;
my $comment_column = 32;
my $qualifier      = qr/(?:static|const|register|volatile|unsigned|signed|struct|union|enum)/;
my $declaration    = qr/^(\t+)((?:$qualifier\s+)*[A-Za-z_]\w*(?:\s+(?:int|long|char))*)\s+(\**)(\w[^\n]*)$/;
my $not_a_type     = qr/^(?:return|goto|else|case|typedef|extern|sizeof|do|break|continue)\b/;

# width of a text that starts at a column which is a multiple of four
sub width
{
	my ($text) = @_;
	my $width = 0;

	$width = $_ eq "\t" ? $width + 4 - $width % 4 : $width + 1 for split //, $text;
	return $width;
}

# tabs and, if need be, blanks that lead from one column to another
sub filler
{
	my ($from, $to) = @_;
	my $fill = '';

	while ($from - $from % 4 + 4 <= $to)
	{
		# a gap of one column is a blank, unless another tab follows
		$fill .= $from % 4 == 3 && $to - $from < 5 ? ' ' : "\t";
		$from += 4 - $from % 4;
	}
	return $fill . ' ' x ($to - $from);
}

sub align_name
{
	my ($line) = @_;

	return $line unless $line =~ $declaration;
	my ($indent, $type, $stars, $rest) = ($1, $2, $3, $4);

	# a name must be followed by the end of a declarator
	return $line if $type =~ $not_a_type;
	return $line unless $rest =~ /^\w+(?:\[[^\]]*\])*\s*(?:;|=[^=]|,|:\s*\d)/;

	my $column = $name_column - length $stars;
	my $fill   = length($type) < $column ? filler(length $type, $column) : ' ';
	return "$indent$type$fill$stars$rest";
}

sub align_comment
{
	my ($line) = @_;

	return $line unless $line =~ m{^(.*\S)[ \t]+(/\*.*\*/)$};
	my ($code, $comment) = ($1, $2);
	return $line if $code =~ m{\*/\s*$} || $code =~ m{\\$};

	my $column = width($code);
	my $target = $column < $comment_column ? $comment_column : $column + 4 - $column % 4;
	return $code . filler($column, $target) . $comment;
}

# the macros of a file by name, each name's in the order of the file
sub original_macros
{
	my ($file) = @_;
	my %macros;

	open my $in, '<', $file or die "could not open $file: $!\n";
	while (my $line = <$in>)
	{
		next unless $line =~ /^#\s*define\s+(\w+)/;
		my $name = $1;
		$line .= <$in> while $line =~ /\\$/;
		chomp $line;
		push @{ $macros{$name} }, $line;
	}
	return \%macros;
}

# statements that the author broke into lines, by their tokens; clang-format
# joins the arguments of a nested call again
sub original_breaks
{
	my ($file) = @_;
	my %breaks;

	open my $in, '<', $file or die "could not open $file: $!\n";
	chomp(my @text = <$in>);
	for my $first (0 .. $#text)
	{
		for my $last ($first + 1 .. $first + 3)
		{
			last if $last > $#text || $text[ $last - 1 ] !~ /[,+]$/;
			my @pieces = map { s/^\s+//r } @text[ $first .. $last ];
			$breaks{ join('', @pieces) =~ s/\s+//gr } = \@pieces;
		}
	}
	return \%breaks;
}

die "usage: align.pl FILE <FORMATTED\n" unless @ARGV == 1;
my $macros = original_macros($ARGV[0]);
my $breaks = original_breaks($ARGV[0]);
my @input;

while (my $line = <STDIN>)
{
	my $pieces = $breaks->{ $line =~ s/\s+//gr };
	my ($indent) = $line =~ /^(\s*)/;

	push @input, $pieces ? map { "$indent$_\n" } @$pieces : $line;
}
# indent a line that continues a statement: behind the innermost parenthesis, or
# once more than the statement if a conditional expression was broken
sub align_continuation
{
	my ($line, $previous, $open, $statement_indent) = @_;
	my $text = $line =~ s/^\s+//r;

	return filler(0, $open->[-1]) . $text if @$open;
	return filler(0, $statement_indent + 4) . $text
	  if $previous =~ /\?$/ || $previous =~ /\?.*:$/ || $previous =~ /^\s+\S.* :$/;
	return $line;
}

# note the columns behind the parentheses that a line leaves open
sub note_parentheses
{
	my ($line, $open) = @_;
	my $code = $line;

	# what only looks like parentheses, kept as wide as it is
	$code =~ s{("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|/\*.*?(?:\*/|$))}{'x' x length $1}ge;
	while ($code =~ /([()])/g)
	{
		if ($1 eq '(') { push @$open, width(substr $code, 0, pos $code) }
		else           { pop @$open }
	}
}

my @lines;
my @open;                        # columns behind the parentheses that are open
my $in_comment       = 0;
my $statement_indent = 0;
while (defined(my $line = shift @input))
{
	chomp $line;
	if (!$in_comment && $line =~ /^#\s*define\s+(\w+)/)
	{
		my $name = $1;
		while ($line =~ /\\$/) { $line = shift @input }
		push @lines, shift @{ $macros->{$name} };
		next;
	}
	if ($in_comment || $line =~ /^#/)
	{
		$in_comment = 0 if $line =~ m{\*/};
		push @lines, $in_comment ? $line : align_comment($line);
		next;
	}

	my $previous = @lines ? $lines[-1] : '';
	my $continued = align_continuation($line, $previous, \@open, $statement_indent);

	if (@open || $continued ne $line)
	{
		$line = $continued;
	}
	else
	{
		$line = align_name($line);
		$statement_indent = width($line =~ /^(\s*)/);
	}
	$line =~ s/(\S)\s{2,}\? /$1 ? /;
	$line =~ s/^(typedef .*\(\*\w+\))\(/$1 (/;

	# the brace that ends an initializer of several lines
	if ($line =~ /^(\t[^{]*[^{\s])\};$/)
	{
		push @lines, align_comment($1);
		$line = ($1 =~ /^\t(\t*)/)[0] . '};';
	}
	note_parentheses($line, \@open);
	$in_comment = $line =~ m{/\*} && $line !~ m{/\*.*\*/};
	push @lines, align_comment($line);
}
print map { "$_\n" } @lines;
