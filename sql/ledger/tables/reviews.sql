CREATE TABLE reviews (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	agent text,
	work_item text,
	reviewer text,
	minutes numeric CHECK (minutes > -1e18 AND minutes < 1e18),
	hourly_cost numeric CHECK (hourly_cost > -1e18 AND hourly_cost < 1e18),
	fee numeric CHECK (fee > -1e18 AND fee < 1e18),
	verdict text CHECK (verdict IN ('accurate', 'inaccurate')),
	cost numeric CHECK (cost > -1e18 AND cost < 1e18),
	minute_cost numeric,
	source text NOT NULL DEFAULT 'manual',
	source_key text NOT NULL DEFAULT gen_random_uuid()::text,
	key_hash uuid NOT NULL UNIQUE,
	reverses bigint,
	reason text,
	CHECK (fee IS NULL OR hourly_cost IS NULL),
	CHECK (fee IS NOT NULL OR minutes IS NOT NULL)
);

CREATE SEQUENCE reviews_id_seq OWNED BY reviews.id;

CREATE INDEX ON reviews (work_item);

CREATE UNIQUE INDEX ON reviews (reverses) WHERE reverses IS NOT NULL;

CREATE INDEX ON reviews (reviewer) WHERE cost IS NULL;

COMMENT ON TABLE reviews IS
'Checks of an agent''s work by people: minutes at the cost of an hour, or a fee. Append-only: correct with reverse_review.';
COMMENT ON COLUMN reviews.id IS 'Number of the row.';
COMMENT ON COLUMN reviews.occurred_at IS 'When the review took place; decides the hourly cost and the month.';
COMMENT ON COLUMN reviews.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN reviews.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN reviews.owned_on IS 'Day that decides owner, unit of work and rules: the day of occurred_at in the time zone of the ledger; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN reviews.booked_on IS 'Accounting day; another one than owned_on where that month was closed, and in a reversal that was given a later day.';
COMMENT ON COLUMN reviews.displaced_from IS 'Day on which it would have been booked if its month had not been closed; empty: it is booked there.';
COMMENT ON COLUMN reviews.agent IS 'Agent whose work was reviewed.';
COMMENT ON COLUMN reviews.work_item IS 'Work item that was reviewed.';
COMMENT ON COLUMN reviews.reviewer IS 'Who reviewed, or the role; see reviewer_costs.';
COMMENT ON COLUMN reviews.minutes IS 'Paid minutes.';
COMMENT ON COLUMN reviews.hourly_cost IS 'Cost of an hour; empty: that of reviewer_costs when the review took place.';
COMMENT ON COLUMN reviews.fee IS 'Fixed price of the review, in place of minutes.';
COMMENT ON COLUMN reviews.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN reviews.cost IS 'Cost of the review, computed when the row arrives; empty: the hourly cost is not known yet.';
COMMENT ON COLUMN reviews.minute_cost IS 'Minutes times the cost of an hour, exact: 60 times the cost before it was rounded; empty: a fee, or the hourly cost is not known yet. Reports add it up and divide once.';
COMMENT ON COLUMN reviews.source IS 'System that the row comes from.';
COMMENT ON COLUMN reviews.source_key IS 'Key of the row in that system; the same key is never counted twice.';
COMMENT ON COLUMN reviews.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN reviews.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN reviews.reason IS 'Why it was cancelled.';
