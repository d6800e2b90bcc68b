CREATE OR REPLACE VIEW agent_days WITH (security_invoker = true) AS
SELECT month, day, agent, unit_of_work,
	   sum(direct_cost) AS direct_cost, sum(review_cost) AS review_cost, sum(direct_cost + review_cost) AS cost,
	   sum(events)::bigint AS events, sum(unpriced_events)::bigint AS unpriced_events,
	   sum(outcomes)::bigint AS outcomes, sum(reviews)::bigint AS reviews, sum(judged)::bigint AS judged,
			sum(accurate)::bigint AS accurate
FROM cell_days
GROUP BY month, day, agent, unit_of_work;

COMMENT ON VIEW agent_days IS
'What each agent did on each day and what that cost, without overhead, which has no days of its own: the one input of anomalies. Days go by when the work was done, whenever it was booked; a day without any fact has no row.';
COMMENT ON COLUMN agent_days.month IS 'Month of the day.';
COMMENT ON COLUMN agent_days.day IS 'Day in the time zone of the ledger.';
COMMENT ON COLUMN agent_days.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN agent_days.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN agent_days.direct_cost IS 'Cost of events; what is not priced yet is missing, see unpriced_events.';
COMMENT ON COLUMN agent_days.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN agent_days.cost IS 'The sum of the two.';
COMMENT ON COLUMN agent_days.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN agent_days.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN agent_days.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN agent_days.reviews IS 'Reviews.';
COMMENT ON COLUMN agent_days.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN agent_days.accurate IS 'Reviews that found the work accurate.';
