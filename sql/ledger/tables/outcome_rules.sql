CREATE TABLE outcome_rules (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	unit_of_work text NOT NULL DEFAULT '*',
	outcome text NOT NULL,
	counts boolean NOT NULL,
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	is_built_in boolean NOT NULL DEFAULT false,
	closing integer
);

COMMENT ON TABLE outcome_rules IS
'Which outcome of which unit of work counts. A rule for the unit of work goes before one for *; an outcome without a rule does not count and is listed in data_quality. Append-only: a later row for the same key supersedes.';
COMMENT ON COLUMN outcome_rules.id IS 'Number of the row.';
COMMENT ON COLUMN outcome_rules.unit_of_work IS 'Unit of work of the agent, or * for all.';
COMMENT ON COLUMN outcome_rules.outcome IS 'Outcome, as outcomes have it.';
COMMENT ON COLUMN outcome_rules.counts IS 'Whether it counts as work done.';
COMMENT ON COLUMN outcome_rules.valid_from IS 'First day on which the rule holds.';
COMMENT ON COLUMN outcome_rules.recorded_at IS 'When the row was written; the rows that every ledger comes with are older than any other.';
COMMENT ON COLUMN outcome_rules.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN outcome_rules.is_built_in IS 'Whether every ledger comes with the row. Its id is below zero, so that it is never that of a row of yours.';
COMMENT ON COLUMN outcome_rules.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';

-- A rule of one's own goes before these, also in a ledger that is younger than the rule.
INSERT INTO outcome_rules (id, outcome, counts, recorded_at, is_built_in)
OVERRIDING SYSTEM VALUE
SELECT -seed.number, seed.outcome, seed.number <= 8, '1970-01-01 00:00+00', true
FROM unnest(ARRAY[
	'resolved', 'completed', 'approved', 'accepted', 'adjudicated', 'originated', 'qualified', 'merged',
	'rejected', 'failed', 'escalated', 'kicked_back', 'abandoned', 'duplicate', 'unresolved'
]) WITH ORDINALITY seed(outcome, number);
