CREATE TYPE item_month_cost AS (
	month date,
	service_month date,
	naming_entry bigint,
	work_item text,
	first_unit text,
	last_unit text,
	events bigint,
	unpriced_events bigint,
	outcomes bigint,
	reviews bigint,
	direct_cost numeric,
	model_cost numeric,
	retry_cost numeric,
	tool_cost numeric,
	visible_cost numeric,
	review_cost numeric,
	shared_cost numeric,
	amortization_cost numeric,
	overhead_cost numeric,
	cost numeric,
	prior_period_cost numeric,
	prior_period_outcomes bigint
);

COMMENT ON TYPE item_month_cost IS 'Costs and work of a work item in a month: a row of item_month_costs.';
