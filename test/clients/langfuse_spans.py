"""What the SDK of Langfuse sends, for calls of a stub server through its client of OpenAI and a generation of its own, as JSON lines.

usage: langfuse_spans.py
"""
import os

import spans
import stub

server = stub.start()
os.environ.update(LANGFUSE_PUBLIC_KEY='pk', LANGFUSE_SECRET_KEY='sk', LANGFUSE_HOST=server.removesuffix('/v1'), LANGFUSE_BASE_URL=server.removesuffix('/v1'))

from langfuse import Langfuse, propagate_attributes  # noqa: E402  after it is told where its server is

provider, exporter = spans.tracing()
langfuse = Langfuse(tracer_provider=provider)

from langfuse.openai import OpenAI  # noqa: E402

client = OpenAI(api_key='x', base_url=server)
with langfuse.start_as_current_observation(name='ticket', as_type='agent'):
    with propagate_attributes(metadata={'ticket': 'T-7', 'agent': 'support'}):
        spans.ask(client)
        with langfuse.start_as_current_observation(name='of its own', as_type='generation', model='gpt-5') as generation:
            generation.update(usage_details={'input': 200, 'input_cached_tokens': 1000, 'output': 200, 'output_reasoning_tokens': 100})
spans.show(exporter)
