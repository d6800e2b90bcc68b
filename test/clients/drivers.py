"""Every client of doc/clients.md, with the code of the page: what it reads is what the ledger has, what it writes
arrives once, and the tables of the page are what was measured.

usage: drivers.py ENVIRONMENTS

ENVIRONMENTS has node/node_modules/pg, java/postgresql.jar and go/go.mod with pgx; the packages of Python are those of
the interpreter.  The database is that of the environment (PGHOST ... PGDATABASE), by a superuser, over a Unix socket and,
for Java, a port of 127.0.0.1 (PGPORT, with PGPASSWORD).  It has the extension and no ledger; the server has no role
loader.
"""
import ast
import asyncio
import datetime
import decimal
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import types
import warnings

# East of Greenwich: what makes a time of a day shows another day in UTC
os.environ['TZ'] = 'Asia/Kolkata'

import duckdb_extensions
import pandas
import polars
import psycopg
import pyarrow
import sqlalchemy

from checks import check, failures

ENVIRONMENTS = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = open(os.path.join(HERE, '..', '..', 'doc', 'clients.md')).read()
DATABASE = dict({name: os.environ[name] for name in ('PGHOST', 'PGDATABASE', 'PGPORT', 'PGPASSWORD')}, PGUSER='loader')
DSN = 'host={PGHOST} port={PGPORT} user={PGUSER} dbname={PGDATABASE}'.format(**DATABASE)
URI = 'postgresql://{PGUSER}@/{PGDATABASE}?host={PGHOST}&port={PGPORT}'.format(**DATABASE)
TCP = 'postgresql://{PGUSER}:{PGPASSWORD}@127.0.0.1:{PGPORT}/{PGDATABASE}'.format(**DATABASE)
JDBC = 'jdbc:postgresql://127.0.0.1:{PGPORT}/{PGDATABASE}?user={PGUSER}&password={PGPASSWORD}'.format(**DATABASE)
COLUMNS = ('occurred_at', 'source', 'source_key', 'agent', 'work_item', 'cost')
UTC = datetime.timezone.utc
AT = datetime.datetime(2026, 10, 5, 12, 30, 15, 123000, UTC)
UNDATED = datetime.datetime(1999, 12, 31, tzinfo=UTC)
# Who connects: no superuser.  DuckDB makes a table.
LOADER = """
    \\getenv password PGPASSWORD
    CREATE ROLE loader LOGIN PASSWORD :'password';
    CALL ledger.grant_access('loader', 'reader');
    CALL ledger.grant_access('loader', 'writer');
    GRANT SELECT ON amounts TO loader;
    GRANT CREATE ON SCHEMA public TO loader;
"""

def attempt(what, function):
    try:
        function()
    except Exception:
        traceback.print_exc(file=sys.stdout)
        check(False, what)


# ---- the page ----

def section(title):
    return re.search(rf'^## {re.escape(title)}\n(.*?)(?=^## |\Z)', PAGE, re.S | re.M).group(1)


def code(title, language):
    """The code of a section"""
    return '\n'.join(re.findall(rf'^```{language}\n(.*?)^```', section(title), re.S | re.M))


def table(header):
    """The lines of the table of the page whose header begins so"""
    lines = PAGE[PAGE.index('\n| ' + header) + 1:].split('\n\n')[0].splitlines()
    return lines[2:]


def check_table(header, rows):
    shown, measured = table(header), ['| ' + ' | '.join(row) + ' |' for row in rows]
    check(shown == measured, f'the table of "{header}" shows what was measured')
    for line in [line for line in measured if line not in shown]:
        print('    measured: ' + line)
    for line in [line for line in shown if line not in measured]:
        print('    page:     ' + line)


def run_page():
    """The ledger of the page, by its statements, and who uses it"""
    blocks = re.findall(r'^```sql\n(.*?)^```', PAGE, re.S | re.M) + [LOADER]
    subprocess.run(['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-o', os.devnull], input='\n'.join(blocks), text=True, check=True)


# ---- clients ----
#
# A client has a name, a version, the ways it writes, each a function of a list of
# tuples (COLUMNS) that returns what the client reports, read(query), which returns
# rows of (type, value), and sqlstate(error).

class Client:
    amount = ''         # cast that amounts of any size need
    number = ''         # cast that amounts without a precision need
    not_a_number = True     # whether NaN can be sent
    midnight = ''       # what a date has behind it
    seen = None         # warnings

    def __init__(self, name):
        self.name, self.seen = name, []

    def warn(self, message):
        self.seen.append(message)

    def sqlstate(self, error):
        return error.sqlstate

    def close(self):
        pass


def version(*packages):
    return ' '.join(f'{package} {importlib.metadata.version(package)}' for package in packages)


class Recipe(Client):
    """A client of Python, by the functions of its section"""
    def __init__(self, name, title, packages, ways, connection=DSN):
        super().__init__(name)
        self.module = types.ModuleType(title)
        exec(compile(code(title, 'python'), f'doc/clients.md, {title}', 'exec'), self.module.__dict__)
        self.version = version(*packages)
        self.db = self.connect(connection)
        self.ways = {way: self.way(getattr(self.module, way)) for way in ways}

    def connect(self, connection):
        return self.module.connect(connection, self.warn)

    def way(self, function):
        if function.__name__ == 'load_one':
            return lambda calls: [function(self.db, self.call(call)) for call in calls]
        return lambda calls: function(self.db, self.calls(calls))

    def call(self, call):
        return call

    def calls(self, calls):
        return [self.call(call) for call in calls]

    def read(self, query):
        return [[(type(value).__name__, value) for value in row] for row in self.module.read(self.db, query)]


class Psycopg2(Recipe):
    def sqlstate(self, error):
        return error.pgcode


class Asyncpg(Recipe):
    def run(self, function):
        return lambda *arguments: self.loop.run_until_complete(function(*arguments))

    def connect(self, connection):
        self.loop = asyncio.new_event_loop()
        module = self.module
        module.read = self.run(module.read)
        return self.run(module.connect)(URI, self.warn)

    def way(self, function):
        run = self.run(function)
        if function.__name__ == 'load_one':
            return lambda calls: [run(self.db, call) for call in calls]
        return lambda calls: run(self.db, calls)


class Sqlalchemy(Recipe):
    def call(self, call):
        return dict(zip(COLUMNS, call))

    def sqlstate(self, error):
        return error.orig.sqlstate


class Pandas(Sqlalchemy):
    not_a_number = False

    def sqlstate(self, error):
        return error.__cause__.orig.sqlstate

    def connect(self, connection):
        return sqlalchemy.create_engine(connection)

    def calls(self, calls):
        return pandas.DataFrame(calls, columns=COLUMNS).astype({'cost': object})

    def read(self, query):
        frame = self.module.read(self.db, query)
        name = {column: type(next((v for v in frame[column] if not pandas.isna(v)), None)).__name__ for column in frame}
        return [[(name[column], None if value is None or value is pandas.NaT else value) for column, value in row.items()]
                for row in frame.to_dict('records')]


class Polars(Recipe):
    not_a_number = False

    def connect(self, connection):
        return self.module.connect(connection)

    def calls(self, calls):
        return polars.DataFrame(calls, schema={'occurred_at': polars.Datetime('us', 'UTC'), 'source': polars.String, 'source_key': polars.String,
                                               'agent': polars.String, 'work_item': polars.String, 'cost': polars.Decimal(38, 12)}, orient='row')

    def read(self, query):
        frame = self.module.read(self.db, query)
        return [[(type(value).__name__, value) for value in row] for row in frame.rows()]

    def sqlstate(self, error):
        return None

    def close(self):
        self.db.close()


class Adbc(Polars):
    def sqlstate(self, error):
        return error.sqlstate

    def calls(self, calls):
        kinds = (pyarrow.timestamp('us', 'UTC'), *[pyarrow.string()] * 4, pyarrow.decimal128(38, 12))
        return pyarrow.table({name: pyarrow.array(values, kind) for name, values, kind in zip(COLUMNS, zip(*calls), kinds)})

    def read(self, query):
        arrow = self.module.read(self.db, query)
        return [[(type(value).__name__, value) for value in row.values()] for row in arrow.to_pylist()]


class Duckdb(Polars):
    amount, number = '::text', '::numeric(38, 12)'

    def connect(self, connection):
        duckdb_extensions.import_extension('postgres')
        return self.module.connect(connection)

    def read(self, query):
        return [[(type(value).__name__, value) for value in row] for row in self.module.read(self.db, query)]


class Failure(Exception):
    def __init__(self, sqlstate, message):
        super().__init__(message)
        self.sqlstate = sqlstate


class Program(Client):
    """A client of another language, by a program that answers requests.

    A request is a line: what to do, a tab, the query or the calls, which are separated by ";", their columns by "|",
    empty for NULL.  Answers are lines, too: any number of "warning" and a text, then "done" and the result, or
    "error", SQLSTATE and a text, separated by tabs.  The rows of a query are separated by the character 0x1e, their
    columns by 0x1f; each is type, space, value, or empty for NULL.
    """
    def __init__(self, name, command, ways, not_a_number=True, midnight='', **options):
        super().__init__(name)
        self.not_a_number, self.midnight = not_a_number, midnight
        self.program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)
        self.version = f'{name} ' + ' '.join(self.ask('version'))
        self.ways = {way: self.way(way) for way in ways}

    def ask(self, what, argument=''):
        self.program.stdin.write(f'{what}\t{argument}\n')
        self.program.stdin.flush()
        while True:
            kind, *parts = self.program.stdout.readline().rstrip('\n').split('\t')
            if kind == 'done':
                return parts
            if kind != 'warning':
                raise Failure(parts[0] if parts else None, f'{self.name}: {kind} {parts}')
            self.warn(parts[0])

    def way(self, way):
        def lines(calls):
            return ['|'.join([call[0].isoformat(), *call[1:5], '' if call[5] is None else format(call[5], 'f')]) for call in calls]
        if way == 'load_one':
            return lambda calls: [int(self.ask(way, line)[0]) for line in lines(calls)]
        return lambda calls: ast.literal_eval(self.ask(way, ';'.join(lines(calls)))[0])

    def read(self, query):
        (text,) = self.ask('read', query)
        return [[tuple(field.split(' ', 1)) if field else ('', None) for field in row.split('\x1f')] for row in text.split('\x1e')]

    def close(self):
        self.program.stdin.close()
        self.program.wait()


def node(directory):
    path = os.path.join(directory, 'recipe.js')
    open(path, 'w').write(code('node-postgres', 'js') + open(os.path.join(HERE, 'drivers', 'harness.js')).read())
    return Program('node-postgres', ['node', path, TCP], ['load_one', 'load'],
                   env=dict(os.environ, NODE_PATH=os.path.join(ENVIRONMENTS, 'node', 'node_modules')))


def jdbc(directory):
    jar = os.path.join(ENVIRONMENTS, 'java', 'postgresql.jar')
    open(os.path.join(directory, 'Ledger.java'), 'w').write(code('JDBC', 'java'))
    subprocess.run(['javac', '-cp', jar, '-d', directory, os.path.join(directory, 'Ledger.java'), os.path.join(HERE, 'drivers', 'Harness.java')], check=True)
    return Program('JDBC', ['java', '-cp', f'{jar}:{directory}', 'Harness', JDBC], ['load', 'load_rewritten', 'copy'], not_a_number=False)


def pgx(directory):
    for name in ('go.mod', 'go.sum'):
        shutil.copy(os.path.join(ENVIRONMENTS, 'go', name), directory)
    open(os.path.join(directory, 'recipe.go'), 'w').write(code('pgx', 'go'))
    shutil.copy(os.path.join(HERE, 'drivers', 'harness.go'), directory)
    subprocess.run(['go', 'build', '-o', 'recipe'], cwd=directory, check=True)
    return Program('pgx', [os.path.join(directory, 'recipe'), DSN], ['load', 'copy'], midnight='T00:00:00Z')


def clients(directory):
    engine = 'postgresql+psycopg' + URI.removeprefix('postgresql')
    yield Recipe('psycopg', 'psycopg', ['psycopg', 'psycopg-binary'], ['load_one', 'load', 'copy'])
    yield Psycopg2('psycopg2', 'psycopg2', ['psycopg2-binary'], ['load_one', 'load'])
    yield Asyncpg('asyncpg', 'asyncpg', ['asyncpg'], ['load_one', 'load', 'copy'])
    yield Sqlalchemy('SQLAlchemy', 'SQLAlchemy', ['SQLAlchemy'], ['load', 'load_bulk', 'load_objects'], engine)
    yield Pandas('pandas', 'pandas', ['pandas'], ['load'], engine)
    yield Polars('polars', 'polars', ['polars'], ['load'], URI)
    yield Adbc('ADBC', 'ADBC', ['adbc-driver-postgresql', 'pyarrow'], ['load_one', 'load'], URI)
    yield Duckdb('DuckDB', 'DuckDB', ['duckdb', 'duckdb-extension-postgres'], ['load'])
    for make in (node, jdbc, pgx):
        yield make(tempfile.mkdtemp(dir=directory))


# ---- what must hold of each ----

def plain(value):
    """A value as text, numbers without what says nothing"""
    if isinstance(value, datetime.datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def same(got, expected, kind, midnight):
    if got is None or expected is None:
        return got is None and expected is None
    if kind == 'number':
        got, expected = decimal.Decimal(str(got).replace('Infinity', 'inf')), decimal.Decimal(expected)
        return got == expected or got.is_nan() and expected.is_nan()
    got = plain(got)
    if kind == 'day':
        expected += midnight
    if kind == 'time':
        got, expected = (datetime.datetime.fromisoformat(t).astimezone(UTC) for t in (re.sub('Z$', '+00:00', got), expected))
    return got == expected


def compare(oracle, client, what, query, columns, casts):
    """What a client reads with a query is what the database says it is; the types"""
    expected = oracle.execute(query.format(**dict.fromkeys(casts, '::text'))).fetchall()
    rows = client.read(query.format(**casts))
    wrong = [(got, text) for row, texts in zip(rows, expected) for (_, got), text, kind in zip(row, texts, columns) if not same(got, text, kind, client.midnight)]
    check(len(rows) == len(expected) > 0 and not wrong, f'{client.name}: {what} {wrong or ""}')
    return rows


def read_all(oracle, client):
    """Everything that is to be read; the row of the page's table"""
    at = '::text' if client.name == 'node-postgres' else ''
    rows = compare(oracle, client, 'amounts, days and times are unchanged', 'SELECT name, amount{amount}, day{day}, at{at} FROM amounts ORDER BY name',
                   ('text', 'number', 'day', 'time'), dict(amount=client.amount, day='', at=at))
    compare(oracle, client, 'an aggregate', 'SELECT runrate.cost_per_outcome(cost, source_key = \'call-2\'){n}, runrate.exact_sum(cost){n} FROM ledger.events '
            "WHERE source = 'gateway'", ('number', 'number'), dict(n=client.number))
    compare(oracle, client, 'an aggregate of rows that have none', 'SELECT runrate.exact_sum(cost){n} FROM ledger.events WHERE false', ('number',), dict(n=client.number))
    compare(oracle, client, 'a report', "SELECT month{t}, agent, outcomes{t}, unit_cost{t}, fully_loaded_cost{t} FROM ledger.unit_costs WHERE agent = 'support'",
            ('day', 'text', 'number', 'number', 'number'), dict(t=''))
    try:
        client.read("SELECT runrate.usage_columns('nope', '{}')")
        check(False, f'{client.name}: an error')
    except Exception as error:
        state = client.sqlstate(error)
        check('unknown usage format "nope"' in str(error), f'{client.name}: the text of an error')
    by_name = {row[0][1]: row for row in rows}
    kinds = [by_name['cents'][1][0], by_name['no number'][1][0], by_name['cents'][2][0], by_name['cents'][3][0]]
    return [client.name, *(f'`{kind}`' for kind in kinds), state or 'no']


def facts(oracle, source):
    """Rows of a source, and how many were put aside"""
    rows = {key: (at, cost) for key, at, cost in oracle.execute(
        'SELECT source_key, occurred_at, cost FROM ledger.events WHERE source = %s', [source])}
    conflicts = oracle.execute('SELECT source_key, differs_in FROM ledger.conflicts WHERE source = %s ORDER BY 1', [source]).fetchall()
    quarantine = oracle.execute('SELECT source_key FROM ledger.quarantine WHERE source = %s ORDER BY 1', [source]).fetchall()
    return rows, conflicts, [key for (key,) in quarantine]


def reported(result):
    """What a client reports, as the page shows it"""
    return 'nothing' if result is None else f'`{result!r}`'.replace("'", '"')


def write_all(oracle, client, way):
    """Everything that is to be written, in one of the client's ways; the row of the page's table"""
    write, source = client.ways[way], f'{client.name} {way}'
    costs = dict(zip('123467', (decimal.Decimal(c) for c in ('0.000000125678', '12345678901234.123456789012', '-0.10', '4', '6', '7'))))

    def send(*rows):
        client.seen.clear()
        return write([(at, source, key, 'loader', 'W-1', cost) for key, at, cost in rows])

    def row(key):
        return (key, AT, costs[key])

    first, again = send(*map(row, '123')), send(*map(row, '123'))
    check(not client.seen, f'{source}: rows that come twice without a warning')
    send(row('3'), row('4'), ('5', AT, None))
    rows, conflicts, quarantine = facts(oracle, source)
    check(rows == {**{key: (AT, costs[key]) for key in '1234'}, '5': (AT, None)} and not conflicts and not quarantine,
          f'{source}: rows that come twice are there once, as they were sent')
    send(row('6'), row('6'))
    send(('1', AT, decimal.Decimal('0.5')), row('7'))
    told = list(client.seen)
    bad = [('8', UNDATED, decimal.Decimal(8))] + ([('9', AT, decimal.Decimal('NaN'))] if client.not_a_number else [])
    send(*bad, ('10', AT, decimal.Decimal(10)))
    told += client.seen
    rows, conflicts, quarantine = facts(oracle, source)
    check(rows['1'] == (AT, costs['1']) and conflicts == [('1', 'cost')], f'{source}: a row that says something else is in conflict, the first one stands')
    check(quarantine == [key for key, _, _ in bad], f'{source}: bad rows are in quarantine')
    check(rows.keys() == {*'1234567', '10'}, f'{source}: the other rows of these batches are in')
    return [client.name, f'`{way}`', reported(first), reported(again), 'yes' if any('put aside' in message for message in told) else 'no']


# ---- what the page says beside the recipes ----

def mapped_by_id():
    """Objects whose primary key is id break on a repeated row when they are flushed, reflected ones always; both load in bulk"""
    from sqlalchemy.ext.automap import automap_base
    from sqlalchemy.orm import Session, declarative_base
    engine = sqlalchemy.create_engine('postgresql+psycopg' + URI.removeprefix('postgresql'))
    metadata = sqlalchemy.MetaData(schema='ledger')
    metadata.reflect(engine, only=['events'])
    automap = automap_base(metadata=metadata)
    automap.prepare()
    warnings.simplefilter('ignore', sqlalchemy.exc.SAWarning)     # of just that
    kinds = dict(occurred_at=sqlalchemy.DateTime(timezone=True), cost=sqlalchemy.Numeric)
    declared = type('Event', (declarative_base(),), dict(
        __tablename__='events', __table_args__={'schema': 'ledger'}, id=sqlalchemy.Column(sqlalchemy.BigInteger, sqlalchemy.FetchedValue(), primary_key=True),
        **{name: sqlalchemy.Column(kinds.get(name, sqlalchemy.Text)) for name in COLUMNS}))

    def broken(mapped, calls):
        try:
            with Session(engine) as session, session.begin():
                session.add_all([mapped(**call) for call in calls])
        except sqlalchemy.exc.SQLAlchemyError:
            return True
        return False

    for name, mapped, new in ('declared', declared, False), ('reflected', automap.classes.events, True):
        calls = [dict(zip(COLUMNS, (AT, name, key, 'loader', 'W-1', decimal.Decimal(1)))) for key in '12']
        check(broken(mapped, calls[:1]) == new, f'SQLAlchemy, {name} with id: one new object {"breaks" if new else "goes in"}')
        check(broken(mapped, calls), f'SQLAlchemy, {name} with id: a repeated object breaks the flush')
        with Session(engine) as session, session.begin():
            session.execute(sqlalchemy.insert(mapped), calls)
        with engine.connect() as db:
            count = db.scalar(sqlalchemy.text('SELECT count(*) FROM ledger.events WHERE source = :name'), dict(name=name))
        check(count == 2, f'SQLAlchemy, {name} with id: loads in bulk')


def parameters(oracle):
    """Every function is found by parameters without types; where both are there, by that of floating-point numbers"""
    wrong = []
    calls = oracle.execute("""
        SELECT DISTINCT format('SELECT runrate.%I(%s)%s', p.proname, (SELECT string_agg('$' || i, ', ') FROM generate_series(1, n) i),
                               CASE p.prokind WHEN 'w' THEN ' OVER ()' ELSE '' END)
        FROM pg_proc p, generate_series(p.pronargs::int - p.pronargdefaults, p.pronargs) n
        WHERE p.pronamespace = 'runrate'::regnamespace AND p.prokind <> 'p' AND p.proname IN (SELECT name FROM runrate.help)""").fetchall()
    for (call,) in calls:
        try:
            oracle.execute(f'PREPARE call AS {call}')
            oracle.execute('DEALLOCATE call')
        except psycopg.Error as error:
            wrong.append((call, error.sqlstate))
    check(len(calls) > 80 and not wrong, f'{len(calls)} calls of functions with parameters without a type {wrong or ""}')
    oracle.execute('PREPARE call AS SELECT runrate.hitl_surcharge($1, $2)')
    types = oracle.execute("SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'call'").fetchone()[0]
    check(set(types) == {'double precision'}, f'of two functions that of floating-point numbers is taken: {types}')


def floats(oracle, by_name):
    """What the page says of clients and floating-point numbers"""
    query = "SELECT amount FROM amounts WHERE name = 'large'"
    lost = pandas.read_sql(query, by_name['pandas'].db)['amount'][0]
    check(isinstance(lost, float), 'pandas without coerce_float=False makes floating-point numbers')
    frame = pandas.DataFrame([(AT, 'pandas', str(i), 'loader', 'W-1', cost) for i, cost in enumerate((0.1, float('nan'), 0.000000125678))], columns=COLUMNS)
    by_name['pandas'].module.load(by_name['pandas'].db, frame)
    stored = oracle.execute("SELECT cost FROM ledger.events WHERE source = 'pandas' ORDER BY source_key").fetchall()
    check(stored == [(decimal.Decimal('0.1'),), (None,), (decimal.Decimal('1.25678e-7'),)], f'pandas: float64 as the shortest decimals, NaN as NULL: {stored}')

    lossy = polars.read_database_uri(query, TCP, engine='connectorx')
    check(lossy['amount'][0] == decimal.Decimal('123456789012345678.1234567890'), 'connectorx cuts amounts off')
    exact = by_name['polars'].module.read(by_name['polars'].db, 'SELECT agent, unit_cost, fully_loaded_cost FROM ledger.unit_costs', 'unit_cost', 'fully_loaded_cost')
    check(exact.schema['unit_cost'] == polars.Decimal(38, 12), 'polars: decimals where asked for')
    check({row[0]: row[2] for row in exact.rows()} == dict(oracle.execute('SELECT agent, fully_loaded_cost FROM ledger.unit_costs')), 'polars: the decimals of the report')


def main():
    run_page()
    reading, writing, versions, by_name = [], [], [], {}
    with tempfile.TemporaryDirectory() as directory, psycopg.connect(autocommit=True) as oracle:
        for client in clients(directory):
            print(f'-- {client.version}', flush=True)
            attempt(client.name, lambda: reading.append(read_all(oracle, client)))
            for way in client.ways:
                attempt(f'{client.name} {way}', lambda: writing.append(write_all(oracle, client, way)))
            versions.append(client.version)
            by_name[client.name] = client
        attempt('SQLAlchemy, mapped by id', mapped_by_id)
        attempt('parameters', lambda: parameters(oracle))
        attempt('floating-point numbers', lambda: floats(oracle, by_name))
        for client in by_name.values():
            client.close()
    check_table('client | `numeric`', reading)
    check_table('client | way', writing)
    print('versions: ' + ', '.join(versions))
    print(f'{len(failures)} failures')
    return 1 if failures else 0


sys.exit(main())
