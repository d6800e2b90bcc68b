CREATE TABLE closed_agent_periods (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	agent text NOT NULL,
	valid_from date NOT NULL,
	valid_until date NOT NULL,
	business_unit text,
	unit_of_work text,
	deployment text,
	hired date,
	retired date,
	takes_part boolean NOT NULL
);

CREATE INDEX ON closed_agent_periods (agent, valid_from) WHERE in_force;

CREATE INDEX ON closed_agent_periods (entry);

COMMENT ON TABLE closed_agent_periods IS
'What was known of agents in closed months when these were closed, or when the first line of such an agent and month was. Days on which no row of an agent held are there, too, without a business unit.';
COMMENT ON COLUMN closed_agent_periods.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_agent_periods.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_agent_periods.agent IS 'Agent.';
COMMENT ON COLUMN closed_agent_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN closed_agent_periods.valid_until IS 'First day on which it holds no more.';
COMMENT ON COLUMN closed_agent_periods.business_unit IS 'Business unit; empty: none.';
COMMENT ON COLUMN closed_agent_periods.unit_of_work IS 'Unit of work; empty: none.';
COMMENT ON COLUMN closed_agent_periods.deployment IS 'third_party or self_hosted; empty: no row held.';
COMMENT ON COLUMN closed_agent_periods.hired IS 'First day of service.';
COMMENT ON COLUMN closed_agent_periods.retired IS 'Last day of service.';
COMMENT ON COLUMN closed_agent_periods.takes_part IS 'Whether it takes part in pools of those days that are shared by agent.';
