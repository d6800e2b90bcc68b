CREATE OR REPLACE VIEW vendor_quote_periods WITH (security_invoker = true) AS
SELECT q.vendor, q.unit_of_work, q.valid_from,
	   coalesce(lead(q.valid_from) OVER (PARTITION BY q.vendor, q.unit_of_work ORDER BY q.valid_from), 'infinity')
			AS valid_until,
	   q.price, q.charged_per, q.outcomes_charged, q.monthly_fee, q.monthly_minimum, q.currency
FROM vendor_quotes q
WHERE NOT EXISTS (SELECT FROM vendor_quotes later
				  WHERE later.vendor = q.vendor AND later.unit_of_work = q.unit_of_work
					AND later.valid_from = q.valid_from
					AND (later.recorded_at, later.id) > (q.recorded_at, q.id));

COMMENT ON VIEW vendor_quote_periods IS 'The rows of vendor_quotes that hold, with the days for which each does. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN vendor_quote_periods.vendor IS 'Who quotes.';
COMMENT ON COLUMN vendor_quote_periods.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN vendor_quote_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN vendor_quote_periods.valid_until IS 'First day on which it holds no more; infinity: it is the last one.';
COMMENT ON COLUMN vendor_quote_periods.price IS 'Price of one; empty: there is no quote.';
COMMENT ON COLUMN vendor_quote_periods.charged_per IS 'What one is.';
COMMENT ON COLUMN vendor_quote_periods.outcomes_charged IS 'counted or all.';
COMMENT ON COLUMN vendor_quote_periods.monthly_fee IS 'Fee of a month.';
COMMENT ON COLUMN vendor_quote_periods.monthly_minimum IS 'What is paid in a month at least.';
COMMENT ON COLUMN vendor_quote_periods.currency IS 'Currency; empty: that of the ledger.';
