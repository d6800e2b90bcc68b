CREATE TABLE closed_cost_layers (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	layer text NOT NULL,
	visible boolean NOT NULL,
	layer_order bigint NOT NULL,
	valid_from date NOT NULL,
	valid_until date NOT NULL
);

CREATE INDEX ON closed_cost_layers (valid_from) WHERE in_force;

CREATE INDEX ON closed_cost_layers (entry);

COMMENT ON TABLE closed_cost_layers IS 'Layers of cost in closed months, as they were when these were closed.';
COMMENT ON COLUMN closed_cost_layers.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_cost_layers.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_cost_layers.layer IS 'Layer.';
COMMENT ON COLUMN closed_cost_layers.visible IS 'Whether it is visible.';
COMMENT ON COLUMN closed_cost_layers.layer_order IS 'Position.';
COMMENT ON COLUMN closed_cost_layers.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN closed_cost_layers.valid_until IS 'First day on which it holds no more.';
