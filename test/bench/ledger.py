"""The groups that measure a ledger, and the ledgers that they need.

They have a database of their own, which ledger.sql fills anew each time.
"""

import os
import re

from groups import Group, Item, at_most, compare, discard, faster, within

HERE = os.path.dirname(os.path.abspath(__file__))
EVENTS = int(os.environ.get('RUNRATE_BENCH_LEDGER_EVENTS', 1000000))
REQUESTS = min(EVENTS, 1000000)
DATABASE = os.environ.get('RUNRATE_BENCH_DATABASE', 'runrate_bench') + '_ledger'
NAMES = ('ledger_load', 'ledger_price', 'ledger_views', 'ledger_scan')

VIEW_GOAL = 10                  # times the time of sum(cost)
VIEW_ROUNDS = 3                 # they take long
SCAN_GOAL = 15000               # milliseconds


def prepare(psql):
    """Make the database and its ledgers: bench_ledger to read, bench_load to load."""
    psql('postgres', '-c', 'SET client_min_messages = warning', '-c', 'DROP DATABASE IF EXISTS ' + DATABASE,
         '-c', 'CREATE DATABASE ' + DATABASE)
    psql(DATABASE, '-v', 'events=%d' % EVENTS, '-v', 'requests=%d' % REQUESTS, '-f', os.path.join(HERE, 'ledger.sql'))


# ---- loading -----------------------------------------------------------------

# What a gateway delivers: neither a cost nor the number of the row.
DELIVERED = '''occurred_at, agent, work_item, layer, provider, model, attempt, source, source_key,
    input_tokens, cache_read_tokens, output_tokens'''

INTERNAL = 'bench_load_internal'

EMPTY_LEDGER = '''ALTER TABLE bench_load.events DISABLE TRIGGER USER; TRUNCATE bench_load.events;
    ALTER TABLE bench_load.events ENABLE TRIGGER USER;
    TRUNCATE {i}.event_postings, {i}.event_day_balances, {i}.event_month_balances, {i}.item_balances'''.format(i=INTERNAL)

# Balances are folded at commit, which is measured by itself.
NO_FOLDING = 'ALTER TABLE %s.fold_requests DISABLE TRIGGER USER' % INTERNAL
FOLDING = 'ALTER TABLE %s.fold_requests ENABLE TRIGGER USER' % INTERNAL

SINGLE_ROWS = 5000              # a statement each


def request_file(pg):
    """A file beside the server's data, as a literal."""
    return pg.rows("SELECT quote_literal(current_setting('data_directory') || '/runrate_bench_requests')")[0][0]


def clean_up(pg):
    """SQL cannot remove the file, but empty it."""
    pg.rows('COPY (SELECT WHERE false) TO %s' % request_file(pg))


def load(pg, table):
    return 'COPY %s (%s) FROM %s' % (table, DELIVERED, request_file(pg))


def insert_each(table):
    """A statement for each row; what the loop takes is on both sides."""
    return '''DO $do$ DECLARE r record; BEGIN
        FOR r IN SELECT * FROM request LIMIT %d LOOP
            INSERT INTO %s (%s) VALUES (%s);
        END LOOP; END $do$''' % (SINGLE_ROWS, table, DELIVERED, re.sub(r'(\w+)', r'r.\1', DELIVERED))


def load_group(pg):
    return Group('ledger_load', 'Loading %d events by COPY, and %d by a statement each' % (REQUESTS, SINGLE_ROWS), [
        Item('plain', 'COPY into the same table without triggers', load(pg, 'plain_event'), 'TRUNCATE plain_event', False),
        Item('ledger', 'COPY into events: priced and posted', load(pg, 'bench_load.events'),
             EMPTY_LEDGER + '; ' + NO_FOLDING, False),
        Item('folded', 'fold_balances() after it', 'SELECT bench_load.fold_balances()',
             '; '.join([EMPTY_LEDGER, NO_FOLDING, load(pg, 'bench_load.events'), FOLDING]), False),
        Item('plain each', 'INSERT of single rows into the same table without triggers', insert_each('plain_event'),
             'TRUNCATE plain_event', False),
        Item('ledger each', 'INSERT of single rows into events: priced and posted', insert_each('bench_load.events'),
             EMPTY_LEDGER, False),
    ], [
        ('cost in the ledger = price book by hand, each request', '''SELECT count(*),
             count(*) FILTER (WHERE l.cost IS DISTINCT FROM h.cost OR l.cost_basis IS DISTINCT FROM 'computed')
         FROM request r LEFT JOIN bench_load.events l USING (source, source_key) LEFT JOIN %s AS h ON h.id = l.id'''
         % THREE_JOINS),
        ('balances = events', '''SELECT count(*), count(*) FILTER (WHERE difference <> 0)
         FROM bench_load_internal.compare_balances'''),
    ], [
        at_most('ledger', 'plain', 1.3),
        compare('folded', 'plain'),
        at_most('ledger each', 'plain each', 1.6),
    ])


# ---- pricing -----------------------------------------------------------------

# The price book as ranges: until when and up to how much input a row holds.
RANGES = '''SELECT provider, model, meter, above_tokens, valid_from, price / per AS price,
        lead(valid_from, 1, 'infinity') OVER (PARTITION BY provider, model, meter, above_tokens ORDER BY valid_from) AS valid_to,
        coalesce((SELECT min(t.above_tokens) FROM bench_load.prices t
                  WHERE (t.provider, t.model, t.meter) = (p.provider, p.model, p.meter)
                    AND t.above_tokens > p.above_tokens), 9223372036854775807) AS up_to_tokens
    FROM bench_load.prices p'''


def price_of(meter, alias):
    """Join the price of a meter: that of the time of the event and of the tier of its whole input."""
    return '''LEFT JOIN ranges {a} ON {a}.provider = u.provider AND {a}.model = u.model AND {a}.meter = '{m}'
        AND u.occurred_at >= {a}.valid_from AND u.occurred_at < {a}.valid_to
        AND u.input_tokens + u.cache_read_tokens > {a}.above_tokens
        AND u.input_tokens + u.cache_read_tokens <= {a}.up_to_tokens'''.format(m=meter, a=alias)


THREE_JOINS = '''(WITH ranges AS MATERIALIZED (%s)
    SELECT u.id, u.input_tokens * i.price + u.cache_read_tokens * c.price + u.output_tokens * o.price AS cost
    FROM bench_load.events u %s %s %s)''' % (
        RANGES, price_of('input_tokens', 'i'), price_of('cache_read_tokens', 'c'), price_of('output_tokens', 'o'))

ONE_JOIN = '''(WITH ranges AS MATERIALIZED (
        SELECT provider, model, above_tokens, up_to_tokens, valid_from, valid_to,
               min(price) FILTER (WHERE meter = 'input_tokens') AS input,
               min(price) FILTER (WHERE meter = 'cache_read_tokens') AS cached,
               min(price) FILTER (WHERE meter = 'output_tokens') AS output
        FROM (%s) AS r GROUP BY 1, 2, 3, 4, 5, 6)
    SELECT u.id, u.input_tokens * r.input + u.cache_read_tokens * r.cached + u.output_tokens * r.output AS cost
    FROM bench_load.events u
    LEFT JOIN ranges r ON r.provider = u.provider AND r.model = u.model
        AND u.occurred_at >= r.valid_from AND u.occurred_at < r.valid_to
        AND u.input_tokens + u.cache_read_tokens > r.above_tokens
        AND u.input_tokens + u.cache_read_tokens <= r.up_to_tokens)''' % RANGES

PRICED = '(SELECT u.id, runrate_internal.event_cost(u, NULL) AS cost FROM bench_load.events u)'


def sum_of(costs):
    return 'SELECT sum(cost) FROM %s AS c' % costs


PRICE = Group('ledger_price', 'Pricing %d requests' % REQUESTS, [
    Item('three', 'join of the price book by hand, once a meter', sum_of(THREE_JOINS), plan=False),
    Item('one', 'the same with the meters side by side, one join', sum_of(ONE_JOIN), plan=False),
    Item('ledger', 'event_cost(u, NULL)', sum_of(PRICED), plan=False),
], [
    ('event_cost = join by hand, each request',
     'SELECT count(*), count(*) FILTER (WHERE a.cost IS DISTINCT FROM b.cost) FROM %s AS a FULL JOIN %s AS b USING (id)'
     % (PRICED, THREE_JOINS)),
    ('join of meters side by side = once a meter, each request',
     'SELECT count(*), count(*) FILTER (WHERE a.cost IS DISTINCT FROM b.cost) FROM %s AS a FULL JOIN %s AS b USING (id)'
     % (ONE_JOIN, THREE_JOINS)),
], [
    faster('ledger', 'three', 1),
    compare('ledger', 'one'),
])


# ---- reading -----------------------------------------------------------------


def views_group(pg):
    views = [name for name, in pg.rows("""SELECT relname FROM pg_class
        WHERE relnamespace = 'bench_ledger'::regnamespace AND relkind = 'v' ORDER BY relname""")]
    return Group('ledger_views', 'The views of a ledger of %d events' % EVENTS, [
        Item('sum', 'SELECT sum(cost) FROM events', 'SELECT sum(cost) FROM bench_ledger.events', plan=False),
        # what the executor takes to add up the events by what reports need
        Item('by_month', 'sum(cost) GROUP BY month, agent, layer, provider', discard(
            '''SELECT runrate.month_of(occurred_at, 'UTC'), agent, layer, provider, sum(cost)
            FROM bench_ledger.events GROUP BY 1, 2, 3, 4'''), plan=False),
        Item('by_item', 'sum(cost) GROUP BY month, agent, work_item', discard(
            '''SELECT runrate.month_of(occurred_at, 'UTC'), agent, work_item, sum(cost)
            FROM bench_ledger.events GROUP BY 1, 2, 3'''), plan=False),
    ] + [
        Item(name, name, discard('SELECT * FROM bench_ledger.%s' % name), plan=False) for name in views
    ], [
        ('tie_out', 'SELECT count(*), count(*) FILTER (WHERE difference <> 0) FROM bench_ledger.tie_out'),
    ], [compare('by_month', 'sum'), compare('by_item', 'sum')] + [at_most(name, 'sum', VIEW_GOAL) for name in views],
                 VIEW_ROUNDS)


# What Metabase sends for every table and view that a role may read: a sample of all columns, texts cut, and for every
# text or boolean the list of its values.  No LIMIT gets into a report, so that each is made for every one of its columns.
SCAN = '''DO $do$
DECLARE
    relation record;
    field text;
    row record;
BEGIN
    FOR relation IN
        SELECT c.oid, c.oid::regclass AS name,
               string_agg(format(CASE WHEN a.atttypid = 'text'::regtype THEN 'substring(%1$I, 1, 1234) AS %1$I' ELSE '%I' END,
                                 a.attname), ', ' ORDER BY a.attnum) AS sampled,
               array_agg(quote_ident(a.attname)) FILTER (WHERE a.atttypid IN ('text'::regtype, 'boolean'::regtype)) AS fields
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'bench_ledger'::regnamespace AND c.relkind IN ('r', 'p', 'v')
        GROUP BY c.oid
    LOOP
        FOR row IN EXECUTE format('SELECT %s FROM %s LIMIT 10000', relation.sampled, relation.name) LOOP END LOOP;
        FOREACH field IN ARRAY coalesce(relation.fields, '{}') LOOP
            FOR row IN EXECUTE format('SELECT %1$s FROM %2$s GROUP BY %1$s ORDER BY %1$s LIMIT 1000', field, relation.name) LOOP
            END LOOP;
        END LOOP;
    END LOOP;
END $do$'''


def scan_group(pg):
    return Group('ledger_scan', 'How a BI tool scans a schema of %d events' % EVENTS, [
        Item('scan', 'Samples and values of all columns, as Metabase asks for them', SCAN, plan=False),
    ], [], [within('scan', SCAN_GOAL)], 1)


def groups(pg, names):
    """The groups of these names, in a session on the database; bench_load has the requests from then on."""
    pg.rows('COPY (SELECT %s FROM request) TO %s' % (DELIVERED, request_file(pg)))
    pg.rows(load(pg, 'bench_load.events'))
    make = {'ledger_load': lambda: load_group(pg), 'ledger_price': lambda: PRICE, 'ledger_views': lambda: views_group(pg),
            'ledger_scan': lambda: scan_group(pg)}
    return [make[name]() for name in names]
