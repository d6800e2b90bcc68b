CREATE TABLE closed_item_units (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	booked_month date NOT NULL,
	service_month date NOT NULL,
	work_item text NOT NULL,
	token text NOT NULL,
	business_unit text NOT NULL
);

CREATE INDEX ON closed_item_units (work_item, service_month) WHERE in_force;

CREATE INDEX ON closed_item_units (entry);

COMMENT ON TABLE closed_item_units IS
'The business units of their own that work items had in closed months when these were closed; no row: the item had none.';
COMMENT ON COLUMN closed_item_units.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_item_units.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_item_units.booked_month IS 'Month in which it is booked.';
COMMENT ON COLUMN closed_item_units.service_month IS 'Month in which it took place.';
COMMENT ON COLUMN closed_item_units.work_item IS 'Work item.';
COMMENT ON COLUMN closed_item_units.token IS 'What stands for the work item in the document of the closing.';
COMMENT ON COLUMN closed_item_units.business_unit IS 'Its own business unit.';
