-- What is left of the key is what it is for; the number says how often the
-- amount has changed since.  What somebody has reversed stays booked here: it
-- is not booked again.
CREATE OR REPLACE VIEW month_end_bookings WITH (security_invoker = true) AS
SELECT s.month, regexp_replace(s.source_key, '^[0-9-]+/|#[0-9]+$', '', 'g') AS line_key, s.agent, s.layer, s.vendor,
	   s.driver, s.business_unit, s.description, sum(s.amount) AS amount, count(*) AS bookings
FROM shared_costs s
WHERE s.source = 'month end'
GROUP BY s.month, 2, s.agent, s.layer, s.vendor, s.driver, s.business_unit, s.description;

COMMENT ON VIEW month_end_bookings IS 'What book_month_end has booked so far.';
COMMENT ON COLUMN month_end_bookings.month IS 'Month.';
COMMENT ON COLUMN month_end_bookings.line_key IS 'What it is for.';
COMMENT ON COLUMN month_end_bookings.agent IS 'Agent that bears it; empty: it is allocated.';
COMMENT ON COLUMN month_end_bookings.layer IS 'Layer of cost.';
COMMENT ON COLUMN month_end_bookings.vendor IS 'Who bills it.';
COMMENT ON COLUMN month_end_bookings.driver IS 'What it is allocated by.';
COMMENT ON COLUMN month_end_bookings.business_unit IS 'Only agents of this business unit take part.';
COMMENT ON COLUMN month_end_bookings.description IS 'What it is.';
COMMENT ON COLUMN month_end_bookings.amount IS 'Sum of what was booked.';
COMMENT ON COLUMN month_end_bookings.bookings IS 'Number of rows that it was booked with.';
