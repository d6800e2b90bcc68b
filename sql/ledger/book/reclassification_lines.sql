-- Two lines for each row, so that the company has what it had.  Once the month
-- is open again, its agents are owned as the master data say now.
CREATE OR REPLACE VIEW reclassification_lines WITH (security_invoker = true) AS
SELECT first_of_month(r.booked_on) AS month, r.month AS service_month, r.agent, side.business_unit, r.unit_of_work,
	   r.layer, r.vendor, r.component, side.sign * r.cost AS cost, side.sign * r.estimated_cost AS estimated_cost,
	   side.sign * r.events AS events, side.sign * r.unpriced_events AS unpriced_events, side.sign * r.tokens AS tokens,
	   side.sign * r.outcomes AS outcomes, side.sign * r.all_outcomes AS all_outcomes,
	   side.sign * r.human_cost AS human_cost,
	   side.sign * r.outcomes_without_baseline AS outcomes_without_baseline, side.sign * r.reviews AS reviews,
	   side.sign * r.unpriced_reviews AS unpriced_reviews, side.sign * r.judged AS judged,
	   side.sign * r.accurate AS accurate
FROM reclassifications r
JOIN entries_in_force f ON f.entry = r.entry
CROSS JOIN LATERAL (VALUES (r.from_unit, -1::bigint), (r.to_unit, 1::bigint)) side (business_unit, sign);

COMMENT ON VIEW reclassification_lines IS 'What reclassifications take from one business unit and add to another one.';
COMMENT ON COLUMN reclassification_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN reclassification_lines.service_month IS 'Month in which it took place.';
COMMENT ON COLUMN reclassification_lines.agent IS 'Agent.';
COMMENT ON COLUMN reclassification_lines.business_unit IS 'Business unit.';
COMMENT ON COLUMN reclassification_lines.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN reclassification_lines.layer IS 'Layer of cost; empty in outcomes.';
COMMENT ON COLUMN reclassification_lines.vendor IS 'Provider or vendor; empty in outcomes.';
COMMENT ON COLUMN reclassification_lines.component IS 'direct, review, shared, amortization or outcome.';
COMMENT ON COLUMN reclassification_lines.cost IS 'Cost; negative, here and below: taken from the unit.';
COMMENT ON COLUMN reclassification_lines.estimated_cost IS 'What of it is an estimate.';
COMMENT ON COLUMN reclassification_lines.events IS 'Events.';
COMMENT ON COLUMN reclassification_lines.unpriced_events IS 'Events without a cost.';
COMMENT ON COLUMN reclassification_lines.tokens IS 'Tokens.';
COMMENT ON COLUMN reclassification_lines.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN reclassification_lines.all_outcomes IS 'All outcomes.';
COMMENT ON COLUMN reclassification_lines.human_cost IS 'What people would have cost for the outcomes that count; empty: no baseline.';
COMMENT ON COLUMN reclassification_lines.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN reclassification_lines.reviews IS 'Reviews.';
COMMENT ON COLUMN reclassification_lines.unpriced_reviews IS 'Reviews without a cost.';
COMMENT ON COLUMN reclassification_lines.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN reclassification_lines.accurate IS 'Those that found the work accurate.';
