CREATE TABLE disposals (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	investment bigint NOT NULL,
	month date NOT NULL CONSTRAINT month_is_its_first_day CHECK (extract(day FROM month) = 1),
	source text NOT NULL DEFAULT 'disposal',
	source_key text NOT NULL DEFAULT gen_random_uuid()::text,
	key_hash uuid NOT NULL UNIQUE,
	reverses bigint,
	reason text
);

CREATE SEQUENCE disposals_id_seq OWNED BY disposals.id;

CREATE INDEX ON disposals (investment);

CREATE UNIQUE INDEX ON disposals (reverses) WHERE reverses IS NOT NULL;

COMMENT ON TABLE disposals IS
'Investments that were given up before they were written off: the months before stay, what is left is expensed in the month of the disposal. Written by dispose_investment; append-only: correct with reverse_disposal.';
COMMENT ON COLUMN disposals.id IS 'Number of the row.';
COMMENT ON COLUMN disposals.occurred_at IS 'When it was disposed of.';
COMMENT ON COLUMN disposals.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN disposals.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN disposals.owned_on IS 'Month of the disposal, as its first day; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN disposals.booked_on IS 'Accounting day: what is left is expensed in its month. Another one than owned_on only in a reversal that was given a later day, and where the month had been closed.';
COMMENT ON COLUMN disposals.displaced_from IS 'Day on which it would have been booked if its month had not been closed; empty: it is booked there.';
COMMENT ON COLUMN disposals.investment IS 'Row of investments.';
COMMENT ON COLUMN disposals.month IS 'Month in which it was to be expensed, as its first day.';
COMMENT ON COLUMN disposals.source IS 'disposal or reversal.';
COMMENT ON COLUMN disposals.source_key IS 'Key of the row, of its investment.';
COMMENT ON COLUMN disposals.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN disposals.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN disposals.reason IS 'Why it was disposed of, or why that was cancelled.';
