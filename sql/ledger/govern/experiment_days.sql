-- What has a day: calls and reviews, without what is shared out by the month.
CREATE OR REPLACE VIEW experiment_days WITH (security_invoker = true) AS
SELECT a.experiment, c.day, c.direct_cost + c.review_cost AS cost
FROM experiment_agents a
JOIN cell_days c ON c.agent = a.agent
UNION ALL
SELECT experiment, day, cost FROM find_experiment_campaign_days();

COMMENT ON VIEW experiment_days IS 'What the agents or the campaign of each experiment cost by day of service; to be added up.';
COMMENT ON COLUMN experiment_days.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_days.day IS 'Day.';
COMMENT ON COLUMN experiment_days.cost IS 'Cost of events and reviews.';
