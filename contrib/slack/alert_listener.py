#!/usr/bin/env python3
"""Sends the alerts of a runrate ledger to a Slack-style webhook, each once.

usage: alert_listener.py [--ledger SCHEMA] [--once] [--interval SECONDS]

The URL of the webhook comes from RUNRATE_WEBHOOK_URL, so that no list of
processes shows it; the connection from the variables of libpq (PGHOST,
PGDATABASE, PGUSER, PGSERVICE, ...).  The role needs the access steward.
Needs Python 3.9 or later and psycopg 3; nothing else.

The outbox of the ledger is the only memory that lasts.  A row is locked while
its alert is sent and marked in the same transaction, so that of several
listeners one sends it.  If the server goes away between the answer of the
webhook and the commit, the alert is remembered and only marked once the server
is back.  If the listener itself dies in that moment, it cannot know whether the
alert arrived and sends it again, with the same Idempotency-Key: what receives
it can tell.
"""
import argparse
import json
import os
import select
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import psycopg
from psycopg import sql

TIMEOUT = 10			# seconds for an answer of the webhook
LONGEST_WAIT = 3600		# seconds between attempts
LONGEST_TEXT = 3000		# characters of a message
MARKS = {1: ":information_source:", 2: ":warning:", 3: ":red_circle:", 4: ":octagonal_sign:"}

NEXT = sql.SQL("""
	SELECT o.alert, o.attempts, a.severity, a.kind, a.message
	FROM {outbox} o
	JOIN {alerts} a ON a.id = o.alert
	WHERE o.delivered_at IS NULL AND o.next_attempt_at <= clock_timestamp()
	ORDER BY o.next_attempt_at, o.alert
	LIMIT 1
	FOR UPDATE OF o SKIP LOCKED""")
DELIVERED = sql.SQL("UPDATE {outbox} SET delivered_at = clock_timestamp(), last_error = NULL WHERE alert = %s")
FAILED = sql.SQL("""
	UPDATE {outbox}
	SET attempts = attempts + 1, last_error = %s, next_attempt_at = clock_timestamp() + %s * interval '1 second'
	WHERE alert = %s""")


class NotDelivered(Exception):
	"""The webhook did not take a message; wait: when to try again, if it said so."""

	def __init__(self, problem, wait=None):
		super().__init__(problem)
		self.wait = wait


class KeepAddress(urllib.request.HTTPRedirectHandler):
	"""A redirection would turn a message into a request without one."""

	def redirect_request(self, *arguments):
		return None


def say(text):
	print(f"alert_listener: {text}", file=sys.stderr, flush=True)


def escape(text):
	"""What means something in a message of Slack, as text"""
	return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message_of(severity, kind, message):
	text = message if len(message) <= LONGEST_TEXT else message[:LONGEST_TEXT - 1] + "\u2026"
	return {"text": f"{MARKS[severity]} *{escape(kind)}* {escape(text)}"}


def post(url, key, message):
	"""One attempt; NotDelivered unless the answer is a success"""
	request = urllib.request.Request(url, json.dumps(message).encode(), {
		"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key})
	try:
		with urllib.request.build_opener(KeepAddress).open(request, timeout=TIMEOUT) as answer:
			answer.read()
	except urllib.error.HTTPError as error:
		wait = error.headers.get("Retry-After", "")
		raise NotDelivered(f"HTTP {error.code}", int(wait) if wait.isdigit() else None) from None
	except OSError as error:
		# not the URL, which is a secret
		raise NotDelivered(str(getattr(error, "reason", error))) from None


class Listener:
	def __init__(self, ledger, url):
		self.ledger = ledger
		self.url = url
		self.sent = set()		# sent, and not known to be marked
		self.was_connected = False
		self.names = {"outbox": sql.Identifier(ledger, "alert_outbox"), "alerts": sql.Identifier(ledger, "alerts")}

	def deliver_one(self, connection):
		"""Send the next alert that is due; false if there is none."""
		with connection.transaction():
			row = connection.execute(NEXT.format(**self.names)).fetchone()
			if row is None:
				return False
			alert, attempts, severity, kind, message = row
			try:
				if alert not in self.sent:
					post(self.url, urllib.parse.quote(f"{self.ledger}/{alert}"), message_of(severity, kind, message))
					self.sent.add(alert)
				connection.execute(DELIVERED.format(**self.names), [alert])
			except NotDelivered as problem:
				wait = problem.wait or min(2 ** min(attempts, 20), LONGEST_WAIT)
				say(f"alert {alert}: {problem}; next attempt in {wait} seconds")
				connection.execute(FAILED.format(**self.names), [str(problem), wait, alert])
		self.sent.discard(alert)
		return True

	def run(self, once, interval):
		with psycopg.connect(autocommit=True, application_name="runrate alert_listener") as connection:
			self.was_connected = True
			connection.execute("LISTEN runrate_alerts")
			while True:
				while self.deliver_one(connection):
					pass
				if once:
					return
				# Whatever wakes it: the outbox says what there is to do.
				if select.select([connection.fileno()], [], [], interval)[0]:
					connection.execute("SELECT")


def arguments():
	parser = argparse.ArgumentParser(description="Sends the alerts of a runrate ledger to a webhook, each once.")
	parser.add_argument("--ledger", default="ledger", help="schema of the ledger (default: ledger)")
	parser.add_argument("--once", action="store_true", help="send what is due and end")
	parser.add_argument("--interval", type=float, default=30, help="seconds after which it looks without being woken")
	options = parser.parse_args()
	options.url = os.environ.get("RUNRATE_WEBHOOK_URL", "")
	if urllib.parse.urlsplit(options.url).scheme not in ("http", "https"):
		parser.error("RUNRATE_WEBHOOK_URL has to be the URL of a webhook")
	return options


def main():
	options = arguments()
	listener = Listener(options.ledger, options.url)
	wait = 1
	signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
	while True:
		listener.was_connected = False
		try:
			listener.run(options.once, options.interval)
			return 0
		except psycopg.OperationalError as error:
			if options.once and not listener.sent:
				say(str(error).strip())
				return 1
			wait = 1 if listener.was_connected else min(wait * 2, 60)
			say(f"{str(error).strip()}; again in {wait} seconds")
			time.sleep(wait)
		except psycopg.Error as error:
			say(str(error).strip())
			return 1
		except KeyboardInterrupt:
			return 0


if __name__ == "__main__":
	sys.exit(main())
