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
	rr_require_clang_format
}

# Find or install the clang-format that the project's format is defined by;
# RR_CLANG_FORMAT is empty if this system has none.
rr_require_clang_format()
{
	local program

	RR_CLANG_FORMAT=
	for program in clang-format-14 clang-format; do
		if rr_have "cmd:$program" && [[ $("$program" --version) == *" version 14."* ]]; then
			RR_CLANG_FORMAT=$program
			return
		fi
	done
	rr_has_apt || return 0
	rr_apt_fresh_lists
	if [[ -n $(rr_apt_candidate clang-format-14) ]]; then
		rr_require 'clang-format-14|cmd:clang-format-14|formats the C sources'
		RR_CLANG_FORMAT=clang-format-14
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
