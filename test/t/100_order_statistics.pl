# The sorted multiset, the rank bitset and the exact sums against the plainest
# possible implementation, outside the server: RUNRATE_FUZZ random operations
# (1,000,000 if not given).
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use PostgreSQL::Test::Utils;
use Test::More;

use RunrateTest;

my $seed = seed();
my $operations = $ENV{RUNRATE_FUZZ} // 1_000_000;
my $root = repository();
my $program = PostgreSQL::Test::Utils::tempdir() . '/order_statistics_fuzz';

# Sections let the linker drop what would need the rest of the server
my $build = join(' ', pg_config('cc'), '-O2 -g -fwrapv -ffunction-sections -fdata-sections -Wl,--gc-sections',
	'-DUSE_ASSERT_CHECKING', pg_config('cppflags'), '-I' . pg_config('includedir-server'), "-I'$root/src'",
	'-o', "'$program'", "'$root/test/fuzz/order_statistics_fuzz.c'",
	(map { "'$root/src/$_.c'" } qw(stats/order_statistics stats/rank_bitset stats/exact_float)), '-lm');
is(system($build), 0, 'the program builds') or BAIL_OUT("failed: $build");

my $output = `'$program' $operations $seed`;
is($?, 0, "$operations operations give the results of the plain implementation");
like($output, qr/^$operations operations, \d{6,} results equal$/, 'results were compared');
diag($output) if $? != 0;

done_testing();
