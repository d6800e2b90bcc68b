CREATE TABLE conflicts (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	fact text NOT NULL,
	source text,
	source_key text,
	existing_id bigint NOT NULL,
	differs_in text NOT NULL,
	payload jsonb NOT NULL
);

COMMENT ON TABLE conflicts IS
'Rows that came again under the same source and key with a different content. The first one stands; reverse it and insert the right one under a new key if it was wrong.';
COMMENT ON COLUMN conflicts.id IS 'Number of the row.';
COMMENT ON COLUMN conflicts.recorded_at IS 'When it came.';
COMMENT ON COLUMN conflicts.recorded_by IS 'Role that loaded it.';
COMMENT ON COLUMN conflicts.fact IS 'Table that it was meant for.';
COMMENT ON COLUMN conflicts.source IS 'System that it comes from.';
COMMENT ON COLUMN conflicts.source_key IS 'Its key there.';
COMMENT ON COLUMN conflicts.existing_id IS 'Row of the table that has the key.';
COMMENT ON COLUMN conflicts.differs_in IS 'Columns that differ.';
COMMENT ON COLUMN conflicts.payload IS 'The row as it arrived.';
