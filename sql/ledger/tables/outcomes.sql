CREATE TABLE outcomes (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	agent text,
	work_item text,
	outcome text NOT NULL,
	quantity bigint NOT NULL DEFAULT 1 CHECK (quantity BETWEEN -1000000000 AND 1000000000),
	source text NOT NULL DEFAULT 'manual',
	source_key text NOT NULL DEFAULT gen_random_uuid()::text,
	key_hash uuid NOT NULL UNIQUE,
	reverses bigint,
	reason text
);

CREATE SEQUENCE outcomes_id_seq OWNED BY outcomes.id;

CREATE INDEX ON outcomes (work_item);

CREATE UNIQUE INDEX ON outcomes (reverses) WHERE reverses IS NOT NULL;

COMMENT ON TABLE outcomes IS
'What became of the work: one row for each outcome of a work item. outcome_rules say which outcomes count. Append-only: an item that is reopened is a reverse_outcome.';
COMMENT ON COLUMN outcomes.id IS 'Number of the row.';
COMMENT ON COLUMN outcomes.occurred_at IS 'When the outcome was reached; decides the month in which it counts.';
COMMENT ON COLUMN outcomes.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN outcomes.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN outcomes.owned_on IS 'Day that decides owner, unit of work and rules: the day of occurred_at in the time zone of the ledger; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN outcomes.booked_on IS 'Accounting day; another one than owned_on where that month was closed, and in a reversal that was given a later day.';
COMMENT ON COLUMN outcomes.displaced_from IS 'Day on which it would have been booked if its month had not been closed; empty: it is booked there.';
COMMENT ON COLUMN outcomes.agent IS 'Agent that reached it.';
COMMENT ON COLUMN outcomes.work_item IS 'Work item; may be empty for outcomes that are only known in number.';
COMMENT ON COLUMN outcomes.outcome IS 'Outcome, such as resolved, rejected or approved.';
COMMENT ON COLUMN outcomes.quantity IS 'How many outcomes the row stands for; negative in a reversal.';
COMMENT ON COLUMN outcomes.source IS 'System that the row comes from.';
COMMENT ON COLUMN outcomes.source_key IS 'Key of the row in that system; the same key is never counted twice.';
COMMENT ON COLUMN outcomes.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN outcomes.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN outcomes.reason IS 'Why it was cancelled.';
