#!/bin/bash
#
# lint.sh: versions agree, C sources are formatted, shell scripts are clean, the
# library exports what the install script uses.
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"
# shellcheck source=scripts/lib/checks.sh
source "$RR_ROOT/scripts/lib/checks.sh"

rr_prepare lint
rr_require_lint_tools
rr_require 'libipc-run-perl|perl:IPC::Run|runs the TAP tests'
rr_lint_sources
rr_step "build (PostgreSQL $RR_PG_MAJOR)" rr_build
((RR_STEP_STATUS != 0)) || rr_tap 'versions, symbols, install script' PROVE_TESTS=test/t/010_lint.pl
rr_summary
