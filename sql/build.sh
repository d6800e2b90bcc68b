#!/bin/sh
#
# build.sh: the install script, on the standard output: the files of the
# extension in the order of extension/MANIFEST.  Where that says "ledger", each
# file of ledger/MANIFEST as a procedure, and a function that lists them in
# order, and likewise those of ledger/migrations/; where it says "pages", a
# function that says which page of doc/ is on which function.
#
# build.sh ledger: only what it makes for "ledger", in place of that of another
# version, for a script that updates the extension.
set -eu
cd "$(dirname "$0")"

# reports/chargeback.sql is made by runrate_internal.make_reports_chargeback()
procedure_of()
{
	echo "make_$(echo "${1%.sql}" | tr / _)"
}

# migrations/0.1.0--0.2.0.sql is run by runrate_internal.migrate_to_0_2_0()
migration_of()
{
	echo "migrate_to_$(basename "${1##*--}" .sql | tr . _)"
}

# procedure NAME FILE DESCRIPTION
procedure()
{
	printf '\nCREATE PROCEDURE runrate_internal.%s()\nLANGUAGE plpgsql\nAS $ledger$\nBEGIN\n' "$1"
	cat "$2"
	printf 'END;\n$ledger$;\nCOMMENT ON PROCEDURE runrate_internal.%s() IS\n' "$1"
	printf "'%s(): %s, in the schemas of the search_path.';\n" "$1" "$3"
}

parts()
{
	sed '/^#/d' ledger/MANIFEST | while read -r _ _ file; do
		procedure "$(procedure_of "$file")" "ledger/$file" "make ${file%.sql} of a ledger"
	done
	printf '\nCREATE FUNCTION runrate_internal.ledger_parts(OUT part_order bigint, OUT home text, OUT run text, OUT name text)\n'
	printf 'RETURNS SETOF record LANGUAGE sql IMMUTABLE PARALLEL SAFE\nBEGIN ATOMIC\n\tVALUES'
	n=0
	sed '/^#/d' ledger/MANIFEST | while read -r home run file; do
		[ "$n" = 0 ] || printf ','
		n=$((n + 1))
		printf "\n\t\t(%d::bigint, '%s'::text, '%s'::text, '%s'::text)" "$n" "$home" "$run" "$(procedure_of "$file")"
	done
	printf ';\nEND;\nCOMMENT ON FUNCTION runrate_internal.ledger_parts() IS\n'
	printf "'ledger_parts(): the procedures that make a ledger, in order; home: public or internal schema; run: once, or always, that is, again at every upgrade.';\n"
}

migrations()
{
	for file in ledger/migrations/*--*.sql; do
		[ ! -e "$file" ] || procedure "$(migration_of "$file")" "$file" "change the tables of a ledger for version $(basename "${file##*--}" .sql)"
	done
	printf '\nCREATE FUNCTION runrate_internal.ledger_migrations(OUT to_version text, OUT name text)\n'
	printf 'RETURNS SETOF record LANGUAGE sql IMMUTABLE PARALLEL SAFE\nBEGIN ATOMIC\n'
	printf '\tSELECT NULL::text, NULL::text WHERE false'
	for file in ledger/migrations/*--*.sql; do
		[ ! -e "$file" ] || printf "\n\tUNION ALL SELECT '%s', '%s'" "$(basename "${file##*--}" .sql)" "$(migration_of "$file")"
	done
	printf ';\nEND;\nCOMMENT ON FUNCTION runrate_internal.ledger_migrations() IS\n'
	printf "'ledger_migrations(): the procedures that change the tables of a ledger of an older version, and the version that they lead to.';\n"
}

ledger()
{
	parts
	migrations
}

pages()
{
	printf '\nCREATE FUNCTION runrate_internal.help_pages(OUT name text, OUT page text)\n'
	printf 'RETURNS SETOF record LANGUAGE sql IMMUTABLE PARALLEL SAFE\nBEGIN ATOMIC\n\tVALUES'
	sed '/^#/d' extension/MANIFEST | while read -r file page; do
		[ -z "$page" ] || sed -n \
			"s/^CREATE \(FUNCTION\|AGGREGATE\|PROCEDURE\) runrate\.\([a-z_0-9]*\).*/\t\t('\2'::text, '$page'::text)/p" \
			"extension/$file"
	done | sort -u | sed '1s/^\t/\n\t/; $!s/$/,/'
	printf ';\nEND;\nCOMMENT ON FUNCTION runrate_internal.help_pages() IS\n'
	printf "'help_pages(): the page of the documentation on each public function.';\n"
}

# What another version had: no object depends on these, they are called by name
forget_ledger()
{
	cat <<'SQL'
DO $do$
DECLARE
	part regprocedure;
BEGIN
	FOR part IN
		SELECT p.oid
		FROM pg_catalog.pg_proc p
		WHERE p.pronamespace = 'runrate_internal'::pg_catalog.regnamespace
		  AND p.proname ~ '^(make_[a-z]+_|migrate_to_[0-9]|ledger_parts$|ledger_migrations$)'
	LOOP
		EXECUTE pg_catalog.format('DROP ROUTINE %s', part);
	END LOOP;
END;
$do$;
SQL
}

if [ "${1-}" = ledger ]; then
	forget_ledger
	ledger
	exit
fi

sed '/^#/d' extension/MANIFEST | while read -r file _; do
	case $file in
		ledger | pages) "$file" ;;
		*) cat "extension/$file" ;;
	esac
done
