#!/bin/bash
#
# check-ubsan.sh: the regression and TAP tests with gcc's sanitizer of undefined
# behaviour in the extension.  Whatever it finds is in a server's log.
#
# PostgreSQL is built with -fwrapv, which makes overflow of signed integers
# defined; here it counts as an error, so that none happens unintended.
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"

build_sanitized()
{
	rr_build CC=gcc \
		PG_CFLAGS='-O1 -g -fno-wrapv -fsanitize=undefined -Wno-error' \
		SHLIB_LINK='-static-libubsan -fsanitize=undefined' &&
		nm "$RR_BUILD/runrate.so" | grep __ubsan_handle >/dev/null
}

# The findings in all logs, with the place in the source
findings()
{
	! grep -rhoE '[^ ]*: runtime error: .*' "$RR_LOG" "$RR_BUILD/tmp_check" | sort | uniq -c
}

rr_prepare ubsan
rr_require \
	"libgcc-dev|file:$(gcc -print-file-name=libubsan.a)|the sanitizer" \
	'libipc-run-perl|perl:IPC::Run|runs the TAP tests'

rr_step "gcc -fsanitize=undefined, PostgreSQL $RR_PG_MAJOR" build_sanitized
if ((RR_STEP_STATUS == 0)); then
	rr_initdb
	rr_start
	rr_regress 'regression tests'
	rr_stop
	# the lint would find the sanitizer's own symbols in the library
	rr_tap 'TAP tests' PROVE_TESTS="$(cd "$RR_ROOT" && printf '%s ' test/t/0[2-9]*.pl test/t/1*.pl)"
	rr_step 'no undefined behaviour' findings
fi

rr_say "$SECONDS seconds"
rr_summary
