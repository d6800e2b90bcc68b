CREATE OR REPLACE VIEW agent_days WITH (security_invoker = true) AS
WITH event_day AS MATERIALIZED (
	SELECT day_of(occurred_at) AS day, coalesce(agent, 'unattributed') AS agent,
		   coalesce(runrate.exact_sum(cost), 0) AS cost,
		   count(*) - 2 * count(reverses) AS events,
		   count(*) - count(cost) - 2 * count(reverses) FILTER (WHERE cost IS NULL) AS unpriced_events
	FROM events
	GROUP BY 1, 2
),
overhead AS (
	SELECT month, agent, sum(cost) AS amount
	FROM read_month_book()
	WHERE part IN ('shared', 'write_off')
	GROUP BY month, agent
),
-- The overhead of a month comes in on its first day and is spread over all
-- of its days.
overhead_day AS (
	SELECT day, agent,
		   runrate.allocate(all_amount,
							overhead_weight(direct_cost, events, all_direct_cost, all_events, is_home),
							item_scale(all_amount)) OVER (agent_month ORDER BY day) AS amount
	FROM (SELECT month, agent, day, is_home, direct_cost, events,
				 sum(greatest(direct_cost, 0)) OVER agent_month AS all_direct_cost,
				 (sum(greatest(events, 0)) OVER agent_month)::bigint AS all_events,
				 sum(amount) OVER agent_month AS all_amount
		  FROM (SELECT month, agent, day, bool_or(is_home) AS is_home,
					   sum(direct_cost) AS direct_cost, sum(events)::bigint AS events, sum(amount) AS amount
				FROM (SELECT first_of_month(day) AS month, agent, day, false AS is_home,
							 cost AS direct_cost, events, 0::numeric AS amount
					  FROM event_day
					  UNION ALL
					  SELECT o.month, o.agent, d::date, true, 0, 0, CASE WHEN d = o.month THEN o.amount ELSE 0 END
					  FROM overhead o
					  CROSS JOIN LATERAL generate_series(o.month::timestamp, next_month(o.month) - interval '1 day', interval '1 day') d) r
				GROUP BY month, agent, day) d
		  WINDOW agent_month AS (PARTITION BY month, agent)) d
	WINDOW agent_month AS (PARTITION BY month, agent)
),
agent_day AS (
	SELECT day, agent, cost AS direct_cost, 0::numeric AS review_cost, 0::numeric AS overhead_cost,
		   events, unpriced_events, 0::bigint AS outcomes, 0::bigint AS reviews, 0::bigint AS judged, 0::bigint AS accurate
	FROM event_day
	UNION ALL
	SELECT day_of(occurred_at), agent, 0, coalesce(runrate.exact_sum(cost), 0), 0,
		   0, 0, 0, sum(reviews),
		   coalesce(sum(reviews) FILTER (WHERE verdict IS NOT NULL), 0),
		   coalesce(sum(reviews) FILTER (WHERE verdict = 'accurate'), 0)
	FROM owned_reviews
	GROUP BY day_of(occurred_at), agent
	UNION ALL
	SELECT day_of(occurred_at), agent, 0, 0, 0,
		   0, 0, coalesce(sum(quantity) FILTER (WHERE counts), 0)::bigint, 0, 0, 0
	FROM owned_outcomes
	GROUP BY day_of(occurred_at), agent
	UNION ALL
	SELECT day, agent, 0, 0, amount, 0, 0, 0, 0, 0, 0
	FROM overhead_day
	WHERE amount <> 0
)
SELECT d.day, d.agent, coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
	   d.direct_cost, d.review_cost, d.overhead_cost,
	   d.events, d.unpriced_events, d.outcomes, d.reviews, d.judged, d.accurate
FROM (SELECT day, agent,
			 sum(direct_cost) AS direct_cost, sum(review_cost) AS review_cost, sum(overhead_cost) AS overhead_cost,
			 sum(events)::bigint AS events, sum(unpriced_events)::bigint AS unpriced_events, sum(outcomes)::bigint AS outcomes,
			 sum(reviews)::bigint AS reviews, sum(judged)::bigint AS judged, sum(accurate)::bigint AS accurate
	  FROM agent_day
	  GROUP BY day, agent) d
LEFT JOIN agent_periods a ON a.agent = d.agent AND d.day >= a.valid_from AND d.day < a.valid_until;

COMMENT ON VIEW agent_days IS
'Costs and work by day and agent. The overhead of a month is spread over its days by the direct cost of the agent, or its events, or else evenly, so that the days sum to the month.';
COMMENT ON COLUMN agent_days.day IS 'Day.';
COMMENT ON COLUMN agent_days.agent IS 'Agent.';
COMMENT ON COLUMN agent_days.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN agent_days.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN agent_days.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN agent_days.overhead_cost IS 'The day''s share of the overhead of the month: shared costs and write-offs.';
COMMENT ON COLUMN agent_days.events IS 'Events.';
COMMENT ON COLUMN agent_days.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN agent_days.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN agent_days.reviews IS 'Reviews.';
COMMENT ON COLUMN agent_days.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN agent_days.accurate IS 'Reviews that found the work accurate.';
