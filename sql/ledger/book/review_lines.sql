-- Minutes are divided by 60 once a line, and the lines of a month sum to what
-- all its minutes cost: 312 reviews of 4 minutes at 35 are 728.00.
CREATE OR REPLACE VIEW review_lines WITH (security_invoker = true) AS
SELECT r.month, r.service_month, r.agent, r.business_unit, r.unit_of_work,
	   r.fees + coalesce(runrate_internal.apportion(r.hours_cost, round(r.month_hours_cost, 12), 12)
						 OVER (PARTITION BY r.month ORDER BY r.service_month, r.agent COLLATE "C",
								r.business_unit COLLATE "C", r.unit_of_work COLLATE "C"), 0) AS cost,
	   r.reviews, r.unpriced_reviews, r.judged, r.accurate
FROM (SELECT b.booked_month AS month,
			 first_of_month(b.owned_from) AS service_month,
			 coalesce(b.agent, 'unattributed') AS agent,
			 coalesce(b.own_unit, a.business_unit, 'unattributed') AS business_unit,
			 coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
			 coalesce(sum(b.fees), 0) AS fees,
			 -- more decimals than the unit has, so that what is lost can be compared
			 sum(b.minute_cost)::numeric(100,40) / 60 AS hours_cost,
			 (sum(sum(b.minute_cost)) OVER (PARTITION BY b.booked_month))::numeric(100,40) / 60 AS month_hours_cost,
			 coalesce(sum(b.reviews), 0)::bigint AS reviews,
			 coalesce(sum(b.unpriced_reviews), 0)::bigint AS unpriced_reviews,
			 coalesce(sum(b.reviews) FILTER (WHERE b.verdict IS NOT NULL), 0)::bigint AS judged,
			 coalesce(sum(b.reviews) FILTER (WHERE b.verdict = 'accurate'), 0)::bigint AS accurate
	  FROM review_months b
	  LEFT JOIN agent_periods a ON a.agent = b.agent AND b.owned_from >= a.valid_from AND b.owned_from < a.valid_until
	  GROUP BY 1, 2, 3, 4, 5) r;

COMMENT ON VIEW review_lines IS 'Reviews by month and by who owned the work.';
COMMENT ON COLUMN review_lines.month IS 'Month in which they are booked.';
COMMENT ON COLUMN review_lines.service_month IS 'Month in which they took place; before month: booked late.';
COMMENT ON COLUMN review_lines.agent IS 'Agent whose work was reviewed.';
COMMENT ON COLUMN review_lines.business_unit IS 'Business unit that pays: that of the work item, else that of the agent on the day.';
COMMENT ON COLUMN review_lines.unit_of_work IS 'Unit of work of the agent on the day.';
COMMENT ON COLUMN review_lines.cost IS 'Cost: fees, and minutes by the hour. Minutes are divided by 60 once a line, and cut off after 12 decimals; what is then missing from the month goes to the lines that lost most.';
COMMENT ON COLUMN review_lines.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN review_lines.unpriced_reviews IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN review_lines.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN review_lines.accurate IS 'Those of them that found the work accurate.';
