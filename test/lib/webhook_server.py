#!/usr/bin/env python3
"""A webhook on loopback for tests: writes a line for each request into a file.

usage: webhook_server.py LOG BEHAVIOUR

LOG gets a JSON line {"key": ..., "text": ..., "status": ...} for each message
that arrives, before it is answered.  BEHAVIOUR is a file, read for each
request: "ok", "status 500", or "slow 5" (seconds until the answer).  The first
line of output is the port.
"""
import http.server
import json
import sys
import time

LOG, BEHAVIOUR = sys.argv[1:]


class Webhook(http.server.BaseHTTPRequestHandler):
	def do_POST(self):
		body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
		with open(BEHAVIOUR, encoding="utf-8") as file:
			what, _, number = file.read().strip().partition(" ")
		status = int(number) if what == "status" else 200
		with open(LOG, "a", encoding="utf-8") as file:
			print(json.dumps({"key": self.headers["Idempotency-Key"], "text": body["text"], "status": status}), file=file)
		if what == "slow":
			time.sleep(float(number))
		self.send_response(status)
		if status in (301, 302):
			self.send_header("Location", "/elsewhere")
		if status == 429:
			self.send_header("Retry-After", "1")
		self.end_headers()
		self.wfile.write(b"ok")

	def log_message(self, *_):
		pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
print(server.server_address[1], flush=True)
server.serve_forever()
