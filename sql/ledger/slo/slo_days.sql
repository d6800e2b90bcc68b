CREATE OR REPLACE VIEW slo_days WITH (security_invoker = true) AS
WITH dated AS (
	SELECT *, max(day) FILTER (WHERE events <> 0 OR outcomes <> 0 OR reviews <> 0) OVER () AS latest_day
	FROM read_agent_days()
), overheads AS (
	SELECT *, sum(overhead_cost) OVER agent_month AS month_overhead,
		   sum(overhead_cost) FILTER (WHERE day <= latest_day) OVER agent_month AS overhead_so_far
	FROM dated
	WINDOW agent_month AS (PARTITION BY agent, first_of_month(day))
)
-- The shared costs of a month are there from its first day on.  In the month of the last day with data
-- only the part of the days gone by counts, or else every month would begin far above its target.
SELECT day, agent, outcomes, events, direct_cost, review_cost,
	   CASE WHEN day < first_of_month(latest_day) THEN overhead_cost
			ELSE round(coalesce(overhead_cost / nullif(overhead_so_far, 0) * month_overhead, 0)
					   * (latest_day + 1 - first_of_month(latest_day))
					   / (next_month(first_of_month(latest_day)) - first_of_month(latest_day)), 12)
	   END AS overhead_cost,
	   month_overhead, reviews, judged, accurate, latest_day
FROM overheads
WHERE day <= latest_day;

COMMENT ON VIEW slo_days IS 'What each agent cost and achieved on each day up to the last day with data. In the month of that day overhead is only that of the days gone by.';
COMMENT ON COLUMN slo_days.day IS 'Day in the time zone of the ledger.';
COMMENT ON COLUMN slo_days.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN slo_days.outcomes IS 'Counted outcomes.';
COMMENT ON COLUMN slo_days.events IS 'Events.';
COMMENT ON COLUMN slo_days.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN slo_days.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN slo_days.overhead_cost IS 'Part of the month''s shared costs and write-offs.';
COMMENT ON COLUMN slo_days.month_overhead IS 'Shared costs and write-offs of the whole month.';
COMMENT ON COLUMN slo_days.reviews IS 'Reviews.';
COMMENT ON COLUMN slo_days.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN slo_days.accurate IS 'Reviews that found the work accurate.';
COMMENT ON COLUMN slo_days.latest_day IS 'Last day of the ledger with an event, an outcome or a review; the same in all rows.';
