CREATE TABLE budgets (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	business_unit text NOT NULL DEFAULT '*',
	budget_line text NOT NULL DEFAULT 'total',
	valid_from date NOT NULL CONSTRAINT month_is_its_first_day
		CHECK (extract(day FROM valid_from) = 1 AND valid_from BETWEEN '2000-01-01' AND '2100-12-01'),
	monthly_amount numeric(20,6) CHECK (monthly_amount > -1e14 AND monthly_amount < 1e14),
	note text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer,
	version text NOT NULL DEFAULT 'budget' CHECK (version <> '')
);

COMMENT ON TABLE budgets IS
'What may be spent in a month. Append-only: a later row for the same business unit, line and version supersedes, one without an amount ends the budget.';
COMMENT ON COLUMN budgets.id IS 'Number of the row.';
COMMENT ON COLUMN budgets.business_unit IS 'Business unit, or * for the whole company.';
COMMENT ON COLUMN budgets.budget_line IS 'What the money is for: total, a P&L line of agents, a layer, a driver such as model migrations, or agent labour: all cost that no driver of the same budget is for.';
COMMENT ON COLUMN budgets.valid_from IS 'First month, as its first day.';
COMMENT ON COLUMN budgets.monthly_amount IS 'Amount of a month; empty: the budget has ended.';
COMMENT ON COLUMN budgets.note IS 'Remark.';
COMMENT ON COLUMN budgets.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN budgets.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN budgets.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
COMMENT ON COLUMN budgets.version IS 'budget: what was agreed; any other name is a version of its own beside it, such as a forecast, or a budget that was revised.';
