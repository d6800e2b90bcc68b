CREATE OR REPLACE VIEW iceberg WITH (security_invoker = true) AS
SELECT c.month, c.layer, l.layer_order,
	   CASE WHEN l.visible THEN 'visible' ELSE 'hidden' END AS visibility,
	   c.cost::numeric(38,12) AS cost,
	   ratio(c.cost, sum(c.cost) OVER month)::numeric(32,6) AS spend_ratio,
	   (sum(c.cost) OVER month)::numeric(38,12) AS month_cost
FROM (SELECT month, layer, sum(cost) AS cost FROM monthly_costs GROUP BY month, layer) c
LEFT JOIN cost_layers l ON l.layer = c.layer
WINDOW month AS (PARTITION BY c.month)
ORDER BY c.month, l.layer_order, c.layer;

COMMENT ON VIEW iceberg IS
'All costs by month and layer: what is on the bill of the model provider, and what is below the water line. SELECT month, visibility, sum(cost), sum(spend_ratio) FROM iceberg GROUP BY month, visibility.';
COMMENT ON COLUMN iceberg.month IS 'Month, as its first day.';
COMMENT ON COLUMN iceberg.layer IS 'Layer of cost.';
COMMENT ON COLUMN iceberg.layer_order IS 'Position from the tip down; empty: the layer is not in cost_layers.';
COMMENT ON COLUMN iceberg.visibility IS 'visible or hidden; a layer that is not in cost_layers is hidden.';
COMMENT ON COLUMN iceberg.cost IS 'Cost of the layer: events, reviews, shared costs and write-offs.';
COMMENT ON COLUMN iceberg.spend_ratio IS 'Its part of the cost of the month, 0 to 1; empty: the month costs nothing.';
COMMENT ON COLUMN iceberg.month_cost IS 'Cost of the month, the same in all rows of it.';
