# What the TAP tests share: where things are, a server with pinned settings,
# and a seed that can be given again.
package RunrateTest;

use strict;
use warnings;

use Cwd qw(abs_path);
use Exporter 'import';
use File::Basename qw(dirname);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

our @EXPORT = qw(repository slurp installed pg_config start_server start_again wait_for_server no_crash seed random_source);

# Output must not depend on who runs psql
delete @ENV{qw(PSQLRC PAGER PSQL_PAGER COLUMNS PGOPTIONS PGTZ PGDATESTYLE)};

# The root of the source tree
sub repository
{
	return abs_path(dirname(__FILE__) . '/../..');
}

sub slurp
{
	my ($path) = @_;
	open(my $in, '<', $path) or die "could not open \"$path\": $!";
	local $/ = undef;
	my $text = <$in>;
	close($in);
	return $text;
}

sub pg_config
{
	my ($item) = @_;
	my $value = `pg_config --$item`;
	die "pg_config --$item failed" if $? != 0;
	chomp $value;
	return $value;
}

# Paths of what "make install" put in place
sub installed
{
	my ($version) = @_;
	return (
		script  => pg_config('sharedir') . "/extension/runrate--$version.sql",
		control => pg_config('sharedir') . '/extension/runrate.control',
		library => pg_config('pkglibdir') . '/runrate.so');
}

# A running server whose text output is the same everywhere, with the
# extension in database postgres.  $conf is added to its configuration;
# install_path says where its programs are, if not in the PATH.
sub start_server
{
	my ($name, $conf, %init) = @_;
	my $install_path = delete $init{install_path};
	my $node = PostgreSQL::Test::Cluster->new($name, defined $install_path ? (install_path => $install_path) : ());

	$node->init(extra => [ '--encoding=UTF8', '--no-locale' ], %init);
	$node->append_conf('postgresql.conf', <<"CONF" . ($conf // ''));
timezone = 'UTC'
datestyle = 'ISO, MDY'
intervalstyle = 'postgres'
lc_messages = 'C'
extra_float_digits = 1
client_min_messages = notice
jit = off
autovacuum = off
CONF
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION runrate');
	return $node;
}

# The log tells of crashes, also of workers, of failed assertions and, in a
# library built with -fsanitize=undefined, of undefined behaviour
sub no_crash
{
	my ($node, $name) = @_;
	my $log = slurp($node->logfile);
	my @crashes = $log =~ /^(.*(?:was terminated by signal|TRAP:|PANIC:|all server processes terminated|runtime error:).*)$/mg;

	is_deeply(\@crashes, [], "$name: no crash, no undefined behaviour");
}

# Start a server that was killed, once the last of its processes is gone.  Not by
# its own method, which shows the whole log after each attempt.
sub start_again
{
	my ($node) = @_;
	my @start = ('pg_ctl', '-w', '-D', $node->data_dir, '-l', $node->logfile, '-o', '--cluster-name=' . $node->name, 'start');

	foreach (1 .. 300)
	{
		if (PostgreSQL::Test::Utils::system_log(@start) == 0)
		{
			$node->_update_pid(1);
			return;
		}
		usleep(200_000);
	}
	BAIL_OUT('the server does not start again');
	return;
}

# Until the server takes connections again after a crash.  By no query: a psql that
# is not let in may end before it has read one, which would end the test.
sub wait_for_server
{
	my ($node) = @_;

	foreach (1 .. 1800)
	{
		return if PostgreSQL::Test::Utils::run_log([ 'pg_isready', '-q', '-d', $node->connstr('postgres') ]);
		usleep(100_000);
	}
	BAIL_OUT('the server does not come back');
	return;
}

# The seed of this run: RUNRATE_SEED, or a new one; always printed
sub seed
{
	my $seed = $ENV{RUNRATE_SEED} // int(rand(2**31));
	die "RUNRATE_SEED must be an integer" unless $seed =~ /^\d+$/;
	diag("seed $seed (repeat with RUNRATE_SEED=$seed)");
	return $seed;
}

# A generator of integers in 0 .. n-1 that is the same on every Perl
# (xorshift64, Marsaglia 2003)
sub random_source
{
	my ($state) = @_;
	no warnings 'portable';

	$state = ($state ^ 0x9E3779B97F4A7C15) || 1;
	return sub {
		my ($n) = @_;
		$state ^= $state >> 12;
		$state ^= ($state << 25) & 0xFFFFFFFFFFFFFFFF;
		$state ^= $state >> 27;

		# fold to 32 bits, then scale
		my $x = ($state >> 32) ^ ($state & 0xFFFFFFFF);
		return int($x * $n / 4294967296);
	};
}

1;
