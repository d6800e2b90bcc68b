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
#	PAGE		file for the board report of the company (default: board-report.html
#			here); empty: none
#	COUNTS		the outcomes that count, such as resolved,closed (default: true, t,
#			yes, y, 1)
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
		for name in AGENT COST OUTCOME WORK_ITEM COUNTS; do
			[[ -z ${!name:-} ]] || die "$name is given without DATA=file.csv"
		done
		whole_number SIZE "$size" 100
		whole_number MONTHS "$months" 13
		return
	fi
	for name in AGENT COST OUTCOME; do
		[[ -n ${!name:-} ]] ||
			die "DATA is given without $name" \
				"usage: make demo DATA=file.csv AGENT=column COST=column OUTCOME=column [WORK_ITEM=column] [COUNTS=word,word]"
	done
}

csv_fail()
{
	printf '%s: %s\n' "$DATA" "$@" >&2
	exit 1
}

# What can be said of the file before there is a server
check_csv()
{
	[[ -e $DATA ]] || csv_fail 'no such file'
	[[ ! -d $DATA ]] || csv_fail 'this is a directory, not a CSV file'
	[[ -f $DATA ]] || csv_fail 'not a regular file'
	[[ -r $DATA ]] || csv_fail 'cannot be read'
	case $(head -c 2 -- "$DATA" | od -An -tx1) in
		*'ff fe'* | *'fe ff'*) csv_fail 'the file is UTF-16' 'save it as CSV in UTF-8' ;;
	esac
}

# run_psql ARGUMENT...: without the user's psqlrc, messages in English.
run_psql()
{
	LC_MESSAGES=C PGCLIENTENCODING=UTF8 PGOPTIONS='' \
		psql -X -q -v ON_ERROR_STOP=1 "$@"
}

# Lines as the server takes them: breaks of old Macs, too
csv_lines()
{
	if [[ $(head -c 65536 -- "$DATA" | tr -dc '\n' | wc -c) == 0 ]]; then
		tr '\r' '\n' <"$DATA"
	else
		cat -- "$DATA"
	fi | LC_ALL=C awk -f "$scripts_dir/lib/csv-lines.awk"
}

# The file is read to its end, and nothing stays of it if one line is wrong.
report_csv()
{
	local header message

	work=$(mktemp -d)
	trap 'rm -rf -- "$work"' EXIT
	if ! csv_lines >"$work/lines" 2>"$work/errors"; then
		printf '%s%s\n' "$DATA" "$(cat "$work/errors")" >&2
		exit 1
	fi
	IFS= read -r header <"$work/lines" || csv_fail 'the file is empty'
	header=${header#line,}
	if ! run_psql -1 -v file="$DATA" -v header="${header%$'\r'}" -v agent="$AGENT" -v cost="$COST" \
		-v outcome="$OUTCOME" -v work_item="${WORK_ITEM:-}" -v counts="${COUNTS:-}" \
		-f "$demo_dir/session.sql" -f "$demo_dir/schema.sql" -f "$demo_dir/csv_load.sql" \
		<"$work/lines" >/dev/null 2>"$work/errors"; then
		message=$(sed -e 's/^psql:[^ ]* ERROR:  //' -e '/^HINT:  *$/d' -e 's/^HINT:  /hint: /' "$work/errors")
		[[ $message == "$DATA"* ]] || message="$DATA: $message"
		printf '%s\n' "$message" >&2
		exit 1
	fi
	run_psql -v has_work_item="$([[ -n ${WORK_ITEM:-} ]] && echo true || echo false)" \
		-f "$demo_dir/session.sql" -f "$demo_dir/csv_report.sql"
}

report_company()
{
	run_psql -1 -v size="$((10#$size))" -v months="$((10#$months))" -f "$demo_dir/session.sql" \
		-f "$demo_dir/schema.sql" -f "$demo_dir/company.sql"
	run_psql -1 -f "$demo_dir/session.sql" -f "$demo_dir/company_decisions.sql"
	run_psql -f "$demo_dir/session.sql" -f "$demo_dir/company_report.sql"
	printf '%s\n\n' 'Four queries to try (make demo KEEP=1 leaves the server running for them):'
	cat "$demo_dir/company_queries.sql"
	[[ -z $page ]] || write_page
}

# Beside its name and not in its place, so that no half of a page is ever there
write_page()
{
	run_psql -f "$demo_dir/session.sql" -c '\pset format unaligned' -c '\pset tuples_only on' \
		-c "SELECT ledger.board_report_html('2026-10-01', 'Demo company')" -o "$page.new" ||
		die "cannot write the board report to $page"
	mv -- "$page.new" "$page"
	printf '\n%s\n' "The board report of October 2026 is in $page."
}

size=${SIZE:-1}
months=${MONTHS:-13}
page=${PAGE-board-report.html}

check_settings
case ${1:-} in
	--check) [[ -z ${DATA:-} ]] || check_csv ;;
	'') if [[ -n ${DATA:-} ]]; then check_csv && report_csv; else report_company; fi ;;
	*) die "unknown argument \"$1\"" ;;
esac
