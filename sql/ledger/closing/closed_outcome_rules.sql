CREATE TABLE closed_outcome_rules (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	unit_of_work text NOT NULL,
	outcome text NOT NULL,
	counts boolean NOT NULL,
	valid_from date NOT NULL,
	valid_until date NOT NULL
);

CREATE INDEX ON closed_outcome_rules (valid_from) WHERE in_force;

CREATE INDEX ON closed_outcome_rules (entry);

COMMENT ON TABLE closed_outcome_rules IS 'Which outcomes counted in closed months, as it was known when these were closed.';
COMMENT ON COLUMN closed_outcome_rules.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_outcome_rules.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_outcome_rules.unit_of_work IS 'Unit of work, or * for all.';
COMMENT ON COLUMN closed_outcome_rules.outcome IS 'Outcome.';
COMMENT ON COLUMN closed_outcome_rules.counts IS 'Whether it counts.';
COMMENT ON COLUMN closed_outcome_rules.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN closed_outcome_rules.valid_until IS 'First day on which it holds no more.';
