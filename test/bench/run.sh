#!/usr/bin/env bash
#
# run.sh [REGEXP [ROUNDS]]: the benchmark; the groups whose name REGEXP matches.
#
# Starts a private PostgreSQL with the extension and stops it again.  With
# RUNRATE_BENCH_SERVER=1 it uses the running server that the PG* variables name
# instead: the extension must be installed there, the database runrate_bench is
# made once and kept, so that a second run starts measuring within seconds.
#
# The report goes to standard output, progress to standard error.  bench.py has
# the method and the other variables.

set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)

# shellcheck source=scripts/lib/cluster.sh
source "$here/../../scripts/lib/cluster.sh"

rr_require "python3|cmd:python3|runs the benchmark" >&2

# DuckDB is installed into a virtual environment, which Debian's Python cannot
# make by itself.  Without it the report says that DuckDB was not measured.
if [[ ${RUNRATE_BENCH_DUCKDB:-1} != 0 ]] && rr_has_apt &&
	! python3 -c 'import ensurepip' 2>/dev/null; then
	rr_say "installing with apt-get: python3-venv (makes the environment for DuckDB)" >&2
	(rr_apt_fresh_lists && rr_apt_install python3-venv) >&2 || true
fi

if [[ ${RUNRATE_BENCH_SERVER:-0} != 1 ]]; then
	runrate_cluster_start bench >&2
	export PATH=$RR_BIN:$PATH

	# Room for all the tables: every query is to find them in memory.
	rr_psql -q -c "ALTER SYSTEM SET shared_buffers = '$((512 + ${RUNRATE_BENCH_ROWS:-10000000} / 6500))MB'"
	rr_stop
	rr_start
fi

python3 -B "$here/bench.py" "$@"
