CREATE OR REPLACE VIEW vendor_or_own WITH (security_invoker = true) AS
SELECT v.month, v.unit_of_work, v.vendor, v.charged_per,
	   v.outcomes, v.units AS units_charged,
	   v.price::numeric(38,12) AS price,
	   v.vendor_cost::numeric(38,12) AS vendor_cost,
	   per_outcome(v.vendor_cost, v.outcomes)::numeric(32,6) AS vendor_unit_cost,
	   v.own_cost::numeric(38,12) AS own_cost,
	   v.own_unit_cost::numeric(32,6) AS own_unit_cost,
	   (v.own_cost - v.vendor_cost)::numeric(38,12) AS saving_with_vendor,
	   CASE WHEN v.monthly_fee <= v.own_cost THEN ratio(v.own_cost - v.monthly_fee, v.units) END::numeric(32,6)
			AS break_even_price,
	   CASE WHEN v.vendor_cost IS NULL OR v.own_unit_cost IS NULL THEN 'no_data'
			WHEN v.vendor_cost < v.own_cost THEN 'vendor'
			WHEN v.vendor_cost > v.own_cost THEN 'own'
			ELSE 'same' END AS cheaper,
	   is_over(v.month) AS is_complete
FROM (SELECT v.*, greatest(v.monthly_fee + v.price * v.units, v.monthly_minimum) AS vendor_cost
	  FROM (SELECT o.month, o.unit_of_work, q.vendor, q.charged_per, o.outcomes, o.cost AS own_cost,
				   o.unit_cost AS own_unit_cost,
				   CASE q.outcomes_charged WHEN 'all' THEN o.all_outcomes ELSE o.outcomes END AS units,
				   q.price * f.rate AS price, q.monthly_fee * f.rate AS monthly_fee,
				   q.monthly_minimum * f.rate AS monthly_minimum
			FROM own_work o
			JOIN vendor_quote_periods q
				ON q.unit_of_work = o.unit_of_work AND next_month(o.month) > q.valid_from
				AND next_month(o.month) <= q.valid_until AND q.price IS NOT NULL
			CROSS JOIN LATERAL (SELECT exchange_rate(q.currency, last_moment_of(o.month)) AS rate OFFSET 0) f) v) v
ORDER BY v.month, v.unit_of_work, v.vendor;

COMMENT ON VIEW vendor_or_own IS
'Quotes of vendors against what the own agents cost, everything in it, at the volume that they really had, by month and unit of work. SELECT * FROM vendor_or_own WHERE month = ''2026-01-01'' ORDER BY saving_with_vendor DESC.';
COMMENT ON COLUMN vendor_or_own.month IS 'Month, as its first day.';
COMMENT ON COLUMN vendor_or_own.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN vendor_or_own.vendor IS 'Who quotes.';
COMMENT ON COLUMN vendor_or_own.charged_per IS 'What the vendor charges for: resolution, conversation, claim.';
COMMENT ON COLUMN vendor_or_own.outcomes IS 'Outcomes of the month that count.';
COMMENT ON COLUMN vendor_or_own.units_charged IS 'Outcomes that the vendor would charge: those that count, or all.';
COMMENT ON COLUMN vendor_or_own.price IS 'Price of one, in the currency of the ledger at the end of the month; empty: fx has no rate.';
COMMENT ON COLUMN vendor_or_own.vendor_cost IS 'What the vendor would cost: fee and prices, or the minimum. What stays with the company, such as the review of what the vendor hands back, is not in it.';
COMMENT ON COLUMN vendor_or_own.vendor_unit_cost IS 'vendor_cost for each outcome that counts; empty: none does.';
COMMENT ON COLUMN vendor_or_own.own_cost IS 'What the own agents cost in the month, fully loaded.';
COMMENT ON COLUMN vendor_or_own.own_unit_cost IS 'own_cost for each outcome that counts; empty: none does.';
COMMENT ON COLUMN vendor_or_own.saving_with_vendor IS 'own_cost less vendor_cost; negative: the vendor is dearer.';
COMMENT ON COLUMN vendor_or_own.break_even_price IS 'Price of one at which the vendor costs what the own agents do, with its fee and without a minimum; empty: there is none, as nothing would be charged or the fee alone is more.';
COMMENT ON COLUMN vendor_or_own.cheaper IS 'vendor, own or same; no_data: no outcome counts, or fx has no rate.';
COMMENT ON COLUMN vendor_or_own.is_complete IS 'Whether the month is over.';
