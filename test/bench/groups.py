"""The queries of the benchmark, what must be equal, and the goals.

A group is a list of items that are run in turn.  Its checks run first: each
returns (rows compared, rows that differ), and the second must be zero.  The
goals compare the CPU time of two items of the group.  An item may have a
statement that runs before it and is not measured.
"""

import os
from collections import namedtuple

Group = namedtuple('Group', 'name title items checks goals rounds', defaults=(None,))     # rounds: at most
Item = namedtuple('Item', 'key label sql before plan', defaults=(None, True))              # plan: whether to show it
Duck = namedtuple('Duck', 'key label sql same_as')   # same_as: equal SQL for PostgreSQL
Goal = namedtuple('Goal', 'kind item base limit')

LAYERS = ('model_api', 'inference', 'vector_db', 'observability', 'retries', 'tool_calls',
          'human_review', 'security', 'evaluation', 'gateway', 'integration')


def at_most(item, base, limit):
    """item may take this many times the CPU time of base."""
    return Goal('at most', item, base, limit)


def faster(item, base, limit):
    """base must take at least this many times the CPU time of item."""
    return Goal('faster', item, base, limit)


def per_second(item, rows, limit):
    """item must look at so many rows in a second of CPU time; rows are in each run."""
    return Goal('per second', item, rows, limit)


def within(item, limit):
    """item may take this many milliseconds."""
    return Goal('within', item, None, limit)


def compare(item, base):
    """No goal: print how many times the CPU time of base item takes."""
    return Goal('', item, base, None)


def discard(sql):
    """Produce every row and send none, so that the client costs nothing."""
    return sql + ' OFFSET 1000000000'


def differing(rows, columns, where_equal=''):
    """Check over rows with pairs of columns (a, b): same value and display scale."""
    differ = ' OR '.join('%s IS DISTINCT FROM %s OR scale(%s) IS DISTINCT FROM scale(%s)' % (a, b, a, b)
                         for a, b in columns)
    return 'SELECT count(*), count(*) FILTER (WHERE %s) FROM (%s) AS s' % (differ + where_equal, rows)


# ---- exact_sum ---------------------------------------------------------------

SUM = Group('sum', 'Exact sum, one group', [
    Item('count', 'count(*)', 'SELECT count(*) FROM event'),
    Item('float8', 'sum(cost_f8)', 'SELECT sum(cost_f8) FROM event'),
    Item('numeric', 'sum(cost)', 'SELECT sum(cost) FROM event'),
    Item('exact', 'exact_sum(cost)', 'SELECT runrate.exact_sum(cost) FROM event'),
    Duck('duckdb', 'sum(cost), DuckDB', 'SELECT sum(cost) FROM event', 'SELECT sum(cost) FROM event'),
], [
    ('exact_sum(cost) = sum(cost)',
     differing('SELECT runrate.exact_sum(cost) AS a, sum(cost) AS b FROM event', [('a', 'b')])),
], [
    at_most('exact', 'float8', 1.12),
    faster('exact', 'numeric', 1.4),
    compare('exact', 'count'),
])

SUM_GROUPED = Group('sum_by_item', 'Exact sum by work item (a fifth as many groups as rows)', [
    Item('count', 'count(*) GROUP BY work_item',
         discard('SELECT work_item, count(*) FROM event GROUP BY work_item')),
    Item('float8', 'sum(cost_f8) GROUP BY work_item',
         discard('SELECT work_item, sum(cost_f8) FROM event GROUP BY work_item')),
    Item('numeric', 'sum(cost) GROUP BY work_item',
         discard('SELECT work_item, sum(cost) FROM event GROUP BY work_item')),
    Item('exact', 'exact_sum(cost) GROUP BY work_item',
         discard('SELECT work_item, runrate.exact_sum(cost) FROM event GROUP BY work_item')),
], [
    ('exact_sum(cost) = sum(cost), each work item',
     differing('SELECT runrate.exact_sum(cost) AS a, sum(cost) AS b FROM event GROUP BY work_item',
               [('a', 'b')])),
], [
    faster('exact', 'numeric', 1.7),
    compare('exact', 'float8'),
    compare('exact', 'count'),
])

SUM_FLOAT = Group('float', 'Exact sum of double precision', [
    Item('float8', 'sum(cost_f8)', 'SELECT sum(cost_f8) FROM event'),
    Item('cast', 'sum(cost_f8::numeric)', 'SELECT sum(cost_f8::numeric) FROM event'),
    Item('exact', 'exact_sum(cost_f8)', 'SELECT runrate.exact_sum(cost_f8) FROM event'),
], [
    ('exact_sum(cost_f8) = sum(cost_f8::numeric)',
     differing('SELECT runrate.exact_sum(cost_f8) AS a, sum(cost_f8::numeric) AS b FROM event', [('a', 'b')])),
], [
    compare('exact', 'float8'),
    compare('exact', 'cast'),
])

# ---- cost_summary ------------------------------------------------------------

FILTERS = ',\n'.join("sum(cost) FILTER (WHERE layer = '%s') AS c%d" % (name, i)
                     for i, name in enumerate(LAYERS))
OUTCOMES = 'count(*) FILTER (WHERE outcome) AS outcomes'
SUMMARY = 'runrate.cost_summary(layer, cost, outcome::int::bigint)'
LAYERS_READ = ', '.join("runrate.layer_cost(summary, '%s') AS l%d" % (name, i)
                        for i, name in enumerate(LAYERS))


def summary_check(group_by):
    rows = '''SELECT q.*, %s, runrate.event_count(summary) AS n, runrate.outcome_count(summary) AS o,
              runrate.total_cost(summary) AS t
              FROM (SELECT %s AS summary, sum(cost) AS total, count(*) AS events, %s, %s
                    FROM event %s) AS q''' % (LAYERS_READ, SUMMARY, FILTERS, OUTCOMES, group_by)
    return differing(rows, [('l%d' % i, 'c%d' % i) for i in range(len(LAYERS))] + [('t', 'total')],
                     ' OR n IS DISTINCT FROM events OR o IS DISTINCT FROM outcomes')


TWO_ARGUMENTS = '''SELECT count(*), count(*) FILTER (WHERE runrate.total_cost(summary) IS DISTINCT FROM total
    OR runrate.outcome_count(summary) <> 0)
    FROM (SELECT runrate.cost_summary(layer, cost) AS summary, sum(cost) AS total FROM event) AS s'''

CELLS = '''SELECT count(*), count(*) FILTER (WHERE a.cost IS DISTINCT FROM b.cost
        OR a.events IS DISTINCT FROM b.events)
    FROM (SELECT agent, l.layer, l.cost, l.event_count AS events
          FROM (SELECT agent, %s AS summary FROM event GROUP BY agent) AS s,
               runrate.layer_costs(summary) AS l) AS a
    FULL JOIN (SELECT agent, layer, sum(cost) AS cost, count(*) AS events
               FROM event GROUP BY agent, layer) AS b USING (agent, layer)''' % SUMMARY

SUMMARY_ONE = Group('summary', 'Cost by layer, one group', [
    Item('float8', 'sum(cost_f8)', 'SELECT sum(cost_f8) FROM event'),
    Item('filters', '11 sum(cost) FILTER (WHERE layer = ...)', 'SELECT %s FROM event' % FILTERS),
    Item('filters_o', '11 sum(cost) FILTER (WHERE layer = ...), outcomes',
         'SELECT %s, %s FROM event' % (FILTERS, OUTCOMES)),
    Item('summary', 'cost_summary(layer, cost)', 'SELECT runrate.cost_summary(layer, cost) FROM event'),
    Item('summary_o', 'cost_summary(layer, cost, outcome::int::bigint)', 'SELECT %s FROM event' % SUMMARY),
    Duck('duckdb', '11 filters, outcomes, DuckDB', 'SELECT %s, %s FROM event' % (FILTERS, OUTCOMES),
         'SELECT %s, %s FROM event' % (FILTERS, OUTCOMES)),
], [
    ('cost_summary = 11 filters, outcomes, count, sum', summary_check('')),
    ('cost_summary(layer, cost): total', TWO_ARGUMENTS),
], [
    at_most('summary', 'float8', 1.4),
    at_most('summary_o', 'float8', 1.4),
    faster('summary', 'filters', 2.2),
    faster('summary_o', 'filters_o', 2.2),
])

SUMMARY_GROUPED = Group('summary_by_agent', 'Cost by layer, by agent (50 groups)', [
    Item('count', 'count(*) GROUP BY agent', discard('SELECT agent, count(*) FROM event GROUP BY agent')),
    Item('floor', 'count(layer) GROUP BY agent (reads the same columns)',
         discard('SELECT agent, count(layer) FROM event GROUP BY agent')),
    Item('filters_o', '11 filters, outcomes GROUP BY agent',
         discard('SELECT agent, %s, %s FROM event GROUP BY agent' % (FILTERS, OUTCOMES))),
    Item('summary', 'cost_summary(layer, cost) GROUP BY agent',
         discard('SELECT agent, runrate.cost_summary(layer, cost) FROM event GROUP BY agent')),
    Item('summary_o', 'cost_summary(layer, cost, outcome::int::bigint) GROUP BY agent',
         discard('SELECT agent, %s FROM event GROUP BY agent' % SUMMARY)),
    Duck('duckdb', 'sum(cost) GROUP BY agent, layer, DuckDB',
         'SELECT agent, layer, sum(cost) FROM event GROUP BY agent, layer',
         'SELECT agent, layer, sum(cost) FROM event GROUP BY agent, layer'),
    Duck('duckdb_filters', '11 filters, outcomes GROUP BY agent, DuckDB',
         'SELECT agent, %s, %s FROM event GROUP BY agent' % (FILTERS, OUTCOMES),
         'SELECT agent, %s, %s FROM event GROUP BY agent' % (FILTERS, OUTCOMES)),
], [
    ('cost_summary = 11 filters, outcomes, count, sum, each agent', summary_check('GROUP BY agent')),
    ('layer_costs(cost_summary) = GROUP BY agent, layer, each cell', CELLS),
], [
    at_most('summary', 'count', 1.25),
    at_most('summary_o', 'count', 1.25),
    compare('summary', 'floor'),
    compare('summary_o', 'filters_o'),
])

# ---- unit cost ---------------------------------------------------------------

PER_OUTCOME = 'sum(cost) / nullif(count(*) FILTER (WHERE outcome), 0)'

OUTCOME = Group('outcome', 'Cost per outcome', [
    Item('sql', 'sum(cost) / count(*) FILTER (WHERE outcome)', 'SELECT %s FROM event' % PER_OUTCOME),
    Item('unit', 'cost_per_outcome(cost, outcome)', 'SELECT runrate.cost_per_outcome(cost, outcome) FROM event'),
    Item('sql_agent', 'sum(cost) / count(*) FILTER (WHERE outcome) GROUP BY agent',
         discard('SELECT agent, %s FROM event GROUP BY agent' % PER_OUTCOME)),
    Item('unit_agent', 'cost_per_outcome(cost, outcome) GROUP BY agent',
         discard('SELECT agent, runrate.cost_per_outcome(cost, outcome) FROM event GROUP BY agent')),
], [
    ('cost_per_outcome = sum / count',
     differing('SELECT runrate.cost_per_outcome(cost, outcome) AS a, %s AS b FROM event' % PER_OUTCOME,
               [('a', 'b')])),
    ('cost_per_outcome = sum / count, each agent',
     differing('SELECT runrate.cost_per_outcome(cost, outcome) AS a, %s AS b FROM event GROUP BY agent'
               % PER_OUTCOME, [('a', 'b')])),
], [
    faster('unit', 'sql', 1.3),
    compare('unit_agent', 'sql_agent'),
])

DISTINCT = 'runrate.cost_per_distinct_outcome(cost, item, outcome)'
COUNT_DISTINCT = 'sum(cost) / nullif(count(DISTINCT item) FILTER (WHERE outcome), 0)'
TWO_LEVELS = '''SELECT agent, sum(cost) / nullif(count(*) FILTER (WHERE outcome), 0) AS b
    FROM (SELECT agent, item, sum(cost) AS cost, bool_or(outcome) AS outcome
          FROM event GROUP BY agent, item) AS items
    GROUP BY agent'''

DISTINCT_OUTCOME = Group('distinct', 'Cost per distinct outcome, by agent', [
    Item('two_levels', 'two levels: by agent, item; then by agent', discard(TWO_LEVELS)),
    Item('count_distinct', 'sum(cost) / count(DISTINCT item) FILTER (WHERE outcome)',
         discard('SELECT agent, %s FROM event GROUP BY agent' % COUNT_DISTINCT)),
    Item('floor', 'cost_per_outcome(cost, outcome) (keeps no items)',
         discard('SELECT agent, runrate.cost_per_outcome(cost, outcome) FROM event GROUP BY agent')),
    Item('unit', 'cost_per_distinct_outcome(cost, item, outcome)',
         discard('SELECT agent, %s FROM event GROUP BY agent' % DISTINCT)),
], [
    ('cost_per_distinct_outcome = two levels, each agent',
     differing('''SELECT a, b FROM (SELECT agent, %s AS a FROM event GROUP BY agent) AS x
               FULL JOIN (%s) AS y USING (agent)''' % (DISTINCT, TWO_LEVELS), [('a', 'b')])),
    ('cost_per_distinct_outcome = count(DISTINCT), each agent',
     differing('SELECT %s AS a, %s AS b FROM event GROUP BY agent' % (DISTINCT, COUNT_DISTINCT),
               [('a', 'b')])),
], [
    faster('unit', 'two_levels', 4),
    compare('unit', 'count_distinct'),
    compare('floor', 'two_levels'),
])

# ---- allocate ----------------------------------------------------------------


def largest_remainder(table, amount, partition):
    """Exact largest remainder in SQL, to the cent; ties go to the lower id."""
    return '''SELECT id, (base + (place <= units - sum(base) OVER ({part}))::int) * 0.01 AS share
    FROM (SELECT id, pool, units, base, row_number() OVER ({part} ORDER BY remainder DESC, id) AS place
          FROM (SELECT id, pool, units, div(units * weight, total) AS base,
                       mod(units * weight, total) AS remainder
                FROM (SELECT id, pool, weight, {amount} * 100 AS units,
                             sum(weight) OVER ({part}) AS total
                      FROM {table}) AS a) AS b) AS c'''.format(
        table=table, amount=amount, part=partition)


def allocation(name, title, table, amount, partition, goals):
    plain = '(%s)' % partition
    ordered = '(%s)' % (partition + ' ORDER BY id').strip()
    whole = ordered[:-1] + ' ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)'
    sql = largest_remainder(table, amount, partition)

    def window(function, over):
        return 'SELECT id, %s OVER %s AS share FROM %s' % (function, over, table)

    allocate = 'runrate.allocate(%s, weight, 2)' % amount
    return Group(name, title, [
        Item('sum', 'sum(weight) OVER ' + plain, discard(window('sum(weight)', plain))),
        Item('sum_ordered', 'sum(weight) OVER %s, frame: whole partition' % ordered,
             discard(window('sum(weight)', whole))),
        Item('sql', 'largest remainder in SQL, three windows', discard(sql)),
        Item('allocate', 'allocate(amount, weight, 2) OVER ' + ordered, discard(window(allocate, ordered))),
        Item('allocate_plain', 'allocate(amount, weight, 2) OVER ' + plain, discard(window(allocate, plain))),
    ], [
        ('allocate = largest remainder in SQL, each row',
         differing('SELECT x.share AS a, y.share AS b FROM (%s) AS x FULL JOIN (%s) AS y USING (id)'
                   % (window(allocate, ordered), sql), [('a', 'b')])),
    ], goals + [at_most('allocate_plain', 'sum', 1.15), compare('allocate', 'sum_ordered')])


ALLOCATE_POOLS = allocation('allocate_pools', 'Allocation: 1,000 pools, rows of a pool together',
                            'pool', 'amount', 'PARTITION BY pool',
                            [faster('allocate', 'sql', 3), at_most('allocate', 'sum', 1.15)])
ALLOCATE_ONE = allocation('allocate_one', 'Allocation: one pool', 'pool', '123456789.01', '',
                          [faster('allocate', 'sql', 5), at_most('allocate', 'sum', 1.15)])
ALLOCATE_MIXED = allocation('allocate_mixed', 'Allocation: 1,000 pools, rows mixed',
                            'pool_mixed', 'amount', 'PARTITION BY pool',
                            [compare('allocate', 'sql'), compare('allocate', 'sum')])


# ---- anomaly scores ------------------------------------------------------------


def extremes(value, table, width=None, by_series=True, decimal='numeric'):
    """Compute a value over window w for each row of a table, and look at every result."""
    return ('SELECT round(min(m)::%s, 9), round(max(m)::%s, 9), count(m) FROM'
            ' (SELECT %s AS m FROM %s WINDOW w AS (%sORDER BY i%s)) AS s'
            % (decimal, decimal, value, table, 'PARTITION BY k ' if by_series else '',
               ' ROWS %d PRECEDING' % (width - 1) if width else ''))


def scored(table, width, columns='at, x'):
    """The series aggregate over each series of a table."""
    return 'SELECT k, runrate.series_anomalies(%s, %d, 8) AS points FROM %s GROUP BY k' % (columns, width, table)


def duck_frame(function, width, table='series', by_series=True):
    """A statistic of each frame in DuckDB, and the same from baseline()."""
    return Duck('%s_%d' % (function, width), '%s(x) OVER, window of %d, DuckDB' % (function, width),
                extremes(function + '(x) OVER w', table, width, by_series, 'DECIMAL(38,12)'),
                extremes('(runrate.baseline(x) OVER w).' + function, table, width, by_series))


def same_scores(width):
    """series_anomalies and anomaly_score are two ways to the same scores."""
    return ('series_anomalies = anomaly_score, each row',
            'SELECT count(*), count(*) FILTER (WHERE a.score IS DISTINCT FROM b.score)'
            ' FROM (SELECT k, at, runrate.anomaly_score(x, %d) OVER (PARTITION BY k ORDER BY at) AS score'
            ' FROM series_five) AS a FULL JOIN (SELECT k, p.at, p.score FROM (%s) AS s, unnest(points) AS p) AS b'
            ' USING (k, at)' % (width, scored('series_five', width)))


def mad_group(width, limit):
    """One series: DuckDB computes the MAD of each frame anew."""
    return Group('mad_%d' % width, 'Sliding MAD, window of %d, one series' % width, [
        duck_frame('mad', width, 'series_one', False),
        Item('window', 'anomaly_score(x, %d) OVER' % width,
             extremes('runrate.anomaly_score(x, %d) OVER w' % width, 'series_one', None, False)),
        Item('moving', 'baseline(x) OVER', extremes('(runrate.baseline(x) OVER w).mad', 'series_one', width, False)),
        Item('series', 'series_anomalies(at, x, %d)' % width,
             discard('SELECT runrate.series_anomalies(at, x, %d, 8) AS points FROM series_one' % width)),
    ], [
        same_scores(width),
    ], [faster('series', 'mad_%d' % width, limit)] +
        [compare('mad_%d' % width, item) for item in ('window', 'moving')])


WHOLE_SERIES = Group('series', 'Scores of whole series, 50 of them', [
    duck_frame('median', 100),
    duck_frame('median', 1000),
    duck_frame('median', 10000),
    Item('series_100', 'series_anomalies(at, x, 100)', discard(scored('series', 100))),
    Item('series_1000', 'series_anomalies(at, x, 1000)', discard(scored('series', 1000))),
    Item('series_10000', 'series_anomalies(at, x, 10000)', discard(scored('series', 10000))),
    Item('two_1000', 'series_anomalies, two values in turn, 1000', discard(scored('series', 1000, 'at, two_valued'))),
    Item('two_10000', 'series_anomalies, two values in turn, 10000', discard(scored('series', 10000, 'at, two_valued'))),
], [
    same_scores(3000),
], [
    compare('series_100', 'median_100'),
    faster('series_1000', 'median_1000', 2.5),
    faster('series_10000', 'median_10000', 3),
    at_most('series_10000', 'series_100', 1.2),
    at_most('two_1000', 'series_1000', 2.5),
    at_most('two_10000', 'series_10000', 2.5),
])

WINDOW_SCORES = Group('window_scores', 'Scores as window functions, 50 series', [
    # x is in the sum so that it is sorted along, as it is for a score
    Item('floor', 'row_number() + x OVER', extremes('row_number() OVER w + x', 'series')),
    Item('score_100', 'anomaly_score(x, 100) OVER', extremes('runrate.anomaly_score(x, 100) OVER w', 'series')),
    Item('score_1000', 'anomaly_score(x, 1000) OVER', extremes('runrate.anomaly_score(x, 1000) OVER w', 'series')),
    Item('ewma', 'ewma(x, 0.1) OVER', extremes('runrate.ewma(x, 0.1) OVER w', 'series')),
], [
    same_scores(100),
], [
    at_most('score_100', 'floor', 1.2),
    at_most('score_1000', 'floor', 1.2),
    at_most('ewma', 'floor', 1.12),
])



def probable(width, table='series'):
    """The aggregate of probabilities over each series of a table."""
    return 'SELECT k, runrate.series_probabilities(at, x, %d) AS points FROM %s GROUP BY k' % (width, table)


SERIES_ROWS = int(os.environ.get('RUNRATE_BENCH_WEIGHTS', 1000000))

PROBABILITY = Group('probability', 'How rare a row is, 50 series', [
    Item('floor', 'row_number() + x OVER', extremes('row_number() OVER w + x', 'series')),
    Item('series_100', 'series_probabilities(at, x, 100)', discard(probable(100))),
    Item('series_1000', 'series_probabilities(at, x, 1000)', discard(probable(1000))),
    Item('series_4000', 'series_probabilities(at, x, 4000)', discard(probable(4000))),
    Item('window_100', 'anomaly_probability(x, 100) OVER', extremes('runrate.anomaly_probability(x, 100) OVER w', 'series')),
    Item('window_1000', 'anomaly_probability(x, 1000) OVER', extremes('runrate.anomaly_probability(x, 1000) OVER w', 'series')),
], [
    ('series_probabilities = anomaly_probability, each row',
     'SELECT count(*), count(*) FILTER (WHERE a.p IS DISTINCT FROM b.p)'
     ' FROM (SELECT k, at, runrate.anomaly_probability(x, 1000) OVER (PARTITION BY k ORDER BY at) AS p'
     ' FROM series_five) AS a FULL JOIN (SELECT k, p.at, p.probability AS p FROM (%s) AS s, unnest(points) AS p) AS b'
     ' USING (k, at)' % probable(1000, 'series_five')),
], [
    per_second('series_100', SERIES_ROWS, 1000000),
    per_second('series_1000', SERIES_ROWS, 1000000),
    per_second('series_4000', SERIES_ROWS, 1000000),
    per_second('window_1000', SERIES_ROWS, 1000000),
    compare('window_100', 'floor'),
    compare('window_1000', 'floor'),
])

CHARTS = Group('charts', 'Control charts as window functions, 50 series', [
    Item('floor', 'row_number() + x OVER', extremes('row_number() OVER w + x', 'series')),
    Item('cusum', 'cusum_high(x, 0, 1) OVER', extremes('runrate.cusum_high(x, 0, 1) OVER w', 'series')),
    Item('ewma', 'ewma_chart(x, 0, 1) OVER', extremes('runrate.ewma_chart(x, 0, 1) OVER w', 'series')),
    Item('ranks', 'rank_drift_high(x, 200, 365) OVER', extremes('runrate.rank_drift_high(x, 200, 365) OVER w', 'series')),
], [
    ('cusum_high = plain SQL, each row',
     'WITH RECURSIVE v AS (SELECT i, x FROM series_one WHERE i <= 2000),'
     ' c (i, s) AS (SELECT min(i) - 1, 0::float8 FROM v UNION ALL'
     ' SELECT v.i, greatest(c.s + (v.x - 0.5), 0) FROM c JOIN v ON v.i = c.i + 1)'
     ' SELECT count(*), count(*) FILTER (WHERE a.s IS DISTINCT FROM c.s)'
     ' FROM (SELECT i, runrate.cusum_high(x, 0, 1) OVER (ORDER BY i) AS s FROM v) AS a JOIN c USING (i)'),
], [
    at_most('cusum', 'floor', 1.2),
    at_most('ewma', 'floor', 1.2),
    at_most('ranks', 'floor', 1.2),
])

STDDEV = Group('stddev', 'Moving standard deviation, window of 1,000, five series', [
    Item('float8', 'stddev_samp(x) OVER', extremes('stddev_samp(x) OVER w', 'series_five', 1000)),
    Item('numeric', 'stddev_samp(xn) OVER', extremes('stddev_samp(xn) OVER w', 'series_five', 1000)),
    Item('exact', 'exact_stddev(xn) OVER', extremes('runrate.exact_stddev(xn) OVER w', 'series_five', 1000)),
    Item('exact_float8', 'exact_stddev(x) OVER', extremes('runrate.exact_stddev(x) OVER w', 'series_five', 1000)),
], [
    ('exact_stddev(xn) = stddev_samp(xn) to 12 digits, each row',
     'SELECT count(*), count(*) FILTER (WHERE abs(a - b) > 1e-12 * b) FROM (SELECT runrate.exact_stddev(xn) OVER w AS a,'
     ' (stddev_samp(xn) OVER w)::float8 AS b FROM series_five WINDOW w AS (PARTITION BY k ORDER BY i ROWS 999 PRECEDING)) AS s'),
], [
    faster('exact', 'float8', 40),
    faster('exact', 'numeric', 1.8),
    compare('exact_float8', 'float8'),
])

# ---- usage -------------------------------------------------------------------

READ = Group('usage', 'Usage objects of ten formats', [
    Item('jsonb', 'count(usage)', 'SELECT count(usage) FROM body WHERE usage IS NOT NULL'),
    Item('problem', 'usage_problem(format, usage)', 'SELECT count(runrate.usage_problem(format, usage)) FROM body'),
    Item('columns', 'usage_columns(format, usage)', 'SELECT sum(u.total_output_tokens) FROM body, runrate.usage_columns(format, usage) AS u'),
], [
    ('no usage has a problem', 'SELECT count(*), count(runrate.usage_problem(format, usage)) FROM body'),
    ('300 or, where they are read as such, 400 tokens of output',
     'SELECT count(*), count(*) FILTER (WHERE u.total_output_tokens <> CASE WHEN format IN (\'gemini\', \'xai\') THEN 400 ELSE 300 END)'
     ' FROM body, runrate.usage_columns(format, usage) AS u'),
], [
    # 3 microseconds for a body
    per_second('problem', SERIES_ROWS, 333333),
    compare('columns', 'problem'),
])

GROUPS = (SUM, SUM_GROUPED, SUM_FLOAT, SUMMARY_ONE, SUMMARY_GROUPED, OUTCOME, DISTINCT_OUTCOME,
          ALLOCATE_POOLS, ALLOCATE_ONE, ALLOCATE_MIXED,
          mad_group(100, 8), mad_group(1000, 12), WHOLE_SERIES, WINDOW_SCORES, PROBABILITY, CHARTS, STDDEV, READ)
