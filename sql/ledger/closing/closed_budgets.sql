CREATE TABLE closed_budgets (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	business_unit text NOT NULL,
	budget_line text NOT NULL,
	version text NOT NULL,
	monthly_amount numeric,
	note text,
	line_kind text NOT NULL,
	is_known_unit boolean NOT NULL,
	is_known_line boolean NOT NULL,
	valid_from date NOT NULL,
	valid_until date NOT NULL
);

CREATE INDEX ON closed_budgets (valid_from) WHERE in_force;

CREATE INDEX ON closed_budgets (entry);

COMMENT ON TABLE closed_budgets IS 'Budgets of closed months, as they were known when these were closed.';
COMMENT ON COLUMN closed_budgets.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_budgets.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_budgets.business_unit IS 'Business unit, or * for the company.';
COMMENT ON COLUMN closed_budgets.budget_line IS 'What the money is for.';
COMMENT ON COLUMN closed_budgets.version IS 'Version of the budget.';
COMMENT ON COLUMN closed_budgets.monthly_amount IS 'Amount of a month; empty: the budget has ended.';
COMMENT ON COLUMN closed_budgets.note IS 'Remark.';
COMMENT ON COLUMN closed_budgets.line_kind IS 'What the line was: total, labour, pl_line, layer or pool.';
COMMENT ON COLUMN closed_budgets.is_known_unit IS 'Whether there was such a business unit.';
COMMENT ON COLUMN closed_budgets.is_known_line IS 'Whether there was such a line.';
COMMENT ON COLUMN closed_budgets.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN closed_budgets.valid_until IS 'First day on which it holds no more.';
