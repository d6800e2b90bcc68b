CREATE OR REPLACE VIEW computed_unit_months WITH (security_invoker = true) AS
SELECT m.month, m.service_month, m.agent, m.business_unit, m.unit_of_work,
	   m.direct_cost, m.review_cost, m.shared_cost, m.amortization_cost, m.cost,
	   m.model_cost, m.visible_cost, m.estimated_cost,
	   m.events, m.unpriced_events, m.tokens, m.model_tokens,
	   m.outcomes, m.all_outcomes,
	   h.cost_per_outcome AS baseline,
	   CASE WHEN m.outcomes_without_baseline = 0 THEN coalesce(m.human_cost, 0 * h.cost_per_outcome) END AS human_cost,
	   m.outcomes_without_baseline,
	   m.reviews, m.unpriced_reviews, m.judged, m.accurate
FROM (SELECT b.month, b.service_month, b.agent, b.business_unit, b.unit_of_work,
			 coalesce(sum(b.cost) FILTER (WHERE b.component = 'direct'), 0) AS direct_cost,
			 coalesce(sum(b.cost) FILTER (WHERE b.component = 'review'), 0) AS review_cost,
			 coalesce(sum(b.cost) FILTER (WHERE b.component = 'shared'), 0) AS shared_cost,
			 coalesce(sum(b.cost) FILTER (WHERE b.component = 'amortization'), 0) AS amortization_cost,
			 sum(b.cost) AS cost,
			 coalesce(sum(b.cost) FILTER (WHERE b.layer IN ('model_api', 'inference')), 0) AS model_cost,
			 coalesce(sum(b.cost) FILTER (WHERE l.visible), 0) AS visible_cost,
			 sum(b.estimated_cost) AS estimated_cost,
			 sum(b.events)::bigint AS events, sum(b.unpriced_events)::bigint AS unpriced_events,
			 sum(b.tokens) AS tokens,
			 coalesce(sum(b.tokens) FILTER (WHERE b.layer IN ('model_api', 'inference')), 0) AS model_tokens,
			 sum(b.outcomes)::bigint AS outcomes, sum(b.all_outcomes)::bigint AS all_outcomes,
			 sum(b.human_cost) AS human_cost, sum(b.outcomes_without_baseline)::bigint AS outcomes_without_baseline,
			 sum(b.reviews)::bigint AS reviews, sum(b.unpriced_reviews)::bigint AS unpriced_reviews,
			 sum(b.judged)::bigint AS judged, sum(b.accurate)::bigint AS accurate
	  FROM computed_book b
	  LEFT JOIN cost_layer_periods l ON l.layer = b.layer AND b.month >= l.valid_from AND b.month < l.valid_until
	  GROUP BY b.month, b.service_month, b.agent, b.business_unit, b.unit_of_work) m
LEFT JOIN human_baseline_periods h
	ON h.unit_of_work = m.unit_of_work AND next_month(m.service_month) > h.valid_from
		AND next_month(m.service_month) <= h.valid_until;

COMMENT ON VIEW computed_unit_months IS 'What unit_months is in open months, computed for all of them.';
COMMENT ON COLUMN computed_unit_months.month IS 'Month in which it is booked.';
COMMENT ON COLUMN computed_unit_months.service_month IS 'Month in which it took place; before month: booked late.';
COMMENT ON COLUMN computed_unit_months.agent IS 'Agent.';
COMMENT ON COLUMN computed_unit_months.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN computed_unit_months.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN computed_unit_months.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN computed_unit_months.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN computed_unit_months.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN computed_unit_months.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN computed_unit_months.cost IS 'The sum of the four.';
COMMENT ON COLUMN computed_unit_months.model_cost IS 'What of it is for running models: the layers model_api and inference.';
COMMENT ON COLUMN computed_unit_months.visible_cost IS 'What of it is in visible layers.';
COMMENT ON COLUMN computed_unit_months.estimated_cost IS 'What of the cost of events is an estimate.';
COMMENT ON COLUMN computed_unit_months.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN computed_unit_months.unpriced_events IS 'Events whose cost is not known yet, without those that were reversed, whenever that was.';
COMMENT ON COLUMN computed_unit_months.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN computed_unit_months.model_tokens IS 'Tokens of events in the layers model_api and inference.';
COMMENT ON COLUMN computed_unit_months.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN computed_unit_months.all_outcomes IS 'The same with those that do not count.';
COMMENT ON COLUMN computed_unit_months.baseline IS 'What a person costs for one unit of work on the last day of the month of service; empty: not known.';
COMMENT ON COLUMN computed_unit_months.human_cost IS 'What people would have cost for the outcomes that count, each by the baseline of its day: 0 if there are none and a baseline is known; empty if one of them has no baseline, or none is known.';
COMMENT ON COLUMN computed_unit_months.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN computed_unit_months.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN computed_unit_months.unpriced_reviews IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN computed_unit_months.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN computed_unit_months.accurate IS 'Those of them that found the work accurate.';
