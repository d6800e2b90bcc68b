CREATE OR REPLACE VIEW present_agents WITH (security_invoker = true) AS
SELECT a.agent, a.valid_from, a.business_unit, a.unit_of_work, a.deployment, a.hired, a.retired,
	   coalesce(lead(a.valid_from) OVER (PARTITION BY a.agent ORDER BY a.valid_from), 'infinity') AS valid_until
FROM agents a;

COMMENT ON VIEW present_agents IS 'The rows of agents by what is known now, with the days for which each holds.';
COMMENT ON COLUMN present_agents.agent IS 'Agent.';
COMMENT ON COLUMN present_agents.valid_from IS 'First day on which the row holds.';
COMMENT ON COLUMN present_agents.business_unit IS 'Business unit of the agent.';
COMMENT ON COLUMN present_agents.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN present_agents.deployment IS 'third_party or self_hosted.';
COMMENT ON COLUMN present_agents.hired IS 'First day of service; empty: always.';
COMMENT ON COLUMN present_agents.retired IS 'Last day of service; empty: still in service.';
COMMENT ON COLUMN present_agents.valid_until IS 'First day of the next row of the agent; infinity: it is the last one.';

-- What a closing has frozen of an agent has no gaps.  Before that, and in open
-- months, its rows hold as they are known now.
CREATE OR REPLACE VIEW agent_periods WITH (security_invoker = true) AS
SELECT a.agent, a.valid_from, start_of(a.valid_from) AS starts_at, start_of(a.valid_until) AS ends_at,
	   a.business_unit, a.unit_of_work, a.deployment, a.hired, a.retired, a.valid_until, a.takes_part, a.is_open
FROM (SELECT agent, valid_from, business_unit, unit_of_work, deployment, hired, retired, valid_until, takes_part,
			 false AS is_open
	  FROM closed_agent_periods
	  WHERE in_force
	  UNION ALL
	  SELECT p.agent, greatest(p.valid_from, span.first_day), p.business_unit, p.unit_of_work, p.deployment, p.hired,
			 p.retired, least(p.valid_until, span.end_day), span.is_open, span.is_open
	  FROM present_agents p
	  CROSS JOIN LATERAL (
		  VALUES ((SELECT open_from()), 'infinity'::date, true),
				 ('-infinity'::date, coalesce((SELECT min(c.valid_from) FROM closed_agent_periods c
											   WHERE c.in_force AND c.agent = p.agent), (SELECT open_from())), false))
		  span (first_day, end_day, is_open)
	  WHERE p.valid_from < span.end_day AND p.valid_until > span.first_day) a;

COMMENT ON VIEW agent_periods IS 'The rows of agents with the days for which each holds: in closed months as they were known when these were closed, or when the first line of such an agent and month was.';
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
COMMENT ON COLUMN agent_periods.takes_part IS 'Whether it takes part in pools that are shared by agent; in closed months only those do that were known when these were closed.';
COMMENT ON COLUMN agent_periods.is_open IS 'Whether its days are of open months.';
