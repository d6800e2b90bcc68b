# Runs the SQL of a documentation page and compares what the page shows.
#
#   ```sql              run; must not fail
#   ```sql error        run; must fail
#   ```sql skip=REASON  not run; REASON is one of %skip_reasons and is reported
#   ```output           directly after a sql block: exactly what psql prints for
#                       it, errors included; space at the end of lines and empty
#                       lines at either end do not count
#
# The blocks of a page run in order in one psql session (psql -X -q), in a
# database of the page's own.  The extension is created beforehand unless the
# page does so itself.  Other fenced blocks are text.
package RunrateDocs;

use strict;
use warnings;

use Exporter 'import';
use IPC::Run ();

our @EXPORT_OK = qw(blocks run_page);

my %skip_reasons = (
	'other-server' => 'needs a second server',
	'placeholder'  => 'has names for the reader to fill in',
	'shell'        => 'is typed on another machine');

# The sql blocks of a page, each {line, sql, error, skip, output, output_line},
# and what is wrong with its mark-up
sub blocks
{
	my ($text) = @_;
	my (@blocks, @problems);
	my ($fence, $last, $n) = (undef, undef, 0);

	foreach my $line (split /\n/, $text)
	{
		$n++;
		if (!defined $fence)
		{
			next unless $line =~ /^(\s*)(```+)\s*(.*?)\s*$/;
			$fence = { indent => $1, mark => $2, info => $3, line => $n, text => '' };
		}
		elsif ($line =~ /^\s*\Q$fence->{mark}\E\s*$/)
		{
			my ($kind, @tags) = split /\s+/, $fence->{info};

			$kind //= '';
			if ($kind eq 'sql')
			{
				$last = { line => $fence->{line}, sql => $fence->{text} };
				foreach my $tag (@tags)
				{
					if ($tag eq 'error') { $last->{error} = 1 }
					elsif ($tag =~ /^skip=(.*)$/ && $skip_reasons{$1}) { $last->{skip} = $skip_reasons{$1} }
					else { push @problems, [ $fence->{line}, "unknown tag \"$tag\" of a sql block" ] }
				}
				push @blocks, $last;
			}
			elsif ($kind eq 'output')
			{
				if ($last)
				{
					$last->{output} = $fence->{text};
					$last->{output_line} = $fence->{line};
				}
				else { push @problems, [ $fence->{line}, 'output that follows no sql block' ] }
				$last = undef;
			}
			else
			{
				push @problems, [ $fence->{line}, "\"$kind\" is not run: write \"sql\" or \"output\"" ]
				  if $kind =~ /sql|output|result/i;
				$last = undef;
			}
			$fence = undef;
		}
		else
		{
			$line =~ s/^\Q$fence->{indent}\E//;
			$fence->{text} .= "$line\n";
		}
	}
	push @problems, [ $fence->{line}, 'fenced block without an end' ] if defined $fence;
	return (\@blocks, \@problems);
}

# Text as it is compared
sub _normal
{
	my ($text) = @_;
	$text =~ s/[ \t]+$//mg;
	$text =~ s/\A\n+//;
	$text =~ s/\n+\z//;
	return $text;
}

# Runs a page in a new database of the server.  Returns one {where, ok, note}
# for each block and each problem of mark-up.
sub run_page
{
	my ($node, $database, $name, $text) = @_;
	my ($blocks, $problems) = blocks($text);
	my @results = map { { where => "$name:$_->[0]", ok => 0, note => $_->[1] } } @$problems;
	my @run = grep { !$_->{skip} } @$blocks;
	my $mark = 'next block of the page';
	my $input = '';

	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, 'CREATE EXTENSION runrate')
	  unless grep { $_->{sql} =~ /^\s*create\s+extension\s+(?:if\s+not\s+exists\s+)?runrate\b/im } @run;

	foreach my $i (0 .. $#run)
	{
		# \r forgets a statement that the block before did not end
		$input .= "\\r\n\\echo $mark $i\n$run[$i]{sql}\n";
	}
	$input .= "\\r\n\\echo $mark end\n";

	my $all = '';
	IPC::Run::run([ 'psql', '-X', '-q', '-d', $node->connstr($database) ], '<', \$input, '>&', \$all);

	my @outputs = split /^\Q$mark\E (?:\d+|end)\n/m, $all, -1;
	shift @outputs;
	if (@outputs != @run + 1)
	{
		push @results, { where => $name, ok => 0, note => "the session ended early:\n$all" };
	}

	my %output_of;
	@output_of{ map { $_->{line} } @run } = @outputs;
	foreach my $block (@$blocks)
	{
		my $where = "$name:$block->{line}";

		if ($block->{skip})
		{
			push @results, { where => $where, ok => 1, skipped => $block->{skip} };
			next;
		}
		push @results, { where => $where, _check($name, $block, $output_of{ $block->{line} } // '') };
	}
	return @results;
}

sub _check
{
	my ($name, $block, $output) = @_;
	my $failed = $output =~ /^(?:ERROR|FATAL|PANIC):/m || $output =~ /^psql: error|^invalid command/m;

	return (ok => 0, note => "failed:\n$output") if $failed && !$block->{error};
	return (ok => 0, note => "was to fail, but gave:\n$output") if !$failed && $block->{error};
	return (ok => 1) unless defined $block->{output};

	my ($shown, $got) = (_normal($block->{output}), _normal($output));
	return (ok => 1) if $shown eq $got;

	my @shown = split /\n/, $shown;
	my @got = split /\n/, $got;
	my $i = 0;
	$i++ while $i < @shown && $i < @got && $shown[$i] eq $got[$i];
	my $at = $block->{output_line} + 1 + $i;
	return (ok => 0,
		note => "$name:$at: page and server differ\n"
		  . 'page:   ' . ($shown[$i] // '(nothing)') . "\n"
		  . 'server: ' . ($got[$i] // '(nothing)') . "\n"
		  . "whole output of the server:\n$got");
}

1;
