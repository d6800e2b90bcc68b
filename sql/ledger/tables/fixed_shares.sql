CREATE TABLE fixed_shares (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	share_key text NOT NULL CHECK (share_key NOT IN ('outcomes', 'events', 'tokens', 'direct_cost', 'gpu_seconds',
		'vectors_stored', 'even')),
	agent text NOT NULL,
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	weight numeric CHECK (weight >= 0 AND weight < 1e30),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer
);

COMMENT ON TABLE fixed_shares IS
'Agreed shares for shared costs whose driver is the key. Append-only: a later row for the same key and agent supersedes.';
COMMENT ON COLUMN fixed_shares.id IS 'Number of the row.';
COMMENT ON COLUMN fixed_shares.share_key IS 'Name that shared_costs.driver refers to.';
COMMENT ON COLUMN fixed_shares.agent IS 'Agent that bears the share.';
COMMENT ON COLUMN fixed_shares.valid_from IS 'First day on which it holds; a month takes that of its first day.';
COMMENT ON COLUMN fixed_shares.weight IS 'Share; only the proportion to the others matters. Empty: the agent takes part no more.';
COMMENT ON COLUMN fixed_shares.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN fixed_shares.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN fixed_shares.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
