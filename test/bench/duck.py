#!/usr/bin/env python3
"""DuckDB as a child of bench.py.

duck.py load FILE      event rows as CSV on standard input into the database FILE
duck.py serve FILE     one SQL statement (a JSON string) a line on standard input;
                       answers {"cpu": ms, "wall": ms, "rows": [[text, ...], ...]}
                       or {"error": text}
"""

import json
import os
import sys
import time

import duckdb

# Columns and their order as bench.py copies them.
EVENT = '''CREATE TABLE event (work_item BIGINT, agent INTEGER, layer VARCHAR, outcome BOOLEAN,
    cost_f8 DOUBLE, cost DECIMAL(18,9))'''


def load(path):
    part = path + '.part'
    if os.path.exists(part):
        os.remove(part)
    con = duckdb.connect(part)
    con.execute(EVENT)
    con.execute("COPY event FROM '/dev/stdin' (FORMAT csv, HEADER false)")
    con.close()
    os.rename(part, path)


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


{'load': load, 'serve': serve}[sys.argv[1]](sys.argv[2])
