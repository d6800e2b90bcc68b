#!/bin/bash
#
# check-pgspot.sh: pgspot (PyPI) looks for names that somebody else's objects
# could take the place of, in the install script and in the functions of a ledger.
#
# pgspot does not know bodies of the SQL standard, which are bound when the
# function is made, so they are cut out.  What makes a ledger runs with the
# search_path of use_schemas(), in schemas that its owner has just made; the
# functions that it makes are looked at as they are in the catalog.
#
#	RUNRATE_CLIENTS		directory for the virtual environment (default: a
#						temporary one); one that is there is used again
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"

# Findings with an answer: these set the search_path of whoever calls them,
# which has to have one of its own; all that do are in this repository.
ANSWERED=(
	'runrate_internal.use_schemas(IN first text,IN second text)'
	'runrate_internal.use_ledger(IN ledger_table regclass)'
	'runrate_internal.use_schemas(first text,second text)'
	'runrate_internal.use_ledger(ledger_table regclass)'
)

# The install script without parts of ledgers and bodies that are bound
write_toolkit()
{
	# shellcheck disable=SC2016 # a dollar quote
	sed '/^CREATE PROCEDURE runrate_internal\.make_/,/^\$ledger\$;$/d; /^\\/d' "$RR_BUILD"/sql/runrate--*.*.*.sql |
		perl -0pe 's/\bBEGIN ATOMIC\b.*?^\s*END;/AS q() SET search_path = pg_catalog, pg_temp;/gsm;
			s/(LANGUAGE sql[^;\$]*?)^\s*RETURN\b[^;]*;/$1 AS q() SET search_path = pg_catalog, pg_temp;/gsm;
			s/\bq\(\)/\x27SELECT\x27/g'
}

# What has a body in text
write_functions()
{
	rr_psql -qAt <<-'SQL'
		SELECT 'SET search_path TO pg_catalog, pg_temp;';
		SELECT 'CREATE SCHEMA ' || n || ';' FROM unnest('{runrate,runrate_internal,ledger,ledger_internal}'::text[]) n;
		SELECT replace(pg_get_functiondef(p.oid), 'CREATE OR REPLACE', 'CREATE') || ';'
		FROM pg_proc p
		JOIN pg_language l ON l.oid = p.prolang AND l.lanname IN ('plpgsql', 'sql')
		WHERE p.pronamespace::regnamespace::text IN ('runrate', 'runrate_internal', 'ledger', 'ledger_internal')
		  AND p.prosqlbody IS NULL AND NOT (p.pronamespace = 'runrate_internal'::regnamespace AND p.proname LIKE 'make\_%\_%')
		ORDER BY p.oid::regprocedure::text;
	SQL
}

# spot FILE: fails if pgspot finds something, or cannot read it
spot()
{
	local options=() answered

	for answered in "${ANSWERED[@]}"; do
		options+=(--proc-without-search-path "$answered")
	done
	"$environment/bin/pgspot" "${options[@]}" "$1" && [[ $("$environment/bin/pgspot" "${options[@]}" --summary-only "$1") == *'Errors: 0 Warnings: 0 Unknown: 0'* ]]
}

# It must find what there is to find
finds_a_fault()
{
	cat "$RR_WORK/functions.sql" - >"$RR_WORK/fault.sql" <<-'SQL'
		CREATE FUNCTION ledger.f() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN (SELECT count(*) FROM t); END';
	SQL
	! spot "$RR_WORK/fault.sql"
}

rr_require 'python3|cmd:python3|runs pgspot' 'python3-venv|cmd:python3|makes its environment'
runrate_cluster_start pgspot
environment=${RUNRATE_CLIENTS:-$RR_WORK/clients}/pgspot
[[ -x $environment/bin/python ]] || python3 -m venv "$environment"
"$environment/bin/pip" install -q --disable-pip-version-check pgspot
rr_psql -q -c 'CREATE EXTENSION runrate' -c 'SET client_min_messages = error' -c "CALL runrate.create_ledger('ledger')"

write_toolkit >"$RR_WORK/toolkit.sql"
write_functions >"$RR_WORK/functions.sql"
rr_say "$(grep -c '^CREATE' "$RR_WORK/toolkit.sql") definitions of the install script, $(grep -c '^CREATE' "$RR_WORK/functions.sql") functions"
rr_step 'install script' spot "$RR_WORK/toolkit.sql"
rr_step 'functions with a body in text' spot "$RR_WORK/functions.sql"
rr_step 'a fault is found' finds_a_fault
rr_summary
