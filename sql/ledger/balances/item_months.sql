CREATE OR REPLACE VIEW item_months WITH (security_invoker = true) AS
SELECT i.booked_month,
	   greatest(first_of_month(i.owned_on), latest_day(a.days, i.owned_on),
				latest_day(c.days, i.owned_on)) AS owned_from,
	   i.work_item, i.agent, i.own_unit, i.layer, i.outcome,
	   i.events, i.unpriced_events, i.tokens, i.cost, i.credit_cost, i.gpu_seconds, i.vectors_stored,
	   i.quantity, i.reviews, i.minute_cost, i.fees, i.review_cost
FROM item_days i
CROSS JOIN common_span_days c
LEFT JOIN agent_span_days a ON a.agent = i.agent;

COMMENT ON VIEW item_months IS 'What belongs to each work item, by month, split where owner, rules or baselines change within it: events by layer, outcomes by their name, reviews; folded and not. Several rows may have one key: they are added up.';
COMMENT ON COLUMN item_months.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN item_months.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN item_months.work_item IS 'Work item.';
COMMENT ON COLUMN item_months.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN item_months.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN item_months.layer IS 'Layer of cost.';
COMMENT ON COLUMN item_months.outcome IS 'Outcome.';
COMMENT ON COLUMN item_months.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN item_months.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN item_months.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN item_months.cost IS 'Cost.';
COMMENT ON COLUMN item_months.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN item_months.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN item_months.vectors_stored IS 'Quantity on the meter vectors_stored.';
COMMENT ON COLUMN item_months.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN item_months.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN item_months.minute_cost IS 'Minutes times the cost of an hour, exact.';
COMMENT ON COLUMN item_months.fees IS 'Fees of reviews.';
COMMENT ON COLUMN item_months.review_cost IS 'Cost of reviews, each as it was rounded when it arrived.';
