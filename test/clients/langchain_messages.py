"""What LangChain's messages say of their usage, for calls of a stub server, as JSON lines.

usage: langchain_messages.py
"""
import json

from langchain_openai import ChatOpenAI

import stub

server = stub.start()


def show(message):
    print(json.dumps({'usage_metadata': message.usage_metadata, 'response_metadata': message.response_metadata}, default=str))


def ask(**options):
    return ChatOpenAI(model='gpt-5', api_key='x', base_url=server, **options)


show(ask().invoke('hi'))
parts = list(ask(stream_usage=True).stream('hi'))
whole = parts[0]
for part in parts[1:]:
    whole += part
show(whole)
