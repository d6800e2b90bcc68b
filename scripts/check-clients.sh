#!/bin/bash
#
# check-clients.sh: the recipes of doc/connect.md with the real packages of
# PyPI, against a stub of OpenAI's interface, both price lists with the packages
# that compute with them, and the package of contrib/dbt built by dbt.  Needs the
# network for PyPI.
#
#	RUNRATE_CLIENTS		directory for the virtual environments (default: a
#						temporary one); those that are there are used again
set -euo pipefail
# shellcheck source=scripts/lib/cluster.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/cluster.sh"

rr_require 'python3|cmd:python3|runs the clients' 'python3-venv|cmd:python3|makes their environments'

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

# 2.4b0 allows newer versions of opentelemetry-util-genai, which it does not work with
make_environment opentelemetry 'opentelemetry-util-genai==0.4b0' openai httpx opentelemetry-sdk opentelemetry-instrumentation-openai-v2
make_environment openllmetry openai httpx opentelemetry-sdk opentelemetry-instrumentation-openai
make_environment openinference openai httpx opentelemetry-sdk openinference-instrumentation-openai
make_environment langfuse langfuse openai httpx
make_environment litellm litellm genai-prices 'psycopg[binary]'
make_environment dbt 'dbt-core==1.11.*' 'dbt-postgres==1.11.*' psycopg2-binary

rr_say "versions: $(for environment in opentelemetry openllmetry openinference langfuse litellm dbt; do "$environments/$environment/bin/pip" freeze; done |
	grep -E '^(opentelemetry-instrumentation-openai|opentelemetry-instrumentation-openai-v2|openinference-instrumentation-openai|langfuse|litellm|genai-prices|dbt-core|dbt-postgres)=' | sort -u | tr '\n' ' ')"
status=0
"$environments/litellm/bin/python" -B "$RR_ROOT/test/clients/recipes.py" '' "$environments" || status=1
"$environments/litellm/bin/python" -B "$RR_ROOT/test/clients/price_lists.py" '' || status=1

# The dbt package over a ledger in a database of its own
rr_psql -q -c 'CREATE DATABASE dbt'
PGDATABASE=dbt rr_psql -q -o /dev/null -c 'CREATE EXTENSION runrate' -f "$RR_ROOT/test/clients/sample_ledger.sql"
PGDATABASE=dbt "$environments/dbt/bin/python" -B "$RR_ROOT/test/clients/dbt.py" "$environments/dbt/bin/dbt" || status=1
exit "$status"
