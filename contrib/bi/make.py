"""Dashboards as code, for Metabase, Superset and Grafana, from the questions beside this file.

usage: make.py [DIRECTORY]

Writes metabase/, superset/ and grafana/ in DIRECTORY (default: contrib/).  A question is a file of SQL over the ledger,
which also runs by itself; its first lines are comments with "title", "about", "columns" (names and types, in order) and
"show", one of

    number COLUMN               one figure
    line X SERIES COLUMN        a line for each series
    stack X SERIES COLUMN       stacked bars
    table

Identifiers are made of names, so that an import replaces what an earlier one made.
"""
import base64
import hashlib
import json
import os
import shutil
import sys
import uuid
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))
TITLE = 'Runrate: what AI labour costs'
ABOUT = 'The ledger of runrate. Charts show months that are over.'
DATABASE = 'runrate'
WHEN = '2026-11-29T00:00:00Z'
NAMESPACE = uuid.UUID('b5a6a0c1-3f5e-5f7e-9d43-6f0d3b8d1c52')

Question = namedtuple('Question', 'name title about show columns sql')


def questions():
    folder = os.path.join(HERE, 'questions')
    for file in sorted(os.listdir(folder)):
        head, sql = {}, []
        for line in open(os.path.join(folder, file), encoding='utf-8').read().splitlines():
            if line.startswith('-- '):
                key, _, value = line[3:].partition(': ')
                head[key] = value
            else:
                sql.append(line)
        yield Question(file[3:-4], head['title'], head['about'], head['show'].split(),
                       [column.split() for column in head['columns'].split(', ')], '\n'.join(sql))


def layout(all_questions, width):
    """(question, column, row, width, height) on a grid of so many columns: numbers above, then charts, two in a row, and
    tables, one in a row"""
    numbers = [q for q in all_questions if q.show[0] == 'number']
    charts = [q for q in all_questions if q.show[0] in ('line', 'stack')]
    tables = [q for q in all_questions if q.show[0] == 'table']
    row = 0
    for n, question in enumerate(numbers):
        yield question, n * width // len(numbers), row, width // len(numbers), 4
    row += 4
    for n, question in enumerate(charts):
        last = n == len(charts) - 1 and n % 2 == 0
        yield question, n % 2 * width // 2, row, width if last else width // 2, 8
        row += 8 if n % 2 or last else 0
    for question in tables:
        yield question, 0, row, width, 8
        row += 8


# ---- YAML ------------------------------------------------------------------------------------------------------------

def yaml(value, indent=0):
    """Blocks with JSON's literals, which are YAML, too; text of more than one line as a literal block"""
    pad = ' ' * indent
    lines = []
    items = value.items() if isinstance(value, dict) else [(None, item) for item in value]
    for key, item in items:
        lead = pad + ('- ' if key is None else json.dumps(key) + ': ' if not key.replace('_', '').isalnum() else key + ': ')
        if isinstance(item, str) and '\n' in item:
            lines.append(lead + '|-')
            lines += [(pad + '  ' + line).rstrip() for line in item.split('\n')]
        elif isinstance(item, (dict, list)) and item and key is not None:
            lines += [lead.rstrip(), yaml(item, indent + 2)]
        elif isinstance(item, (dict, list)) and item:
            lines.append(pad + '- ' + yaml(item, indent + 2).lstrip())
        else:
            lines.append(lead + json.dumps(item, ensure_ascii=False))
    return '\n'.join(lines)


def write(directory, path, text):
    path = os.path.join(directory, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text.rstrip('\n') + '\n')


# ---- Metabase: its serialization format ------------------------------------------------------------------------------

def entity(*names):
    """21 characters, as Metabase's own identifiers"""
    digest = hashlib.sha256('/'.join(('runrate',) + names).encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:21]


def metabase_settings(question):
    kind, *columns = question.show
    if kind == 'number':
        return 'scalar', {'scalar.field': columns[0]}
    if kind == 'table':
        return 'table', {}
    settings = {'graph.dimensions': columns[:2], 'graph.metrics': columns[2:], 'graph.x_axis.scale': 'timeseries'}
    if kind == 'stack':
        settings['stackable.stack_type'] = 'stacked'
    return 'line' if kind == 'line' else 'bar', settings


def metabase(directory, all_questions):
    collection, dashboard = entity('collection'), entity('dashboard')
    cards = []
    write(directory, 'collections/main/runrate.yaml', yaml({
        'name': 'Runrate', 'description': ABOUT, 'entity_id': collection, 'slug': 'runrate', 'created_at': WHEN,
        'archived': False, 'parent_id': None, 'serdes/meta': [{'id': collection, 'label': 'runrate', 'model': 'Collection'}]}))
    for question, column, row, width, height in layout(all_questions, 24):
        card, place = entity('card', question.name), entity('place', question.name)
        display, settings = metabase_settings(question)
        write(directory, 'collections/main/runrate/%s.yaml' % question.name, yaml({
            'name': question.title, 'description': question.about, 'entity_id': card, 'created_at': WHEN,
            'creator_id': 'internal@metabase.com', 'display': display, 'type': 'question', 'archived': False,
            'collection_id': collection, 'query_type': 'native', 'database_id': DATABASE, 'table_id': None,
            'parameters': [], 'parameter_mappings': [],
            'dataset_query': {'database': DATABASE, 'type': 'native',
                              'native': {'query': question.sql, 'template-tags': {}}},
            'visualization_settings': dict(settings, column_settings=None),
            'serdes/meta': [{'id': card, 'label': question.name, 'model': 'Card'}]}))
        cards.append({
            'entity_id': place, 'card_id': card, 'created_at': WHEN, 'row': row, 'col': column, 'size_x': width,
            'size_y': height, 'parameter_mappings': [], 'series': [], 'visualization_settings': {'column_settings': None},
            'serdes/meta': [{'id': dashboard, 'model': 'Dashboard'}, {'id': place, 'model': 'DashboardCard'}]})
    write(directory, 'collections/main/runrate/dashboard.yaml', yaml({
        'name': TITLE, 'description': ABOUT, 'entity_id': dashboard, 'created_at': WHEN,
        'creator_id': 'internal@metabase.com', 'collection_id': collection, 'archived': False, 'parameters': [],
        'serdes/meta': [{'id': dashboard, 'label': 'dashboard', 'model': 'Dashboard'}], 'dashcards': cards, 'tabs': [],
        'width': 'full'}))


# ---- Superset: an import bundle --------------------------------------------------------------------------------------

def identifier(*names):
    return str(uuid.uuid5(NAMESPACE, '/'.join(names)))


TYPES = {'date': 'DATE', 'text': 'TEXT', 'numeric': 'NUMERIC', 'bigint': 'BIGINT'}


def metric(column):
    return {'expressionType': 'SQL', 'sqlExpression': 'SUM(%s)' % column, 'label': column, 'optionName': 'metric_' + column}


def superset_chart(question):
    kind, *columns = question.show
    if kind == 'number':
        return 'big_number_total', {'metric': metric(columns[0]), 'adhoc_filters': [], 'subheader': '',
                                    'y_axis_format': ',d' if dict(question.columns)[columns[0]] == 'bigint' else ',.2f'}
    if kind == 'table':
        return 'table', {'query_mode': 'raw', 'all_columns': [name for name, _ in question.columns], 'adhoc_filters': [],
                         'order_by_cols': [], 'row_limit': 1000, 'include_time': False, 'table_timestamp_format': '%Y-%m-%d'}
    form = {'x_axis': columns[0], 'time_grain_sqla': 'P1M', 'metrics': [metric(columns[2])], 'groupby': [columns[1]],
            'adhoc_filters': [], 'row_limit': 10000, 'x_axis_time_format': '%b %Y', 'y_axis_format': ',.2f',
            'show_legend': True, 'rich_tooltip': True}
    if kind == 'stack':
        form['stack'] = 'Stack'
    return 'echarts_timeseries_line' if kind == 'line' else 'echarts_timeseries_bar', form


def superset(directory, all_questions):
    database = identifier('database')
    charts = {}
    write(directory, 'metadata.yaml', yaml({'version': '1.0.0', 'type': 'Dashboard', 'timestamp': WHEN}))
    write(directory, 'databases/runrate.yaml', yaml({
        'database_name': DATABASE, 'sqlalchemy_uri': 'postgresql+psycopg2://runrate_reader@localhost:5432/postgres',
        'cache_timeout': None, 'expose_in_sqllab': True, 'allow_run_async': False, 'allow_ctas': False, 'allow_cvas': False,
        'allow_dml': False, 'extra': {'allows_virtual_table_explore': True}, 'uuid': database, 'version': '1.0.0'}))
    for question in all_questions:
        viz_type, form = superset_chart(question)
        dataset, chart = identifier('dataset', question.name), identifier('chart', question.name)
        charts[question.name] = chart
        write(directory, 'datasets/runrate/%s.yaml' % question.name, yaml({
            'table_name': 'runrate ' + question.name, 'main_dttm_col': next((n for n, t in question.columns if t == 'date'), None),
            'description': question.about, 'default_endpoint': None, 'offset': 0, 'cache_timeout': None, 'schema': 'ledger',
            'sql': question.sql, 'params': None, 'template_params': None, 'filter_select_enabled': True, 'extra': None,
            'uuid': dataset, 'metrics': [],
            'columns': [{'column_name': name, 'is_dttm': kind == 'date', 'is_active': True, 'type': TYPES[kind],
                         'groupby': True, 'filterable': True, 'expression': None, 'description': None}
                        for name, kind in question.columns],
            'version': '1.0.0', 'database_uuid': database}))
        write(directory, 'charts/%s.yaml' % question.name, yaml({
            'slice_name': question.title, 'description': question.about, 'viz_type': viz_type,
            'params': dict(form, viz_type=viz_type), 'cache_timeout': None, 'uuid': chart, 'version': '1.0.0',
            'dataset_uuid': dataset}))
    write(directory, 'dashboards/runrate.yaml', yaml({
        'dashboard_title': TITLE, 'description': ABOUT, 'published': True, 'css': '', 'slug': 'runrate', 'uuid': identifier('dashboard'),
        'position': superset_position(all_questions, charts),
        'metadata': {'color_scheme': '', 'refresh_frequency': 0, 'native_filter_configuration': []}, 'version': '1.0.0'}))


def superset_position(all_questions, charts):
    rows = {}
    for place in layout(all_questions, 12):
        rows.setdefault(place[2], []).append(place)
    position = {'DASHBOARD_VERSION_KEY': 'v2', 'ROOT_ID': {'type': 'ROOT', 'id': 'ROOT_ID', 'children': ['GRID_ID']},
                'HEADER_ID': {'type': 'HEADER', 'id': 'HEADER_ID', 'meta': {'text': TITLE}},
                'GRID_ID': {'type': 'GRID', 'id': 'GRID_ID', 'parents': ['ROOT_ID'], 'children': ['ROW-%d' % row for row in sorted(rows)]}}
    for row, places in sorted(rows.items()):
        name = 'ROW-%d' % row
        position[name] = {'type': 'ROW', 'id': name, 'parents': ['ROOT_ID', 'GRID_ID'],
                          'meta': {'background': 'BACKGROUND_TRANSPARENT'}, 'children': ['CHART-' + q.name for q, *_ in places]}
        for number, (question, _, _, width, height) in enumerate(places):
            chart = 'CHART-' + question.name
            position[chart] = {'type': 'CHART', 'id': chart, 'children': [], 'parents': ['ROOT_ID', 'GRID_ID', name],
                               'meta': {'uuid': charts[question.name], 'sliceName': question.title,
                                        'chartId': 1 + list(charts).index(question.name), 'width': width, 'height': height * 6}}
    return position


# ---- Grafana: JSON for its PostgreSQL data source --------------------------------------------------------------------

SOURCE = {'type': 'grafana-postgresql-datasource', 'uid': '${DS_RUNRATE}'}


def grafana_panel(number, place):
    question, column, row, width, height = place
    kind, *columns = question.show
    panel = {'id': number, 'title': question.title, 'description': question.about, 'datasource': SOURCE,
             'gridPos': {'x': column, 'y': row, 'w': width, 'h': height}, 'fieldConfig': {'defaults': {}, 'overrides': []}}
    target = {'refId': 'A', 'datasource': SOURCE, 'editorMode': 'code', 'rawQuery': True, 'format': 'table', 'rawSql': question.sql}
    if kind == 'number':
        panel.update(type='stat', options={'reduceOptions': {'calcs': ['lastNotNull'], 'fields': '', 'values': False},
                                           'graphMode': 'none'})
        panel['fieldConfig']['defaults'] = {'decimals': 0 if dict(question.columns)[columns[0]] == 'bigint' else 2}
    elif kind == 'table':
        panel.update(type='table', options={'showHeader': True})
    else:
        x, series, y = columns
        # what a time series wants: a time, the name of the series, and a number, in this order
        target.update(format='time_series', rawSql=(
            "SELECT %s::timestamp AT TIME ZONE 'UTC' AS time, %s AS metric, %s::double precision AS value\nFROM (%s\n) question\nORDER BY 1, 2"
            % (x, series, y, question.sql)))
        panel.update(type='timeseries', options={'legend': {'displayMode': 'list', 'placement': 'bottom', 'showLegend': True},
                                                 'tooltip': {'mode': 'multi'}})
        custom = {'drawStyle': 'line', 'showPoints': 'always'}
        if kind == 'stack':
            custom = {'drawStyle': 'bars', 'fillOpacity': 80, 'stacking': {'mode': 'normal', 'group': 'A'}}
        panel['fieldConfig']['defaults'] = {'custom': custom, 'decimals': 2}
    return dict(panel, targets=[target])


def grafana(directory, all_questions):
    panels = [grafana_panel(number, place) for number, place in enumerate(layout(all_questions, 24), 1)]
    write(directory, 'runrate.json', json.dumps({
        '__inputs': [{'name': 'DS_RUNRATE', 'label': 'runrate', 'description': 'The database with the ledger',
                      'type': 'datasource', 'pluginId': 'grafana-postgresql-datasource', 'pluginName': 'PostgreSQL'}],
        '__requires': [{'type': 'datasource', 'id': 'grafana-postgresql-datasource', 'name': 'PostgreSQL', 'version': '1.0.0'}],
        'uid': 'runrate', 'title': TITLE, 'description': ABOUT, 'tags': ['runrate'], 'schemaVersion': 39, 'version': 1,
        'editable': True, 'timezone': 'utc', 'time': {'from': 'now-13M/M', 'to': 'now'}, 'refresh': '',
        'templating': {'list': []}, 'annotations': {'list': []}, 'panels': panels}, indent=2, ensure_ascii=False))


def main():
    directory = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, '..')
    all_questions = list(questions())
    for make in (metabase, superset, grafana):
        target = os.path.join(directory, make.__name__)
        shutil.rmtree(target, ignore_errors=True)
        make(target, all_questions)


if __name__ == '__main__':
    main()
