CREATE TYPE unit_cost_month AS (
	month date,
	business_unit text,
	agent text,
	unit_of_work text,
	outcomes bigint,
	events bigint,
	direct_cost numeric(38,12),
	review_cost numeric(38,12),
	shared_cost numeric(38,12),
	amortization_cost numeric(38,12),
	overhead_cost numeric(38,12),
	fully_loaded_cost numeric(38,12),
	direct_unit_cost numeric(32,6),
	unit_cost numeric(32,6),
	accuracy_ratio numeric(32,6),
	review_ratio numeric(32,6),
	unpriced_events bigint,
	prior_period_cost numeric(38,12),
	prior_period_outcomes bigint,
	is_complete boolean
);

COMMENT ON TYPE unit_cost_month IS 'What an outcome of an agent costs in a month: a row of unit_costs.';
