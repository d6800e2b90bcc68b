"""The price lists of LiteLLM and genai-prices, loaded into a ledger, against what the packages compute from them.

usage: price_lists.py DSN

Every difference has to be of a class below; prints how many prices were compared and how many differ in which way.
"""
import collections
import datetime
import decimal
import json
import os
import re
import sys

os.environ['LITELLM_LOCAL_MODEL_COST_MAP'] = 'True'
import litellm
import psycopg
from genai_prices import types
from genai_prices.data import providers

AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.timezone.utc)
EARLIER = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)

# Exclusive buckets, as columns of events
USAGES = [
    {'requests': 1, 'input_tokens': 1000, 'output_tokens': 500},
    {'requests': 1, 'input_tokens': 1000, 'cache_read_tokens': 5000, 'output_tokens': 100},
    {'requests': 1, 'input_tokens': 1000, 'cache_write_5m_tokens': 3000, 'cache_read_tokens': 2000, 'output_tokens': 100},
    {'requests': 1, 'input_tokens': 250000, 'cache_read_tokens': 50000, 'output_tokens': 1000},
    {'requests': 1, 'input_tokens': 10, 'cache_write_1h_tokens': 4000, 'output_tokens': 5},
    {'requests': 1, 'input_tokens': 20, 'output_tokens': 10, 'reasoning_tokens': 300},
    {'requests': 1, 'input_tokens': 50, 'input_audio_tokens': 300, 'output_tokens': 10},
    {'requests': 1, 'input_tokens': 199999, 'output_tokens': 7},
    {'requests': 1, 'input_tokens': 200001, 'output_tokens': 7},
]


def to_json(value):
    """JSON with every digit of a Decimal"""
    if isinstance(value, dict):
        return '{' + ','.join(json.dumps(k) + ':' + to_json(v) for k, v in value.items()) + '}'
    if isinstance(value, (list, tuple)):
        return '[' + ','.join(to_json(v) for v in value) + ']'
    return str(value) if isinstance(value, decimal.Decimal) else json.dumps(value)


def price_of(price):
    if isinstance(price, types.TieredPrices):
        return {'base': price.base, 'tiers': [{'start': t.start, 'price': t.price} for t in price.tiers]}
    return price


def prices_of(prices):
    return {k: price_of(v) for k, v in vars(prices).items() if v is not None}


def clause_of(clause):
    if isinstance(clause, types.ClauseOr):
        return {'or': [clause_of(c) for c in clause.or_]}
    if isinstance(clause, types.ClauseAnd):
        return {'and': [clause_of(c) for c in clause.and_]}
    return dict(vars(clause))


def constraint_of(constraint):
    return constraint and {k: v.isoformat() for k, v in vars(constraint).items()}


def genai_document():
    """The data of the package in the form in which the project publishes it"""
    document = []
    for provider in providers:
        entry = {'id': provider.id, 'models': []}
        if provider.fallback_model_providers:
            entry['fallback_model_providers'] = list(provider.fallback_model_providers)
        for model in provider.models:
            body = {'id': model.id, 'match': clause_of(model.match)}
            body['prices'] = prices_of(model.prices) if isinstance(model.prices, types.ModelPrice) else [
                {'constraint': constraint_of(p.constraint), 'prices': prices_of(p.prices)} for p in model.prices]
            if model.price_variants:
                body['price_variants'] = [
                    {'when': v.when, 'constraint': constraint_of(v.constraint), 'prices': prices_of(v.prices)}
                    for v in model.price_variants]
            entry['models'].append(body)
        document.append(entry)
    return to_json(document)


def genai_usage(u):
    """The same with totals that include their parts"""
    get = lambda *names: sum(u.get(n, 0) for n in names)
    reads = get('cache_read_tokens')
    writes = get('cache_write_5m_tokens', 'cache_write_1h_tokens')
    usage = {'input_tokens': get('input_tokens', 'input_audio_tokens') + reads + writes,
             'output_tokens': get('output_tokens', 'reasoning_tokens')}
    for name, value in (('cache_read_tokens', reads), ('cache_write_tokens', writes),
                        ('cache_write_1h_tokens', get('cache_write_1h_tokens')),
                        ('input_audio_tokens', get('input_audio_tokens')),
                        ('output_reasoning_tokens', get('reasoning_tokens'))):
        if value:
            usage[name] = value
    return types.Usage(**usage)


def genai_cases():
    contexts = [({}, {}), ({'processing': 'batch'}, {'service_tier': 'batch'}), ({'service_tier': 'priority'}, {'service_tier': 'priority'}),
                ({'service_tier': 'flex'}, {'service_tier': 'flex'}), ({'speed': 'fast'}, {'speed': 'fast'})]
    for provider in providers:
        for model in provider.models:
            for context, columns in contexts if model.price_variants else contexts[:1]:
                for at in (AT, EARLIER):
                    for usage in USAGES:
                        try:
                            cost = model.calc_price(genai_usage(usage), provider, genai_request_timestamp=at, price_context=context).total_price
                        except Exception as error:
                            cost = type(error).__name__
                        yield {'provider': provider.id, 'model': model.id, 'occurred_at': at.isoformat(), **columns, **usage}, cost, model


def litellm_usage(u):
    get = lambda *names: sum(u.get(n, 0) for n in names)
    writes = get('cache_write_5m_tokens', 'cache_write_1h_tokens')
    prompt = get('input_tokens', 'input_audio_tokens', 'cache_read_tokens') + writes
    completion = get('output_tokens', 'reasoning_tokens')
    details = {'cached_tokens': get('cache_read_tokens'), 'audio_tokens': get('input_audio_tokens'), 'text_tokens': get('input_tokens')}
    if writes:
        details['cache_creation_tokens'] = writes
        details['cache_creation_token_details'] = {'ephemeral_5m_input_tokens': get('cache_write_5m_tokens'),
                                                   'ephemeral_1h_input_tokens': get('cache_write_1h_tokens')}
    return litellm.Usage(prompt_tokens=prompt, completion_tokens=completion, total_tokens=prompt + completion,
                         prompt_tokens_details=details,
                         completion_tokens_details={'reasoning_tokens': get('reasoning_tokens'), 'text_tokens': get('output_tokens')},
                         cache_creation_input_tokens=writes, cache_read_input_tokens=get('cache_read_tokens'))


def litellm_cases(entries):
    for entry, provider, model in entries:
        body = litellm.model_cost[entry]
        if not any(k.startswith('input_cost_per_token') for k in body) or body.get('mode') not in ('chat', 'responses', 'completion', 'embedding'):
            continue
        tiers = [None] + [t for t in ('flex', 'priority') if f'input_cost_per_token_{t}' in body]
        for tier in tiers:
            for usage in USAGES:
                try:
                    cost = sum(litellm.cost_per_token(model=entry, custom_llm_provider=body['litellm_provider'], usage_object=litellm_usage(usage),
                                                      service_tier=tier, prompt_tokens=0, completion_tokens=0))
                except Exception as error:
                    cost = type(error).__name__
                columns = {'service_tier': tier} if tier else {}
                yield {'provider': provider, 'model': model, 'occurred_at': AT.isoformat(), **columns, **usage}, cost, body


def missing_meters(problem):
    """The meters that a problem names"""
    return set(re.findall(r'"([a-z0-9_]+)"', problem.split(' of model ')[0])) if problem.startswith('no price for meter') else set()


def is_listed(case, meter):
    """Whether the entry of LiteLLM or the model of genai-prices has a price at that time for a meter or for what that takes the price of"""
    kind = ('cache_write_1h' if meter == 'cache_write_1h_tokens' else 'output' if re.match('output|reasoning', meter) else 'input')
    if isinstance(case.source, dict):
        keys, names = case.source, {'cache_write_1h': 'cache_creation_input_token_cost_above_1hr', 'output': 'output_cost_per_token', 'input': 'input_cost_per_token'}
    else:
        prices = case.source.get_prices(datetime.datetime.fromisoformat(case.event['occurred_at']))
        keys, names = prices_of(prices), {'cache_write_1h': 'cache_write_1h_mtok', 'output': 'output_mtok', 'input': 'input_mtok'}
    return any(key.startswith(names[kind]) for key in keys)


# Why a price differs: what is asked, of the event as booked, what the package says, and the entry of its list
CLASSES = [
    ('the package has no price',
     lambda e: isinstance(e.theirs, str)),
    ('the list has no price for writing to a cache for an hour: the package takes that of five minutes or of input, the ledger asks for it',
     lambda e: e.cost is None and missing_meters(e.problem) == {'cache_write_1h_tokens'} and not is_listed(e, 'cache_write_1h_tokens')),
    ('the list has no price for output, as of embeddings, or for tokens at all, as of speech: the package takes 0, the ledger asks for it',
     lambda e: e.cost is None and missing_meters(e.problem) and not any(is_listed(e, meter) for meter in missing_meters(e.problem))),
    ('the list has no price of the tier (or above the threshold in it): both guess, and the ledger says so',
     lambda e: e.basis == 'estimated' and re.match('no price of (tier|speed)', e.problem)),
    ('LiteLLM has rules of its own for fireworks_ai, which are not in its list (cached input at half, no tiers)',
     lambda e: e.what == 'LiteLLM' and e.event['provider'] == 'fireworks_ai'),
    ('LiteLLM has a calculator of its own for perplexity, which looks neither at thresholds nor at caches',
     lambda e: e.what == 'LiteLLM' and e.event['provider'] == 'perplexity'),
]
Case = collections.namedtuple('Case', 'what event cost basis problem theirs source')


def book(db, events):
    """Cost, basis and problem of each event, as the ledger books it"""
    with db.cursor() as cursor:
        cursor.execute('CREATE TEMP TABLE grid (n bigint, event jsonb)')
        with cursor.copy('COPY grid FROM STDIN') as copy:
            for n, event in enumerate(events):
                copy.write_row((n, json.dumps(event)))
        columns = sorted({column for event in events for column in event})
        names = ', '.join(columns)
        cursor.execute(f"""
            INSERT INTO grid_ledger.events (source, source_key, {names})
            SELECT 'grid', g.n::text, {', '.join('e.' + column for column in columns)}
            FROM grid g, jsonb_populate_record(NULL::grid_ledger.events, g.event) e""")
        cursor.execute('DROP TABLE grid')
        cursor.execute("SELECT cost, cost_basis, coalesce(price_problem, '') FROM grid_ledger.events WHERE source = 'grid' ORDER BY source_key::bigint")
        return cursor.fetchall()


def compare(db, what, cases, equal):
    cases = list(cases)
    classes = collections.Counter()
    examples = {}
    same = 0
    for (event, theirs, source), booked in zip(cases, book(db, [event for event, _, _ in cases])):
        case = Case(what, event, *booked, theirs, source)
        if case.cost is not None and not isinstance(theirs, str) and equal(case.cost, theirs):
            same += 1
            continue
        name = next((name for name, holds in CLASSES if holds(case)), 'NOT EXPLAINED')
        classes[name] += 1
        examples.setdefault(name, []).append(case)
    print(f'{what}: {len(cases)} prices, {same} equal')
    for name, count in classes.most_common():
        print(f'  {count:6} {name}')
    for case in examples.get('NOT EXPLAINED', [])[:20]:
        print('        ', case[1:6])
    return classes['NOT EXPLAINED'], len(cases)


def other_entries(db, lite):
    """How many models are read from another entry than LiteLLM looks up for the provider that its rows have"""
    several = db.execute("""SELECT provider, model, max(entry) FILTER (WHERE is_readable) FROM runrate_internal.litellm_entries(%s::jsonb)
                            WHERE provider IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1""", [lite]).fetchall()
    others = []
    for provider, model, entry in several:
        try:
            used = litellm.get_model_info(model=model, custom_llm_provider=provider)['key']
        except Exception:
            continue  # it does not know the model by that name
        if used != entry:
            others.append((provider, model, entry, used))
    print(f'LiteLLM: {len(several)} models have several entries, of {len(others)} another one is read than LiteLLM uses', *others)
    return len(others)


def main():
    with psycopg.connect(sys.argv[1], autocommit=True) as db:
        db.execute('DROP SCHEMA IF EXISTS grid_ledger, grid_ledger_internal CASCADE')
        lite = open(os.path.join(os.path.dirname(litellm.__file__), 'model_prices_and_context_window_backup.json')).read()
        unexplained = total = 0
        for what in ('genai-prices', 'LiteLLM'):
            db.execute("CALL runrate.create_ledger('grid_ledger')")
            started = datetime.datetime.now()
            if what == 'LiteLLM':
                loaded = db.execute("SELECT * FROM grid_ledger.load_prices_litellm(%s::jsonb, '2026-01-01 00:00+00')", [lite]).fetchone()
            else:
                loaded = db.execute('SELECT * FROM grid_ledger.load_prices_genai(%s::jsonb)', [genai_document()]).fetchone()
            print(f'{what}: {loaded[0]} models, {loaded[1]} prices in {(datetime.datetime.now() - started).total_seconds():.1f} s, {loaded[6]} unread and listed')
            if what == 'LiteLLM':
                entries = db.execute('SELECT entry, provider, model FROM runrate_internal.litellm_entries(%s::jsonb) WHERE is_readable', [lite]).fetchall()
                unexplained += other_entries(db, lite)
                bad, n = compare(db, what, litellm_cases(entries),
                                 lambda ours, theirs: abs(float(ours) - theirs) <= 1e-11 + 1e-9 * abs(theirs))
            else:
                bad, n = compare(db, what, genai_cases(),
                                 lambda ours, theirs: abs(ours - theirs) <= decimal.Decimal('0.000000000001'))
            unexplained += bad
            total += n
            db.execute('DROP SCHEMA grid_ledger, grid_ledger_internal CASCADE')
    print(f'{total} prices, {unexplained} differences without an explanation')
    return 1 if unexplained or total < 40000 else 0


sys.exit(main())
