"""What real clients write, loaded as doc/connect.md says: every call is priced and has its work item.

usage: recipes.py DSN ENVIRONMENTS

ENVIRONMENTS is the directory with a virtual environment for each instrumentation, as their requirements exclude each other.
"""
import asyncio
import decimal
import json
import os
import re
import subprocess
import sys

import psycopg

from checks import check, failures

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, '..', '..', 'doc', 'connect.md')
# As stub.py answers: 200 * 1.25 + 1000 * 0.125 + 300 * 10 for a million; the same where
# the instrumentation does not report cached tokens; 8 * 0.02
COSTS = {decimal.Decimal('0.003375'), decimal.Decimal('0.0045'), decimal.Decimal('0.00000016')}

def recipe(beginning):
    """A statement of the page, by how it begins"""
    blocks = re.findall(r'```sql\n(.*?)```', open(PAGE).read(), re.S)
    statement = next(s for block in blocks for s in re.split(r';\n', block) if s.strip().startswith(beginning))
    return statement.strip()


def run(db, sql):
    # a statement of the page has no parameters, and % is a character of it
    db.execute(sql.encode())


def lines_of(environment, script, *arguments):
    """The JSON lines that a script prints; none if it fails"""
    made = subprocess.run([os.path.join(sys.argv[2], environment, 'bin', 'python'), os.path.join(HERE, script), *arguments], capture_output=True, text=True)
    if made.returncode != 0:
        check(False, f'{environment}: {made.stderr[-500:]}')
        return []
    return [json.loads(line) for line in made.stdout.splitlines() if line.startswith('{')]


def take_spans(db, environment, script, *arguments):
    """The table spans as the page has it, with the spans that a script makes; false if there are none"""
    spans = lines_of(environment, script, *arguments)
    db.execute('TRUNCATE spans')
    for s in spans:
        db.execute('INSERT INTO spans VALUES (%s, %s, %s, %s, %s, %s, %s)',
                   [s['trace_id'], s['span_id'], s['parent_span_id'], s['name'], s['start_time'], json.dumps(s['attributes']), json.dumps(s['resource_attributes'])])
    return bool(spans)


def load_spans(db, view, source, calls):
    """Load a view of the page as rows of a source, and look at each"""
    run(db, "INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, model, usage_format, usage) SELECT occurred_at, '%s', source_key, agent, work_item, to_jsonb(v) ->> 'model', usage_format, usage FROM %s v" % (source, view))
    rows = db.execute('SELECT model, cost, price_problem, work_item, agent FROM ledger.events WHERE source = %s ORDER BY id', [source]).fetchall()
    for row in rows:
        print('  ', row)
    check(len(rows) >= calls, f'{source}: {len(rows)} calls')
    check(all(row[1] in COSTS for row in rows), f'{source}: every call is priced')
    check(all(row[3] == 'T-7' for row in rows), f'{source}: every call has its work item')


def instrumentations(db):
    run(db, recipe('CREATE TABLE spans'))
    run(db, recipe('CREATE VIEW span_events'))
    run(db, recipe('CREATE VIEW langfuse_spans'))
    for environment, module, calls in (('opentelemetry', 'opentelemetry.instrumentation.openai_v2', 3), ('openllmetry', 'opentelemetry.instrumentation.openai', 4),
                                       ('openinference', 'openinference.instrumentation.openai', 4)):
        if take_spans(db, environment, 'spans.py', module):
            load_spans(db, 'span_events', module, calls)
    if take_spans(db, 'pydantic', 'pydantic_spans.py'):
        load_spans(db, 'span_events', 'pydantic', 2)
    if take_spans(db, 'langfuse', 'langfuse_spans.py'):
        load_spans(db, 'langfuse_spans', 'langfuse', 5)


def langchain_messages(db):
    messages = lines_of('langchain', 'langchain_messages.py')
    for n, message in enumerate(messages):
        db.execute("INSERT INTO ledger.events (occurred_at, source, source_key, provider, usage_format, usage) VALUES (now(), 'langchain', %s, 'openai', 'langchain', %s)", [str(n), json.dumps(message)])
    costs = [cost for cost, in db.execute("SELECT cost FROM ledger.events WHERE source = 'langchain'").fetchall()]
    check(len(costs) == 2 and set(costs) == {max(COSTS - {decimal.Decimal('0.0045')})}, f'LangChain: messages cost {costs}')


def litellm_rows():
    os.environ['LITELLM_LOCAL_MODEL_COST_MAP'] = 'True'
    import litellm
    from litellm.integrations.custom_logger import CustomLogger
    payloads = []

    class Logger(CustomLogger):
        async def async_log_success_event(self, kwargs, response_obj, start_time, end_time):
            payloads.append(kwargs.get('standard_logging_object'))

    litellm.callbacks = [Logger()]

    async def ask():
        metadata = {'user_api_key_alias': 'support', 'spend_logs_metadata': {'ticket': 'T-1'}}
        for model in ('gpt-5', 'anthropic/claude-sonnet-4-5', 'bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0', 'gemini/gemini-2.5-pro'):
            await litellm.acompletion(model=model, messages=[{'role': 'user', 'content': 'hello'}], mock_response='hi there', api_key='x', metadata=dict(metadata))
        await asyncio.sleep(2)
    asyncio.run(ask())
    return payloads, litellm


def litellm_payloads(db):
    payloads, litellm = litellm_rows()
    path = os.path.join(os.path.dirname(litellm.__file__), 'model_prices_and_context_window_backup.json')
    db.execute("SELECT ledger.load_prices_litellm(%s::jsonb, '2026-01-01 00:00+00')", [open(path).read()])
    for n, payload in enumerate(payloads):
        db.execute("""INSERT INTO ledger.events (occurred_at, source, source_key, agent, work_item, provider, model, usage_format, usage)
                      SELECT now(), 'litellm', %s, p -> 'metadata' ->> 'user_api_key_alias', p -> 'metadata' -> 'spend_logs_metadata' ->> 'ticket', %s, %s, 'litellm', p
                      FROM (SELECT %s::jsonb) AS payload (p)""",
                   [str(n), payload['custom_llm_provider'], payload['model'].removeprefix(payload['custom_llm_provider'] + '/'), json.dumps(payload, default=str)])
        cost, problem, agent, work_item = db.execute("SELECT cost, price_problem, agent, work_item FROM ledger.events WHERE source = 'litellm' AND source_key = %s", [str(n)]).fetchone() or (None, 'in quarantine', None, None)
        check((agent, work_item) == ('support', 'T-1'), f"LiteLLM, {payload['model']}: agent {agent}, work item {work_item}")
        check(cost is not None and abs(float(cost) - payload['response_cost']) < 1e-11,
              f"LiteLLM, {payload['model']}: {cost} and LiteLLM's own {payload['response_cost']} {problem or ''}")


def main():
    with psycopg.connect(sys.argv[1], autocommit=True) as db:
        db.execute('DROP SCHEMA IF EXISTS ledger, ledger_internal CASCADE')
        db.execute('DROP TABLE IF EXISTS spans CASCADE')
        db.execute("CALL runrate.create_ledger('ledger')")
        db.execute("""INSERT INTO ledger.prices (provider, model, meter, price) VALUES
            ('openai', 'gpt-5', 'input_tokens', 1.25), ('openai', 'gpt-5', 'cache_read_tokens', 0.125), ('openai', 'gpt-5', 'output_tokens', 10),
            ('openai', 'text-embedding-3-small', 'input_tokens', 0.02)""")
        run(db, recipe('INSERT INTO ledger.model_aliases'))
        instrumentations(db)
        langchain_messages(db)
        litellm_payloads(db)
    print(f'{len(failures)} failures')
    return 1 if failures else 0


sys.exit(main())
