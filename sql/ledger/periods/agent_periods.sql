-- Without window functions, which would keep the scan of the facts that are
-- joined to these views from running in parallel.  OFFSET keeps begin and end
-- from being computed again for every fact; it has to be a plain constant, as
-- a cast in it would keep the scan from running in parallel too.
CREATE OR REPLACE VIEW agent_periods WITH (security_invoker = true) AS
SELECT a.agent, a.valid_from,
	   start_of(a.valid_from) AS starts_at,
	   coalesce(start_of(next.valid_from), 'infinity') AS ends_at,
	   a.business_unit, a.unit_of_work, a.deployment, a.hired, a.retired,
	   coalesce(next.valid_from, 'infinity') AS valid_until
FROM agents a
LEFT JOIN (SELECT this.agent, this.valid_from AS after, min(later.valid_from) AS valid_from
		   FROM agents this
		   JOIN agents later ON later.agent = this.agent AND later.valid_from > this.valid_from
		   GROUP BY this.agent, this.valid_from) next
	ON next.agent = a.agent AND next.after = a.valid_from
OFFSET bigint '0';

COMMENT ON VIEW agent_periods IS 'The rows of agents with the time for which each holds.';
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
