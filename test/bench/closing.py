"""The group that measures closing: a month with many events, and reading what is closed.

It has a database of its own, which closing.sql fills anew each time, and runs with
the server's default settings.
"""

import os

from groups import Group, Item, compare, discard, within

HERE = os.path.dirname(os.path.abspath(__file__))
DATABASE = os.environ.get('RUNRATE_BENCH_DATABASE', 'runrate_bench') + '_closing'
PAST, FEW, MANY, AGENTS, POOLS = os.environ.get('RUNRATE_BENCH_CLOSING', '36 5000 1000000 50 10').split()
NAMES = ('closing',)
OPEN = 'SELECT max(month) FROM bench_closing_internal.known_months'

REOPEN = '''SELECT bench_closing.reopen_month(month, 'again') FROM bench_closing.closed_months
    WHERE in_force AND month = (%s)''' % OPEN


def prepare(psql, names):
    """Make the database and its ledger, bench_closing."""
    psql('postgres', '-c', 'SET client_min_messages = warning', '-c', 'DROP DATABASE IF EXISTS ' + DATABASE,
         '-c', 'CREATE DATABASE ' + DATABASE)
    psql(DATABASE, '-c', 'CREATE EXTENSION runrate')
    psql(DATABASE, '-v', 'past=' + PAST, '-v', 'few=' + FEW, '-v', 'many=' + MANY, '-v', 'agents=' + AGENTS,
         '-v', 'pools=' + POOLS, '-f', os.path.join(HERE, 'closing.sql'))


def closed(report):
    years, months = divmod(int(PAST), 12)
    return discard("SELECT * FROM bench_closing.%s WHERE month < '%d-%02d-01'" % (report, 2023 + years, 1 + months))


CLOSING = Group('closing', 'Closing a month of %s events, and %s closed months of %s; %s agents, %s shared costs a month' % (
    MANY, PAST, FEW, AGENTS, POOLS), [
    Item('sum', 'sum(cost) of the events of the month', 'SELECT sum(cost) FROM bench_closing.events WHERE booked_on >= (%s)' % OPEN, plan=False),
    Item('close', 'close_month', "SELECT bench_closing.close_month((%s), 'measured')" % OPEN, before=REOPEN, plan=False),
    Item('chargeback', 'chargeback of the closed months', closed('chargeback'), plan=False),
    Item('unit_costs', 'unit_costs of the closed months', closed('unit_costs'), plan=False),
    Item('chargeback all', 'chargeback of all months', discard('SELECT * FROM bench_closing.chargeback'), plan=False),
    Item('workforce_pnl all', 'workforce_pnl of all months', discard('SELECT * FROM bench_closing.workforce_pnl'), plan=False),
    Item('statement', 'statement of a unit in a closed month', discard("SELECT * FROM bench_closing.statement('2023-02-01', 'unit-3')"), plan=False),
    Item('customers', 'customer_costs of a closed month', discard("SELECT * FROM bench_closing.customer_costs WHERE month = '2023-02-01'"), plan=False),
], [
    ('chargeback = book of the closed months', '''SELECT count(*), count(*) FILTER (WHERE a.cost IS DISTINCT FROM b.cost)
        FROM (SELECT month, sum(exact_amount) AS cost FROM bench_closing.chargeback GROUP BY month) a
        FULL JOIN (SELECT month, sum(cost) AS cost FROM bench_closing_internal.book GROUP BY month) b USING (month)'''),
], [
    within('close', 2000),
    within('chargeback', 20),
    within('unit_costs', 20),
    within('chargeback all', 250),
    within('workforce_pnl all', 250),
    within('customers', 40),
    compare('close', 'sum'),
], rounds=3)

GROUPS = {'closing': CLOSING}
