# Loaders at the same time, where events are partitioned and their keys in a
# table beside them: all that 155_ledger_loaders.pl asks.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";

# here, as what these prepare is too late in a file that is required
use RunrateLedger;
use RunrateTest;

our $partition_events = 'true';
require "$FindBin::RealBin/155_ledger_loaders.pl";
