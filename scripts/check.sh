#!/bin/bash
#
# check.sh [--tests]: everything that must hold before a commit.
#
# Lints; builds with gcc and clang, with and without assertions, without a
# warning; runs the regression tests on a private server and the TAP tests on
# theirs.  The last line is "N passed, N failed", with ", N skipped" if so.
# With --tests only what differs between versions of PostgreSQL: no lints, no
# clang.
#
#	PG_CONFIG			the PostgreSQL to use (default: the newest installed)
#	RUNRATE_VERBOSE=1	show all output
#	RUNRATE_REAL_DATA	directory of real input files (default: ../shared/data)
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"
# shellcheck source=scripts/lib/checks.sh
source "$RR_ROOT/scripts/lib/checks.sh"

# The TAP tests get the absolute name of the directory of real data, or a copy
# where only root may read it.
export_real_data()
{
	local dir=${RUNRATE_REAL_DATA:-$RR_ROOT/../shared/data}

	dir=$(realpath -m -- "$dir")
	if [[ -d $dir ]] && ! rr_as_user test -r "$dir" -a -x "$dir"; then
		cp -rL -- "$dir" "$RR_WORK/real_data"
		chown -R "$RR_USER" "$RR_WORK/real_data"
		dir=$RR_WORK/real_data
	fi
	export RUNRATE_REAL_DATA=$dir
}

# require_extension NAME CONTROL PURPOSE: another extension, where there is a
# package of it for this version of PostgreSQL
require_extension()
{
	local package="postgresql-$RR_PG_MAJOR-$1"

	[[ -n $(rr_apt_candidate "$package") ]] || return 0
	rr_require "$package|file:$("$RR_SOURCE_PG_CONFIG" --sharedir)/extension/$2.control|$3"
}

# What the ledger meets in the tests: a scheduler, what makes partitions, what
# sends alerts, and a browser for the page of the board.
require_neighbours()
{
	rr_choose_postgres
	require_extension cron pg_cron 'raises alerts on a schedule in a test'
	require_extension partman pg_partman 'makes and drops partitions in a test'
	rr_require 'python3-psycopg|file:/usr/lib/python3/dist-packages/psycopg/__init__.py|sends alerts in a test' \
		'chromium|cmd:chromium|shows the board report in a test' \
		'fonts-liberation|file:/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf|the letters of the board report'
}

lints=1
[[ ${1:-} != --tests ]] || lints=

require_neighbours
rr_prepare check
rr_require 'libipc-run-perl|perl:IPC::Run|runs the TAP tests'
export_real_data

if [[ -n $lints ]]; then
	rr_require_lint_tools
	rr_require 'clang|cmd:clang|the second compiler'
	rr_lint_sources
	rr_step "clang, PostgreSQL $RR_PG_MAJOR" rr_build_clang
	rr_step 'clang, assertions' rr_build_clang -DUSE_ASSERT_CHECKING
fi
rr_step "gcc, PostgreSQL $RR_PG_MAJOR" rr_build_gcc
rr_step 'gcc, assertions' rr_build_gcc -DUSE_ASSERT_CHECKING

if ((RR_STEP_STATUS == 0)); then
	rr_initdb
	rr_start
	rr_regress_start
	rr_tap 'TAP tests'
	rr_regress_end 'regression tests'
	rr_stop
else
	rr_say 'no tests were run, because the build failed'
fi

rr_say "$SECONDS seconds"
rr_summary
