#!/usr/bin/env python3
"""DuckDB as a child of bench.py.

duck.py load FILE TABLE   CSV on standard input into a table of the database FILE
duck.py serve FILE        one SQL statement (a JSON string) a line on standard input;
                          answers {"cpu": ms, "wall": ms, "rows": [[text, ...], ...]}
                          or {"error": text}
"""

import json
import sys
import time

import duckdb

# Columns and their order as bench.py copies them.
TABLES = {
    'event': '''CREATE TABLE event (work_item BIGINT, agent INTEGER, layer VARCHAR, outcome BOOLEAN,
        cost_f8 DOUBLE, cost DECIMAL(18,9))''',
    'series': 'CREATE TABLE series (k INTEGER, i BIGINT, x DOUBLE)',
}


def load(path, table):
    con = duckdb.connect(path)
    con.execute(TABLES[table])
    con.execute("COPY %s FROM '/dev/stdin' (FORMAT csv, HEADER false)" % table)
    if table == 'series':
        con.execute('CREATE TABLE series_one AS SELECT * FROM series WHERE k = 1 ORDER BY i')
    con.close()


def answer(con, sql):
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        rows = con.execute(sql).fetchall()
    except duckdb.Error as error:
        return {'error': str(error)}
    return {'cpu': (time.process_time() - cpu) * 1e3,
            'wall': (time.perf_counter() - wall) * 1e3,
            'rows': [[None if v is None else str(v) for v in row] for row in rows]}


def serve(path):
    con = duckdb.connect(path, read_only=True, config={'threads': 1})
    print(json.dumps({'version': duckdb.__version__}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(con, json.loads(line))), flush=True)


{'load': load, 'serve': serve}[sys.argv[1]](*sys.argv[2:])
