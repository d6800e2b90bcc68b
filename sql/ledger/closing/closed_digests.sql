CREATE TABLE closed_digests (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	source text NOT NULL,
	columns text NOT NULL,
	row_count bigint NOT NULL,
	digest text NOT NULL,
	PRIMARY KEY (entry, source)
);

COMMENT ON TABLE closed_digests IS 'Digests over what closings were made from: the facts that are booked in the month, the changes and reference rows that a closing was the first to see, master data as it saw them, and the definitions of functions, views and triggers; a row for each.';
COMMENT ON COLUMN closed_digests.entry IS 'Entry of closings that made it.';
COMMENT ON COLUMN closed_digests.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_digests.source IS 'Table, or what else was digested.';
COMMENT ON COLUMN closed_digests.columns IS 'Its columns that are in the digest; of definitions the versions that they are of.';
COMMENT ON COLUMN closed_digests.row_count IS 'How many rows.';
COMMENT ON COLUMN closed_digests.digest IS 'SHA-256 over the rows, a line each.';
