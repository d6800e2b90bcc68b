CREATE OR REPLACE VIEW agent_periods WITH (security_invoker = true) AS
SELECT a.agent, a.valid_from,
	   start_of(a.valid_from) AS starts_at,
	   coalesce(start_of(lead(a.valid_from) OVER later), 'infinity') AS ends_at,
	   a.business_unit, a.unit_of_work, a.deployment, a.hired, a.retired,
	   coalesce(lead(a.valid_from) OVER later, 'infinity') AS valid_until
FROM agents a
WINDOW later AS (PARTITION BY a.agent ORDER BY a.valid_from);

COMMENT ON VIEW agent_periods IS 'The rows of agents with the days for which each holds.';
COMMENT ON COLUMN agent_periods.agent IS 'Agent.';
COMMENT ON COLUMN agent_periods.valid_from IS 'First day on which the row holds.';
COMMENT ON COLUMN agent_periods.starts_at IS 'Begin of that day.';
COMMENT ON COLUMN agent_periods.ends_at IS 'When the next row of the agent takes over; infinity: it is the last one.';
COMMENT ON COLUMN agent_periods.business_unit IS 'Business unit of the agent.';
COMMENT ON COLUMN agent_periods.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN agent_periods.deployment IS 'third_party or self_hosted.';
COMMENT ON COLUMN agent_periods.hired IS 'First day of service; empty: always.';
COMMENT ON COLUMN agent_periods.retired IS 'Last day of service; empty: still in service.';
COMMENT ON COLUMN agent_periods.valid_until IS 'First day of the next row of the agent; infinity: it is the last one.';
