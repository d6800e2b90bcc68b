#!/bin/bash
#
# check-nightly.sh: what takes too long for "make check".  Kills of backends and
# of the postmaster; 18 clients with all that can be done at a time; cancels of
# what takes long; the memory of long sessions; random calls of every function;
# and each value by itself at the ends of all types.
#
#	RUNRATE_NIGHTLY		only these, of: crash mixed cancel memory calls extremes
#	RUNRATE_CRASHES		kills (default: 100)
#	RUNRATE_SECONDS		how long the clients work (default: 600)
#	RUNRATE_CANCELS		cancels of each statement (default: 10)
#	RUNRATE_ROWS		rows of memory (default: 10000000) and of the longest statements (3000000)
#	RUNRATE_CALLS		random calls (default: 100000)
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"
# shellcheck source=scripts/lib/checks.sh
source "$RR_ROOT/scripts/lib/checks.sh"

# program NAME: where the test is
program()
{
	case $1 in
		extremes) printf 'test/t/167_ledger_extremes.pl' ;;
		*) printf 'test/nightly/%s.pl' "$1" ;;
	esac
}

rr_prepare nightly
rr_require 'libipc-run-perl|perl:IPC::Run|runs the TAP tests'
rr_step 'gcc, assertions' rr_build_gcc -DUSE_ASSERT_CHECKING
if ((RR_STEP_STATUS == 0)); then
	export RUNRATE_EXTREMES=1
	for name in ${RUNRATE_NIGHTLY:-crash mixed cancel memory calls extremes}; do
		rr_tap "$name" PROVE_TESTS="$(program "$name")"
	done
fi
rr_say "$SECONDS seconds"
rr_summary
