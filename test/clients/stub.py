"""A server that answers as OpenAI's interface does, for instrumentations to watch"""
import http.server
import json
import threading

CHAT = {'prompt_tokens': 1200, 'completion_tokens': 300, 'total_tokens': 1500,
        'prompt_tokens_details': {'cached_tokens': 1000}, 'completion_tokens_details': {'reasoning_tokens': 100}}
ITEMS = {'input_tokens': 1200, 'output_tokens': 300, 'total_tokens': 1500,
         'input_tokens_details': {'cached_tokens': 1000, 'cache_write_tokens': 0}, 'output_tokens_details': {'reasoning_tokens': 100}}
ANSWER = {'type': 'message', 'id': 'msg_1', 'status': 'completed', 'role': 'assistant', 'content': [{'type': 'output_text', 'text': 'hi', 'annotations': []}]}
MODEL = 'gpt-5-2025-08-07'


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def stream(self, request):
        self.send_response(200)
        self.send_header('content-type', 'text/event-stream')
        self.end_headers()
        chunks = [{'choices': [{'index': 0, 'delta': {'role': 'assistant', 'content': 'hi'}, 'finish_reason': None}]},
                  {'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}]}]
        if (request.get('stream_options') or {}).get('include_usage'):
            chunks.append({'choices': [], 'usage': CHAT})
        for chunk in chunks:
            body = {'id': 'c2', 'object': 'chat.completion.chunk', 'created': 1, 'model': MODEL, **chunk}
            self.wfile.write(b'data: ' + json.dumps(body).encode() + b'\n\n')
        self.wfile.write(b'data: [DONE]\n\n')

    def do_GET(self):
        self.answer({})

    def do_POST(self):
        content = self.rfile.read(int(self.headers['content-length']))
        # what tracers send to their own servers, which here nobody reads
        if not self.path.startswith('/v1/'):
            return self.answer({})
        request = json.loads(content)
        if self.path.endswith('/embeddings'):
            body = {'object': 'list', 'model': 'text-embedding-3-small', 'usage': {'prompt_tokens': 8, 'total_tokens': 8},
                    'data': [{'object': 'embedding', 'index': 0, 'embedding': [0.1] * 3}]}
        elif self.path.endswith('/responses'):
            body = {'id': 'resp_1', 'object': 'response', 'created_at': 1, 'status': 'completed', 'model': MODEL, 'output': [ANSWER],
                    'parallel_tool_calls': True, 'tool_choice': 'auto', 'tools': [], 'usage': ITEMS}
        elif request.get('stream'):
            return self.stream(request)
        else:
            body = {'id': 'c1', 'object': 'chat.completion', 'created': 1, 'model': MODEL, 'usage': CHAT,
                    'choices': [{'index': 0, 'message': {'role': 'assistant', 'content': 'hi'}, 'finish_reason': 'stop'}]}
        self.answer(body)

    def answer(self, body):
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def start():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'http://127.0.0.1:{server.server_port}/v1'
