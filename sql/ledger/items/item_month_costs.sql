CREATE OR REPLACE VIEW item_month_costs WITH (security_invoker = true) AS
SELECT i.month, i.service_month, i.naming_entry, i.work_item, i.first_unit, i.last_unit,
	   i.events, i.unpriced_events, i.outcomes, i.reviews,
	   i.direct_cost, i.model_cost, i.retry_cost, i.tool_cost, i.visible_cost,
	   i.review_cost, i.shared_cost, i.amortization_cost, i.overhead_cost, i.cost,
	   i.prior_period_cost, i.prior_period_outcomes
FROM item_costs_of_months(false) i;

COMMENT ON VIEW item_month_costs IS 'Costs and work of each work item by the months in which they are booked and to which they belong. What is left of the book when all items are taken off it belongs to none. Several rows may have one key: they are added up.';
COMMENT ON COLUMN item_month_costs.month IS 'Month in which it is booked.';
COMMENT ON COLUMN item_month_costs.service_month IS 'Month to which it belongs; before month: booked late.';
COMMENT ON COLUMN item_month_costs.naming_entry IS 'Entry of the chain of closings as of which the names of the work item count; empty: as they are now.';
COMMENT ON COLUMN item_month_costs.work_item IS 'Work item.';
COMMENT ON COLUMN item_month_costs.first_unit IS 'Business unit that pays, the first by name.';
COMMENT ON COLUMN item_month_costs.last_unit IS 'The last by name.';
COMMENT ON COLUMN item_month_costs.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN item_month_costs.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN item_month_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN item_month_costs.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN item_month_costs.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN item_month_costs.model_cost IS 'What of it is of the layers model_api and inference.';
COMMENT ON COLUMN item_month_costs.retry_cost IS 'What of it is of the layer retries.';
COMMENT ON COLUMN item_month_costs.tool_cost IS 'What of it is of the layer tool_calls.';
COMMENT ON COLUMN item_month_costs.visible_cost IS 'What of it is of layers marked visible.';
COMMENT ON COLUMN item_month_costs.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN item_month_costs.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN item_month_costs.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN item_month_costs.overhead_cost IS 'The sum of the two.';
COMMENT ON COLUMN item_month_costs.cost IS 'The sum of direct, review and overhead cost.';
COMMENT ON COLUMN item_month_costs.prior_period_cost IS 'What of cost belongs to months before.';
COMMENT ON COLUMN item_month_costs.prior_period_outcomes IS 'What of outcomes belongs to months before.';
