"""The dashboards of contrib/metabase, contrib/superset and contrib/grafana over a ledger: they are what contrib/bi/make.py
makes, every SQL in them runs as a reader and returns rows with the columns that the files promise, and nothing in them
points to what is not there.

usage: bi.py

The database is that of the environment (PGHOST ... PGDATABASE), by a superuser, with the ledger of sample_ledger.sql in it.
"""
import filecmp
import json
import os
import re
import subprocess
import sys
import tempfile

import psycopg2
import yaml

from checks import check, failures

HERE = os.path.dirname(os.path.abspath(__file__))
CONTRIB = os.path.join(HERE, '..', '..', 'contrib')
TYPES = {'DATE': 1082, 'TEXT': 25, 'NUMERIC': 1700, 'BIGINT': 20}

def files(folder):
    for path, _, names in os.walk(folder):
        for name in sorted(names):
            yield os.path.join(path, name)


def documents(folder):
    return {os.path.relpath(path, folder): yaml.safe_load(open(path, encoding='utf-8')) for path in files(folder)}


def made_anew():
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([sys.executable, '-B', os.path.join(CONTRIB, 'bi', 'make.py'), directory], check=True)
        for tool in ('metabase', 'superset', 'grafana'):
            ours, theirs = os.path.join(CONTRIB, tool), os.path.join(directory, tool)
            names = [os.path.relpath(path, theirs) for path in files(theirs)]
            same = names == [os.path.relpath(path, ours) for path in files(ours)]
            check(same and not filecmp.cmpfiles(ours, theirs, names, shallow=False)[1], 'contrib/%s is what make.py makes' % tool)


def run(db, what, sql):
    """The columns of a query, which must return rows"""
    with db.cursor() as cursor:
        try:
            cursor.execute(sql)
        except psycopg2.Error as error:
            check(False, '%s: %s' % (what, error))
            db.rollback()
            return None
        rows = cursor.fetchall()
        check(bool(rows), '%s: %d rows' % (what, len(rows)))
        return [(column.name, column.type_code) for column in cursor.description]


def metabase(db):
    """By the identifiers with which Metabase loads: each file names itself last, and all that it refers to is there"""
    known, referred = set(), set()
    for path, document in sorted(documents(os.path.join(CONTRIB, 'metabase')).items()):
        model = document['serdes/meta'][-1]
        check(model['id'] == document['entity_id'] and re.fullmatch(r'[A-Za-z0-9_-]{21}', model['id']) is not None,
              'metabase/%s names itself' % path)
        known.add(document['entity_id'])
        referred.update(filter(None, [document.get('collection_id')]))
        for card in document.get('dashcards', []):
            referred.add(card['card_id'])
            check(card['col'] + card['size_x'] <= 24, 'metabase/%s: %s is on the grid' % (path, card['card_id']))
        if model['model'] == 'Card':
            columns = run(db, 'metabase/' + path, document['dataset_query']['native']['query']) or []
            settings = document['visualization_settings']
            used = settings.get('graph.dimensions', []) + settings.get('graph.metrics', []) + \
                list(filter(None, [settings.get('scalar.field')]))
            check(set(used) <= {name for name, _ in columns}, 'metabase/%s shows columns that there are' % path)
    check(referred <= known, 'metabase: all that is referred to is there')


def superset(db):
    loaded = documents(os.path.join(CONTRIB, 'superset'))
    databases = {d['uuid'] for path, d in loaded.items() if path.startswith('databases/')}
    datasets = {d['uuid']: d for path, d in loaded.items() if path.startswith('datasets/')}
    charts = {d['uuid']: d for path, d in loaded.items() if path.startswith('charts/')}
    for path, document in sorted(loaded.items()):
        if path.startswith('datasets/'):
            columns = run(db, 'superset/' + path, document['sql']) or []
            promised = [(c['column_name'], TYPES[c['type']]) for c in document['columns']]
            check(columns == promised, 'superset/%s: columns as promised' % path)
            check(document['database_uuid'] in databases, 'superset/%s: its database is there' % path)
        elif path.startswith('charts/'):
            names = {c['column_name'] for c in datasets[document['dataset_uuid']]['columns']}
            form = document['params']
            used = set(form.get('all_columns', [])) | set(form.get('groupby', [])) | set(filter(None, [form.get('x_axis')]))
            metrics = form.get('metrics', []) + list(filter(None, [form.get('metric')]))
            used |= {re.fullmatch(r'SUM\((\w+)\)', m['sqlExpression']).group(1) for m in metrics}
            check(bool(used) and used <= names, 'superset/%s shows columns that there are' % path)
        elif path.startswith('dashboards/'):
            shown = {p['meta']['uuid'] for p in document['position'].values() if isinstance(p, dict) and p['type'] == 'CHART'}
            check(shown == set(charts), 'superset/%s shows all charts' % path)


def grafana(db):
    dashboard = json.load(open(os.path.join(CONTRIB, 'grafana', 'runrate.json'), encoding='utf-8'))
    inputs = {'${%s}' % i['name'] for i in dashboard['__inputs']}
    for panel in dashboard['panels']:
        for target in panel['targets']:
            columns = run(db, 'grafana: ' + panel['title'], target['rawSql']) or []
            check(target['datasource']['uid'] in inputs, 'grafana: %s has its data source' % panel['title'])
            if target['format'] == 'time_series':
                # what the data source makes a series of: timestamp with time zone, text, double precision
                check(columns == [('time', 1184), ('metric', 25), ('value', 701)], 'grafana: %s is a time series' % panel['title'])


def main():
    made_anew()
    with psycopg2.connect('') as db, db.cursor() as cursor:
        cursor.execute("CREATE ROLE bi_reader; CALL ledger.grant_access('bi_reader', 'reader'); SET ROLE bi_reader")
        db.commit()
        for tool in (metabase, superset, grafana):
            tool(db)
    print('%d failed' % len(failures))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
