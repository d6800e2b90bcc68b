#!/bin/bash
#
# check-versions.sh: build and test on the PostgreSQL versions that this
# machine's distribution does not have, in directories made with debootstrap.
#
# Each directory is made once, in one and a half to four minutes, and kept in
# RUNRATE_VERSIONS_DIR (default ~/.cache/runrate/versions), some 1600 MB each.
# Building and testing takes about a minute a version.  Needs root.
#
#	RUNRATE_VERSIONS		major versions (default: "17 18")
#	RUNRATE_DEBIAN_MIRROR	where the packages come from (default: debootstrap's own)
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=scripts/lib/debootstrap.sh
source "$RR_ROOT/scripts/lib/debootstrap.sh"

versions=${RUNRATE_VERSIONS:-17 18}
base=${RUNRATE_VERSIONS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/runrate/versions}

# Make the directory of a version, which is complete when the file in it says so
make_directory()
{
	local major=$1 dir=$2 suite

	suite=$(rr_suite_of "$major")
	[[ ! -e $dir/runrate-complete ]] || return 0
	rr_say "making $dir: Debian $suite with PostgreSQL $major"
	rr_debootstrap "$suite" "$dir"

	# no cluster of the package's own
	mkdir -p "$dir/etc/postgresql-common/createcluster.d"
	echo 'create_main_cluster = false' >"$dir/etc/postgresql-common/createcluster.d/none.conf"
	rr_inside_apt "$dir" update
	rr_inside_apt "$dir" install --no-install-recommends "postgresql-$major" "postgresql-server-dev-$major" \
		make gcc libc6-dev perl libipc-run-perl
	rr_inside_apt "$dir" clean
	touch "$dir/runrate-complete"
}

# The tests of one version, in a copy of the repository and of the real data
check_version()
{
	local major=$1 dir=$2 status=0
	local data=${RUNRATE_REAL_DATA:-$RR_ROOT/../shared/data}

	rm -rf -- "$dir/srv/runrate" "$dir/srv/data"
	mkdir -p "$dir/srv/runrate"
	tar -C "$RR_ROOT" -cf - --exclude=./.git --exclude='*.o' --exclude='*.so' . |
		tar -C "$dir/srv/runrate" -xf -
	[[ ! -d $data ]] || cp -rL -- "$data" "$dir/srv/data"
	rr_inside "$dir" env PG_CONFIG="/usr/lib/postgresql/$major/bin/pg_config" \
		RUNRATE_VERBOSE="${RUNRATE_VERBOSE:-}" RUNRATE_REAL_DATA=/srv/data \
		/srv/runrate/scripts/check.sh --tests || status=$?
	rm -rf -- "$dir/srv/runrate" "$dir/srv/data"
	return "$status"
}

rr_require_debootstrap
mkdir -p "$base"

passed=0
failed=0
for major in $versions; do
	dir=$base/$major
	start=$SECONDS
	make_directory "$major" "$dir"
	rr_say "PostgreSQL $major (directory made or found in $((SECONDS - start)) s)"
	start=$SECONDS
	if check_version "$major" "$dir"; then
		passed=$((passed + 1))
		rr_say "ok: PostgreSQL $major ($((SECONDS - start)) s)"
	else
		failed=$((failed + 1))
		rr_say "FAILED: PostgreSQL $major ($((SECONDS - start)) s)"
	fi
done
rr_say "$passed passed, $failed failed"
((failed == 0))
