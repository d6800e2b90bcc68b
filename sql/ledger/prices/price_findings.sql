CREATE OR REPLACE VIEW price_findings WITH (security_invoker = true) AS
SELECT p.id AS price_row, p.provider, p.model, p.meter, p.price::numeric(38,15) AS price, p.per, p.source, s.finding
FROM suspect_prices(0) s
JOIN prices p ON p.id = s.id
-- a row that was entered anew for the same time has been put right
WHERE NOT EXISTS (SELECT FROM prices n WHERE price_key(n) = price_key(p) AND n.provider = p.provider
	AND n.model = p.model AND n.meter = p.meter
	AND n.valid_from = p.valid_from AND n.id > p.id);

COMMENT ON VIEW price_findings IS
'Prices that are hardly what they should be: negative, for a meter that does not exist, or a thousand times more or less than the provider''s other prices for the meter, as when the price of one token was entered as that of a million. Enter them anew for the same time; what was priced with them stays as it is until it is repriced.';
COMMENT ON COLUMN price_findings.price_row IS 'Number of the row of prices.';
COMMENT ON COLUMN price_findings.provider IS 'Provider.';
COMMENT ON COLUMN price_findings.model IS 'Model.';
COMMENT ON COLUMN price_findings.meter IS 'Meter.';
COMMENT ON COLUMN price_findings.price IS 'Price for per units.';
COMMENT ON COLUMN price_findings.per IS 'Number of units that the price is for.';
COMMENT ON COLUMN price_findings.source IS 'Where the row comes from.';
COMMENT ON COLUMN price_findings.finding IS 'What is odd about it.';
