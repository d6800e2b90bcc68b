# A server of its own, into which the next version of runrate can be installed:
# one that adds a table, columns of tables, a column in the middle of a chain of
# views and one at its end, an argument of a function, and a bucket of usage.
# It is made from the sources here, so that it is always one version ahead.
package RunrateVersions;

use strict;
use warnings;

use Exporter 'import';
use File::Basename qw(dirname);
use File::Path qw(make_path);
use Test::More;

use RunrateTest;

our @EXPORT = qw(versions private_server_files install_next);

my $name = 'grounding_requests';

sub run
{
	my (@command) = @_;
	system(@command) == 0 or die "failed: @command";
	return;
}

sub write_file
{
	my ($path, $text) = @_;
	make_path(dirname($path));
	open(my $out, '>', $path) or die "could not open \"$path\": $!";
	print $out $text;
	close($out) or die "could not write \"$path\": $!";
	return;
}

# What this tree is, and the version after it
sub versions
{
	my ($present) = slurp(repository() . '/runrate.control') =~ /^default_version = '([\d.]+)'/m or die 'no version';
	my ($major, $minor) = split /\./, $present;
	return ($present, "$major." . ($minor + 1) . '.0');
}

# Copies the server that is under test to a directory; gives what
# PostgreSQL::Test::Cluster calls install_path.  A server finds its files from
# where its programs are.
sub private_server_files
{
	my ($dir) = @_;

	foreach my $item (qw(bindir pkglibdir sharedir))
	{
		my $from = pg_config($item);
		make_path("$dir$from");
		run('cp', '-RL', '-p', "$from/.", "$dir$from");
	}
	make_path(dirname($dir . pg_config('includedir-server')));
	symlink(pg_config('includedir-server'), $dir . pg_config('includedir-server')) or die "symlink: $!";
	return dirname($dir . pg_config('bindir'));
}

# Replaces in a file of the next version; an error if there is nothing to replace
sub change
{
	my ($tree, $file, @changes) = @_;
	my $text = slurp("$tree/$file");

	while (my ($pattern, $replacement) = splice(@changes, 0, 2))
	{
		$text =~ s/$pattern/ref $replacement ? $replacement->() : $replacement/e or die "$file has no $pattern";
	}
	write_file("$tree/$file", $text);
	return;
}

sub append
{
	my ($tree, $file, $text) = @_;
	write_file("$tree/$file", slurp("$tree/$file") . $text);
	return;
}

# per_outcome() gets a third argument, wherever it is called
sub change_argument
{
	my ($tree) = @_;
	my $calls = 0;

	foreach my $file (split /\n/, `cd $tree && grep -rl per_outcome sql/ledger`)
	{
		my $text = slurp("$tree/$file");

		if ($file =~ /numbers\.sql$/)
		{
			$text =~ s/per_outcome\(cost numeric, outcomes bigint\) RETURNS/per_outcome(cost numeric, outcomes bigint, at_least bigint) RETURNS/ or die 'no per_outcome()';
			$text =~ s/outcomes > 0 THEN/outcomes > at_least THEN/ or die 'no body of per_outcome()';
			$text =~ s/per_outcome\(numeric, bigint\)/per_outcome(numeric, bigint, bigint)/ or die 'no comment on per_outcome()';
		}
		else
		{
			$calls += $text =~ s/\bper_outcome(\((?:[^()]++|(?1))*)\)(?!\d)/per_outcome$1, 0)/g;
		}
		write_file("$tree/$file", $text);
	}
	die 'nothing calls per_outcome()' unless $calls;
	return;
}

# The sources of the next version in a directory
sub next_tree
{
	my ($tree) = @_;
	my ($present, $next) = versions();
	my $here = repository();
	my %new = (
		agents => "ALTER TABLE agents ADD COLUMN note text;\nCOMMENT ON COLUMN agents.note IS 'What to know of the agent.';\n",
		events => "ALTER TABLE events ADD COLUMN $name bigint;\nCOMMENT ON COLUMN events.$name IS 'Searches that ground an answer.';\n");

	make_path($tree);
	run('cp', '-Rp', map({ "$here/$_" } qw(src sql Makefile runrate.control)), $tree);
	run('sh', '-c', "rm -f $tree/src/*.o $tree/src/*/*.o $tree/sql/runrate--*.sql");

	change($tree, 'runrate.control', qr/default_version = '\Q$present\E'/, "default_version = '$next'");
	change($tree, 'src/usage/usage.h', qr/\tBUCKET_REQUESTS,\n/, "\tBUCKET_GROUNDING_REQUESTS,\n\tBUCKET_REQUESTS,\n");
	change($tree, 'src/usage/usage.c', qr/\t\[BUCKET_REQUESTS\] =/, "\t[BUCKET_GROUNDING_REQUESTS] = \"$name\",\n\t[BUCKET_REQUESTS] =");
	change($tree, 'sql/extension/usage.sql', qr/OUT requests /, "OUT $name bigint, OUT requests ");
	append($tree, "sql/ledger/tables/$_.sql", $new{$_}) foreach sort keys %new;
	write_file("$tree/sql/ledger/tables/vendors.sql", <<'SQL');
CREATE TABLE vendors (
	vendor text PRIMARY KEY,
	contact text
);

COMMENT ON TABLE vendors IS 'Who sends invoices.';
COMMENT ON COLUMN vendors.vendor IS 'Vendor.';
COMMENT ON COLUMN vendors.contact IS 'Whom to call.';
SQL
	change($tree, 'sql/ledger/MANIFEST', qr/(public\s+once\s+tables\/slos\.sql\n)/, sub { "$1public    once    tables/vendors.sql\n" });
	change($tree, 'sql/ledger/periods/agent_periods.sql',
		qr/, a\.is_open\nFROM /, ", a.is_open,\n\t   (SELECT max(n.note) FROM agents n WHERE n.agent = a.agent) AS note\nFROM ");
	append($tree, 'sql/ledger/periods/agent_periods.sql', "COMMENT ON COLUMN agent_periods.note IS 'What to know of the agent.';\n");
	change($tree, 'sql/ledger/reports/unit_costs.sql',
		qr/\.is_complete\nFROM /, ".is_complete,\n\t   (SELECT max(p.note) FROM agent_periods p WHERE p.agent = u.agent) AS note\nFROM ");
	append($tree, 'sql/ledger/reports/unit_costs.sql', "COMMENT ON COLUMN unit_costs.note IS 'What to know of the agent.';\n");
	change_argument($tree);
	write_file("$tree/sql/ledger/migrations/$present--$next.sql", $new{agents} . $new{events});

	# the extension's own way: what is of the toolkit by hand, the ledger's half by build.sh
	my ($usage) = slurp("$tree/sql/extension/usage.sql") =~ /(CREATE FUNCTION runrate\.usage_columns.*?LANGUAGE C[^;]*;)/s or die 'no usage_columns()';
	write_file("$tree/sql/runrate--$present--$next.sql",
		"DROP FUNCTION runrate.usage_columns(text, jsonb);\n$usage\n" . `$tree/sql/build.sh ledger`);
	return;
}

# Builds the next version and installs it beside, and as to the library over,
# the one that the private server has
sub install_next
{
	my ($dir) = @_;
	my $tree = "$dir/next";
	my $log = "$dir/next.log";
	my $make = "make -s -C $tree PG_CONFIG=$dir" . pg_config('bindir') . "/pg_config with_llvm=no";

	next_tree($tree);
	system("{ $make PG_CFLAGS=-O0 -j2 all && $make install; } >$log 2>&1") == 0 or die slurp($log);
	return;
}

1;
