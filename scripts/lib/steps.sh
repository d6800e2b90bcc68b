# shellcheck shell=bash disable=SC2034 # the sourcing script uses the variables
#
# steps.sh - run checks one after the other, count them and say how it went.
# Source it after cluster.sh, whose temporary directory holds the logs.

RR_PASSED=0
RR_FAILED=0
RR_SKIPPED=0

# rr_step NAME COMMAND...: one check, in a shell of its own, which ends at the
# first command that fails.  Its output is shown if it fails; exit status 77 means
# skipped, and shows the output too, which says why.  Sets RR_STEP_STATUS to the
# exit status and returns 0.
rr_step()
{
	local name=$1 log=$RR_WORK/step.log start=$SECONDS status

	shift
	# a command after "||" would go on after errors
	set +e
	(
		set -e
		"$@"
	) >"$log" 2>&1 </dev/null
	status=$?
	set -e
	RR_STEP_STATUS=$status
	case $status in
		0)
			RR_PASSED=$((RR_PASSED + 1))
			rr_step_line ok "$name" "$start"
			[[ -z ${RUNRATE_VERBOSE:-} ]] || cat "$log"
			;;
		77)
			RR_SKIPPED=$((RR_SKIPPED + 1))
			rr_step_line SKIPPED "$name" "$start"
			cat "$log"
			;;
		*)
			RR_FAILED=$((RR_FAILED + 1))
			rr_step_line FAILED "$name" "$start"
			cat "$log"
			;;
	esac
}

rr_step_line()
{
	printf '%-8s %s (%d s)\n' "$1" "$2" "$((SECONDS - $3))"
}

# rr_count_tests NAME START STATUS LOG: the tests of a TAP program or of
# pg_regress, of which 15 writes "test name ... ok" and 16 "ok 1 - name".  A
# program that fails without a failed test counts as one, and so does one that
# ran nothing.
rr_count_tests()
{
	local name=$1 start=$2 status=$3 log=$4
	local passed failed skipped word=ok

	read -r passed failed skipped <<<"$(awk '
		/^ok .*# *[Ss][Kk][Ii][Pp]/ || /# *TODO/ { skipped++; next }
		/^1\.\.0 *# *[Ss][Kk][Ii][Pp]/ { skipped++; next }
		/^ok [0-9]/ || /^(test |     ).* \.\.\. ok / { passed++ }
		/^not ok [0-9]/ || /^(test |     ).* \.\.\. FAILED / { failed++ }
		END { print passed + 0, failed + 0, skipped + 0 }' "$log")"
	if ((failed == 0)) && ((status != 0 || passed + skipped == 0)); then
		failed=1
	fi
	((failed == 0)) || word=FAILED
	RR_PASSED=$((RR_PASSED + passed))
	RR_FAILED=$((RR_FAILED + failed))
	RR_SKIPPED=$((RR_SKIPPED + skipped))
	rr_step_line "$word" "$name: $passed passed, $failed failed, $skipped skipped" "$start"
	((failed == 0))
}

# The last line of a run, and its exit status.
rr_summary()
{
	if ((RR_SKIPPED > 0)); then
		rr_say "$RR_PASSED passed, $RR_FAILED failed, $RR_SKIPPED skipped"
	else
		rr_say "$RR_PASSED passed, $RR_FAILED failed"
	fi
	((RR_FAILED == 0))
}

# rr_regress NAME [MAKE VARIABLE=VALUE...]: the regression tests on the private
# server.
rr_regress()
{
	local name=$1

	shift
	rr_regress_start "$@"
	rr_regress_end "$name"
}

# The same, with other things between the start and the end: the tests run in
# one session, which leaves the other processors idle.
rr_regress_start()
{
	RR_REGRESS_START=$SECONDS
	rr_make "$@" TAP_TESTS= installcheck >"$RR_WORK/regress.log" 2>&1 </dev/null &
	RR_REGRESS_PID=$!
}

rr_regress_end()
{
	local name=$1 log=$RR_WORK/regress.log status=0

	wait "$RR_REGRESS_PID" || status=$?
	if [[ -n ${RUNRATE_VERBOSE:-} ]] || ((status != 0)); then
		cat "$log"
	fi
	if ! rr_count_tests "$name" "$RR_REGRESS_START" "$status" "$log"; then
		[[ ! -s $RR_BUILD/regression.diffs ]] || cat "$RR_BUILD/regression.diffs"
		rr_say "the end of the server's log:"
		tail -n 40 "$RR_LOG"
	fi
}

# rr_tap NAME [MAKE VARIABLE=VALUE...]: the TAP programs, each of which starts
# servers of its own, two at a time.  Skips and comments are always shown,
# everything with RUNRATE_VERBOSE.
rr_tap()
{
	local name=$1 start=$SECONDS log=$RR_WORK/tap.log status=0 program file
	local shown='^(test/(t|nightly)/|not ok|# |Result:|Files=|1\.\.0)|# *(skip|SKIP|TODO)'

	shift
	[[ -z ${RUNRATE_VERBOSE:-} ]] || shown=
	rr_make "$@" REGRESS= PROVE_FLAGS='--verbose --timer --jobs 2' installcheck 2>&1 </dev/null |
		tee "$log" | grep --line-buffered -E "$shown" || status=${PIPESTATUS[0]}
	if ! rr_count_tests "$name" "$start" "$status" "$log"; then
		while read -r program; do
			for file in "$RR_BUILD"/tmp_check/log/*"$program"*; do
				[[ -s $file ]] || continue
				rr_say "the end of $file:"
				tail -n 40 "$file"
			done
		done < <(sed -nE 's/^test\/(t|nightly)\/([^ ]*)\.pl +\(Wstat.*/\2/p' "$log" | sort -u)
	fi
}
