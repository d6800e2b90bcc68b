# shellcheck shell=bash disable=SC2034 # the sourcing script uses the variables
#
# common.sh - what every script of the project needs: messages, the packages of
# the machine and the choice of a PostgreSQL.  Source it, do not run it.
#
# Sets RR_ROOT, the top of the repository.  Everything here works in bash 4.4
# and later with "set -euo pipefail" in the calling script.

RR_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)

RR_PG_OLDEST=15
RR_PG_NEWEST=18

# A script called by make must not hand make's variables on to the builds that
# it starts itself: "make demo DATA=file.csv" would install the user's file.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

rr_say()
{
	printf '%s\n' "$*"
}

rr_warn()
{
	printf 'runrate: %s\n' "$*" >&2
}

rr_die()
{
	rr_warn "$@"
	exit 1
}

# Run a command as root: directly, or through sudo, which may ask a password.
rr_as_root()
{
	if ((EUID == 0)); then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo -- "$@"
	else
		rr_die "this needs root or sudo: $*"
	fi
}

# True on a system where this project can install packages by itself.
rr_has_apt()
{
	command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

rr_apt_get()
{
	rr_as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l \
		apt-get -q -y -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# Refresh apt's lists when there are none or when they are older than a week.
rr_apt_fresh_lists()
{
	local recent

	recent=$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mtime -7 \
		-print -quit 2>/dev/null || true)
	if [[ -z $recent ]]; then
		rr_say "apt's package lists are missing or old: running apt-get update"
		rr_apt_get update >/dev/null || rr_die "apt-get update failed"
	fi
}

# The version of a package that apt would install, empty if it knows none.
rr_apt_candidate()
{
	LC_ALL=C apt-cache policy "$1" 2>/dev/null |
		sed -n 's/^ *Candidate: //p' | grep -v '^(none)$' || true
}

# rr_have PROBE: cmd:NAME, file:PATH or perl:MODULE
rr_have()
{
	case $1 in
		cmd:*) command -v "${1#cmd:}" >/dev/null ;;
		file:*) [[ -e ${1#file:} ]] ;;
		perl:*) perl -M"${1#perl:}" -e 1 2>/dev/null ;;
		*) rr_die "unknown probe: $1" ;;
	esac
}

# rr_require 'PACKAGE|PROBE|WHY' ...
#
# Install the packages whose probe fails, after saying which and why.  Where
# there is no apt-get, say what is missing and stop.
rr_require()
{
	local need package probe why
	local missing=()

	for need in "$@"; do
		IFS='|' read -r package probe why <<<"$need"
		if ! rr_have "$probe"; then
			missing+=("$package")
			rr_say "missing: $package ($why)"
		fi
	done
	((${#missing[@]} > 0)) || return 0

	rr_has_apt ||
		rr_die "this system has no apt-get; install the equivalents of: ${missing[*]}"
	rr_apt_fresh_lists
	rr_say "installing with apt-get: ${missing[*]}"
	rr_apt_install "${missing[@]}"

	for need in "$@"; do
		IFS='|' read -r package probe why <<<"$need"
		rr_have "$probe" || rr_die "$package is installed, but still missing: ${probe#*:}"
	done
}

# Install packages.  A PostgreSQL server package would set up and start a
# cluster of its own; a drop-in file asks it not to, so that a machine that had
# no database server has none running afterwards either.
rr_apt_install()
{
	local dropin=/etc/postgresql-common/createcluster.d/runrate-install.conf
	local log status=0

	log=$(mktemp)
	if [[ " $* " == *" postgresql-"* ]]; then
		rr_as_root mkdir -p "${dropin%/*}"
		rr_as_root sh -c "echo 'create_main_cluster = false' > $dropin"
	fi
	rr_apt_get install --no-install-recommends "$@" >"$log" 2>&1 || status=$?
	[[ ! -e $dropin ]] || rr_as_root rm -f "$dropin"
	if ((status != 0)); then
		tail -n 40 "$log" >&2
		rm -f "$log"
		rr_die "apt-get could not install: $*"
	fi
	rm -f "$log"
}

# The directory of a Debian PostgreSQL's own programs.
rr_debian_bindir()
{
	printf '/usr/lib/postgresql/%s/bin' "$1"
}

# The major version of the newest supported PostgreSQL whose headers are
# installed as Debian packages them, empty if there is none.
rr_installed_major()
{
	local major

	for ((major = RR_PG_NEWEST; major >= RR_PG_OLDEST; major--)); do
		if [[ -x $(rr_debian_bindir "$major")/pg_config &&
			-d /usr/include/postgresql/$major/server ]]; then
			printf '%s' "$major"
			return
		fi
	done
}

# The major version that apt would give: the distribution's default if that is
# supported, else the newest supported one on offer, else an error.
rr_available_major()
{
	local major

	major=$(LC_ALL=C apt-cache depends postgresql 2>/dev/null |
		sed -n 's/^ *Depends: postgresql-\([0-9][0-9]*\)$/\1/p' | head -n 1)
	if [[ -n $major ]] && ((major >= RR_PG_OLDEST && major <= RR_PG_NEWEST)); then
		printf '%s' "$major"
		return
	fi
	for ((major = RR_PG_NEWEST; major >= RR_PG_OLDEST; major--)); do
		if [[ -n $(rr_apt_candidate "postgresql-server-dev-$major") ]]; then
			printf '%s' "$major"
			return
		fi
	done
}

# Choose a PostgreSQL and make sure that its server and headers are there.
# PG_CONFIG decides if it is set.  Sets RR_SOURCE_PG_CONFIG and RR_PG_MAJOR.
rr_choose_postgres()
{
	local major bindir

	if [[ -n ${PG_CONFIG:-} ]]; then
		command -v "$PG_CONFIG" >/dev/null ||
			rr_die "PG_CONFIG is set to \"$PG_CONFIG\", which is not a program"
		RR_SOURCE_PG_CONFIG=$(command -v "$PG_CONFIG")
	else
		major=$(rr_installed_major)
		if [[ -z $major ]]; then
			if ! rr_has_apt; then
				command -v pg_config >/dev/null || rr_die "no PostgreSQL found and no apt-get:" \
					"install PostgreSQL $RR_PG_OLDEST to $RR_PG_NEWEST with its server headers" \
					"and set PG_CONFIG to its pg_config"
				RR_SOURCE_PG_CONFIG=$(command -v pg_config)
			else
				rr_apt_fresh_lists
				major=$(rr_available_major)
				[[ -n $major ]] || rr_die "apt offers no PostgreSQL $RR_PG_OLDEST to" \
					"$RR_PG_NEWEST: add the repository of the PostgreSQL project with" \
					"\"apt-get install postgresql-common &&" \
					"/usr/share/postgresql-common/pgdg/apt.postgresql.org.sh\" as root"
			fi
		fi
		if [[ -n $major ]]; then
			bindir=$(rr_debian_bindir "$major")
			rr_require \
				"postgresql-$major|file:$bindir/postgres|the database server" \
				"postgresql-server-dev-$major|file:/usr/include/postgresql/$major/server/postgres.h|the headers that an extension is compiled against"
			RR_SOURCE_PG_CONFIG=$bindir/pg_config
		fi
	fi

	RR_PG_MAJOR=$("$RR_SOURCE_PG_CONFIG" --version | sed 's/^PostgreSQL \([0-9]*\).*/\1/')
	if ((RR_PG_MAJOR < RR_PG_OLDEST || RR_PG_MAJOR > RR_PG_NEWEST)); then
		rr_die "$RR_SOURCE_PG_CONFIG is PostgreSQL $RR_PG_MAJOR;" \
			"runrate supports $RR_PG_OLDEST to $RR_PG_NEWEST"
	fi
	[[ -x $("$RR_SOURCE_PG_CONFIG" --bindir)/postgres ]] ||
		rr_die "there is no server in $("$RR_SOURCE_PG_CONFIG" --bindir)"
	[[ -e $("$RR_SOURCE_PG_CONFIG" --pgxs) ]] ||
		rr_die "the server headers of $RR_SOURCE_PG_CONFIG are not installed"
}

# Everything that a build of the extension needs.
rr_require_build_tools()
{
	rr_require \
		"gcc|cmd:gcc|the C compiler" \
		"libc6-dev|file:/usr/include/stdio.h|the headers of the C library" \
		"make|cmd:make|builds the extension" \
		"perl|cmd:perl|used by PostgreSQL's build and test programs"
}
