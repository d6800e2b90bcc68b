CREATE OR REPLACE VIEW experiment_agents WITH (security_invoker = true) AS
SELECT experiment, agent FROM experiments WHERE agent IS NOT NULL
UNION
SELECT experiment, agent FROM experiment_steps WHERE step = 'cover';

COMMENT ON VIEW experiment_agents IS 'The agents whose cost is that of an experiment.';
COMMENT ON COLUMN experiment_agents.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_agents.agent IS 'Agent.';
