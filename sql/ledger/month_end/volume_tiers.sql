-- Of several rows with one key and valid_from the one recorded last holds.
CREATE OR REPLACE VIEW volume_tiers WITH (security_invoker = true) AS
SELECT p.provider, p.model, p.meter, p.period, p.above_quantity, p.valid_from, p.valid_until, p.price, p.per,
	   p.list_ratio
FROM (
	SELECT v.*, coalesce(lead(v.valid_from) OVER (PARTITION BY v.provider, v.model, v.meter, v.period, v.above_quantity
		ORDER BY v.valid_from), 'infinity') AS valid_until
	FROM volume_prices v
	WHERE NOT EXISTS (SELECT FROM volume_prices l
					  WHERE l.provider = v.provider AND l.model = v.model AND l.meter = v.meter AND l.period = v.period
						AND l.above_quantity = v.above_quantity AND l.valid_from = v.valid_from
						AND (l.recorded_at, l.id) > (v.recorded_at, v.id))) p
WHERE p.price IS NOT NULL OR p.list_ratio IS NOT NULL;

COMMENT ON VIEW volume_tiers IS 'The rows of volume_prices that hold, with the days on which a period that they hold for begins.';
COMMENT ON COLUMN volume_tiers.provider IS 'Provider.';
COMMENT ON COLUMN volume_tiers.model IS 'Model; empty: all together.';
COMMENT ON COLUMN volume_tiers.meter IS 'Meter.';
COMMENT ON COLUMN volume_tiers.period IS 'month or day.';
COMMENT ON COLUMN volume_tiers.above_quantity IS 'Above which it holds.';
COMMENT ON COLUMN volume_tiers.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN volume_tiers.valid_until IS 'First day on which it holds no more.';
COMMENT ON COLUMN volume_tiers.price IS 'Price for per units.';
COMMENT ON COLUMN volume_tiers.per IS 'Number of units that the price is for.';
COMMENT ON COLUMN volume_tiers.list_ratio IS 'Share of what the price book says, in place of a price.';
