CREATE TABLE alert_outbox (
	alert bigint PRIMARY KEY REFERENCES alerts,
	queued_at timestamptz NOT NULL DEFAULT now()
		CHECK (queued_at BETWEEN '2000-01-01 00:00+00' AND '2100-12-31 00:00+00'),
	attempts bigint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
	next_attempt_at timestamptz NOT NULL DEFAULT now()
		CHECK (next_attempt_at BETWEEN '2000-01-01 00:00+00' AND '2100-12-31 00:00+00'),
	last_error text,
	delivered_at timestamptz CHECK (delivered_at BETWEEN '2000-01-01 00:00+00' AND '2100-12-31 00:00+00')
);

-- What is left to deliver is little of what there is.
CREATE INDEX ON alert_outbox (next_attempt_at) WHERE delivered_at IS NULL;

COMMENT ON TABLE alert_outbox IS
'Which alerts have to be sent, as to a chat. A row comes with its alert in the same transaction; what delivers locks it, sends, and sets delivered_at.';
COMMENT ON COLUMN alert_outbox.alert IS 'Alert.';
COMMENT ON COLUMN alert_outbox.queued_at IS 'When it came.';
COMMENT ON COLUMN alert_outbox.attempts IS 'How often it was sent without success.';
COMMENT ON COLUMN alert_outbox.next_attempt_at IS 'When it is tried next.';
COMMENT ON COLUMN alert_outbox.last_error IS 'What went wrong the last time.';
COMMENT ON COLUMN alert_outbox.delivered_at IS 'When it was delivered; empty: not yet.';
