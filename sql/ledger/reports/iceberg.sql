CREATE OR REPLACE VIEW iceberg WITH (security_invoker = true) AS
SELECT c.month, c.layer, c.layer_order,
	   CASE WHEN c.visible THEN 'visible' ELSE 'hidden' END AS visibility,
	   c.cost::numeric(38,12) AS cost,
	   (runrate_internal.apportion(c.spend_ratio, 1, 6) OVER (PARTITION BY c.month, c.has_ratio ORDER BY c.layer_order,
			c.layer COLLATE "C"))::numeric(32,6) AS spend_ratio,
	   c.month_cost::numeric(38,12) AS month_cost,
	   is_over(c.month) AS is_complete
FROM (SELECT c.*, bool_and(c.ratio IS NOT NULL) OVER month AS has_ratio,
			 CASE WHEN bool_and(c.ratio IS NOT NULL) OVER month THEN c.ratio END AS spend_ratio
	  FROM (SELECT b.month, b.layer, l.layer_order, l.visible, b.cost, sum(b.cost) OVER month AS month_cost,
				   ratio(b.cost, sum(b.cost) OVER month) AS ratio
			FROM (SELECT month, layer, sum(cost) AS cost FROM book WHERE component <> 'outcome' GROUP BY month, layer) b
			LEFT JOIN cost_layer_periods l ON l.layer = b.layer AND b.month >= l.valid_from AND b.month < l.valid_until
			WINDOW month AS (PARTITION BY b.month)) c
	  WINDOW month AS (PARTITION BY c.month)) c
ORDER BY c.month, c.layer_order, c.layer;

COMMENT ON VIEW iceberg IS
'All costs by month and layer: what is on the bill of the model provider, and what is below the water line. SELECT month, visibility, sum(cost), sum(spend_ratio) FROM iceberg GROUP BY month, visibility.';
COMMENT ON COLUMN iceberg.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN iceberg.layer IS 'Layer of cost.';
COMMENT ON COLUMN iceberg.layer_order IS 'Position from the tip down; empty: the layer is not in cost_layers.';
COMMENT ON COLUMN iceberg.visibility IS 'visible or hidden; a layer that is not in cost_layers is hidden.';
COMMENT ON COLUMN iceberg.cost IS 'Cost of the layer: events, reviews, shared costs and amortization.';
COMMENT ON COLUMN iceberg.spend_ratio IS 'Its part of the cost of the month, 0 to 1, below 0 for a credit. Rounded up or down so that the ratios of a month sum to exactly 1; empty: the month costs nothing, or next to nothing.';
COMMENT ON COLUMN iceberg.month_cost IS 'Cost of the month, the same in all rows of it.';
COMMENT ON COLUMN iceberg.is_complete IS 'Whether the month is over.';
