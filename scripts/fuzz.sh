#!/bin/bash
#
# fuzz.sh: the tests with hostile input, with twenty times as many inputs as
# "make check" takes.
#
#	RUNRATE_FUZZ		inputs for each form of the type (default: 2000000)
#	RUNRATE_SEED		the seed of an earlier run (default: random, printed)
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"
# shellcheck source=scripts/lib/checks.sh
source "$RR_ROOT/scripts/lib/checks.sh"

export RUNRATE_FUZZ=${RUNRATE_FUZZ:-2000000}

rr_prepare fuzz
rr_require 'libipc-run-perl|perl:IPC::Run|runs the TAP tests'
rr_step 'gcc, assertions' rr_build_gcc -DUSE_ASSERT_CHECKING
if ((RR_STEP_STATUS == 0)); then
	rr_tap 'hostile input' PROVE_TESTS='test/t/060_hostile.pl test/t/130_usage.pl'
fi
rr_summary
