"""The group that measures the monthly reports: balances of any number of events.

It has a database of its own, which books.sql fills anew each time, and runs with
the server's default settings, as a BI tool does.
"""

import os

from groups import Group, Item, discard, within

HERE = os.path.dirname(os.path.abspath(__file__))
DATABASE = os.environ.get('RUNRATE_BENCH_DATABASE', 'runrate_bench') + '_books'
AGENTS, MONTHS, POOLS = os.environ.get('RUNRATE_BENCH_BOOKS', '50 12 10').split()
NAME = 'books'

REPORTS = ('chargeback', 'unit_costs', 'iceberg', 'workforce_pnl', 'board_report', 'budget_vs_actual')
OTHERS = ('vendor_reconciliation', 'model_costs', 'journal_entries', 'accruals', 'gross_margins', 'tie_out')
MONTH = '2023-06-01'
ALL_GOAL, MONTH_GOAL = 100, 15          # ms


def prepare(psql):
    """Make the database and its ledger, bench_books."""
    psql('postgres', '-c', 'SET client_min_messages = warning', '-c', 'DROP DATABASE IF EXISTS ' + DATABASE,
         '-c', 'CREATE DATABASE ' + DATABASE)
    psql(DATABASE, '-c', 'CREATE EXTENSION runrate')
    psql(DATABASE, '-v', 'agents=' + AGENTS, '-v', 'months=' + MONTHS, '-v', 'pools=' + POOLS, '-f', os.path.join(HERE, 'books.sql'))


def report(name, month=None):
    condition = " WHERE month = '%s'" % month if month else ''
    return Item(name + (' month' if month else ''), name + condition, discard('SELECT * FROM bench_books.%s%s' % (name, condition)), plan=False)


GROUP = Group(NAME, 'Monthly reports, default settings: %s agents, %s months, %s shared costs a month' % (AGENTS, MONTHS, POOLS),
              [Item('sum', 'sum(cost) of the balances by month', 'SELECT sum(cost) FROM bench_books_internal.event_months', plan=False)]
              + [report(name, month) for name in REPORTS for month in (None, MONTH)]
              + [report(name) for name in OTHERS],
              [('chargeback = book', '''SELECT count(*), count(*) FILTER (WHERE a.cost IS DISTINCT FROM b.cost)
                  FROM (SELECT month, sum(exact_amount) AS cost FROM bench_books.chargeback GROUP BY month) a
                  FULL JOIN (SELECT month, sum(cost) AS cost FROM bench_books_internal.booked_costs GROUP BY month) b USING (month)''')],
              [within(name, ALL_GOAL) for name in REPORTS] + [within(name + ' month', MONTH_GOAL) for name in REPORTS])
