#!/bin/bash
#
# demo.sh - from a fresh machine to the cost of an outcome: installs what is
# missing, builds the extension, starts a private throw-away server, loads data
# and prints the answer.  "make demo" runs it.
#
#	make demo				a made-up company of seven agents
#	make demo SIZE=4			the same figures from four times the calls
#	make demo DATA=file.csv AGENT=column COST=column OUTCOME=column [WORK_ITEM=column] [COUNTS=word,word]
#						the same question for your own CSV file
#	make demo ... KEEP=1			leave the server running
#
# What was built is kept in ~/.cache/runrate, so that a second run does not build.
#
# The settings come from the environment, which is where make puts the
# variables of its command line; demo-report.sh explains them.

set -euo pipefail

scripts_dir=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=scripts/lib/cluster.sh
source "$scripts_dir/lib/cluster.sh"

# A mistake in the settings is told before anything is built.
"$scripts_dir/demo-report.sh" --check

runrate_cluster_start demo
if [[ -n ${DATA:-} ]]; then
	rr_say "loading $DATA"
else
	rr_say "loading the data and making the report (about a minute)"
fi
PATH=$RR_BIN:$PATH "$scripts_dir/demo-report.sh"
