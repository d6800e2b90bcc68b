#!/bin/bash
#
# demo-report.sh - load the demo's data into a running server and print the
# answer.  demo.sh calls it for a private server; by itself it works on any
# database that PGHOST, PGPORT, PGUSER and PGDATABASE point to and where the
# extension is available.  It makes (and makes anew) a schema "demo" and, for the
# company, a ledger in the schema "ledger".
#
# usage: demo-report.sh [--check]
#
# With --check it only says whether the settings and the CSV file are good.
#
# Settings, from the environment:
#	SIZE		calls per attempt, 1 (default) to 100: the number of events; no
#			amount of the report depends on it
#	MONTHS		months to generate, 1 to 13 (default); the last one is the same
#	DATA		a CSV file to report on instead of the demo company, with
#	AGENT COST OUTCOME [WORK_ITEM]	names of its columns
#
# demo/company.sql says what the company is made of.

set -euo pipefail

demo_dir=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../demo" && pwd -P)
scripts_dir=$demo_dir/../scripts

die()
{
	printf 'demo: %s\n' "$@" >&2
	exit 1
}

# whole_number NAME VALUE LIMIT
whole_number()
{
	if ! [[ $2 =~ ^[0-9]{1,4}$ ]] || ((10#$2 < 1 || 10#$2 > $3)); then
		die "$1 must be a whole number from 1 to $3, not \"$2\""
	fi
}

check_settings()
{
	local name

	if [[ -z ${DATA:-} ]]; then
		for name in AGENT COST OUTCOME WORK_ITEM; do
			[[ -z ${!name:-} ]] || die "$name is given without DATA=file.csv"
		done
		whole_number SIZE "$size" 100
		whole_number MONTHS "$months" 13
		return
	fi
	for name in AGENT COST OUTCOME; do
		[[ -n ${!name:-} ]] ||
			die "DATA is given without $name" \
				"usage: make demo DATA=file.csv AGENT=column COST=column OUTCOME=column [WORK_ITEM=column]"
	done
}

read_csv()
{
	perl "$scripts_dir/csv-columns.pl" "$DATA" "$AGENT" "$COST" "$OUTCOME" \
		${WORK_ITEM:+"$WORK_ITEM"}
}

# run_psql ARGUMENT...: without the user's psqlrc, messages in English.
run_psql()
{
	LC_MESSAGES=C PGCLIENTENCODING=UTF8 PGOPTIONS='' \
		psql -X -q -v ON_ERROR_STOP=1 "$@"
}

# The CSV file is read to its end before anything reaches the server.
report_csv()
{
	rows=$(mktemp)
	trap 'rm -f -- "$rows"' EXIT
	read_csv >"$rows"

	run_psql -1 -f "$demo_dir/session.sql" -f "$demo_dir/schema.sql" \
		-f "$demo_dir/csv_load.sql" <"$rows"
	run_psql -v has_work_item="$([[ -n ${WORK_ITEM:-} ]] && echo true || echo false)" \
		-f "$demo_dir/session.sql" -f "$demo_dir/csv_report.sql"
}

report_company()
{
	run_psql -1 -v size="$((10#$size))" -v months="$((10#$months))" -f "$demo_dir/session.sql" \
		-f "$demo_dir/schema.sql" -f "$demo_dir/company.sql"
	run_psql -f "$demo_dir/session.sql" -f "$demo_dir/company_report.sql"
	printf '%s\n\n' 'Four queries to try (make demo KEEP=1 leaves the server running for them):'
	cat "$demo_dir/company_queries.sql"
}

size=${SIZE:-1}
months=${MONTHS:-13}

check_settings
case ${1:-} in
	--check) [[ -z ${DATA:-} ]] || read_csv >/dev/null ;;
	'') if [[ -n ${DATA:-} ]]; then report_csv; else report_company; fi ;;
	*) die "unknown argument \"$1\"" ;;
esac
