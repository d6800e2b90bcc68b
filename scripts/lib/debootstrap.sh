# shellcheck shell=bash
#
# debootstrap.sh - directories with another Debian in them, made with
# debootstrap.  Source it after common.sh; everything here needs root.
#
#	RUNRATE_DEBIAN_MIRROR	where the packages come from (default: debootstrap's own)

# The Debian suite that has a major version of PostgreSQL
rr_suite_of()
{
	case $1 in
		15) printf 'bookworm' ;;
		17) printf 'trixie' ;;
		18) printf 'sid' ;;
		*) rr_die "no Debian suite has PostgreSQL $1" ;;
	esac
}

# rr_inside DIRECTORY COMMAND...: run a command inside, which sees /proc and
# shared memory for as long as it runs
rr_inside()
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

rr_require_debootstrap()
{
	((EUID == 0)) || rr_die "this needs root: debootstrap and chroot do"
	rr_require 'debootstrap|cmd:debootstrap|makes a directory with another Debian'
}

# rr_debootstrap SUITE DIRECTORY: a minimal Debian, in which no package starts a
# service.  What is said goes to DIRECTORY.log.
rr_debootstrap()
{
	local suite=$1 dir=$2 mirror=${RUNRATE_DEBIAN_MIRROR:-}

	rm -rf -- "$dir"
	mkdir -p "$dir"
	debootstrap --variant=minbase "$suite" "$dir" ${mirror:+"$mirror"} >"$dir.log" 2>&1 || {
		tail -n 30 "$dir.log" >&2
		rr_die "debootstrap failed"
	}
	printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d"
	chmod 755 "$dir/usr/sbin/policy-rc.d"
}

# rr_inside_apt DIRECTORY ARGUMENT...: apt-get inside, with its output in
# DIRECTORY.log; a suite under development has no release file that is still valid
rr_inside_apt()
{
	local dir=$1

	shift
	rr_inside "$dir" apt-get -q -y -o Acquire::Check-Valid-Until=false "$@" >>"$dir.log" 2>&1 || {
		tail -n 30 "$dir.log" >&2
		rr_die "apt-get $* failed in $dir"
	}
}
