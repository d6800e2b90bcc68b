# shellcheck shell=bash disable=SC2034 # the sourcing script uses the variables
#
# cluster.sh - a private, throw-away PostgreSQL with the extension in it.
# Source it, do not run it:
#
#	source "$(dirname "${BASH_SOURCE[0]}")/lib/cluster.sh"
#	runrate_cluster_start demo		# packages, build, install, start
#	rr_psql -c 'CREATE EXTENSION runrate'
#
# The programs and files of the machine's PostgreSQL are copied into a temporary
# directory and the extension is installed into the copy, so that nothing of the
# user's own PostgreSQL changes.  The server listens on a Unix socket in that
# directory and on no port.  An EXIT trap stops it and removes the directory;
# with KEEP=1 the trap says how to connect and how to stop instead.
#
# initdb refuses to run as root: for root the build, the server and the tests
# run as the user "postgres" (or "nobody" where there is none), in a copy of the
# repository, which may itself be in a directory that only root can read.
#
# After runrate_cluster_start:
#	PGHOST PGPORT PGUSER PGDATABASE		exported, point to the server
#	RR_WORK		the temporary directory		RR_BUILD	the copy of the repository
#	RR_BIN		the server's programs		RR_LOG		the server's log
#	RR_PG_CONFIG	pg_config of the copy	RR_PG_MAJOR	its major version
#	rr_psql		psql on it: no ~/.psqlrc, stops at the first error
#	rr_as_user	runs a command as the server's user

# shellcheck source=scripts/lib/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

RR_WORK=
RR_PG_CTL_OPTIONS=()

# Run a command as the owner of the server, in the temporary directory.
rr_as_user()
{
	(
		cd "$RR_WORK" || exit
		if ((EUID == 0)); then
			runuser -u "$RR_USER" -- env HOME="$RR_WORK" TMPDIR="$RR_WORK" "$@"
		else
			env HOME="$RR_WORK" TMPDIR="$RR_WORK" "$@"
		fi
	)
}

# Make the temporary directory and its clean-up.  The path must be short: a
# Unix socket's name has at most 107 bytes.  Mode 0700, because the server in
# it trusts whoever can reach the socket.
rr_work_create()
{
	RR_WORK=$(mktemp -d "/tmp/runrate-$1.XXXXXX")
	trap rr_cleanup EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM

	RR_USER=$(id -un)
	if ((EUID == 0)); then
		RR_USER=postgres
		id "$RR_USER" >/dev/null 2>&1 || RR_USER=nobody
		chown "$RR_USER" "$RR_WORK"
	fi
	RR_BUILD=$RR_WORK/build
	RR_LOG=$RR_WORK/server.log
}

# Forget the user's own connection settings, which pg_regress would follow.
rr_forget_connection()
{
	local name

	for name in $(compgen -v PG); do
		[[ $name == PG_CONFIG ]] || unset "$name"
	done
}

# Copy the installed PostgreSQL into the temporary directory.  Its programs
# find their files relative to themselves, so the copy is complete in itself.
rr_private_tree()
{
	local tree=$RR_WORK/postgresql
	local dir

	for dir in --bindir --pkglibdir --sharedir; do
		dir=$("$RR_SOURCE_PG_CONFIG" "$dir")
		[[ -d $tree$dir ]] && continue
		mkdir -p "$tree$dir"
		cp -RL --preserve=mode,timestamps --reflink=auto "$dir/." "$tree$dir/"
	done
	dir=$("$RR_SOURCE_PG_CONFIG" --pkgincludedir)
	mkdir -p "$tree${dir%/*}"
	[[ -e $tree$dir ]] || ln -s "$dir" "$tree$dir"
	((EUID != 0)) || chown -R "$RR_USER" "$tree"

	RR_BIN=$tree$("$RR_SOURCE_PG_CONFIG" --bindir)
	RR_PG_CONFIG=$RR_BIN/pg_config
	[[ $("$RR_PG_CONFIG" --sharedir) == "$tree"* ]] ||
		rr_die "this PostgreSQL cannot be copied: $("$RR_PG_CONFIG" --sharedir)"
}

# Copy the repository, without what a build leaves behind.
rr_copy_repository()
{
	mkdir -p "$RR_BUILD"
	tar -C "$RR_ROOT" -cf - --exclude=./.git --exclude='*.o' --exclude='*.bc' \
		--exclude='*.so' --exclude=./results --exclude=./tmp_check --exclude=./log \
		--exclude=./regression.out --exclude=./regression.diffs . |
		tar -C "$RR_BUILD" -xf -
	((EUID != 0)) || chown -R "$RR_USER" "$RR_BUILD"
}

# rr_make ARGUMENT...: make in the copy of the repository, for the private
# tree, without LLVM bitcode.
rr_make()
{
	rr_as_user make -C "$RR_BUILD" --no-print-directory PG_CONFIG="$RR_PG_CONFIG" \
		with_llvm=no "$@"
}

# rr_build [MAKE VARIABLE=VALUE...]: build from scratch and install.  The
# output is shown if it fails.
# shellcheck disable=SC2120 # who sources this gives them
rr_build()
{
	local log=$RR_WORK/build.log

	if ! { rr_make -s clean && rr_make -s -j"$(nproc)" "$@" all && rr_make -s "$@" install; } \
		>"$log" 2>&1; then
		cat "$log" >&2
		rr_warn "the build failed"
		return 1
	fi
}

# Build and install; what was built before of the same files, for the same
# PostgreSQL, is taken from the user's cache, where only the last build is kept.
rr_build_once()
{
	local cache=${XDG_CACHE_HOME:-$HOME/.cache}/runrate/build
	local key

	key=$({
		"$RR_PG_CONFIG" --version
		cd "$RR_BUILD" || return
		find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
	} | sha256sum)
	key=${key%% *}
	if [[ -e $cache/$key.tar ]]; then
		rr_say "taking runrate for PostgreSQL $RR_PG_MAJOR from $cache"
		tar -C "$RR_BUILD" -xf "$cache/$key.tar"
		((EUID != 0)) || chown -R "$RR_USER" "$RR_BUILD"
		rr_make -s install
		return
	fi
	rr_say "building runrate for PostgreSQL $RR_PG_MAJOR in $RR_WORK"
	# shellcheck disable=SC2119 # no variables of make
	rr_build || return
	mkdir -p "$cache"
	rm -f -- "$cache"/*.tar
	tar -C "$RR_BUILD" -cf "$cache/new" . && mv -- "$cache/new" "$cache/$key.tar"
}

# Create the database directory.
rr_initdb()
{
	rr_as_user "$RR_BIN/initdb" -D "$RR_WORK/data" -U postgres -A trust -E UTF8 \
		--locale=C.UTF-8 >"$RR_WORK/initdb.log" 2>&1 || {
		cat "$RR_WORK/initdb.log" >&2
		rr_die "initdb failed"
	}
	rr_as_user tee -a "$RR_WORK/data/postgresql.conf" >/dev/null <<-CONF
		listen_addresses = ''
		port = 5432
		unix_socket_directories = '$RR_WORK'
		fsync = off
		shared_buffers = '256MB'
		max_wal_size = '4GB'
		autovacuum_naptime = '1h'
		TimeZone = 'UTC'
	CONF
}

# Start the server and point the environment to it.
rr_start()
{
	if ! rr_as_user "$RR_BIN/pg_ctl" "${RR_PG_CTL_OPTIONS[@]}" -w -s -D "$RR_WORK/data" -l "$RR_LOG" start \
		</dev/null; then
		[[ ! -e $RR_LOG ]] || tail -n 40 "$RR_LOG" >&2
		rr_die "the private server did not start"
	fi
	export PGHOST=$RR_WORK PGPORT=5432 PGUSER=postgres PGDATABASE=runrate
}

rr_stop()
{
	[[ -e $RR_WORK/data/postmaster.pid ]] || return 0
	rr_as_user "$RR_BIN/pg_ctl" -w -s -D "$RR_WORK/data" -t 300 -m fast stop </dev/null ||
		rr_as_user "$RR_BIN/pg_ctl" -w -s -D "$RR_WORK/data" -m immediate stop </dev/null
}

rr_psql()
{
	"$RR_BIN/psql" -X -v ON_ERROR_STOP=1 "$@"
}

# rr_prepare NAME: packages, temporary directory, private PostgreSQL, copy of the
# repository; everything but the build.
rr_prepare()
{
	rr_forget_connection
	rr_choose_postgres
	rr_require_build_tools
	rr_work_create "$1"
	rr_private_tree
	rr_copy_repository
}

# runrate_cluster_start NAME: prepare, build, install, start.
runrate_cluster_start()
{
	rr_prepare "$1"
	rr_build_once || exit 1
	rr_say "starting a private server"
	rr_initdb
	rr_start
	rr_as_user "$RR_BIN/createdb" runrate
}

# Stop the server and remove the temporary directory.
runrate_cluster_stop()
{
	[[ -n $RR_WORK ]] || return 0
	rr_stop || rr_warn "the server in $RR_WORK did not stop"
	rm -rf -- "$RR_WORK"
	RR_WORK=
}

# For KEEP=1: leave the server running, with a script that removes it.
rr_keep()
{
	local stop=$RR_WORK/stop

	cat >"$stop" <<-STOP
		#!/bin/bash
		# stops the private server and removes its directory
		set -eu
		cd /
		RR_WORK=$RR_WORK RR_BIN=$RR_BIN RR_USER=$RR_USER
		$(declare -f rr_as_user rr_stop)
		rr_stop
		rm -rf -- "\$RR_WORK"
	STOP
	chmod 755 "$stop"
	printf "%s\n" "" \
		"The server is still running.  To connect:" \
		"    $RR_BIN/psql -h $PGHOST -U $PGUSER $PGDATABASE" \
		"To stop it and remove it:" \
		"    $stop"
}

rr_cleanup()
{
	local status=$?

	trap - EXIT
	trap '' HUP INT TERM
	if [[ -n $RR_WORK && ${KEEP:-0} == 1 && -e $RR_WORK/data/postmaster.pid ]]; then
		rr_keep
	else
		runrate_cluster_stop
	fi
	exit "$status"
}
