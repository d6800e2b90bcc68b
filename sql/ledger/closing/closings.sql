CREATE TABLE closings (
	entry bigint PRIMARY KEY,
	kind text NOT NULL CHECK (kind IN ('close', 'reopen')),
	month date NOT NULL CHECK (extract(day FROM month) = 1),
	version bigint NOT NULL,
	closed_through date,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	note text NOT NULL,
	accepted text[] NOT NULL,
	ledger_version text NOT NULL,
	previous_digest text,
	digest text NOT NULL
);

COMMENT ON TABLE closings IS
'The chain of closings: each month that was closed or reopened, in the order in which that was done. Append-only.';
COMMENT ON COLUMN closings.entry IS 'Position in the chain, counted from 1.';
COMMENT ON COLUMN closings.kind IS 'close or reopen.';
COMMENT ON COLUMN closings.month IS 'Month.';
COMMENT ON COLUMN closings.version IS 'How many times the month has been closed.';
COMMENT ON COLUMN closings.closed_through IS 'Last month that is closed after this entry; empty: none is.';
COMMENT ON COLUMN closings.recorded_at IS 'When it was done.';
COMMENT ON COLUMN closings.recorded_by IS 'Role that did it.';
COMMENT ON COLUMN closings.note IS 'Note of the closing, or reason of the reopening.';
COMMENT ON COLUMN closings.accepted IS 'What was known to be missing and was accepted.';
COMMENT ON COLUMN closings.ledger_version IS 'Version of runrate that computed the lines.';
COMMENT ON COLUMN closings.previous_digest IS 'Digest of the entry before; empty in the first.';
COMMENT ON COLUMN closings.digest IS 'SHA-256 over the document of the entry, which export_statement shows.';
