#!/bin/bash
#
# format.sh [--check]: format the C sources in the project's style, or show what
# that would change and exit with 1.
#
# Needs clang-format 14: other versions break lines elsewhere.  Where there is
# none, --check exits with 77, which "make check" counts as skipped.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=scripts/lib/checks.sh
source "$RR_ROOT/scripts/lib/checks.sh"

rr_require_clang_format
if [[ -z $RR_CLANG_FORMAT ]]; then
	rr_warn "SKIPPED: the format of the C sources, because there is no clang-format 14"
	exit 77
fi

cd "$RR_ROOT"
mapfile -t files < <(find src test -name '*.[ch]' | LC_ALL=C sort)
formatted=$(mktemp)
trap 'rm -f "$formatted"' EXIT
status=0
for file in "${files[@]}"; do
	"$RR_CLANG_FORMAT" --style=file "$file" | scripts/lib/align.pl "$file" >"$formatted"
	cmp -s "$file" "$formatted" && continue
	if [[ ${1:-} == --check ]]; then
		diff -u --label "$file" --label "$file (formatted)" "$file" "$formatted" || status=1
	else
		cat "$formatted" >"$file"
		rr_say "formatted $file"
	fi
done
exit "$status"
