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

versions=${RUNRATE_VERSIONS:-17 18}
mirror=${RUNRATE_DEBIAN_MIRROR:-}
base=${RUNRATE_VERSIONS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/runrate/versions}

# The Debian suite that has a major version of PostgreSQL
suite_of()
{
	case $1 in
		15) printf 'bookworm' ;;
		17) printf 'trixie' ;;
		18) printf 'sid' ;;
		*) rr_die "no Debian suite has PostgreSQL $1" ;;
	esac
}

# Run a command inside the directory of a version, which sees /proc and shared
# memory for as long as the command runs
inside()
{
	# the dollar signs are for the inner shell
	# shellcheck disable=SC2016
	unshare --mount --propagation private sh -euc '
		dir=$1
		shift
		mount -t proc proc "$dir/proc"
		mkdir -p "$dir/dev/shm"
		mount -t tmpfs -o mode=1777 tmpfs "$dir/dev/shm"
		exec chroot "$dir" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
			LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' sh "$@" </dev/null
}

# Make the directory of a version, which is complete when the file in it says so
make_directory()
{
	local major=$1 dir=$2 suite

	suite=$(suite_of "$major")
	[[ ! -e $dir/runrate-complete ]] || return 0
	rr_say "making $dir: Debian $suite with PostgreSQL $major"
	rm -rf -- "$dir"
	mkdir -p "$dir"
	debootstrap --variant=minbase "$suite" "$dir" ${mirror:+"$mirror"} >"$dir.log" 2>&1 || {
		tail -n 30 "$dir.log" >&2
		rr_die "debootstrap failed"
	}

	# no services inside, and no cluster of the package's own
	printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d"
	chmod 755 "$dir/usr/sbin/policy-rc.d"
	mkdir -p "$dir/etc/postgresql-common/createcluster.d"
	echo 'create_main_cluster = false' >"$dir/etc/postgresql-common/createcluster.d/none.conf"

	# a suite under development has no release file that is still valid
	{
		inside "$dir" apt-get -q -o Acquire::Check-Valid-Until=false update &&
			inside "$dir" apt-get -q -y install --no-install-recommends \
				"postgresql-$major" "postgresql-server-dev-$major" \
				make gcc libc6-dev perl libipc-run-perl &&
			inside "$dir" apt-get clean
	} >>"$dir.log" 2>&1 || {
		tail -n 30 "$dir.log" >&2
		rr_die "could not install PostgreSQL $major in $dir"
	}
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
	inside "$dir" env PG_CONFIG="/usr/lib/postgresql/$major/bin/pg_config" \
		RUNRATE_VERBOSE="${RUNRATE_VERBOSE:-}" RUNRATE_REAL_DATA=/srv/data \
		/srv/runrate/scripts/check.sh --tests || status=$?
	rm -rf -- "$dir/srv/runrate" "$dir/srv/data"
	return "$status"
}

((EUID == 0)) || rr_die "check-versions needs root: debootstrap and chroot do"
rr_require 'debootstrap|cmd:debootstrap|makes a directory with another Debian'
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
