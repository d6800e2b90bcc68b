EXTENSION    = runrate
EXTVERSION   = $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(EXTENSION).control)
MODULE_big   = $(EXTENSION)
OBJS         = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c)))
SQL_PARTS    = $(sort $(wildcard sql/parts/*.sql))
INSTALL_SQL  = sql/$(EXTENSION)--$(EXTVERSION).sql
DATA         = $(filter-out $(INSTALL_SQL),$(wildcard sql/*--*.sql))
DATA_built   = $(INSTALL_SQL)
REGRESS      = $(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test --load-extension=$(EXTENSION)
TAP_TESTS    = 1
PROVE_TESTS  = test/t/*.pl
EXTRA_CLEAN  = src/*.gcno src/*.gcda *.gcov
PG_CPPFLAGS  = -DRUNRATE_VERSION='"$(EXTVERSION)"'

PG_CONFIG   ?= pg_config
PGXS        := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

$(INSTALL_SQL): $(SQL_PARTS) $(EXTENSION).control
	cat $(SQL_PARTS) > $@
