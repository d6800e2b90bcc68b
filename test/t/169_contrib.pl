# What is in contrib/ for other programs is made of the ledger as it is today: the
# files of the dbt package, and the questions of the dashboards.
use strict;
use warnings;

use File::Basename qw(basename);
use FindBin;
use lib "$FindBin::RealBin/../lib";
use PostgreSQL::Test::Utils;
use Test::More;

use RunrateTest;

my $root = repository();
my $node = start_server('contrib');

# psql as the comments in the files say
sub psql
{
	my ($file) = @_;
	my ($stdout, $stderr) = run_command([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-v', 'ON_ERROR_STOP=1', '-v', 'ledger=ledger', '-f', $file ]);

	is($stderr, '', basename($file) . ': no message');
	return $stdout;
}

$node->command_ok([ 'psql', '-Xq', '-o', '/dev/null', '-d', $node->connstr('postgres'), '-v', 'ON_ERROR_STOP=1', '-f', "$root/test/clients/sample_ledger.sql" ],
	'the sample ledger');

# Lines of two texts that are in one of them alone, a few of them
sub differences
{
	my ($made, $shipped) = map { my %lines = map { $_ => 1 } split /\n/; \%lines } @_;
	my @found = ((map { "- $_" } grep { !$made->{$_} } sort keys %$shipped), (map { "+ $_" } grep { !$shipped->{$_} } sort keys %$made));

	return join "\n", @found > 10 ? (@found[0 .. 9], '...') : @found;
}

foreach my $pair ([ 'sources.sql', 'models/sources.yml' ], [ 'staging.sql', 'models/staging/staging.yml' ])
{
	my ($script, $file) = map { "$root/contrib/dbt/$_" } @$pair;
	my $made = psql($script);
	my $shipped = slurp($file) =~ s/\n\z//r;

	ok($made eq $shipped, "contrib/dbt/$pair->[1] is what $pair->[0] prints") or diag(differences($made, $shipped));
}

my @questions = sort glob("$root/contrib/bi/questions/*.sql");
cmp_ok(scalar(@questions), '>', 0, 'there are questions');
isnt(psql($_), '', basename($_) . ' has an answer') foreach @questions;

my $made = $node->basedir . '/dashboards';
command_ok([ 'python3', '-B', "$root/contrib/bi/make.py", $made ], 'the dashboards are made');
command_ok([ 'diff', '-r', "$made/$_", "$root/contrib/$_" ], "contrib/$_ is what contrib/bi/make.py makes") foreach qw(metabase superset grafana);

$node->stop;
done_testing();
