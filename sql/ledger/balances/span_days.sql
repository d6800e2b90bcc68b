-- The days from which something holds that decides by day, in order, so that
-- days[width_bucket(day, days)] is the latest one that is not after a day.

CREATE OR REPLACE VIEW agent_span_days WITH (security_invoker = true) AS
SELECT agent, array_agg(valid_from ORDER BY valid_from) AS days
FROM (SELECT agent, valid_from FROM agents
	  UNION
	  SELECT agent, valid_from FROM closed_agent_periods WHERE in_force) d
GROUP BY agent;

COMMENT ON VIEW agent_span_days IS 'The days from which each agent''s rows hold, or held when a month was closed.';
COMMENT ON COLUMN agent_span_days.agent IS 'Agent.';
COMMENT ON COLUMN agent_span_days.days IS 'Days, in order.';

CREATE OR REPLACE VIEW common_span_days WITH (security_invoker = true) AS
SELECT array_agg(valid_from ORDER BY valid_from) AS days
FROM (SELECT valid_from FROM outcome_rules
	  UNION
	  SELECT valid_from FROM human_baselines
	  UNION
	  SELECT valid_from FROM closed_outcome_rules WHERE in_force
	  UNION
	  SELECT valid_from FROM closed_human_baselines WHERE in_force) d;

COMMENT ON VIEW common_span_days IS 'The days from which rules of outcomes and baselines hold, whatever the agent.';
COMMENT ON COLUMN common_span_days.days IS 'Days, in order.';

CREATE OR REPLACE FUNCTION latest_day(days date[], day date) RETURNS date
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN days[width_bucket(day, days)];
COMMENT ON FUNCTION latest_day(date[], date) IS 'latest_day(days, day): the latest of some days, in order, that is not after a day; empty if there is none.';

CREATE OR REPLACE FUNCTION span_start(agent text, day date) RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT greatest(first_of_month(day),
		(SELECT latest_day(a.days, day) FROM agent_span_days a WHERE a.agent = span_start.agent),
		(SELECT latest_day(c.days, day) FROM common_span_days c));
END;
COMMENT ON FUNCTION span_start(text, date) IS 'span_start(agent, owned_on): the first day of the span of its month in which nothing begins to hold that decides by day: no row of the agent, no rule of outcomes, no baseline. For many rows join agent_span_days and common_span_days.';
