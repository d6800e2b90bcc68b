CREATE TYPE item_group_month AS (
	month date,
	grouped_by text,
	name text,
	work_items bigint,
	outcomes bigint,
	direct_cost numeric,
	review_cost numeric,
	shared_cost numeric,
	amortization_cost numeric,
	prior_period_cost numeric,
	prior_period_outcomes bigint
);

COMMENT ON TYPE item_group_month IS 'Costs and work of the items of a customer or campaign in a month.';
