# Finds in an install script what makes CREATE EXTENSION unsafe when somebody
# else may create objects in the same database.
package RunrateSqlLint;

use strict;
use warnings;

use Exporter 'import';

our @EXPORT_OK = qw(script_findings tokens);

# Splits SQL into [kind, text, line]: word, quoted identifier, string, body
# (dollar-quoted), number, operator, punctuation.  Comments are dropped.
sub tokens
{
	my ($sql, $line) = @_;
	my @tokens;

	$line //= 1;
	pos($sql) = 0;
	while (pos($sql) < length($sql))
	{
		my ($kind, $text);

		if ($sql =~ /\G(\s+|--[^\n]*)/gc)
		{
			$line += ($1 =~ tr/\n//);
			next;
		}
		if ($sql =~ m{\G/\*}gc)
		{
			my $depth = 1;
			while ($depth > 0 && $sql =~ m{\G.*?(/\*|\*/|\n|\z)}gcs)
			{
				if    ($1 eq "\n") { $line++ }
				elsif ($1 eq '/*') { $depth++ }
				elsif ($1 eq '')   { $depth = 0 }
				else               { $depth-- }
			}
			next;
		}
		if    ($sql =~ /\G(\\[^\n]*)/gc)                       { ($kind, $text) = ('psql', $1) }
		elsif ($sql =~ /\G([eE]'(?:[^'\\]|''|\\.)*')/gcs)      { ($kind, $text) = ('string', $1) }
		elsif ($sql =~ /\G('(?:[^']|'')*')/gcs)                { ($kind, $text) = ('string', $1) }
		elsif ($sql =~ /\G("(?:[^"]|"")*")/gcs)                { ($kind, $text) = ('identifier', $1) }
		elsif ($sql =~ /\G\$([A-Za-z_]*)\$(.*?)\$\1\$/gcs)     { ($kind, $text) = ('body', $2) }
		elsif ($sql =~ /\G([A-Za-z_][A-Za-z_0-9\$]*)/gc)       { ($kind, $text) = ('word', lc $1) }
		elsif ($sql =~ /\G(\d+(?:\.(?!\.)\d*)?(?:[eE][-+]?\d+)?|\$\d+)/gc) { ($kind, $text) = ('number', $1) }
		elsif ($sql =~ /\G(::|:=|=>|\.\.)/gc)                  { ($kind, $text) = ('punctuation', $1) }
		elsif ($sql =~ m{\G([-+*/<>=~!@#%^&|`?]+)}gc)          { ($kind, $text) = ('operator', $1) }
		elsif ($sql =~ /\G(.)/gcs)                             { ($kind, $text) = ('punctuation', $1) }
		push @tokens, [ $kind, $text, $line ];
		$line += ($text =~ tr/\n//);
	}
	return @tokens;
}

# Splits tokens into statements; the ; inside BEGIN ATOMIC ... END ends none
sub statements
{
	my @statements = ([]);
	my $depth = 0;
	my $previous = '';

	foreach my $token (@_)
	{
		my ($kind, $text) = @$token;

		next if $kind eq 'psql';
		if ($kind eq 'word')
		{
			$depth++ if $text eq 'atomic' && $previous eq 'begin';
			$depth++ if $text eq 'case' && $depth > 0;
			$depth-- if $text eq 'end' && $depth > 0;
		}
		$previous = $text;
		if ($kind eq 'punctuation' && $text eq ';' && $depth == 0)
		{
			push @statements, [];
			next;
		}
		push @{ $statements[-1] }, $token;
	}
	return grep { @$_ > 0 } @statements;
}

# What a body looks up by search_path although it could say where it is
sub body_findings
{
	my @body = @_;
	my @findings;

	for my $i (0 .. $#body)
	{
		my ($kind, $text, $line) = @{ $body[$i] };
		my $before = $i > 0 ? $body[ $i - 1 ][1] : '';
		my $after = $i < $#body ? $body[ $i + 1 ][1] : '';

		if ($kind eq 'operator')
		{
			# OPERATOR(pg_catalog.+), count(*), SELECT *, t.*, -1
			next if $before eq '.' && $after eq ')' && _operator_syntax(\@body, $i);
			next if $text eq '*' && $before =~ /^(?:\(|select|distinct|all|,|\.|returning)$/;
			next if $text eq '-' && $after =~ /^\d/ && $before =~ /^(?:[(,]|return|then|else|select|default|:=)$/;
			push @findings, "line $line: operator $text without its schema";
		}
		elsif ($kind eq 'word')
		{
			push @findings, "line $line: " . uc($text) . " looks its operator up by search_path"
			  if $text =~ /^(?:like|ilike|similar|between|nullif)$/
			  || ($text eq 'in' && $after eq '(')
			  || ($text eq 'case' && $after ne 'when')
			  || ($text eq 'distinct' && $before =~ /^(?:is|not)$/ && $after eq 'from');
		}
	}
	return @findings;
}

sub _operator_syntax
{
	my ($body, $i) = @_;
	return
		 $i >= 4
	  && $body->[ $i - 2 ][1] =~ /^(?:pg_catalog|runrate)$/
	  && $body->[ $i - 3 ][1] eq '('
	  && $body->[ $i - 4 ][1] eq 'operator';
}

# The tokens of the body of CREATE FUNCTION/PROCEDURE in SQL or PL/pgSQL
#
# Not looked into: a function with a pinned search_path; BEGIN ATOMIC, which is
# bound when the script runs, with the search_path that it pins; and the
# procedures that make the objects of a ledger, which run with that of
# create_ledger.
sub body_of
{
	my @statement = @_;
	my $head = join(' ', map { $_->[1] } grep { $_->[0] eq 'word' } @statement);

	return () unless $head =~ /^create (?:or replace )?(?:function|procedure)\b/;
	return () if $head =~ /\blanguage (?:c|internal)\b/;
	return () if $head =~ /\bset search_path pg_catalog pg_temp\b/;
	return () if $head =~ /^create procedure runrate_internal (?:make|create)_/;
	for my $i (0 .. $#statement)
	{
		my ($kind, $text, $line) = @{ $statement[$i] };

		return tokens($text, $line) if $kind eq 'body';
		if ($kind eq 'string' && $i > 0 && $statement[ $i - 1 ][1] eq 'as')
		{
			my $sql = substr($text, 1, -1);
			$sql =~ s/''/'/g;
			return tokens($sql, $line);
		}
		return () if $kind eq 'word' && $text eq 'atomic' && $statement[ $i - 1 ][1] eq 'begin';
		return @statement[ $i + 1 .. $#statement ] if $kind eq 'word' && $text eq 'return';
	}
	return ();
}

# Everything wrong with an install script, as text with line numbers
sub script_findings
{
	my ($sql) = @_;
	my @tokens = tokens($sql);
	my @statements = statements(@tokens);
	my @findings;

	push @findings, 'line 1: no \echo ... \quit guard'
	  unless @tokens && $tokens[0][0] eq 'psql' && $tokens[0][1] =~ /^\\echo .*CREATE EXTENSION.*\\quit\s*$/;

	my $first = @statements ? join(' ', map { $_->[1] } @{ $statements[0] }) : '';
	push @findings, 'line ' . (@statements ? $statements[0][0][2] : 1) . ': first statement does not pin search_path'
	  unless $first =~ /^set local search_path (?:to|=) pg_catalog , pg_temp$/;

	foreach my $statement (@statements)
	{
		my $line = $statement->[0][2];
		my $words = join(' ', map { $_->[1] } grep { $_->[0] eq 'word' } @$statement);

		push @findings, "line $line: CREATE OR REPLACE" if $words =~ /^create or replace\b/;
		push @findings, "line $line: IF NOT EXISTS" if $words =~ /\bif not exists\b/ && $words =~ /^(?:create|alter)\b/;
		push @findings, "line $line: DROP" if $words =~ /^drop\b/;
		push @findings, "line $line: creates or alters a role" if $words =~ /^(?:create|alter) (?:role|user)\b/;
		push @findings, "line $line: changes search_path after it was pinned"
		  if $words =~ /^set\b.*\bsearch_path\b/ && $statement != $statements[0];
		push @findings, "line $line: object created without its schema: "
		  . join(' ', map { $_->[1] } @$statement[ 0 .. ($#$statement < 4 ? $#$statement : 4) ])
		  if _unqualified($statement);
		push @findings, body_findings(body_of(@$statement));
	}
	return @findings;
}

# Does a CREATE name its object without runrate. ?
sub _unqualified
{
	my ($statement) = @_;
	my $text = join(' ', map { $_->[1] } @$statement);

	return 0 unless $text =~ /^create (?:or replace )?(?:window )?(function|procedure|aggregate|type|domain|view|table|sequence|operator(?: class| family)?) (.*)/s;
	return $2 !~ /^runrate(?:_internal)? \. /;
}

1;
