-- As projections does it: days as midnights of UTC, four months to learn from,
-- and the last day as one that is not over.
CREATE OR REPLACE VIEW experiment_projections WITH (security_invoker = true) AS
SELECT d.experiment, first_of_month(l.day) AS month,
	   (runrate.projected_total(d.cost, d.day::timestamp AT TIME ZONE 'UTC', first_of_month(l.day),
								next_month(first_of_month(l.day)), (l.day + time '01:00') AT TIME ZONE 'UTC', 'UTC',
								0.90)).projected AS cost
FROM last_day l
JOIN (SELECT a.experiment, c.day, c.direct_cost + c.review_cost AS cost
	  FROM experiment_agents a
	  JOIN cell_days c ON c.agent = a.agent
	  UNION ALL
	  SELECT e.experiment, i.owned_on, coalesce(i.cost, 0) + coalesce(i.review_cost, 0)
	  FROM experiments e
	  JOIN work_items w ON w.campaign = e.campaign
	  JOIN item_days i ON i.work_item = w.work_item) d ON d.day BETWEEN l.day - 130 AND l.day
GROUP BY d.experiment, l.day;

COMMENT ON VIEW experiment_projections IS 'What the events and reviews of each experiment will have cost in the month of the last day with data when it is over.';
COMMENT ON COLUMN experiment_projections.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_projections.month IS 'Month of the last day with data.';
COMMENT ON COLUMN experiment_projections.cost IS 'Cost of its events and reviews; empty: there is no complete day to learn from.';
