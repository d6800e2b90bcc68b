"""The package and the example project of contrib/dbt, built by dbt over a ledger: contracts hold, comments arrive in
the docs, incremental models follow a ledger that changes, and tests fail when they should.

usage: dbt.py DBT

DBT is the program.  The database is that of the environment (PGHOST ... PGDATABASE), by a superuser, with the ledger of
sample_ledger.sql in it, which is changed.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import psycopg2

from checks import check, failures

DBT = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.join(HERE, '..', '..', 'contrib', 'dbt')
SETUP = """
    CREATE ROLE dbt_builder LOGIN;
    DO $do$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO dbt_builder', current_database()); END $do$;
    CALL ledger.grant_access('dbt_builder', 'reader');
    CALL ledger.grant_access('dbt_builder', 'writer');
"""

def query(db, sql):
    with db.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


def dbt(project, *arguments):
    """The results of a command, status by the last part of each node's name; deprecations are errors, too"""
    environment = dict(os.environ, PGUSER='dbt_builder', DO_NOT_TRACK='1', DBT_SEND_ANONYMOUS_USAGE_STATS='false')
    results = os.path.join(project, 'target', 'run_results.json')
    if os.path.exists(results):
        os.unlink(results)
    made = subprocess.run([DBT, '--no-use-colors', '--warn-error-options', '{"error": ["Deprecations"]}', *arguments, '--profiles-dir', '.'],
                          cwd=project, env=environment, capture_output=True, text=True)
    if not os.path.exists(results):
        return {'dbt ' + arguments[0]: made.stdout[-2000:] if made.returncode else 'success'}
    return {r['unique_id'].split('.')[2]: r['status'] for r in json.load(open(results))['results']}


def unexpected(results):
    return {name: status for name, status in results.items() if status not in ('success', 'pass', 'no-op')}


def compare_docs(project):
    """What dbt shows of the ledger is what the database says of it"""
    catalog = json.load(open(os.path.join(project, 'target', 'catalog.json')))
    manifest = json.load(open(os.path.join(project, 'target', 'manifest.json')))
    check(len(catalog['sources']) == len(manifest['sources']), f"all {len(manifest['sources'])} sources are in the database")
    wrong = []
    for key, source in catalog['sources'].items():
        described = manifest['sources'][key]
        if source['metadata']['comment'] != described['description']:
            wrong.append(key)
        for name, column in source['columns'].items():
            known = described['columns'].get(name, {})
            if column['comment'] != known.get('description') or column['type'] != known.get('data_type'):
                wrong.append(f'{key}.{name}')
        wrong += [f'{key}.{name}' for name in described['columns'] if name not in source['columns']]
    for key, node in catalog['nodes'].items():
        if key.startswith('model.'):
            wrong += [f'{key}.{name}' for name, column in node['columns'].items() if not column['comment']]
    check(not wrong, f'types and comments of sources, comments of models: {wrong[:5]}')


def change_ledger(db):
    """In the middle of a month: a late event, a reversal, a moved agent, a month more that is closed"""
    query(db, """INSERT INTO ledger.events (source, source_key, occurred_at, agent, layer, cost)
                 SELECT 'late', 'late ' || n, now() - n * interval '21 days', 'chat', 'tool_calls', 12.34 FROM generate_series(0, 6) n""")
    query(db, "SELECT ledger.reverse_event(max(id), 'charged twice') FROM ledger.events WHERE source = 'sample'")
    query(db, """INSERT INTO ledger.agents (agent, valid_from, business_unit, unit_of_work)
                 VALUES ('chat', (now() AT TIME ZONE 'UTC')::date - 40, 'claims', 'ticket')""")
    query(db, "SELECT ledger.close_month((SELECT max(month) + interval '1 month' FROM ledger.closed_months WHERE in_force)::date, 'later')")


def reopen(db):
    """The latest closed month is opened again and closed with another figure"""
    query(db, "SELECT ledger.reopen_month((SELECT max(month) FROM ledger.closed_months WHERE in_force), 'a bill was missing')")
    query(db, """INSERT INTO ledger.shared_costs (source, source_key, month, layer, vendor, amount, driver)
                 SELECT 'late', 'bill', max(month), 'security', 'guard', 77.77, 'events' FROM ledger.closed_months""")
    query(db, "SELECT ledger.close_month((SELECT max(month) FROM ledger.closed_months), 'with the bill')")


def tamper(db, amount):
    """Change a fact behind the ledger's back"""
    query(db, f"""ALTER TABLE ledger.events DISABLE TRIGGER ALL;
                  UPDATE ledger.events SET cost = cost + {amount} WHERE source = 'late' AND source_key = 'late 0';
                  ALTER TABLE ledger.events ENABLE TRIGGER ALL""")


def expect_failures(project, expected, what):
    results = dbt(project, 'test', '--select', 'package:runrate,test_type:singular')
    check(sorted(unexpected(results)) == sorted(expected), f'{what}: {unexpected(results) or "nothing fails"}')


def mart_agrees(db, what):
    differences = query(db, """
        SELECT * FROM ((TABLE mart EXCEPT TABLE report) UNION ALL (TABLE report EXCEPT TABLE mart)) d"""
        .replace('TABLE mart', 'SELECT month, service_month, business_unit, agent, unit_of_work, volume, amount, exact_amount FROM dbt_ai_costs.fct_chargeback')
        .replace('TABLE report', 'SELECT month, service_month, business_unit, agent, unit_of_work, volume, amount, exact_amount FROM ledger.chargeback'))
    check(not differences, f'{what}: the mart is the report, line by line ({len(differences)} differences)')


def run(db, project):
    dbt(project, 'deps')
    check(not (wrong := unexpected(dbt(project, 'build'))), f'a first build with contracts: {wrong}')
    kept = query(db, 'SELECT month, xmin FROM dbt_ai_costs.fct_chargeback WHERE closing_digest IS NOT NULL')
    check(len(kept) > 0, 'the mart has closed months')
    check(query(db, "SELECT count(*), sum(cost) FROM ledger.events WHERE source = 'dbt calls'") == query(db, 'SELECT count(*), sum(cost) FROM dbt_ai_costs.calls'),
          'the calls are facts of the ledger')
    check(query(db, 'SELECT sum(cost) FROM dbt_ai_costs.agent_months') == query(db, 'SELECT sum(cost) FROM dbt_ai_costs.calls'), 'months have the cost of the calls')
    check(query(db, 'SELECT DISTINCT sum(amount) FROM dbt_ai_costs.platform_shares GROUP BY month') == query(db, 'SELECT 100.00::numeric'), 'shares sum to the bill')
    check(len(query(db, 'SELECT * FROM dbt_ai_costs.cost_spikes WHERE score > 3.5')) > 0, 'the day that was made dear stands out')

    change_ledger(db)
    check(not (wrong := unexpected(dbt(project, 'build'))), f'an incremental build over a ledger that has changed: {wrong}')
    mart_agrees(db, 'after late facts, a reversal and a move')
    check(set(kept) <= set(query(db, 'SELECT month, xmin FROM dbt_ai_costs.fct_chargeback')), 'rows of closed months were not written again')
    check(query(db, "SELECT count(*) FROM ledger.events WHERE source = 'dbt calls'") == query(db, 'SELECT count(*) FROM dbt_ai_costs.calls'), 'no call was loaded twice')

    reopen(db)
    check(not (wrong := unexpected(dbt(project, 'build', '--select', 'fct_chargeback'))), f'a month reopened and closed again: {wrong}')
    mart_agrees(db, 'after a month was reopened')
    check(not (wrong := unexpected(dbt(project, 'build', '--full-refresh', '--exclude', 'package:runrate'))), f'a full refresh: {wrong}')
    mart_agrees(db, 'after a full refresh')

    dbt(project, 'docs', 'generate')
    compare_docs(project)

    expect_failures(project, [], 'on a clean ledger')
    tamper(db, 1)
    expect_failures(project, ['ledger_ties_out'], 'a fact that was changed behind the ledger')
    tamper(db, -1)
    bad = """INSERT INTO ledger.events (source, source_key, occurred_at, agent, provider, model, usage_format, usage)
             VALUES ('late', 'bad', now(), 'chat', 'acme', 'large', 'openai_chat', '{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": %s}')"""
    query(db, bad % 9)
    expect_failures(project, ['nothing_in_quarantine'], 'a row in quarantine')
    query(db, bad % 2)
    expect_failures(project, [], 'the row mended and loaded again')
    query(db, "INSERT INTO ledger.events (source, source_key, occurred_at, agent, model, input_tokens) VALUES ('late', 'no price', now(), 'chat', 'new model', 5)")
    expect_failures(project, ['data_quality_within_limits'], 'an event without a price')


def main():
    with tempfile.TemporaryDirectory() as directory:
        project = os.path.join(shutil.copytree(PACKAGE, os.path.join(directory, 'package')), 'example')
        db = psycopg2.connect('')
        db.autocommit = True
        query(db, SETUP)
        run(db, project)
    sys.exit(1 if failures else 0)


main()
