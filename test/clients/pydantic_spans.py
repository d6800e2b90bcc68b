"""The spans of Pydantic AI, for a run of an agent with a stub server, as JSON lines.

usage: pydantic_spans.py
"""
import spans
import stub

from pydantic_ai import Agent
from pydantic_ai.models.instrumented import InstrumentationSettings
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

provider, exporter = spans.tracing()
server = OpenAIProvider(base_url=stub.start(), api_key='x')
Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))
tracer = provider.get_tracer('application')
with tracer.start_as_current_span('ticket', attributes={'ticket.id': 'T-7'}):
    for model in (OpenAIChatModel('gpt-5', provider=server), OpenAIResponsesModel('gpt-5', provider=server)):
        Agent(model, name='support').run_sync('hi')
spans.show(exporter)
