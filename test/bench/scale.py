"""The group that counts what a query over two shards sends over the wire.

The events of the toolkit are divided by region over two databases, which a third one sees through postgres_fdw with
the option extensions 'runrate'.  The connections to the shards go through a relay, which counts bytes.  Each query
must give the digits of one node.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time

DATABASE = os.environ.get('RUNRATE_BENCH_DATABASE', 'runrate_bench')
COORDINATOR = DATABASE + '_scale'
SHARDS = (DATABASE + '_shard_0', DATABASE + '_shard_1')
ROWS = int(os.environ.get('RUNRATE_BENCH_ROWS', 10000000))
NAMES = ('scale',)

SHARD = '''
CREATE EXTENSION runrate;
CREATE TABLE event (region int NOT NULL, agent int NOT NULL, layer text NOT NULL, outcome boolean NOT NULL, month date NOT NULL, cost numeric(18,9) NOT NULL);
'''
SUMMARY = 'CREATE VIEW summary AS SELECT agent, month, runrate.cost_summary(layer, cost, outcome::int) AS summary FROM event GROUP BY 1, 2'
PARTS = '''
CREATE SERVER shard_{n} FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (host '{host}', port '{port}', dbname '{database}', extensions 'runrate', async_capable 'true', fetch_size '10000');
CREATE USER MAPPING FOR CURRENT_USER SERVER shard_{n};
CREATE FOREIGN TABLE event_{n} PARTITION OF event FOR VALUES IN ({n}) SERVER shard_{n} OPTIONS (table_name 'event');
CREATE FOREIGN TABLE summary_{n} (agent int, month date, summary runrate.cost_summary) SERVER shard_{n} OPTIONS (table_name 'summary');
'''
COORDINATOR_START = '''
CREATE EXTENSION runrate;
CREATE EXTENSION postgres_fdw;
CREATE TABLE event (region int NOT NULL, agent int NOT NULL, layer text NOT NULL, outcome boolean NOT NULL, month date NOT NULL, cost numeric(18,9) NOT NULL)
    PARTITION BY LIST (region);
'''
SETTINGS = "SET search_path = public; SET enable_partitionwise_aggregate = on"

BY_REGION = 'SELECT region, agent, runrate.cost_per_outcome(cost, outcome), runrate.exact_sum(cost) FROM {event} GROUP BY 1, 2'
TOTAL = 'SELECT runrate.cost_per_outcome(cost, outcome), runrate.exact_sum(cost) FROM {event}'
BY_AGENT = 'SELECT agent, runrate.unit_cost(s), runrate.total_cost(s), runrate.layer_cost(s, \'retries\') FROM (SELECT agent, {summary} AS s FROM {source} GROUP BY agent) a'
ALL = 'SELECT runrate.unit_cost(s), runrate.total_cost(s), runrate.layer_cost(s, \'retries\') FROM (SELECT {summary} AS s FROM {source}) a'
ROLLUP = dict(summary='runrate.rollup(summary)', source='(SELECT * FROM summary_0 UNION ALL SELECT * FROM summary_1) u')
DIRECT = dict(summary='runrate.cost_summary(layer, cost, outcome::int)', source='{event}')
# Name, query over the shards, the same on one node
QUERIES = (
    ('grouped by region and agent', BY_REGION, BY_REGION),
    ('total', TOTAL, TOTAL),
    ('total, two steps', ALL.format(**ROLLUP), ALL.format(**DIRECT)),
    ('grouped by agent', BY_AGENT.format(**DIRECT), BY_AGENT.format(**DIRECT)),
    ('grouped by agent, two steps', BY_AGENT.format(**ROLLUP), BY_AGENT.format(**DIRECT)),
)


class Relay:
    """A Unix socket before that of the server; counts what goes through."""

    def __init__(self, target):
        self.target, self.bytes, self.lock = target, 0, threading.Lock()
        self.directory = tempfile.mkdtemp(prefix='rr-wire-', dir='/tmp')
        path = os.path.join(self.directory, os.path.basename(target))
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(path)
        # The server trusts whoever gets through: only its own user may
        owner = os.stat(target)
        for name in (path, self.directory):
            if os.geteuid() == 0:
                os.chown(name, owner.st_uid, owner.st_gid)
            os.chmod(name, 0o700)
        self.socket.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.target)
            for pair in (client, server), (server, client):
                threading.Thread(target=self.pump, args=pair, daemon=True).start()

    def pump(self, source, sink):
        while data := source.recv(1 << 20):
            with self.lock:
                self.bytes += len(data)
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)

    def close(self):
        self.socket.close()
        shutil.rmtree(self.directory)


def prepare(psql, relay, port):
    for database in (*SHARDS, COORDINATOR):
        psql('postgres', '-c', 'SET client_min_messages = warning', '-c', 'DROP DATABASE IF EXISTS %s WITH (FORCE)' % database,
             '-c', 'CREATE DATABASE ' + database)
    psql(COORDINATOR, '-c', COORDINATOR_START)
    for n, database in enumerate(SHARDS):
        psql(database, '-c', SHARD, '-c', SUMMARY)
        copy(n, database)
        psql(database, '-c', 'VACUUM (ANALYZE, FREEZE) event')
        psql(COORDINATOR, '-c', PARTS.format(n=n, database=database, host=relay.directory, port=port))


def copy(n, database):
    """Every other event of the toolkit, without what is not asked for."""
    source = subprocess.Popen(['psql', '-Xq', '-d', DATABASE, '-c', '''COPY (SELECT event_id % 2, agent, layer, outcome,
        date_trunc('month', occurred_at AT TIME ZONE 'UTC')::date, cost FROM bench.event WHERE event_id % 2 = {}) TO STDOUT'''.format(n)],
        stdout=subprocess.PIPE)
    subprocess.run(['psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', 'COPY event FROM STDIN'], stdin=source.stdout, check=True)
    source.stdout.close()
    if source.wait():
        raise subprocess.CalledProcessError(source.returncode, 'psql')


def run(psql, connect, print_header):
    """Make the shards, measure each query once, and print it; the number of results that differ."""
    port = os.environ.get('PGPORT', '5432')
    target = os.path.join(os.environ.get('PGHOST', '/var/run/postgresql'), '.s.PGSQL.' + port)
    if not os.path.exists(target):
        print('\n## scale: not measured: there is no socket %s to count at' % target)
        return 0
    relay = Relay(target)
    try:
        prepare(psql, relay, port)
        one, many = connect(DATABASE), connect(COORDINATOR)
        one.rows('CREATE TEMP VIEW one AS SELECT event_id % 2 AS region, agent, layer, outcome, cost FROM bench.event')
        many.rows(SETTINGS)
        print_header(many)
        return measure(one, many, relay)
    finally:
        relay.close()


def measure(one, many, relay):
    bad = 0
    print('\n## scale: Bytes on the wire, two shards of %d events each\n' % (ROWS // 2))
    print('| query | bytes | ms on the clock | rows | equal to one node |\n|---|---:|---:|---:|---|')
    many.rows('SELECT count(*) FROM event_0 WHERE false; SELECT count(*) FROM event_1 WHERE false')     # connects
    for name, sql, same in QUERIES:
        before, start = relay.bytes, time.perf_counter()
        rows = many.rows(sql.format(event='event'))
        spent, sent = (time.perf_counter() - start) * 1e3, relay.bytes - before
        equal = sorted(rows) == sorted(one.rows(same.format(event='one')))
        bad += not equal
        print('| %s | %s | %.0f | %d | %s |' % (name, format(sent, ','), spent, len(rows), 'yes' if equal else 'NO'), flush=True)
    return bad
