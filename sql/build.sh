#!/bin/sh
#
# build.sh: the install script, on the standard output: the files of the
# extension in the order of extension/MANIFEST.  Where that says "ledger", each
# file of ledger/MANIFEST as a procedure, and a function that lists them in
# order; where it says "pages", a function that says which page of doc/ is on
# which function.
set -eu
cd "$(dirname "$0")"

# reports/chargeback.sql is made by runrate_internal.make_reports_chargeback()
procedure_of()
{
	echo "make_$(echo "${1%.sql}" | tr / _)"
}

ledger()
{
	sed '/^#/d' ledger/MANIFEST | while read -r _ _ file; do
		name=$(procedure_of "$file")
		printf '\nCREATE PROCEDURE runrate_internal.%s()\nLANGUAGE plpgsql\nAS $ledger$\nBEGIN\n' "$name"
		cat "ledger/$file"
		printf 'END;\n$ledger$;\nCOMMENT ON PROCEDURE runrate_internal.%s() IS\n' "$name"
		printf "'%s(): make %s of a ledger, in the schemas of the search_path.';\n" "$name" "${file%.sql}"
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

sed '/^#/d' extension/MANIFEST | while read -r file _; do
	case $file in
		ledger | pages) "$file" ;;
		*) cat "extension/$file" ;;
	esac
done
