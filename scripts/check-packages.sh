#!/bin/bash
#
# check-packages.sh: the archive for PGXN, the packages for Debian and the image of
# the recipe for containers, made of the last commit, and installed where nothing of
# runrate was before.  Needs root and the network, for Debian's packages and for
# pgxnclient of PyPI.
#
#	RUNRATE_SUITES			suites of Debian (default: bookworm), each with the
#							PostgreSQL that it has
#	RUNRATE_SUITES_DIR		where minimal systems are kept (default:
#							~/.cache/runrate/suites), 1 GB each
#	RUNRATE_DEBIAN_MIRROR	where the packages come from (default: debootstrap's own)
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"
# shellcheck source=scripts/lib/debootstrap.sh
source "$RR_ROOT/scripts/lib/debootstrap.sh"

suites=${RUNRATE_SUITES:-bookworm}
base=${RUNRATE_SUITES_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/runrate/suites}
version=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" "$RR_ROOT/runrate.control")

# What META.json says is in the archive
archive_is_whole()
{
	local file

	"$RR_ROOT/scripts/dist.sh" "$RR_WORK"
	unzip -q "$RR_WORK/runrate-$version.zip" -d "$RR_WORK/archive"
	python3 - "$archive/META.json" <<-'PYTHON' >"$RR_WORK/named"
		import json, sys
		for part in json.load(open(sys.argv[1]))["provides"].values():
		    print(part["file"])
		    print(part["docfile"])
	PYTHON
	while read -r file; do
		[[ -s $archive/$file ]] || rr_die "META.json names $file, which is not in the archive"
	done <"$RR_WORK/named"
}

# By the schema of the specification
meta_is_valid()
{
	if ! command -v pgxn_meta >/dev/null; then
		rr_say 'META.json is not validated: there is no pgxn_meta ("cargo install pgxn_meta")'
		return 77
	fi
	pgxn_meta "$archive/META.json"
}

# From the archive into the private PostgreSQL, with the client that users have
pgxn_installs()
{
	local pgxn=$RR_WORK/pgxnclient

	# not from the cache: its programs would name the Python of an earlier run
	python3 -m venv "$pgxn"
	"$pgxn/bin/pip" install -q --disable-pip-version-check --no-cache-dir pgxnclient
	"$pgxn/bin/pgxn" --version
	# it looks whether this is writable, and the copy does not have it
	mkdir -p "$("$RR_PG_CONFIG" --libdir)"
	"$pgxn/bin/pgxn" install --pg_config "$RR_PG_CONFIG" --nosudo "$RR_WORK/runrate-$version.zip"
	rr_initdb
	rr_start
	rr_as_user "$RR_BIN/createdb" runrate
	"$pgxn/bin/pgxn" load --pg_config "$RR_PG_CONFIG" --yes -h "$PGHOST" -U postgres -d runrate \
		"$RR_WORK/runrate-$version.zip"
	rr_psql -Atc "CALL runrate.create_ledger('ledger')" -c 'SELECT count(*) FROM ledger.tie_out WHERE difference <> 0'
	rr_stop
}

# minimal_system SUITE: made once, and a copy of it with what builds packages
minimal_system()
{
	local dir=$base/$1 building=$base/$1-build

	mkdir -p "$base"
	if [[ ! -e $dir/runrate-complete ]]; then
		rr_say "making $dir"
		rr_debootstrap "$1" "$dir"
		rr_inside_apt "$dir" update
		touch "$dir/runrate-complete"
	fi
	if [[ ! -e $building/runrate-builds ]]; then
		rr_say "making $building"
		rm -rf -- "$building"
		cp -a --reflink=auto -- "$dir" "$building"
		rr_inside_apt "$building" install --no-install-recommends build-essential debhelper postgresql-server-dev-all
		touch "$building/runrate-builds"
	fi
}

# The packages of all versions of PostgreSQL that the suite has, into packages/SUITE
debian_builds()
{
	local system=$base/$1-build packages=$RR_WORK/packages/$1

	rm -rf -- "$system/build"
	mkdir -p "$system/build" "$packages"
	cp -a -- "$archive" "$system/build/runrate-$version"
	# the dollar signs are for the shell inside
	# shellcheck disable=SC2016
	rr_inside "$system" sh -euc 'cd /build/runrate-*; pg_buildext updatecontrol; dpkg-buildpackage -us -uc -b'
	mv -- "$system"/build/*.deb "$packages/"
	mv -- "$system/build/runrate-$version" "$packages/source"
	ls -l "$packages/"
}

# Nothing but the package and what it asks for; a cluster as Debian makes it; a
# ledger that ties out; the regression tests; and gone without a trace
debian_installs()
{
	local system package major

	package=$(basename -- "$(find "$RR_WORK/packages/$1" -name 'postgresql-*-runrate_*.deb' | head -n 1)")
	major=${package#postgresql-}
	major=${major%%-*}
	system=$RR_WORK/$1-bare
	cp -a --reflink=auto -- "$base/$1" "$system"
	chmod 755 "$RR_WORK"
	rr_inside_apt "$system" update
	cp -- "$RR_WORK/packages/$1/$package" "$system/srv/"
	rr_inside_apt "$system" install --no-install-recommends "/srv/$package"
	cat >"$system/srv/test.sh" <<-SH
		set -eux
		dpkg-query -W 'postgresql*' 'gcc*' make | cat
		! command -v cc
		pg_conftool $major main set listen_addresses ''
		trap 'pg_ctlcluster $major main stop -m immediate' EXIT
		pg_ctlcluster $major main start
		runuser -u postgres -- psql -X -v ON_ERROR_STOP=1 -At <<'SQL'
		SELECT version();
		CREATE EXTENSION runrate;
		CALL runrate.create_ledger('ledger', currency => 'USD', time_zone => 'UTC');
		INSERT INTO ledger.agents (agent, unit_of_work) VALUES ('claims', 'claim');
		INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, cost)
		VALUES ('2026-10-05 12:00Z', 'bare', '1', 'claims', 'C-1', 1.25);
		INSERT INTO ledger.outcomes (occurred_at, source, source_key, agent, work_item, outcome)
		VALUES ('2026-10-05 13:00Z', 'bare', '1', 'claims', 'C-1', 'adjudicated');
		SELECT 1 / (unit_cost = 1.25)::integer FROM ledger.unit_costs;
		SELECT 1 / (count(*) FILTER (WHERE difference <> 0) = 0)::integer FROM ledger.tie_out;
		DROP EXTENSION runrate CASCADE;
		SQL
		trap - EXIT
		pg_ctlcluster $major main stop
		apt-get -q -y purge 'postgresql-$major-runrate'
		! find / -xdev -path /srv -prune -o -path /proc -prune -o -name '*runrate*' -print | grep -v runrate-complete
	SH
	rr_inside "$system" sh /srv/test.sh

	# and the tests of the source on the package, as Debian's machines run them
	mv -- "$RR_WORK/packages/$1/source" "$system/srv/runrate"
	rr_inside_apt "$system" install --no-install-recommends "/srv/$package" make "postgresql-server-dev-$major"
	rr_inside "$system" sh -c 'chown -R postgres /srv/runrate; cd /srv/runrate && runuser -u postgres -- debian/tests/installcheck'
	rm -rf -- "$system"
}

# The recipe for containers, on an image that is made here: no registry is asked.
# What buildah makes is looked at and started in its directory, without an engine.
container_builds()
{
	local image="buildah --storage-driver vfs --root $RR_WORK/images --runroot $RR_WORK/images-run"
	local system=$RR_WORK/$1-image major container root

	cp -a --reflink=auto -- "$base/$1" "$system"
	rr_inside_apt "$system" update
	rr_inside_apt "$system" install --no-install-recommends postgresql
	major=$(rr_inside "$system" sh -c 'ls /usr/lib/postgresql')
	container=$($image from scratch)
	$image add -q "$container" "$system" /
	$image commit -q --rm "$container" runrate-base
	rm -rf -- "$system"

	$image bud -q --isolation chroot --build-arg BASE=localhost/runrate-base --build-arg "PG_MAJOR=$major" \
		-f "$archive/contrib/container/Dockerfile" -t runrate "$archive"
	container=$($image from --pull-never localhost/runrate)
	root=$($image mount "$container")
	[[ ! -e $root/src ]] || rr_die "the image has the source"
	cat >"$root/srv/test.sh" <<-SH
		set -eux
		! command -v cc
		cd /tmp
		export PATH=/usr/lib/postgresql/$major/bin:\$PATH PGHOST=/tmp PGUSER=postgres
		initdb -D /tmp/data -U postgres -A trust >/dev/null
		pg_ctl -D /tmp/data -w -o "-k /tmp -c listen_addresses=''" -l /tmp/log start
		psql -X -v ON_ERROR_STOP=1 -At -d postgres -c 'CREATE EXTENSION runrate' -c "CALL runrate.create_ledger('ledger')" \
			-c 'SELECT 1 / (count(*) FILTER (WHERE difference <> 0) = 0)::integer FROM ledger.tie_out'
		pg_ctl -D /tmp/data -m fast stop
	SH
	rr_inside "$root" runuser -u postgres -- sh /srv/test.sh
	$image unmount "$container"
}

rr_require_debootstrap
rr_require 'python3|cmd:python3|runs the client of PGXN' 'python3-venv|cmd:python3|makes its environment' \
	'git|cmd:git|makes the archive' 'unzip|cmd:unzip|opens it' 'buildah|cmd:buildah|makes the image of the recipe'
rr_prepare packages
archive=$RR_WORK/archive/runrate-$version

rr_step 'archive' archive_is_whole
((RR_STEP_STATUS == 0)) || exit 1
rr_step 'META.json' meta_is_valid
rr_step "pgxnclient, PostgreSQL $RR_PG_MAJOR" pgxn_installs
for suite in $suites; do
	minimal_system "$suite"
	rr_step "Debian $suite: packages" debian_builds "$suite"
	((RR_STEP_STATUS == 0)) || continue
	rr_step "Debian $suite: a bare system" debian_installs "$suite"
	rr_step "Debian $suite: the recipe for containers" container_builds "$suite"
done
rr_say "$SECONDS seconds"
rr_summary
