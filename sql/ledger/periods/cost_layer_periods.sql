CREATE OR REPLACE VIEW cost_layer_periods WITH (security_invoker = true) AS
SELECT layer, visible, layer_order, valid_from, valid_until, false AS is_open
FROM closed_cost_layers
WHERE in_force
UNION ALL
SELECT layer, visible, layer_order, (SELECT open_from()), 'infinity'::date, true
FROM cost_layers;

COMMENT ON VIEW cost_layer_periods IS 'Layers of cost, in closed months as they were when these were closed.';
COMMENT ON COLUMN cost_layer_periods.layer IS 'Layer.';
COMMENT ON COLUMN cost_layer_periods.visible IS 'Whether it is visible.';
COMMENT ON COLUMN cost_layer_periods.layer_order IS 'Position.';
COMMENT ON COLUMN cost_layer_periods.valid_from IS 'First day on which it was so.';
COMMENT ON COLUMN cost_layer_periods.valid_until IS 'First day on which it was no more; infinity: it is so now.';
COMMENT ON COLUMN cost_layer_periods.is_open IS 'Whether its days are of open months.';
