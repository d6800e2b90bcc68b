#!/bin/bash
#
# format.sh [--check]: format the C sources as PostgreSQL formats its own, with
# pg_bsd_indent, or show what that would change and exit with 1.
#
# Where there is no pg_bsd_indent 2.1, --check exits with 77, which "make check"
# counts as skipped.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=scripts/lib/checks.sh
source "$RR_ROOT/scripts/lib/checks.sh"

# The options of pgindent
style=(-bad -bap -bbb -bc -bl -cli1 -cp33 -cdb -nce -d0 -di12 -nfc1 -i4 -l79
	-lp -lpl -nip -npro -sac -tpg -ts4)

# pg_bsd_indent tells declarations by the names of types: those of our sources
# and of the server's headers.
list_types()
{
	local headers

	headers=$("$RR_SOURCE_PG_CONFIG" --includedir-server)
	find src test "$headers" -name '*.[ch]' -print0 |
		xargs -0 sed -nE \
			-e 's/^\} *([A-Za-z_][A-Za-z_0-9]*);.*/\1/p' \
			-e 's/^typedef [^()]*[ *]([A-Za-z_][A-Za-z_0-9]*)( *pg_attribute_[a-z0-9_()]*)?;.*/\1/p' \
			-e 's/^typedef [^()]*\(\*? *([A-Za-z_][A-Za-z_0-9]*)\) *\(.*/\1/p' |
		sort -u
	printf '%s\n' bool int128 size_t uint8_t uint16_t uint32_t uint64_t int64_t va_list FILE time_t
}

rr_require_indent
if [[ -z $RR_INDENT ]]; then
	rr_warn "SKIPPED: the format of the C sources, because there is no pg_bsd_indent 2.1"
	exit 77
fi
rr_choose_postgres

cd "$RR_ROOT"
types=$(mktemp)
formatted=$(mktemp)
trap 'rm -f "$types" "$formatted"' EXIT
list_types >"$types"
mapfile -t files < <(find src test -name '*.[ch]' | LC_ALL=C sort)
status=0
for file in "${files[@]}"; do
	"$RR_INDENT" "${style[@]}" -U"$types" <"$file" >"$formatted"
	cmp -s "$file" "$formatted" && continue
	if [[ ${1:-} == --check ]]; then
		diff -u --label "$file" --label "$file (formatted)" "$file" "$formatted" || status=1
	else
		cat "$formatted" >"$file"
		rr_say "formatted $file"
	fi
done
exit "$status"
