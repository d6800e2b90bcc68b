CREATE OR REPLACE VIEW unit_months WITH (security_invoker = true) AS
SELECT month, service_month, agent, business_unit, unit_of_work, direct_cost, review_cost, shared_cost,
	   amortization_cost, cost, model_cost, visible_cost, estimated_cost, events, unpriced_events, tokens,
	   model_tokens, outcomes, all_outcomes, baseline, human_cost, outcomes_without_baseline, reviews,
	   unpriced_reviews, judged, accurate
FROM closed_statements
WHERE in_force
UNION ALL
SELECT month, service_month, agent, business_unit, unit_of_work, direct_cost, review_cost, shared_cost,
	   amortization_cost, cost, model_cost, visible_cost, estimated_cost, events, unpriced_events, tokens,
	   model_tokens, outcomes, all_outcomes, baseline, human_cost, outcomes_without_baseline, reviews,
	   unpriced_reviews, judged, accurate
FROM computed_unit_months
WHERE month >= (SELECT open_from()) AND month < (SELECT open_until());

COMMENT ON VIEW unit_months IS
'The book by month, agent, business unit and unit of work, one row each. Of closed months as it was when these were closed.';
COMMENT ON COLUMN unit_months.month IS 'Month in which it is booked.';
COMMENT ON COLUMN unit_months.service_month IS 'Month in which it took place; before month: booked late.';
COMMENT ON COLUMN unit_months.agent IS 'Agent.';
COMMENT ON COLUMN unit_months.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN unit_months.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN unit_months.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN unit_months.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN unit_months.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN unit_months.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN unit_months.cost IS 'The sum of the four.';
COMMENT ON COLUMN unit_months.model_cost IS 'What of it is for running models: the layers model_api and inference.';
COMMENT ON COLUMN unit_months.visible_cost IS 'What of it is in visible layers.';
COMMENT ON COLUMN unit_months.estimated_cost IS 'What of the cost of events is an estimate.';
COMMENT ON COLUMN unit_months.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN unit_months.unpriced_events IS 'Events whose cost is not known yet, without those that were reversed, whenever that was.';
COMMENT ON COLUMN unit_months.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN unit_months.model_tokens IS 'Tokens of events in the layers model_api and inference.';
COMMENT ON COLUMN unit_months.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN unit_months.all_outcomes IS 'The same with those that do not count.';
COMMENT ON COLUMN unit_months.baseline IS 'What a person costs for one unit of work on the last day of the month of service; empty: not known.';
COMMENT ON COLUMN unit_months.human_cost IS 'What people would have cost for the outcomes that count, each by the baseline of its day: 0 if there are none and a baseline is known; empty if one of them has no baseline, or none is known.';
COMMENT ON COLUMN unit_months.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN unit_months.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN unit_months.unpriced_reviews IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN unit_months.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN unit_months.accurate IS 'Those of them that found the work accurate.';
