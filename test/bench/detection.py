"""The group that measures what is found: scores of the toolkit and of detectors of PyPI, on the same series.

Daily series whose anomalies are known are those of test/lib/detection_series.sql; the six series of ad cost of the Numenta
Anomaly Benchmark are not part of the project: RUNRATE_REAL_DATA says where they are, by default ../shared/data.
"""

import bisect
import json
import math
import os
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DATABASE = os.environ.get('RUNRATE_BENCH_DATABASE', 'runrate_bench') + '_detection'
DATA = os.environ.get('RUNRATE_REAL_DATA') or os.path.join(HERE, '..', '..', '..', 'shared', 'data')
NAMES = ('detection',)
PACKAGES = ('pandas', 'statsmodels', 'scikit-learn')

SERIES, DAYS, FIRST = 20, 140, 70       # of each class; scores have all the history they want from FIRST on
QUIET = 60                              # rows of the benchmark's series for which an alarm holds
LIMITS = 200                            # that are tried on these

# What is a score of the toolkit, high where it is odd, and its usual limit.  {pooled}: rows of the last 28 days of all series.
SEASONAL = 'abs(runrate.seasonal_score(x, day) OVER (PARTITION BY series ORDER BY day))'
DAILY = {
    'anomaly_score': ('abs(runrate.anomaly_score(x, 28) OVER (PARTITION BY series ORDER BY day))', 3.5),
    'seasonal_score': (SEASONAL, 3.5),
    'rank_probability of seasonal_score': (
        '-runrate.rank_probability(s, {pooled}) OVER (ORDER BY day, series) FROM (SELECT *, %s AS s' % SEASONAL, -0.01),
}
HOURLY = {
    'anomaly_score': ('abs(runrate.anomaly_score(x, 4000) OVER (PARTITION BY series ORDER BY d))', 3.5),
    'anomaly_probability': ('-runrate.anomaly_probability(x, 4000) OVER (PARTITION BY series ORDER BY d)', -1 / 300),
}


def prepare(psql):
    psql('postgres', '-c', 'SET client_min_messages = warning', '-c', 'DROP DATABASE IF EXISTS ' + DATABASE,
         '-c', 'CREATE DATABASE ' + DATABASE)
    psql(DATABASE, '-v', 'seed=1', '-v', 'series=%d' % SERIES, '-v', 'days=%d' % DAYS, '-c', 'CREATE EXTENSION runrate',
         '-f', os.path.join(HERE, '..', 'lib', 'detection_series.sql'))


def number(text):
    return float(text) if text else None


def ours(pg, detectors, table, first):
    """Scores of the toolkit from the row numbered first on, as the peers give them."""
    said = {}
    for name, (score, limit) in detectors.items():
        source = '%s FROM %s' % (score.format(pooled=28 * SERIES), table) + (') AS q' if ' FROM ' in score else '')
        sql = 'SELECT series, d, %s' % source.replace(' FROM ', ' AS score FROM ', 1)
        cpu = pg.cpu()
        rows = pg.rows('SELECT series, score FROM (%s) AS s WHERE d >= %d ORDER BY series, d' % (sql, first))
        scores = {}
        for series, value in rows:
            scores.setdefault(int(series), []).append(number(value))
        said[name] = {'limit': limit, 'scores': [scores[k] for k in sorted(scores)], 'cpu': (pg.cpu() - cpu) / 1e3}
    return said


class Peers:
    def __init__(self, python):
        self.process = subprocess.Popen([python, os.path.join(HERE, 'peers.py')], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, bufsize=1)
        self.versions = json.loads(self.process.stdout.readline())['versions']

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question) + '\n')
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


# ---- Days whose anomalies are known --------------------------------------------


def average_precision(scored):
    """The area below precision over recall: 1 if every anomaly has a higher score than every other day of any series."""
    total = sum(odd for score, odd in scored)
    found = area = seen = 0
    scored.sort(key=lambda pair: -pair[0])
    while seen < len(scored):
        end, more = seen, 0
        while end < len(scored) and scored[end][0] == scored[seen][0]:      # equal scores are found together
            more += scored[end][1]
            end += 1
        found, seen = found + more, end
        area += more / total * found / seen
    return area


def judge_days(said, anomalies):
    scored = [(-math.inf if s is None else s, odd) for scores, flags in zip(said['scores'], anomalies) for s, odd in zip(scores, flags)]
    odd = sum(flag for score, flag in scored)
    found = sum(flag for score, flag in scored if score >= said['limit'])
    false = sum(not flag for score, flag in scored if score >= said['limit'])
    return average_precision(scored), found / odd, false / (len(scored) - odd)


def run_days(pg, peers):
    print('\nDaily figures, %d series a class, one limit for all of them: average precision over all limits; at the usual limit what'
          '\nis found of the anomalies, and the share of other days that is called odd\n' % SERIES, flush=True)
    classes = [name for name, in pg.rows('SELECT class FROM (SELECT class, min(ctid) AS first FROM detection_days'
                                         ' WHERE d >= %d GROUP BY class HAVING bool_or(anomaly)) AS c ORDER BY first' % FIRST)]
    totals, cpu, points = {}, {}, 0
    print('| class | detector | average precision | found | false alarms |\n|---|---|---:|---:|---:|')
    for name in classes:
        where = "(SELECT * FROM detection_days WHERE class = '%s') AS days" % name
        rows = pg.rows('SELECT series, d, x, anomaly FROM %s ORDER BY series, d' % where)
        values = [[number(x) for k, d, x, odd in rows if int(k) == series + 1] for series in range(SERIES)]
        flags = [[odd == 't' for k, d, x, odd in rows if int(k) == series + 1][FIRST:] for series in range(SERIES)]
        points += sum(map(len, flags))
        said = ours(pg, DAILY, where, FIRST)
        said.update(peers.ask(period=7, first=FIRST, refit=14, series=values))
        for detector, its in said.items():
            judged = judge_days(its, flags)
            totals.setdefault(detector, []).append(judged)
            cpu[detector] = cpu.get(detector, 0) + its['cpu']
            print('| %s | %s | %.2f | %.0f %% | %.1f %% |' % ((name, detector, judged[0]) + tuple(100 * j for j in judged[1:])), flush=True)
    for detector, judged in totals.items():
        means = [sum(column) / len(judged) for column in zip(*judged)]
        print('| **all classes** | %s | %.2f | %.0f %% | %.1f %% |' % (detector, means[0], 100 * means[1], 100 * means[2]))
    print('\nCPU time of a scored day, microseconds: ' + ', '.join('%s %.0f' % (d, spent / points * 1e6) for d, spent in cpu.items()))


# ---- The Numenta Anomaly Benchmark ----------------------------------------------


def credit(position):
    """Of an alarm: -1 at the left edge of a window, 0 at its right edge, positive behind it (Lavin and Ahmad, 2015)."""
    return -1 if position > 3 else 2 / (1 + math.exp(5 * position)) - 1


def score_alarms(alarms, windows, nrows):
    """The score of the standard profile, a false alarm weighing 0.11: the sum of credits of the alarms of a series."""
    probation = min(int(0.15 * nrows), 750)
    alarms, total = [a for a in alarms if a >= probation], 0
    for alarm in alarms:
        if not any(low <= alarm <= high for low, high in windows):
            before = [w for w in windows if w[1] < alarm]
            total += 0.11 * (credit((alarm - before[-1][1]) / (before[-1][1] - before[-1][0])) if before else -1)
    for low, high in windows:
        within = [credit(-(high - a + 1) / (high - low + 1)) / credit(-1) for a in alarms if low <= a <= high]
        total += max(within) if within else -1
    return total


def score_limit(all_scores, limit, all_windows):
    """The score of all series with one limit, of 100; an alarm holds for QUIET rows."""
    total = 0
    for scores, windows in zip(all_scores, all_windows):
        alarms = []
        for row, score in enumerate(scores):
            if score is not None and score >= limit and (not alarms or row - alarms[-1] > QUIET):
                alarms.append(row)
        total += score_alarms(alarms, windows, len(scores))
    count = sum(map(len, all_windows))
    return 100 * (total + count) / (2 * count)


def run_ad_cost(pg, peers):
    with open(os.path.join(DATA, 'nab', 'labels', 'combined_windows.json')) as file:
        labels = json.load(file)
    names = sorted(name for name in labels if os.access(os.path.join(DATA, 'nab', 'data', name), os.R_OK))
    print('\n%d series of ad cost of the Numenta Anomaly Benchmark, its own scoring, standard profile, one limit for all series, %d quiet rows:'
          '\nwith the usual limit, and with the one of %d that turned out to be the best for the detector\n' % (len(names), QUIET, LIMITS), flush=True)
    pg.rows('CREATE TABLE points (series int, d int, x float8)')
    values, all_windows = [], []
    for series, name in enumerate(names):
        with open(os.path.join(DATA, 'nab', 'data', name)) as file:
            rows = [line.rstrip('\n').split(',') for line in file][1:]
        times = [at for at, x in rows]
        values.append([float(x) for at, x in rows])
        all_windows.append([(bisect.bisect_left(times, low[:19]), bisect.bisect_right(times, high[:19]) - 1) for low, high in labels[name]])
        pg.rows('INSERT INTO points VALUES ' + ', '.join('(%d, %d, %r)' % (series, d, x) for d, x in enumerate(values[-1])))
    first = 24 * 7
    said = ours(pg, HOURLY, 'points', 0)
    for name, its in peers.ask(period=24, first=first, refit=24, series=values).items():
        said[name] = dict(its, scores=[[None] * first + scores for scores in its['scores']])
    print('| detector | usual limit | best limit | CPU time of a row, microseconds |\n|---|---:|---:|---:|')
    for name, its in said.items():
        known = sorted(s for scores in its['scores'] for s in scores if s is not None)
        # as many as that in the highest tenth, where limits are
        limits = {known[-1 - int(len(known) * 0.1 * (k / LIMITS) ** 2)] for k in range(LIMITS)}
        print('| %s | %.1f | %.1f | %.0f |' % (
            name, score_limit(its['scores'], its['limit'], all_windows),
            max(score_limit(its['scores'], limit, all_windows) for limit in limits), its['cpu'] * 1e6 / sum(map(len, values))))


def run(pg, python):
    """Print both tables; python is that of the peers."""
    began = time.time()
    peers = Peers(python)
    print('\n## detection: what is found, beside detectors of PyPI\n\n- %s' % peers.versions)
    run_days(pg, peers)
    if os.access(os.path.join(DATA, 'nab', 'labels', 'combined_windows.json'), os.R_OK):
        run_ad_cost(pg, peers)
    else:
        print('\nREAL DATA NOT MEASURED: set RUNRATE_REAL_DATA to the directory that has nab/')
    print('\n%.0f seconds' % (time.time() - began))
