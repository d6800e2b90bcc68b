CREATE TABLE outcome_rules (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	unit_of_work text NOT NULL DEFAULT '*',
	outcome text NOT NULL,
	counts boolean NOT NULL,
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (isfinite(valid_from)),
	recorded_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE outcome_rules IS
'Which outcome of which unit of work counts. A rule for the unit of work goes before one for *; an outcome without a rule does not count and is listed in data_quality. Append-only: a later row for the same key supersedes.';
COMMENT ON COLUMN outcome_rules.id IS 'Number of the row.';
COMMENT ON COLUMN outcome_rules.unit_of_work IS 'Unit of work of the agent, or * for all.';
COMMENT ON COLUMN outcome_rules.outcome IS 'Outcome, as outcomes have it.';
COMMENT ON COLUMN outcome_rules.counts IS 'Whether it counts as work done.';
COMMENT ON COLUMN outcome_rules.valid_from IS 'First day on which the rule holds.';
COMMENT ON COLUMN outcome_rules.recorded_at IS 'When the row was written.';

INSERT INTO outcome_rules (outcome, counts) VALUES
	('resolved', true), ('completed', true), ('approved', true), ('accepted', true),
	('adjudicated', true), ('originated', true), ('qualified', true), ('merged', true),
	('rejected', false), ('failed', false), ('escalated', false), ('kicked_back', false),
	('abandoned', false), ('duplicate', false), ('unresolved', false);
