-- Days are passed as midnights of UTC: nothing depends on a time zone then. The last day may not
-- be over, so it is asked an hour into it.
CREATE OR REPLACE VIEW projections WITH (security_invoker = true) AS
SELECT first_of_month(p.as_of) AS month, p.business_unit::text AS business_unit, p.as_of,
	   ((p.projection).actual)::numeric(38,12) AS actual_cost,
	   ((p.projection).projected)::numeric(38,12) AS projected_cost,
	   ((p.projection).low)::numeric(38,12) AS low_cost,
	   ((p.projection).high)::numeric(38,12) AS high_cost
FROM (SELECT l.day AS as_of, coalesce(d.business_unit, '*') AS business_unit,
			 runrate.projected_total(d.cost, d.day::timestamp AT TIME ZONE 'UTC', first_of_month(l.day),
									 next_month(first_of_month(l.day)), (l.day + time '01:00') AT TIME ZONE 'UTC',
									 'UTC', 0.90) AS projection
	  FROM last_day l
	  -- four months, in which a day of the month shows
	  JOIN (SELECT day, business_unit, direct_cost + review_cost AS cost FROM cell_days) d
		ON d.day BETWEEN l.day - 130 AND l.day
	  GROUP BY GROUPING SETS ((l.day), (l.day, d.business_unit))) p
ORDER BY p.business_unit COLLATE "C";

COMMENT ON VIEW projections IS
'What the month of the last day with data will have cost when it is over, for the company (business unit *) and for each business unit: cost of events and reviews, without overhead, which is not by the day. A projection of the company is not the sum of those of its units: each has its own pattern.';
COMMENT ON COLUMN projections.month IS 'First day of the month of the last day with data.';
COMMENT ON COLUMN projections.business_unit IS 'Business unit, unattributed, or * for the company.';
COMMENT ON COLUMN projections.as_of IS 'Last day with data; it counts as one that is not over.';
COMMENT ON COLUMN projections.actual_cost IS 'Cost of the month so far.';
COMMENT ON COLUMN projections.projected_cost IS 'Cost of the month when it is over, from the pattern of the week, the trend, and the days of the month that stood out before; empty without a complete day to learn from.';
COMMENT ON COLUMN projections.low_cost IS 'Lower end of the interval that holds the cost of the month with a confidence of 90 %; empty if there is too little to tell.';
COMMENT ON COLUMN projections.high_cost IS 'Upper end of that interval.';
