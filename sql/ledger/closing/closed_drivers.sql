CREATE TABLE closed_drivers (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	month date NOT NULL,
	agent text NOT NULL,
	agent_from date NOT NULL,
	business_unit text NOT NULL,
	unit_of_work text NOT NULL,
	deployment text,
	driver text NOT NULL,
	quantity numeric NOT NULL
);

CREATE INDEX ON closed_drivers (month, driver) WHERE in_force;

CREATE INDEX ON closed_drivers (entry);

COMMENT ON TABLE closed_drivers IS
'What the drivers of closed months were: by these a pool of such a month is shared, also one that comes late. See the view driver_weights.';
COMMENT ON COLUMN closed_drivers.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_drivers.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_drivers.month IS 'Month.';
COMMENT ON COLUMN closed_drivers.agent IS 'Agent.';
COMMENT ON COLUMN closed_drivers.agent_from IS 'First day of its row of agent_periods.';
COMMENT ON COLUMN closed_drivers.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN closed_drivers.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN closed_drivers.deployment IS 'Deployment of the agent.';
COMMENT ON COLUMN closed_drivers.driver IS 'Driver.';
COMMENT ON COLUMN closed_drivers.quantity IS 'Quantity.';
