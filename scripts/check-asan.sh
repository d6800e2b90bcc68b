#!/bin/bash
#
# check-asan.sh: the regression tests, and those TAP programs that are about
# memory, with gcc's sanitizers of addresses and of undefined behaviour in the
# extension, and its assertions.  Whatever they find is in a server's log.
#
# The server itself is not built for it, so the sanitizer is loaded before it:
# it watches the whole heap of every backend.  A memory context hands out parts
# of blocks; an access beyond a part is seen where it leaves the block, and
# where assertions of the extension see it.  Large chunks have blocks of their own.
#
#	RUNRATE_REGRESS		only these regression tests, such as "10_exact_sum 40_allocate"
#	RUNRATE_PROGRAMS	TAP programs (default: those on hostile input)
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"
# shellcheck source=scripts/lib/steps.sh
source "$RR_ROOT/scripts/lib/steps.sh"

build_sanitized()
{
	rr_build CC=gcc \
		PG_CFLAGS='-O1 -g -fno-wrapv -fno-omit-frame-pointer -fsanitize=address,undefined -DUSE_ASSERT_CHECKING -Wno-error' \
		SHLIB_LINK='-fsanitize=address,undefined' &&
		nm "$RR_BUILD/runrate.so" | grep __asan_report >/dev/null
}

# Messages as they are: under the sanitizer of gcc 12 the lock of the C library's
# translations is let go of once more than it is taken, and the server would wait
# for it for ever.
build_untranslated()
{
	gcc -shared -fPIC -Wall -Wextra -Wno-unused-parameter -o "$RR_WORK/untranslated.so" -x c - <<-'SOURCE'
		char *bindtextdomain(const char *domain, const char *directory) { return (char *) directory; }
		char *bind_textdomain_codeset(const char *domain, const char *codeset) { return (char *) codeset; }
		char *textdomain(const char *domain) { return (char *) domain; }
		char *gettext(const char *id) { return (char *) id; }
		char *dgettext(const char *domain, const char *id) { return (char *) id; }
		char *dcgettext(const char *domain, const char *id, int category) { return (char *) id; }
		char *ngettext(const char *one, const char *many, unsigned long n) { return (char *) (n == 1 ? one : many); }
		char *dngettext(const char *domain, const char *one, const char *many, unsigned long n) { return (char *) (n == 1 ? one : many); }
	SOURCE
}

# A server that runs under the sanitizer, in place of the one in the tree: so do
# those that the TAP tests start
write_wrapper()
{
	mv "$RR_BIN/postgres" "$RR_BIN/postgres.real"
	cat >"$RR_BIN/postgres" <<-WRAPPER
		#!/bin/bash
		# what the server allocates for its life is no leak, and it looks at its own stack
		ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0:abort_on_error=1:log_path=$RR_WORK/asan/log
		UBSAN_OPTIONS=print_stacktrace=1
		LD_PRELOAD='$(gcc -print-file-name=libasan.so) $RR_WORK/untranslated.so'
		export ASAN_OPTIONS UBSAN_OPTIONS LD_PRELOAD
		exec -a "\$0" "$RR_BIN/postgres.real" "\$@"
	WRAPPER
	chmod 755 "$RR_BIN/postgres"
	rr_as_user mkdir -p "$RR_WORK/asan"
}

# The findings in all logs
findings()
{
	local found=0

	if compgen -G "$RR_WORK/asan/log.*" >/dev/null; then
		cat "$RR_WORK"/asan/log.*
		found=1
	fi
	! grep -rhoE '[^ ]*: runtime error: .*|ERROR: AddressSanitizer.*' "$RR_LOG" "$RR_BUILD/tmp_check" | sort | uniq -c &&
		((found == 0))
}

rr_prepare asan
rr_require \
	"libgcc-dev|file:$(gcc -print-file-name=libasan.so)|the sanitizer" \
	'libipc-run-perl|perl:IPC::Run|runs the TAP tests'

rr_step "gcc -fsanitize=address,undefined, assertions, PostgreSQL $RR_PG_MAJOR" build_sanitized
if ((RR_STEP_STATUS == 0)); then
	build_untranslated
	write_wrapper
	rr_initdb
	rr_start
	rr_step 'the sanitizer is in the server' grep -q libasan "/proc/$(head -n 1 "$RR_WORK/data/postmaster.pid")/maps"
	rr_regress 'regression tests' ${RUNRATE_REGRESS:+REGRESS="$RUNRATE_REGRESS"}
	rr_stop
	rr_tap 'TAP tests' PROVE_TESTS="${RUNRATE_PROGRAMS:-test/t/060_hostile.pl test/t/130_usage.pl test/t/140_price_lists.pl test/t/155_ledger_loaders.pl}"
	rr_step 'no error of memory, no undefined behaviour' findings
fi

rr_say "$SECONDS seconds"
rr_summary
