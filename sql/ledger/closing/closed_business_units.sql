CREATE TABLE closed_business_units (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	business_unit text NOT NULL,
	pl_line text,
	cost_center text,
	entity text,
	valid_from date NOT NULL,
	valid_until date NOT NULL
);

CREATE INDEX ON closed_business_units (valid_from) WHERE in_force;

CREATE INDEX ON closed_business_units (entry);

COMMENT ON TABLE closed_business_units IS 'Business units in closed months, as they were when these were closed.';
COMMENT ON COLUMN closed_business_units.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_business_units.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_business_units.business_unit IS 'Business unit.';
COMMENT ON COLUMN closed_business_units.pl_line IS 'Line of the profit and loss statement.';
COMMENT ON COLUMN closed_business_units.cost_center IS 'Cost centre.';
COMMENT ON COLUMN closed_business_units.entity IS 'Legal entity.';
COMMENT ON COLUMN closed_business_units.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN closed_business_units.valid_until IS 'First day on which it holds no more.';
