# runrate: build with PGXS, test and demonstrate with the scripts.
#
#   make help      lists the targets
#   make PG_CONFIG=/path/to/pg_config   builds for that PostgreSQL
#
# The version is written once, in runrate.control.

EXTENSION    = runrate
EXTVERSION  := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(EXTENSION).control)

# Targets that bring their own PostgreSQL work where none is installed yet, so
# PGXS and its variables are only there for the others.
SCRIPTED     = bench check check-asan check-clients check-nightly check-packages check-pgspot \
               check-ubsan check-valgrind check-versions demo dist format format-check \
               fuzz help lint reproduce

ifneq ($(filter-out $(SCRIPTED),$(or $(MAKECMDGOALS),all)),)
ifneq ($(filter $(SCRIPTED),$(MAKECMDGOALS)),)
$(error "make $(filter $(SCRIPTED),$(MAKECMDGOALS))" builds a copy of its own: give it no other targets)
endif

MODULE_big   = $(EXTENSION)
OBJS         = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/*/*.c)))
PG_CPPFLAGS  = -I$(CURDIR)/src -DRUNRATE_VERSION='"$(EXTVERSION)"'

SQL_SOURCES  = sql/build.sh $(wildcard sql/extension/* sql/ledger/MANIFEST sql/ledger/*/*.sql)
INSTALL_SQL  = sql/$(EXTENSION)--$(EXTVERSION).sql
DATA         = $(filter-out $(INSTALL_SQL),$(wildcard sql/*--*.sql))
DATA_built   = $(INSTALL_SQL)

# pg_regress looks for ./sql/T.sql before test/sql/T.sql: the tests are
# numbered, so that none is named like an install script.
REGRESS      = $(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test --load-extension=$(EXTENSION)
TAP_TESTS    = 1
PROVE_TESTS  = test/t/*.pl
EXTRA_CLEAN  = src/*.gcno src/*.gcda src/*/*.gcno src/*/*.gcda *.gcov

PG_CONFIG   ?= pg_config
PGXS        := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifeq ($(wildcard $(PGXS)),)
$(error $(PG_CONFIG) finds no PGXS: install the server headers (Debian: postgresql-server-dev-15) or set PG_CONFIG; "make demo" and "make check" install what they need)
endif
include $(PGXS)

# PGXS without dependency tracking would keep objects older than a header.
$(OBJS): $(sort $(wildcard src/*.h src/*/*.h)) $(EXTENSION).control

$(INSTALL_SQL): $(SQL_SOURCES) $(EXTENSION).control
	sql/build.sh > $@
else

# Variables given to make, as in "make demo SIZE=2", are in the environment of
# the scripts.
.PHONY: $(SCRIPTED)

help: ## this list
	@echo "make                  build for the PostgreSQL of PG_CONFIG (default: pg_config in the PATH)"
	@echo "make install          install into it"
	@echo "make installcheck     run the regression and TAP tests against it"
	@echo "make clean            remove what was built"
	@sed -n 's/^\([a-z-]*\):.*## */\1|/p' Makefile | sort | \
		awk -F'|' '{ printf "make %-16s %s\n", $$1, $$2 }'

demo: ## fresh machine to the first answer; SIZE=2, KEEP=1, DATA=file AGENT= COST= OUTCOME= [WORK_ITEM=]
	@scripts/demo.sh

check: ## everything that must hold before a commit, on a private server (installs what is missing)
	@scripts/check.sh

bench: ## measure against plain SQL on a private server
	@test/bench/run.sh

lint: ## versions, format, shell scripts, exported symbols
	@scripts/lint.sh

dist: ## runrate-VERSION.zip, the archive of the last commit for PGXN
	@scripts/dist.sh

format: ## format the C sources with pg_bsd_indent
	@scripts/format.sh

format-check: ## show what "make format" would change
	@scripts/format.sh --check

fuzz: ## hostile input, twenty times as much as in check
	@scripts/fuzz.sh

check-asan: ## regression tests and hostile input with the sanitizers of addresses and undefined behaviour
	@scripts/check-asan.sh

check-clients: ## the recipes of doc/clients.md and doc/connect.md, both price lists and the dbt package with the real clients (10 minutes)
	@scripts/check-clients.sh

check-nightly: ## kills, 18 clients at a time, cancels, memory over 1e7 rows, 100,000 random calls, the ends of all types (hours)
	@scripts/check-nightly.sh

check-packages: ## the archive for PGXN and the Debian packages, installed on a bare system (root; 10 minutes)
	@scripts/check-packages.sh

check-pgspot: ## names that somebody else's objects could take the place of, with pgspot of PyPI
	@scripts/check-pgspot.sh

check-ubsan: ## regression tests with the undefined behaviour sanitizer
	@scripts/check-ubsan.sh

check-valgrind: ## regression tests under valgrind (about 20 minutes)
	@scripts/check-valgrind.sh

check-versions: ## build and test on PostgreSQL 17 and 18 in debootstrap folders (root; 5 minutes the first time, 2 later)
	@scripts/check-versions.sh

reproduce: ## a published result again from its rows; FILE=leaderboards.json, see doc/reproduce.md
	@scripts/reproduce.sh
endif
