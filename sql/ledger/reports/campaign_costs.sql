CREATE OR REPLACE VIEW campaign_costs WITH (security_invoker = true) AS
SELECT c.month, c.name AS campaign, c.work_items, c.outcomes,
	   c.direct_cost::numeric(38,12) AS direct_cost,
	   c.review_cost::numeric(38,12) AS review_cost,
	   (c.shared_cost + c.amortization_cost)::numeric(38,12) AS overhead_cost,
	   (c.direct_cost + c.review_cost + c.shared_cost + c.amortization_cost)::numeric(38,12) AS fully_loaded_cost,
	   period_unit_cost(c.direct_cost + c.review_cost + c.shared_cost + c.amortization_cost - c.prior_period_cost,
						c.outcomes - c.prior_period_outcomes, c.work_items, 0)::numeric(32,6) AS unit_cost,
	   c.shared_cost::numeric(38,12) AS shared_cost,
	   c.amortization_cost::numeric(38,12) AS amortization_cost,
	   c.prior_period_cost::numeric(38,12) AS prior_period_cost,
	   c.prior_period_outcomes,
	   is_over(c.month) AS is_complete
FROM item_group_months('campaign') c;

COMMENT ON VIEW campaign_costs IS
'What each campaign costs, by month, with everything in it. The rows of a month sum to the cost of the company; overhead is that of the work items, see work_item_costs.';
COMMENT ON COLUMN campaign_costs.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN campaign_costs.campaign IS 'Campaign of the work items; unattributed: they have none, or there is no work item.';
COMMENT ON COLUMN campaign_costs.work_items IS 'Work items with an event in the month.';
COMMENT ON COLUMN campaign_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN campaign_costs.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN campaign_costs.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN campaign_costs.overhead_cost IS 'Share of overhead: shared_cost and amortization_cost.';
COMMENT ON COLUMN campaign_costs.fully_loaded_cost IS 'The sum of direct, review and overhead cost.';
COMMENT ON COLUMN campaign_costs.unit_cost IS 'Cost of the month itself for each of its outcomes, without prior_period_cost and prior_period_outcomes; empty: no outcomes, or nothing of what they cost is of the month.';
COMMENT ON COLUMN campaign_costs.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN campaign_costs.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN campaign_costs.prior_period_cost IS 'What of fully_loaded_cost belongs to months before: late facts, reversals.';
COMMENT ON COLUMN campaign_costs.prior_period_outcomes IS 'What of outcomes belongs to months before.';
COMMENT ON COLUMN campaign_costs.is_complete IS 'Whether the month is over, in the time zone of the ledger.';
