CREATE TABLE outcome_budgets (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	agent text NOT NULL,
	valid_from date NOT NULL CONSTRAINT month_is_its_first_day
		CHECK (extract(day FROM valid_from) = 1 AND valid_from BETWEEN '2000-01-01' AND '2100-12-01'),
	target_unit_cost numeric(20,6) CHECK (target_unit_cost >= 0 AND target_unit_cost < 1e14),
	planned_outcomes bigint CHECK (planned_outcomes BETWEEN 0 AND 1000000000000),
	attempts_per_outcome numeric(20,6) CHECK (attempts_per_outcome >= 0 AND attempts_per_outcome < 1e9),
	tokens_per_attempt numeric(20,6) CHECK (tokens_per_attempt >= 0 AND tokens_per_attempt < 1e12),
	price_per_million_tokens numeric(20,6)
		CHECK (price_per_million_tokens >= 0 AND price_per_million_tokens < 1e9),
	review_cost_per_outcome numeric(20,6) CHECK (review_cost_per_outcome >= 0 AND review_cost_per_outcome < 1e14),
	overhead_cost_per_outcome numeric(20,6)
		CHECK (overhead_cost_per_outcome >= 0 AND overhead_cost_per_outcome < 1e14),
	note text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer,
	CONSTRAINT target_and_planned_outcomes CHECK ((target_unit_cost IS NULL) = (planned_outcomes IS NULL)),
	CONSTRAINT attempts_tokens_and_price
		CHECK (num_nonnulls(attempts_per_outcome, tokens_per_attempt, price_per_million_tokens) IN (0, 3)),
	CONSTRAINT standards_within_the_target
		CHECK (coalesce(attempts_per_outcome * tokens_per_attempt * price_per_million_tokens * 0.000001, 0)
			   + coalesce(review_cost_per_outcome, 0) + coalesce(overhead_cost_per_outcome, 0) <= target_unit_cost)
);

COMMENT ON TABLE outcome_budgets IS
'What an agent is to achieve in a month, and what an outcome may cost: fully loaded, and of it, as far as that is planned, models, review and overhead. Append-only: a later row for the same agent supersedes, one without a target ends the budget.';
COMMENT ON COLUMN outcome_budgets.id IS 'Number of the row.';
COMMENT ON COLUMN outcome_budgets.agent IS 'Agent.';
COMMENT ON COLUMN outcome_budgets.valid_from IS 'First month, as its first day.';
COMMENT ON COLUMN outcome_budgets.target_unit_cost IS 'What an outcome may cost, fully loaded; empty: the budget has ended.';
COMMENT ON COLUMN outcome_budgets.planned_outcomes IS 'Outcomes of a month.';
COMMENT ON COLUMN outcome_budgets.attempts_per_outcome IS 'Planned calls of models for an outcome, retries and failures with them; empty, with the next two: not planned.';
COMMENT ON COLUMN outcome_budgets.tokens_per_attempt IS 'Planned tokens of all kinds for a call.';
COMMENT ON COLUMN outcome_budgets.price_per_million_tokens IS 'Planned price of a million tokens.';
COMMENT ON COLUMN outcome_budgets.review_cost_per_outcome IS 'What of the target is for reviews; empty: not planned.';
COMMENT ON COLUMN outcome_budgets.overhead_cost_per_outcome IS 'What of the target is for shares of shared costs and amortization; empty: not planned.';
COMMENT ON COLUMN outcome_budgets.note IS 'Remark.';
COMMENT ON COLUMN outcome_budgets.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN outcome_budgets.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN outcome_budgets.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
