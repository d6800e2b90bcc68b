#!/bin/bash
#
# check-valgrind.sh: the regression tests on a server that runs under valgrind.
#
# A packaged PostgreSQL has findings of its own under valgrind (padding in what
# it writes, mostly).  An error counts when one of its frames, or one of the
# frames where the uninitialised value came from, is in the extension.  Memory
# contexts hide the ends of single allocations from valgrind; what it sees are
# uninitialised values and accesses outside whole blocks.
#
#	RUNRATE_REGRESS		only these tests, such as "10_exact_sum 40_allocate"
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"

# A program that pg_ctl can start in place of postgres
write_wrapper()
{
	rr_as_user mkdir "$RR_WORK/valgrind"
	cat >"$RR_WORK/postgres-valgrind" <<-WRAPPER
		#!/bin/sh
		exec valgrind --quiet --leak-check=no --track-origins=yes --num-callers=40 \\
			--error-limit=no --fullpath-after= --log-file=$RR_WORK/valgrind/%p.log \\
			$RR_BIN/postgres "\$@"
	WRAPPER
	chmod 755 "$RR_WORK/postgres-valgrind"
}

# Every process of the server leaves a log; each error is a paragraph in it
findings()
{
	local logs=("$RR_WORK"/valgrind/*.log)

	[[ -e ${logs[0]} ]] || rr_die "valgrind wrote no log"
	rr_say "${#logs[@]} processes ran under valgrind"
	cat "${logs[@]}" | sed 's/^==[0-9]*== *//; s/^\*\*[0-9]*\*\* *//' |
		awk -v source="$RR_BUILD/src/" 'BEGIN { RS = "" }
			index($0, source) || /runrate\.so/ { found = 1; print; print "" }
			END { exit found }'
}

rr_prepare valgrind
rr_require \
	'valgrind|cmd:valgrind|watches the memory of the server' \
	'libc6-dbg|file:/usr/lib/debug/.build-id|valgrind needs the symbols of the C library'

rr_step "build, PostgreSQL $RR_PG_MAJOR" rr_build PG_CFLAGS='-O1 -g'
if ((RR_STEP_STATUS == 0)); then
	rr_initdb
	rr_as_user tee -a "$RR_WORK/data/postgresql.conf" >/dev/null <<<'jit = off'
	write_wrapper
	RR_PG_CTL_OPTIONS=(-p "$RR_WORK/postgres-valgrind" -t 300)
	rr_start
	rr_regress 'regression tests under valgrind' ${RUNRATE_REGRESS:+REGRESS="$RUNRATE_REGRESS"}
	rr_stop
	rr_step 'no error in the extension' findings
fi

rr_say "$SECONDS seconds"
rr_summary
