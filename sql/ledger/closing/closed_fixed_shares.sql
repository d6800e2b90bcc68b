CREATE TABLE closed_fixed_shares (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	share_key text NOT NULL,
	agent text NOT NULL,
	weight numeric,
	valid_from date NOT NULL,
	valid_until date NOT NULL
);

CREATE INDEX ON closed_fixed_shares (valid_from) WHERE in_force;

CREATE INDEX ON closed_fixed_shares (entry);

COMMENT ON TABLE closed_fixed_shares IS 'Fixed shares of closed months, as they were known when these were closed.';
COMMENT ON COLUMN closed_fixed_shares.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_fixed_shares.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_fixed_shares.share_key IS 'Driver.';
COMMENT ON COLUMN closed_fixed_shares.agent IS 'Agent.';
COMMENT ON COLUMN closed_fixed_shares.weight IS 'Share; empty: the agent takes part no more.';
COMMENT ON COLUMN closed_fixed_shares.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN closed_fixed_shares.valid_until IS 'First day on which it holds no more.';
