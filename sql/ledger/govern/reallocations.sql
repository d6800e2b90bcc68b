CREATE TABLE reallocations (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	month date NOT NULL CONSTRAINT month_is_its_first_day
		CHECK (extract(day FROM month) = 1 AND month BETWEEN '2000-01-01' AND '2100-12-01'),
	agent text NOT NULL,
	purpose text NOT NULL CHECK (purpose <> ''),
	amount numeric(20,6) NOT NULL CONSTRAINT amount_is_not_zero CHECK (amount <> 0 AND abs(amount) < 1e14),
	reason text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer
);

COMMENT ON TABLE reallocations IS
'Decisions on what agents have saved: a month, whose saving it is, and what it is to be spent on. Never more than reallocation_pool has when it is decided. Append-only: a negative amount takes back.';
COMMENT ON COLUMN reallocations.id IS 'Number of the row.';
COMMENT ON COLUMN reallocations.month IS 'Month in which it was saved, as its first day.';
COMMENT ON COLUMN reallocations.agent IS 'Agent that saved it.';
COMMENT ON COLUMN reallocations.purpose IS 'What it is for: an agent, an experiment, a project.';
COMMENT ON COLUMN reallocations.amount IS 'Amount in the currency of the ledger; negative: taken back.';
COMMENT ON COLUMN reallocations.reason IS 'Why.';
COMMENT ON COLUMN reallocations.recorded_at IS 'When it was decided.';
COMMENT ON COLUMN reallocations.recorded_by IS 'Role that decided it.';
COMMENT ON COLUMN reallocations.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
