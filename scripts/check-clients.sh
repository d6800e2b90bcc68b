#!/bin/bash
#
# check-clients.sh: the recipes of doc/clients.md with the real drivers, those of
# doc/connect.md with the real packages of PyPI, against a stub of OpenAI's
# interface, both price lists with the packages that compute with them, the
# dashboards of contrib/, the package of contrib/dbt built by dbt, and the board page
# under axe-core.  Needs the network for PyPI, npm, Maven Central and the proxy of Go
# modules.
#
#	RUNRATE_CLIENTS		directory for the environments of the clients (default: a
#						temporary one); those that are there are used again
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"

rr_require 'python3|cmd:python3|runs the clients' 'python3-venv|cmd:python3|makes their environments' \
	'nodejs|cmd:node|runs node-postgres' 'npm|cmd:npm|installs it' 'golang-go|cmd:go|builds with pgx' \
	'default-jdk-headless|cmd:javac|runs JDBC' 'maven|cmd:mvn|fetches its driver' \
	'chromium|cmd:chromium|shows the board page'

runrate_cluster_start clients
rr_psql -q -c 'CREATE EXTENSION runrate'
environments=${RUNRATE_CLIENTS:-$RR_WORK/clients}

# make_environment NAME PACKAGE...
make_environment()
{
	local directory=$environments/$1

	shift
	[[ -x $directory/bin/python ]] || python3 -m venv "$directory"
	"$directory/bin/pip" install -q --disable-pip-version-check "$@"
}

# The drivers of other languages
make_drivers()
{
	local directory

	for directory in node java go; do
		mkdir -p "$environments/$directory"
	done
	[[ -d $environments/node/node_modules/axe-core ]] ||
		npm install --silent --no-audit --no-fund --prefix "$environments/node" pg axe-core
	[[ -e $environments/java/postgresql.jar ]] ||
		mvn -q -B -Dstyle.color=never dependency:copy -Dartifact=org.postgresql:postgresql:LATEST -Dmdep.stripVersion=true \
			-DoutputDirectory="$environments/java"
	[[ -e $environments/go/go.sum ]] ||
		(cd "$environments/go" && go mod init clients && go get github.com/jackc/pgx/v5@latest) 2>"$RR_WORK/go.log" ||
		{ cat "$RR_WORK/go.log" >&2; rr_die "pgx cannot be had (Go must be 1.21 or newer, which fetches a newer one itself)"; }
}

# JDBC knows no Unix sockets: a port of this machine, with a password
open_port()
{
	PGPASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	rr_psql -q -c "ALTER ROLE postgres PASSWORD '$PGPASSWORD'"
	rr_as_user sed -i 's/^host\(.*\)trust$/host\1scram-sha-256/' "$RR_WORK/data/pg_hba.conf"
	port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	rr_as_user tee -a "$RR_WORK/data/postgresql.conf" >/dev/null <<<"listen_addresses = '127.0.0.1'
port = $port"
	rr_stop
	rr_start
	export PGPORT=$port PGPASSWORD
}

# 2.4b0 allows newer versions of opentelemetry-util-genai, which it does not work with
make_environment opentelemetry 'opentelemetry-util-genai==0.4b0' openai httpx opentelemetry-sdk opentelemetry-instrumentation-openai-v2
make_environment openllmetry openai httpx opentelemetry-sdk opentelemetry-instrumentation-openai
make_environment openinference openai httpx opentelemetry-sdk openinference-instrumentation-openai
make_environment langfuse langfuse openai httpx
make_environment pydantic 'pydantic-ai-slim[openai]' opentelemetry-sdk
make_environment langchain langchain-openai
make_environment litellm litellm genai-prices 'psycopg[binary]'
make_environment dbt 'dbt-core==1.11.*' 'dbt-postgres==1.11.*' psycopg2-binary
# DuckDB of the version for which PyPI has its extension postgres
make_environment drivers 'psycopg[binary]' psycopg2-binary asyncpg sqlalchemy pandas polars connectorx pyarrow pytz \
	adbc-driver-postgresql 'duckdb==1.5.5' 'duckdb-extensions==1.5.5' 'duckdb-extension-postgres==1.5.5'
make_drivers

rr_say "versions: $(for environment in opentelemetry openllmetry openinference langfuse pydantic langchain litellm dbt; do "$environments/$environment/bin/pip" freeze; done |
	grep -E '^(opentelemetry-instrumentation-openai|opentelemetry-instrumentation-openai-v2|openinference-instrumentation-openai|langfuse|pydantic-ai-slim|langchain-openai|litellm|genai-prices|dbt-core|dbt-postgres)=' | sort -u | tr '\n' ' ')"
status=0
"$environments/litellm/bin/python" -B "$RR_ROOT/test/clients/recipes.py" '' "$environments" || status=1
"$environments/litellm/bin/python" -B "$RR_ROOT/test/clients/price_lists.py" '' || status=1

# The dashboards and the dbt package over a ledger in a database of its own
rr_psql -q -c 'CREATE DATABASE dbt'
PGDATABASE=dbt rr_psql -q -o /dev/null -c 'CREATE EXTENSION runrate' -f "$RR_ROOT/test/clients/sample_ledger.sql"
PGDATABASE=dbt "$environments/dbt/bin/python" -B "$RR_ROOT/test/clients/bi.py" || status=1
PGDATABASE=dbt "$environments/dbt/bin/python" -B "$RR_ROOT/test/clients/dbt.py" "$environments/dbt/bin/dbt" || status=1
PGDATABASE=dbt "$environments/dbt/bin/python" -B "$RR_ROOT/test/clients/page.py" "$environments/node/node_modules/axe-core" || status=1

# The drivers, with a ledger of doc/clients.md
rr_psql -q -c 'CREATE DATABASE drivers'
open_port
PGDATABASE=drivers rr_psql -q -c 'CREATE EXTENSION runrate'
PATH=$RR_BIN:$PATH PGDATABASE=drivers "$environments/drivers/bin/python" -B "$RR_ROOT/test/clients/drivers.py" "$environments" || status=1
exit "$status"
