# shellcheck shell=bash disable=SC2034 # the sourcing script uses the variables
#
# checks.sh - the checks that "make lint" and "make check" have in common, and
# their tools.  Source it after common.sh; the checks need cluster.sh and
# steps.sh, too.

# Flags of the strict builds.  PostgreSQL's own headers force the exceptions:
#	unused-parameter		inline functions that ignore an argument
#	sign-compare			inline functions that compare int with Size
#	missing-field-initializers	PG_MODULE_MAGIC_EXT of 18
# and, for clang, a configuration that was made with gcc:
#	unknown-warning-option, ignored-optimization-argument	gcc's options
#	ignored-attributes		the format attribute gnu_printf
# Ubuntu configures with link-time optimization, for which clang would need
# LLVM's plugin for the linker.
RR_STRICT='-Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers'
RR_STRICT_CLANG='-Wno-unknown-warning-option -Wno-ignored-optimization-argument -Wno-ignored-attributes -fno-lto'

rr_require_lint_tools()
{
	rr_require \
		'shellcheck|cmd:shellcheck|checks the shell scripts' \
		'binutils|cmd:nm|lists exported symbols'
	rr_require_indent
}

# Find or install PostgreSQL's own formatter; RR_INDENT is empty if this system
# has none.  Other versions format differently.
rr_require_indent()
{
	RR_INDENT=
	if rr_has_apt && ! rr_have cmd:pg_bsd_indent; then
		rr_apt_fresh_lists
		if [[ -n $(rr_apt_candidate pg-bsd-indent) ]]; then
			rr_require 'pg-bsd-indent|cmd:pg_bsd_indent|formats the C sources'
		fi
	fi
	if rr_have cmd:pg_bsd_indent && [[ $(pg_bsd_indent --version) == *" 2.1"* ]]; then
		RR_INDENT=pg_bsd_indent
	fi
}

rr_shellcheck()
{
	local files

	mapfile -t files < <(cd "$RR_ROOT" && {
		printf '%s\n' .ci/run
		find scripts test -name '*.sh'
	})
	(cd "$RR_ROOT" && shellcheck -x "${files[@]}")
}

# The checks that need no build.  Versions, exported symbols and the install
# script are checked by the TAP program 010_lint.pl.
rr_lint_sources()
{
	rr_step 'format of the C sources' "$RR_ROOT/scripts/format.sh" --check
	rr_step 'shell scripts' rr_shellcheck
}

# rr_build_clang [FLAG...]: build with clang, with these flags and the strict ones
rr_build_clang()
{
	rr_build CC=clang SHLIB_LINK=-fno-lto PG_CFLAGS="$RR_STRICT $RR_STRICT_CLANG $*"
}

# rr_build_gcc [FLAG...]: the same with gcc
rr_build_gcc()
{
	rr_build CC=gcc PG_CFLAGS="$RR_STRICT $*"
}
