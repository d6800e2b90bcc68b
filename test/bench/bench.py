#!/usr/bin/env python3
"""Run the benchmark's groups of queries and print ratios against the goals.

usage: bench.py [REGEXP [ROUNDS]]

The metric is the CPU time of the one backend that runs the query: on a machine
with other work it varies far less than the time on the clock.  Where /proc does
not give it (another system, a server on another machine) the clock is used, and
the report says so.  The items of a group run in turn, round after round, and a
ratio is taken within a round, so that a slow minute hurts both sides of it; every
other round runs backwards.  The first round warms up and is discarded.

Environment: the PG* variables; RUNRATE_BENCH_ROWS (10000000), RUNRATE_BENCH_WEIGHTS
(1000000), RUNRATE_BENCH_LEDGER_EVENTS (1000000), RUNRATE_BENCH_DATABASE (runrate_bench;
ledgers and shards are in databases of their own, runrate_bench_ledger and so on),
RUNRATE_BENCH_CLOSING (36 5000 1000000 50 10: closed months, events of each and of the
month to be closed, agents, shared costs a month), RUNRATE_BENCH_BOOKS (50 12 10: agents,
months and shared costs a month of the balances that the groups books and items read),
RUNRATE_BENCH_ITEMS (2000 100000: work items of a month, and of the last one),
RUNRATE_BENCH_CACHE (a directory for virtual environments and DuckDB's data),
RUNRATE_BENCH_DUCKDB: 0 (leave it out) or a version (default: the newest).

Exit status: 1 if results differ or a query fails; a missed goal is only reported.
"""

import decimal
import glob
import json
import os
import re
import subprocess
import sys
import time
from statistics import median

import books
import closing
import detection
import ledger
import scale
from groups import GROUPS, Duck, Item

HERE = os.path.dirname(os.path.abspath(__file__))
DATA_VERSION = '4'              # change it with generate.sql or TABLES in duck.py
ROWS = int(os.environ.get('RUNRATE_BENCH_ROWS', 10000000))
WEIGHTS = int(os.environ.get('RUNRATE_BENCH_WEIGHTS', 1000000))
DATABASE = os.environ.get('RUNRATE_BENCH_DATABASE', 'runrate_bench')
CACHE = os.environ.get('RUNRATE_BENCH_CACHE') or os.path.join(
    os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'), 'runrate-bench')

SETTINGS = '''SET search_path = bench; SET TimeZone = 'UTC'; SET jit = off; SET max_parallel_workers_per_gather = 0;
SET work_mem = '1GB'; SET hash_mem_multiplier = 2; SET synchronize_seqscans = off;
SET statement_timeout = 0; SET client_min_messages = warning'''


class QueryError(Exception):
    pass


def say(*words):
    print(*words, file=sys.stderr, flush=True)


# ---- PostgreSQL --------------------------------------------------------------


class Postgres:
    """One session of psql, so that all queries run in one backend."""

    END = '@@end'

    def __init__(self, database):
        self.psql = subprocess.Popen(['psql', '-XqAt', '-F', '\t', '-d', database],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, text=True, bufsize=1)
        self.pid = int(self.rows('SELECT pg_backend_pid()')[0][0])
        self.metric = 'CPU' if self.is_local() and self.cpu() > 0 else 'wall'

    def is_local(self):
        """True if the backend is a process that /proc shows here."""
        if self.rows('SELECT inet_server_addr() IS DISTINCT FROM inet_client_addr()') == [['t']]:
            return False
        try:
            with open('/proc/%d/cmdline' % self.pid) as cmdline:
                return 'postgres' in cmdline.read()
        except OSError:
            return False

    def cpu(self):
        """CPU time of the backend so far, in ms."""
        spent = 0
        for path in glob.glob('/proc/%d/task/*/schedstat' % self.pid):
            with open(path) as schedstat:
                spent += int(schedstat.read().split()[0])
        return spent / 1e6

    def rows(self, sql):
        """The rows of a query's result, as lists of text."""
        self.psql.stdin.write('%s;\n\\echo %s :ERROR\n' % (sql, self.END))
        self.psql.stdin.flush()
        lines = []
        for line in self.psql.stdout:
            line = line.rstrip('\n')
            if line.startswith(self.END):
                if line.endswith('true'):
                    raise QueryError(lines[0])
                return [row.split('\t') for row in lines]
            lines.append(line)
        raise SystemExit('psql: ' + ' '.join(lines))

    def measure(self, sql):
        """CPU time (or wall time) of a query, in ms."""
        wall, cpu = time.perf_counter(), self.cpu() if self.metric == 'CPU' else 0
        self.rows(sql)
        if self.metric == 'CPU':
            return self.cpu() - cpu
        return (time.perf_counter() - wall) * 1e3

    def plan(self, sql):
        """The plan's nodes, outermost first."""
        nodes = []
        for line, in self.rows('EXPLAIN (COSTS OFF) ' + sql):
            node = re.match(r'( *-> +)?([A-Z][A-Za-z ]+?)( using .*| on .*)?$', line)
            if node and (node.group(1) or not nodes):
                nodes.append(node.group(2))
        return ' < '.join(node for node in nodes if node not in ('Limit', 'Subquery Scan'))


def connect(database):
    pg = Postgres(database)
    pg.rows(SETTINGS)
    return pg


def psql(database, *arguments):
    return subprocess.run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', database] + list(arguments),
                          check=True, text=True, stdout=subprocess.PIPE).stdout.strip()


def prepare_database():
    """Make the database unless it is there with the same data; install the extension anew."""
    maintenance = 'postgres'
    if not psql(maintenance, '-c', "SELECT 1 FROM pg_database WHERE datname = '%s'" % DATABASE):
        psql(maintenance, '-c', 'CREATE DATABASE %s' % DATABASE)
    wanted = '%d|%d|%s' % (ROWS, WEIGHTS, DATA_VERSION)
    present = psql(DATABASE, '-c', "SELECT to_regclass('bench.generated') IS NOT NULL")
    if present != 't' or psql(DATABASE, '-c', 'TABLE bench.generated') != wanted:
        say('generating %d events and %d weights' % (ROWS, WEIGHTS))
        psql(DATABASE, '-v', 'rows=%d' % ROWS, '-v', 'weights=%d' % WEIGHTS,
             '-v', 'version=' + DATA_VERSION, '-f', os.path.join(HERE, 'generate.sql'))
    psql(DATABASE, '-c', 'SET client_min_messages = warning',
         '-c', 'DROP EXTENSION IF EXISTS runrate CASCADE', '-c', 'CREATE EXTENSION runrate')


def warm(pg):
    """Load the tables into shared buffers; say which parts did not fit."""
    prewarm = pg.rows("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_prewarm'")[0][0] == '1'
    if prewarm:
        pg.rows('CREATE EXTENSION IF NOT EXISTS pg_prewarm SCHEMA public')
    for table in ('event', 'pool', 'pool_mixed'):
        if prewarm:
            pg.rows("SELECT public.pg_prewarm('%s')" % table)
        plan = '\n'.join(line for line, in pg.rows(
            'EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT count(*) FROM ' + table))
        read = re.search(r'read=(\d+)', plan)
        if read:
            say('warning: %s pages of %s are not in shared buffers; raise shared_buffers' % (read.group(1), table))


# ---- DuckDB ------------------------------------------------------------------


class DuckDB:
    """DuckDB with one thread in a process of its own; reason says why there is none."""

    def __init__(self):
        self.reason = self.process = None
        self.version = ''
        if os.environ.get('RUNRATE_BENCH_DUCKDB') == '0':
            self.reason = 'left out by RUNRATE_BENCH_DUCKDB=0'
            return
        try:
            python = self.install()
            path = self.load(python)
        except (OSError, subprocess.CalledProcessError) as error:
            self.reason = ((getattr(error, 'stdout', None) or '').strip() or str(error)).splitlines()[-1]
            return
        self.process = subprocess.Popen([python, os.path.join(HERE, 'duck.py'), 'serve', path],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.version = json.loads(self.process.stdout.readline())['version']

    @staticmethod
    def install():
        """A virtual environment with duckdb in it: its Python."""
        version = os.environ.get('RUNRATE_BENCH_DUCKDB', '1')
        package = 'duckdb' if version == '1' else 'duckdb==' + version
        return make_environment(package.replace('==', '-'), 'duckdb', package)

    @staticmethod
    def load(python):
        """DuckDB's own copy of the data: the path of its file."""
        path = os.path.join(CACHE, 'data-%d-%d-%s-%s.duckdb' % (
            ROWS, WEIGHTS, DATA_VERSION, os.environ.get('RUNRATE_BENCH_DUCKDB', '1')))
        if os.path.exists(path):
            return path
        say('copying the data to DuckDB')
        part = path + '.part'
        if os.path.exists(part):
            os.remove(part)
        for table, columns in (('event', 'work_item, agent, layer, outcome, cost_f8, cost'),
                               ('series', 'k, i, x')):
            copy = subprocess.Popen(
                ['psql', '-Xq', '-d', DATABASE, '-c',
                 'COPY (SELECT %s FROM bench.%s) TO STDOUT (FORMAT csv)' % (columns, table)],
                stdout=subprocess.PIPE)
            run(python, os.path.join(HERE, 'duck.py'), 'load', part, table, stdin=copy.stdout)
            copy.stdout.close()
            if copy.wait():
                raise subprocess.CalledProcessError(copy.returncode, 'psql')
        os.rename(part, path)
        return path

    def ask(self, sql):
        self.process.stdin.write(json.dumps(sql) + '\n')
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if 'error' in answer:
            raise QueryError(answer['error'])
        return answer

    def measure(self, sql, metric):
        return self.ask(sql)['cpu' if metric == 'CPU' else 'wall']


def make_environment(name, module, *packages):
    """The Python of a virtual environment with packages in it, of which one has that module."""
    venv = os.path.join(CACHE, name)
    python = os.path.join(venv, 'bin', 'python')
    if not os.path.exists(python) or subprocess.run(
            [python, '-c', 'import ' + module], stderr=subprocess.DEVNULL).returncode:
        say('installing', *packages, 'into', venv)
        run(sys.executable, '-m', 'venv', '--clear', venv)
        run(python, '-m', 'pip', 'install', '-q', '--disable-pip-version-check', *packages)
    return python


def run(*command, stdin=None):
    """Run a command whose output is wanted only if it fails."""
    subprocess.run(command, check=True, text=True, stdin=stdin, stdout=subprocess.PIPE,
                   stderr=subprocess.STDOUT)


# ---- checks ------------------------------------------------------------------


def normal(rows):
    """Rows as sorted tuples whose numbers compare by value."""
    def value(text):
        try:
            return decimal.Decimal(text)
        except (decimal.InvalidOperation, TypeError):
            return text

    return sorted((tuple(map(value, row)) for row in rows), key=str)


def check_group(group, pg, duck):
    """Print whether the results that the group compares are equal; the number that are not."""
    bad = 0
    for what, sql in group.checks:
        try:
            compared, differing = map(int, pg.rows(sql)[0])
            ok = compared > 0 and differing == 0
            verdict = 'equal (%d rows)' % compared if ok else '%d of %d rows DIFFER' % (differing, compared)
        except QueryError as error:
            ok, verdict = False, 'FAILED: %s' % error
        bad += not ok
        print('- %s: %s' % (what, verdict))
    for item in group.items:
        if not isinstance(item, Duck) or duck.reason:
            continue
        try:
            ok = normal(duck.ask(item.sql)['rows']) == normal(pg.rows(item.same_as))
            verdict = 'equal' if ok else 'DIFFER'
        except QueryError as error:
            ok, verdict = False, 'FAILED: %s' % error
        bad += not ok
        print('- %s = PostgreSQL: %s' % (item.label, verdict))
    return bad


# ---- measuring ---------------------------------------------------------------


def measure_group(group, pg, duck, rounds):
    """Times of each item, one for each round; and what failed."""
    times = {item.key: [] for item in group.items}
    failed = {item.key: 'not measured: ' + duck.reason
              for item in group.items if isinstance(item, Duck) and duck.reason}
    for turn in range(min(rounds, group.rounds or rounds) + 1):
        for item in group.items if turn % 2 == 0 else reversed(group.items):
            if item.key in failed:
                continue
            try:
                if isinstance(item, Duck):
                    spent = duck.measure(item.sql, pg.metric)
                else:
                    if item.before:
                        pg.rows(item.before)
                    spent = pg.measure(item.sql)
            except QueryError as error:
                failed[item.key] = 'FAILED: %s' % error
                continue
            if turn > 0:
                times[item.key].append(spent)
    return times, failed


def spread(values, form):
    return '%s (%s-%s)' % tuple(form % v for v in (median(values), min(values), max(values)))


def print_times(group, times, failed, pg):
    print('\n| query | %s ms: median (min-max) | ratio to the first | plan |' % pg.metric)
    print('|---|---:|---:|---|')
    first = times[group.items[0].key]
    for item in group.items:
        label = item.label.replace('|', '\\|')
        if item.key in failed:
            print('| %s | %s | | |' % (label, failed[item.key].replace('|', '/')))
            continue
        ratio = spread([a / b for a, b in zip(times[item.key], first)], '%.2f') if first else ''
        plan = pg.plan(item.sql) if isinstance(item, Item) and item.plan else ''
        print('| %s | %s | %s | %s |' % (label, spread(times[item.key], '%.0f'), ratio, plan))


def print_goals(group, times):
    labels = {item.key: item.label for item in group.items}
    print()
    for goal in group.goals:
        if goal.kind == 'per second':
            speeds = [goal.base / (spent / 1e3) for spent in times[goal.item]]
            print('- %s: %s: %s rows a second, goal at least %g' % (
                'PASS' if speeds and median(speeds) >= goal.limit else 'MISS', labels[goal.item],
                spread(speeds, '%.0f') if speeds else 'no', goal.limit))
            continue
        if goal.kind == 'within':
            ours = times[goal.item]
            print('- %s: %s: %s ms, goal at most %g' % (
                'PASS' if ours and median(ours) <= goal.limit else 'MISS', labels[goal.item],
                spread(ours, '%.1f') if ours else 'not measured', goal.limit))
            continue
        ours, base = times[goal.item], times[goal.base]
        if not ours or not base:
            print('- %s against %s: not measured' % (labels[goal.item], labels[goal.base]))
        elif goal.kind == 'faster':
            ratio = [b / a for a, b in zip(ours, base)]
            print('- %s: %s: %s times faster than %s, goal at least %g' % (
                'PASS' if median(ratio) >= goal.limit else 'MISS', labels[goal.item],
                spread(ratio, '%.2f'), labels[goal.base], goal.limit))
        else:
            ratio = [a / b for a, b in zip(ours, base)]
            verdict = goal.kind and ('PASS: ' if median(ratio) <= goal.limit else 'MISS: ')
            print('- %s%s: %s times %s%s' % (
                verdict, labels[goal.item], spread(ratio, '%.2f'), labels[goal.base],
                ', goal at most %g' % goal.limit if goal.kind else ''))


def cpu_model():
    try:
        with open('/proc/cpuinfo') as cpuinfo:
            return re.search(r'model name\s*: (.*)', cpuinfo.read()).group(1)
    except (OSError, AttributeError):
        return 'unknown processor'


def print_header(pg, rounds=None):
    one = lambda sql: pg.rows(sql)[0][0]
    print('# runrate benchmark, %s' % time.strftime('%Y-%m-%d %H:%M:%S %Z'))
    print('\n- PostgreSQL %s, runrate %s%s' % (
        one('SHOW server_version'), one("SELECT extversion FROM pg_extension WHERE extname = 'runrate'"),
        ', assertions on' if one('SHOW debug_assertions') == 'on' else ''))
    print('- %s, %d processors, load %.1f' % (cpu_model(), os.cpu_count(), os.getloadavg()[0]))
    print('- shared_buffers %s, work_mem 1GB, JIT off, no parallel workers' % one('SHOW shared_buffers'))
    if rounds:
        print('- %s; %d rounds after one discarded' % (
            'CPU time of the backend' if pg.metric == 'CPU' else
            'WALL time: the CPU time of the backend cannot be read here', rounds))


def print_data(pg, duck):
    size = lambda table: pg.rows("SELECT pg_size_pretty(pg_table_size('%s'))" % table)[0][0]
    print('- %d events in %s, %d weights in %s' % (ROWS, size('event'), WEIGHTS, size('pool')))
    print('- DuckDB %s' % (duck.version + ', one thread' if duck.version else 'not measured: %s' % duck.reason))


def run_group(group, pg, duck, rounds):
    """Check and measure a group and print it; the number of results that differ and queries that failed."""
    print('\n## %s: %s\n' % (group.name, group.title), flush=True)
    bad = check_group(group, pg, duck)
    times, failed = measure_group(group, pg, duck, rounds)
    print_times(group, times, failed, pg)
    print_goals(group, times)
    sys.stdout.flush()
    return bad + sum(reason.startswith('FAILED') for reason in failed.values())


def run_toolkit(chosen, rounds):
    prepare_database()
    duck = DuckDB()
    pg = connect(DATABASE)
    warm(pg)
    print_header(pg, rounds)
    print_data(pg, duck)
    return sum(run_group(group, pg, duck, rounds) for group in chosen)


def run_ledger(names, rounds, with_header):
    say('making a ledger of %d events' % ledger.EVENTS)
    ledger.prepare(psql)
    pg = connect(ledger.DATABASE)
    if with_header:
        print_header(pg, rounds)
    bad = sum(run_group(group, pg, None, rounds) for group in ledger.groups(pg, names))
    ledger.clean_up(pg)
    return bad


def run_own(module, names, rounds, with_header):
    say('making the ledger of ' + ' '.join(names))
    module.prepare(psql, names)
    pg = Postgres(module.DATABASE)
    if with_header:
        print_header(pg, rounds)
    return sum(run_group(module.GROUPS[name], pg, None, rounds) for name in names)


def run_detection(with_header):
    """0: what is not found is no failure, but no detector is one."""
    python = make_environment('peers', 'sklearn', *detection.PACKAGES)
    detection.prepare(psql)
    pg = Postgres(detection.DATABASE)
    if with_header:
        print_header(pg, 1)
    detection.run(pg, python)
    return 0


def run_scale(with_header):
    prepare_database()
    say('dividing %d events over two shards' % ROWS)
    return scale.run(psql, connect, print_header if with_header else lambda pg: None)


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ''
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    chosen = [group for group in GROUPS if re.search(only, group.name)]
    on_ledger = [name for name in ledger.NAMES if re.search(only, name)]
    own = [(module, [name for name in module.NAMES if re.search(only, name)]) for module in (books, closing)]
    on_detection = [name for name in detection.NAMES if re.search(only, name)]
    on_shards = [name for name in scale.NAMES if re.search(only, name)]
    if not chosen and not on_ledger and not any(names for _, names in own) and not on_detection and not on_shards:
        sys.exit('no group matches "%s"; there are: %s' % (only, ' '.join(
            [group.name for group in GROUPS] + list(ledger.NAMES + books.NAMES + closing.NAMES + detection.NAMES + scale.NAMES))))

    bad = 0
    is_first = not chosen and not on_ledger
    if chosen:
        bad += run_toolkit(chosen, rounds)
    if on_ledger:
        bad += run_ledger(on_ledger, rounds, not chosen)
    for module, names in own:
        if names:
            bad += run_own(module, names, rounds, is_first)
            is_first = False
    if on_detection:
        bad += run_detection(is_first)
    if on_shards:
        bad += run_scale(is_first and not on_detection)
    if bad:
        print('\n%d results differ or queries failed' % bad)
    return 1 if bad else 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit('%s failed (exit status %d)' % (error.cmd[0], error.returncode))
