#!/bin/bash
#
# dist.sh [DIRECTORY]: the archive of the last commit as PGXN takes it, in
# DIRECTORY (default: here): runrate-VERSION.zip, with the install script that
# META.json names in it.  The working tree must be clean.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/common.sh"

directory=$(realpath -- "${1:-.}")
cd "$RR_ROOT"
git rev-parse --git-dir >/dev/null 2>&1 || rr_die 'this is no clone: an archive is made of a commit'
[[ -z $(git status --porcelain --untracked-files=no) ]] ||
	rr_die 'there are changes that are not committed, which would not be in the archive'

version=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" runrate.control)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
git archive HEAD | tar -C "$work" -xf -
script=$work/runrate--$version.sql
"$work/sql/build.sh" >"$script"

archive=$directory/runrate-$version.zip
git archive --format=zip --output="$archive" --prefix="runrate-$version/sql/" --add-file="$script" \
	--prefix="runrate-$version/" HEAD
rr_say "$archive"
