-- As projections does it: days as midnights of UTC, four months to learn from,
-- and the last day as one that is not over.
CREATE OR REPLACE VIEW experiment_projections WITH (security_invoker = true) AS
SELECT d.experiment, first_of_month(l.day) AS month,
	   (runrate.projected_total(d.cost, d.day::timestamp AT TIME ZONE 'UTC', first_of_month(l.day),
								next_month(first_of_month(l.day)), (l.day + time '01:00') AT TIME ZONE 'UTC', 'UTC',
								0.90)).projected AS cost
FROM last_day l
JOIN experiment_days d ON d.day BETWEEN l.day - 130 AND l.day
GROUP BY d.experiment, l.day;

COMMENT ON VIEW experiment_projections IS 'What the events and reviews of each experiment will have cost in the month of the last day with data when it is over.';
COMMENT ON COLUMN experiment_projections.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_projections.month IS 'Month of the last day with data.';
COMMENT ON COLUMN experiment_projections.cost IS 'Cost of its events and reviews; empty: there is no complete day to learn from.';
