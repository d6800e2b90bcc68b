#!/bin/bash
#
# reproduce.sh - a published result computed again from its rows, on a private
# throw-away server: "make reproduce FILE=leaderboards.json".
#
#	FILE	the file of the leaderboards of SWE-bench; doc/reproduce.md says where
#			it is
#	BOARD	the leaderboard (default: bash-only)
#	KEEP=1	leave the server running
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"

file=${FILE:-}
[[ -n $file ]] || rr_die 'usage: make reproduce FILE=leaderboards.json (doc/reproduce.md says where the file is)'
[[ -f $file && -r $file ]] || rr_die "$file cannot be read"
file=$(realpath -- "$file")

runrate_cluster_start reproduce
rr_psql -q -c 'CREATE EXTENSION runrate'
rr_psql -q -v file="${file##*/}" -v board="${BOARD:-bash-only}" -f "$RR_ROOT/demo/session.sql" \
	-f "$RR_ROOT/demo/schema.sql" -f "$RR_ROOT/demo/swe_bench.sql" <"$file"
