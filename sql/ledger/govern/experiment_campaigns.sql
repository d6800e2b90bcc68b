-- Work items are many, and campaigns that are experiments few: not read unless there is one, and no month before
-- the first.
CREATE OR REPLACE VIEW experiment_campaigns WITH (security_invoker = true) AS
SELECT e.experiment, c.month, c.fully_loaded_cost AS cost, c.overhead_cost,
	   c.outcomes - c.prior_period_outcomes AS outcomes, c.unit_cost
FROM experiments e
JOIN campaign_costs c ON c.campaign = e.campaign
WHERE EXISTS (SELECT FROM experiments x WHERE x.campaign IS NOT NULL)
  AND c.month >= (SELECT month_of(min(x.recorded_at)) FROM experiments x WHERE x.campaign IS NOT NULL);

COMMENT ON VIEW experiment_campaigns IS 'What the campaigns of experiments cost and achieved, by month.';
COMMENT ON COLUMN experiment_campaigns.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_campaigns.month IS 'Month.';
COMMENT ON COLUMN experiment_campaigns.cost IS 'Fully loaded cost.';
COMMENT ON COLUMN experiment_campaigns.overhead_cost IS 'What of it is shares of shared costs and amortization.';
COMMENT ON COLUMN experiment_campaigns.outcomes IS 'Outcomes that count, without those booked late.';
COMMENT ON COLUMN experiment_campaigns.unit_cost IS 'Cost of one of them; empty: there is none.';

-- Planned by itself, and not compiled (jit), as find_in_items
CREATE OR REPLACE FUNCTION find_experiment_campaigns() RETURNS SETOF experiment_campaigns
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 10 SET jit = off
	BEGIN ATOMIC
		SELECT * FROM experiment_campaigns;
	END;
COMMENT ON FUNCTION find_experiment_campaigns() IS 'find_experiment_campaigns(): the rows of experiment_campaigns.';

CREATE OR REPLACE VIEW experiment_campaign_days WITH (security_invoker = true) AS
SELECT e.experiment, i.owned_on AS day, sum(coalesce(i.cost, 0) + coalesce(i.review_cost, 0)) AS cost
FROM experiments e
JOIN work_items w ON w.campaign = e.campaign
JOIN item_days i ON i.work_item = w.work_item
GROUP BY e.experiment, i.owned_on;

COMMENT ON VIEW experiment_campaign_days IS 'What the campaigns of experiments cost by day of service, without overhead.';
COMMENT ON COLUMN experiment_campaign_days.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_campaign_days.day IS 'Day.';
COMMENT ON COLUMN experiment_campaign_days.cost IS 'Cost of events and reviews.';

CREATE OR REPLACE FUNCTION find_experiment_campaign_days() RETURNS SETOF experiment_campaign_days
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT * FROM experiment_campaign_days;
	END;
COMMENT ON FUNCTION find_experiment_campaign_days() IS 'find_experiment_campaign_days(): the rows of experiment_campaign_days.';
