-- The shared costs of a month are there from its first day on.  In the month of the last day with data
-- only the part of the days gone by counts, or else every month would begin far above its target.
CREATE OR REPLACE VIEW slo_days WITH (security_invoker = true) AS
SELECT o.month, o.day, o.agent, o.outcomes, o.events, o.direct_cost, o.review_cost,
	   CASE WHEN o.month < first_of_month(o.latest_day) THEN o.overhead_cost
			ELSE round(coalesce(o.overhead_cost / nullif(o.overhead_so_far, 0) * o.month_overhead, 0)
					   * (o.latest_day + 1 - o.month) / (next_month(o.month) - o.month), 12)
	   END AS overhead_cost,
	   o.month_overhead, o.reviews, o.judged, o.accurate, o.latest_day
FROM (SELECT d.*, l.day AS latest_day, sum(d.overhead_cost) OVER agent_month AS month_overhead,
			 sum(d.overhead_cost) FILTER (WHERE d.day <= l.day) OVER agent_month AS overhead_so_far
	  FROM loaded_days d
	  JOIN last_day l ON d.month <= first_of_month(l.day)
	  WINDOW agent_month AS (PARTITION BY d.agent, d.month)) o
WHERE o.day <= o.latest_day;

COMMENT ON VIEW slo_days IS 'What each agent cost and achieved on each day up to the last day with data. In the month of that day overhead is only that of the days gone by.';
COMMENT ON COLUMN slo_days.month IS 'Month of the day.';
COMMENT ON COLUMN slo_days.day IS 'Day in the time zone of the ledger.';
COMMENT ON COLUMN slo_days.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN slo_days.outcomes IS 'Counted outcomes.';
COMMENT ON COLUMN slo_days.events IS 'Events.';
COMMENT ON COLUMN slo_days.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN slo_days.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN slo_days.overhead_cost IS 'Part of the month''s shared costs and amortization.';
COMMENT ON COLUMN slo_days.month_overhead IS 'Shared costs and amortization of the whole month.';
COMMENT ON COLUMN slo_days.reviews IS 'Reviews.';
COMMENT ON COLUMN slo_days.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN slo_days.accurate IS 'Reviews that found the work accurate.';
COMMENT ON COLUMN slo_days.latest_day IS 'Last day of the ledger with an event, an outcome or a review, and not after the present one; the same in all rows.';
