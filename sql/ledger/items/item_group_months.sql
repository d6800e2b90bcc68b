-- Inlined, so that a filter on month reaches the tables.
CREATE OR REPLACE FUNCTION item_group_months(grouped_by text) RETURNS SETOF item_group_month
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 10000
BEGIN ATOMIC
	SELECT month, c.grouped_by, name, work_items, outcomes, direct_cost, review_cost, shared_cost,
		   amortization_cost, prior_period_cost, prior_period_outcomes
	FROM closed_groups c
	WHERE c.in_force AND c.grouped_by = item_group_months.grouped_by
	UNION ALL
	SELECT month, g.grouped_by, name, work_items, outcomes, direct_cost, review_cost, shared_cost,
		   amortization_cost, prior_period_cost, prior_period_outcomes
	FROM computed_group_months(ARRAY[item_group_months.grouped_by]) g
	WHERE month >= (SELECT open_from()) AND month < (SELECT open_until());
END;

COMMENT ON FUNCTION item_group_months(text) IS 'item_group_months(''customer''): costs and work by month and customer, or campaign, of the work items, in closed months as when these were closed. The row unattributed has what belongs to no work item or to one without a name, so that the rows of a month sum to the cost of the company.';
