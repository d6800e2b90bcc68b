"""The spans of a real instrumentation of OpenAI's client, for calls of a stub server, as JSON lines.

usage: spans.py MODULE
"""
import importlib
import json
import sys

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import stub


def tracing():
    """A provider of tracers, and where its spans are kept"""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource.create({'service.name': 'helpdesk'}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return provider, exporter


def ask(client):
    """One call of each kind"""
    question = {'model': 'gpt-5', 'messages': [{'role': 'user', 'content': 'hi'}]}
    client.chat.completions.create(**question)
    for _ in client.chat.completions.create(**question, stream=True, stream_options={'include_usage': True}):
        pass
    client.embeddings.create(model='text-embedding-3-small', input='x')
    client.responses.create(model='gpt-5', input='x')


def show(exporter):
    for span in exporter.get_finished_spans():
        body = json.loads(span.to_json())
        identity = body['context']
        print(json.dumps({'trace_id': identity['trace_id'], 'span_id': identity['span_id'], 'parent_span_id': body['parent_id'], 'name': body['name'],
                          'start_time': body['start_time'], 'attributes': body['attributes'], 'resource_attributes': body['resource']['attributes']}))


def main():
    provider, exporter = tracing()
    trace.set_tracer_provider(provider)
    importlib.import_module(sys.argv[1]).OpenAIInstrumentor().instrument()

    import openai  # after it is instrumented

    client = openai.OpenAI(api_key='x', base_url=stub.start())
    tracer = trace.get_tracer('application')
    with tracer.start_as_current_span('ticket', attributes={'ticket.id': 'T-7'}):
        with tracer.start_as_current_span('invoke_agent support', attributes={'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support'}):
            ask(client)
    show(exporter)


if __name__ == '__main__':
    main()
