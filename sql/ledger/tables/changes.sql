CREATE TABLE changes (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	table_name text NOT NULL,
	key text COLLATE "C" NOT NULL,
	valid_from date,
	before jsonb,
	after jsonb,
	closing integer,
	CHECK (before IS NOT NULL OR after IS NOT NULL)
);

-- Keys are long, and asked for as a whole.
CREATE INDEX ON changes USING hash (key);

CREATE INDEX ON changes (id) WHERE closing IS NULL;

COMMENT ON TABLE changes IS
'What became of master data and settings: one row for each row of agents, work_items, business_units, cost_layers or accounts that was inserted, changed or deleted. Written by triggers; append-only.';
COMMENT ON COLUMN changes.id IS 'Number of the row; of one key, a later change has a higher one.';
COMMENT ON COLUMN changes.recorded_at IS 'When it was changed.';
COMMENT ON COLUMN changes.recorded_by IS 'Role that changed it.';
COMMENT ON COLUMN changes.table_name IS 'Table.';
COMMENT ON COLUMN changes.key IS 'Which row of it: the agent, work item, business unit or layer. A change of the key is a deletion and an insertion.';
COMMENT ON COLUMN changes.valid_from IS 'Day from which the row holds, where that is part of its key, as in agents.';
COMMENT ON COLUMN changes.before IS 'The row as it was, without recorded_at and recorded_by; empty: it was inserted.';
COMMENT ON COLUMN changes.after IS 'The row as it became; empty: it was deleted.';
COMMENT ON COLUMN changes.closing IS 'Number of the closing that was the first to see the change; empty: none has yet. Set by closing alone.';
