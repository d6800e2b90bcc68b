#!/usr/bin/env python3
"""Detectors of PyPI, as a child of bench.py: scores of series that are read from standard input.

One line of JSON {"period": 7, "first": 70, "refit": 14, "series": [[number or null, ...], ...]} gives one line
{"detector": {"limit": its usual limit, "scores": [[number or null, ...], ...], "cpu": seconds}, ...}: a score for each value
from the one numbered first on, high where it is odd.  A detector sees the values before the one it scores, at most eight periods
for daily figures and four weeks for hourly ones, and that one; where it has to be fitted it is fitted again every refit values.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas
import sklearn
import statsmodels
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor
from statsmodels.tsa.holtwinters import ExponentialSmoothing
from statsmodels.tsa.seasonal import STL

warnings.filterwarnings('ignore')
NORMAL_DEVIATION = 0.6745               # from a median absolute deviation to a standard deviation


def z_score(x, ask):
    """Distance from the moving mean in moving standard deviations."""
    past = pandas.Series(x).shift(1).rolling(4 * ask['period'], min_periods=8)
    return (abs(x - past.mean()) / past.std()).to_numpy()[ask['first']:]


def windows(x, ask):
    """The rows that are scored together, and where what is known of them begins."""
    length = ask['window']
    for first in range(ask['first'], len(x), ask['refit']):
        yield first, min(first + ask['refit'], len(x)), max(0, first - length)


def stl(x, ask):
    """What seasonal decomposition by LOESS leaves of the last rows, over the usual size of that."""
    found = []
    # a day after the other; hours a day at a time, of which it sees the later ones too
    step = 1 if ask['period'] == 7 else ask['refit']
    for first in range(ask['first'], len(x), step):
        end = min(first + step, len(x))
        rest = STL(x[max(0, end - ask['window']):end], period=ask['period'], robust=True).fit().resid
        size = np.median(abs(rest)) / NORMAL_DEVIATION
        found.append(abs(rest[first - end:]) / size if size > 0 else np.full(end - first, np.nan))
    return np.concatenate(found)


def holt_winters(x, ask):
    """Error of the forecast by exponential smoothing with a season, in standard deviations of its own errors."""
    found = []
    for first, end, begin in windows(x, ask):
        fit = ExponentialSmoothing(x[begin:first], seasonal='add', seasonal_periods=ask['period']).fit()
        found.append(abs(x[first:end] - fit.forecast(end - first)) / np.std(fit.resid))
    return np.concatenate(found)


def features(x, ask):
    """The value, and what it is more than a season ago."""
    return np.column_stack([x, x - pandas.Series(x).shift(ask['period']).bfill().to_numpy()])


def learned(model, x, ask):
    rows = features(x, ask)
    return np.concatenate([-model().fit(rows[begin:first]).score_samples(rows[first:end]) for first, end, begin in windows(x, ask)])


def isolation_forest(x, ask):
    return learned(lambda: IsolationForest(random_state=1), x, ask)


def local_outliers(x, ask):
    return learned(lambda: LocalOutlierFactor(novelty=True), x, ask)


# the limit is what the package calls an outlier by itself, or three standard deviations
DETECTORS = {
    'z-score (pandas)': (z_score, 3),
    'STL residual (statsmodels)': (stl, 3),
    'Holt-Winters error (statsmodels)': (holt_winters, 3),
    'isolation forest (scikit-learn)': (isolation_forest, 0.5),
    'local outlier factor (scikit-learn)': (local_outliers, 1.5),
}


def answer(ask):
    ask['window'] = 8 * ask['period'] if ask['period'] == 7 else 28 * ask['period']
    said = {}
    for name, (detect, limit) in DETECTORS.items():
        cpu, scores = time.process_time(), []
        for values in ask['series']:
            # no figure is the last one again: these detectors know no gaps
            x = pandas.Series(values, dtype=float).ffill().bfill().to_numpy()
            scores.append([None if not np.isfinite(s) or values[ask['first'] + i] is None else float(s)
                           for i, s in enumerate(detect(x, ask))])
        said[name] = {'limit': limit, 'scores': scores, 'cpu': time.process_time() - cpu}
    return said


print(json.dumps({'versions': 'pandas %s, statsmodels %s, scikit-learn %s' % (
    pandas.__version__, statsmodels.__version__, sklearn.__version__)}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
