CREATE OR REPLACE VIEW loaded_days WITH (security_invoker = true) AS
SELECT d.month, d.day, d.agent, d.unit_of_work,
	   coalesce(sum(d.direct_cost), 0) AS direct_cost, coalesce(sum(d.review_cost), 0) AS review_cost,
	   coalesce(sum(d.overhead_cost - d.amortization_cost), 0) AS shared_cost,
	   coalesce(sum(d.amortization_cost), 0) AS amortization_cost, coalesce(sum(d.overhead_cost), 0) AS overhead_cost,
	   coalesce(sum(d.events), 0)::bigint AS events, coalesce(sum(d.unpriced_events), 0)::bigint AS unpriced_events,
	   coalesce(sum(d.outcomes), 0)::bigint AS outcomes, coalesce(sum(d.reviews), 0)::bigint AS reviews,
	   coalesce(sum(d.judged), 0)::bigint AS judged, coalesce(sum(d.accurate), 0)::bigint AS accurate
FROM day_lines d
GROUP BY d.month, d.day, d.agent, d.unit_of_work;

COMMENT ON VIEW loaded_days IS 'The days of agents with everything in them: the sums of day_lines.';
COMMENT ON COLUMN loaded_days.month IS 'Month of the day.';
COMMENT ON COLUMN loaded_days.day IS 'Day in the time zone of the ledger.';
COMMENT ON COLUMN loaded_days.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN loaded_days.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN loaded_days.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN loaded_days.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN loaded_days.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN loaded_days.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN loaded_days.overhead_cost IS 'The sum of the two.';
COMMENT ON COLUMN loaded_days.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN loaded_days.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN loaded_days.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN loaded_days.reviews IS 'Reviews.';
COMMENT ON COLUMN loaded_days.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN loaded_days.accurate IS 'Reviews that found the work accurate.';
