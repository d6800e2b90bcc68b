"""The groups that measure reports from balances, whatever the number of events: by month, and by day and item.

It has a database of its own, which books.sql fills anew each time, and runs with
the server's default settings, as a BI tool does.
"""

import os

from groups import Group, Item, discard, within

HERE = os.path.dirname(os.path.abspath(__file__))
DATABASE = os.environ.get('RUNRATE_BENCH_DATABASE', 'runrate_bench') + '_books'
AGENTS, MONTHS, POOLS = os.environ.get('RUNRATE_BENCH_BOOKS', '50 12 10').split()
FEW, MANY = os.environ.get('RUNRATE_BENCH_ITEMS', '2000 100000').split()
NAMES = ('books', 'items')

REPORTS = ('chargeback', 'unit_costs', 'iceberg', 'workforce_pnl', 'board_report', 'budget_vs_actual')
OTHERS = ('vendor_reconciliation', 'model_costs', 'journal_entries', 'accruals', 'gross_margins', 'tie_out')
MONTH = '2023-06-01'
ALL_GOAL, MONTH_GOAL = 100, 15          # ms

# What reads days and work items, of which the last month has many
OF_ITEMS = (
    ('slo_report', 'slo_report', 100),
    ('one item', "work_item_costs WHERE work_item = 'item-%d'" % (int(FEW) * 3 // 2), 6),
    ('explained', "explain_cost('item-%d')" % (int(FEW) * 3 // 2), 20),
    ('customers', "customer_costs WHERE month = '%s'" % MONTH, 250),
    ('customers many', 'customer_costs WHERE month = (SELECT max(month) FROM bench_books_internal.known_months)', 250),
    ('all customers', 'customer_costs', None),
    ('all items', 'work_item_costs', None),
    ('data_quality', 'data_quality', None),
)


def prepare(psql, names):
    """Make the database and its ledger, bench_books."""
    psql('postgres', '-c', 'SET client_min_messages = warning', '-c', 'DROP DATABASE IF EXISTS ' + DATABASE,
         '-c', 'CREATE DATABASE ' + DATABASE)
    psql(DATABASE, '-c', 'CREATE EXTENSION runrate')
    psql(DATABASE, '-v', 'agents=' + AGENTS, '-v', 'months=' + MONTHS, '-v', 'pools=' + POOLS, '-f', os.path.join(HERE, 'books.sql'))
    if 'items' in names:
        psql(DATABASE, '-v', 'few=' + FEW, '-v', 'many=' + MANY, '-f', os.path.join(HERE, 'items.sql'))


def report(name, month=None):
    condition = " WHERE month = '%s'" % month if month else ''
    return Item(name + (' month' if month else ''), name + condition, discard('SELECT * FROM bench_books.%s%s' % (name, condition)), plan=False)


BOOKS = Group('books', 'Monthly reports, default settings: %s agents, %s months, %s shared costs a month' % (AGENTS, MONTHS, POOLS),
              [Item('sum', 'sum(cost) of the balances by month', 'SELECT sum(cost) FROM bench_books_internal.event_months', plan=False)]
              + [report(name, month) for name in REPORTS for month in (None, MONTH)]
              + [report(name) for name in OTHERS],
              [('chargeback = book', '''SELECT count(*), count(*) FILTER (WHERE a.cost IS DISTINCT FROM b.cost)
                  FROM (SELECT month, sum(exact_amount) AS cost FROM bench_books.chargeback GROUP BY month) a
                  FULL JOIN (SELECT month, sum(cost) AS cost FROM bench_books_internal.booked_costs GROUP BY month) b USING (month)''')],
              [within(name, ALL_GOAL) for name in REPORTS] + [within(name + ' month', MONTH_GOAL) for name in REPORTS])

ITEMS = Group('items', 'Reports by day and by work item, default settings: %s work items a month, %s in the last' % (FEW, MANY),
              [Item('sum', 'sum(cost) of the balances of work items', 'SELECT sum(cost) FROM bench_books_internal.item_balances', plan=False)]
              + [Item(key, query, discard('SELECT * FROM bench_books.' + query), plan=False) for key, query, _ in OF_ITEMS],
              [('customers = book', '''SELECT count(*), count(*) FILTER (WHERE a.cost IS DISTINCT FROM b.cost)
                  FROM (SELECT month, sum(fully_loaded_cost) AS cost FROM bench_books.customer_costs GROUP BY month) a
                  FULL JOIN (SELECT month, sum(cost) AS cost FROM bench_books_internal.booked_costs GROUP BY month) b USING (month)''')],
              [within(key, goal) for key, _, goal in OF_ITEMS if goal])

GROUPS = {'books': BOOKS, 'items': ITEMS}
