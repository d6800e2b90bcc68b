CREATE TYPE unit_cost_period AS (
	period_start date,
	business_unit text,
	agent text,
	unit_of_work text,
	outcomes bigint,
	events bigint,
	direct_cost numeric(38,12),
	review_cost numeric(38,12),
	overhead_cost numeric(38,12),
	fully_loaded_cost numeric(38,12),
	direct_unit_cost numeric(32,6),
	unit_cost numeric(32,6),
	accuracy_ratio numeric(32,6),
	review_ratio numeric(32,6),
	unpriced_events bigint,
	shared_cost numeric(38,12),
	amortization_cost numeric(38,12)
);

COMMENT ON TYPE unit_cost_period IS 'What an outcome of an agent costs on a day or in a week: a row of unit_costs_daily or unit_costs_weekly.';
