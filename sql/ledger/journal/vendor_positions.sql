-- A bill for a part leaves the rest accrued, and what it bills too much is a
-- true-up already.  Credits that were metered are accrued as well, below zero.
CREATE OR REPLACE FUNCTION amount_to_accrue(metered numeric, billed numeric, is_billed boolean) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN is_billed THEN 0
				WHEN billed = 0 THEN metered
				ELSE greatest(metered - billed, 0) END;
COMMENT ON FUNCTION amount_to_accrue(numeric, numeric, boolean) IS 'amount_to_accrue(103.00, 50.00, false): what of a month that a vendor delivered is still to be billed. billed: what its invoices for a part sum to; is_billed: whether it has sent the last one.';

-- Every month looks back at all that is booked before, in whole minor units: so
-- no cent is left when a month of service is settled.
CREATE OR REPLACE VIEW vendor_positions WITH (security_invoker = true) AS
SELECT p.month, p.service_month, p.vendor,
	   p.accrued_before, p.metered - p.metered_before AS metered, p.invoiced - p.invoiced_before AS invoiced,
	   (p.invoiced + p.accrued - p.metered) - (p.invoiced_before + p.accrued_before - p.metered_before) AS true_up,
	   p.accrued, p.is_billed, p.main_layer, p.main_layer_before
FROM (SELECT p.*,
			 amount_to_accrue(p.metered, p.billed, p.is_billed) AS accrued,
			 amount_to_accrue(p.metered_before, p.billed_before, p.is_billed_before) AS accrued_before
	  FROM (SELECT t.month, x.service_month, x.vendor,
				   coalesce(sum(x.metered), 0) AS metered,
				   coalesce(sum(x.metered) FILTER (WHERE x.month < t.month), 0) AS metered_before,
				   coalesce(sum(x.invoiced), 0) AS invoiced,
				   coalesce(sum(x.invoiced) FILTER (WHERE x.month < t.month), 0) AS invoiced_before,
				   coalesce(sum(x.billed), 0) AS billed,
				   coalesce(sum(x.billed) FILTER (WHERE x.month < t.month), 0) AS billed_before,
				   coalesce(sum(x.finals), 0) > 0 AS is_billed,
				   coalesce(sum(x.finals) FILTER (WHERE x.month < t.month), 0) > 0 AS is_billed_before,
				   (array_agg(x.main_layer ORDER BY x.cost DESC, x.main_layer COLLATE "C")
						FILTER (WHERE x.main_layer IS NOT NULL))[1] AS main_layer,
				   (array_agg(x.main_layer ORDER BY x.cost DESC, x.main_layer COLLATE "C")
						FILTER (WHERE x.main_layer IS NOT NULL AND x.month < t.month))[1] AS main_layer_before
			FROM months_between(least(first_known_month(), (SELECT min(first_of_month(booked_on)) FROM invoices)),
								present_month()) t (month)
			JOIN (SELECT month, service_month, vendor, main_layer, cost, amount AS metered,
						 NULL::numeric AS invoiced, NULL::numeric AS billed, NULL::bigint AS finals
				  FROM journal_credits
				  WHERE is_metered
				  UNION ALL
				  SELECT first_of_month(booked_on), month, vendor, NULL::text, NULL::numeric, NULL::numeric,
						 i.rounded, CASE WHEN i.is_bill THEN i.rounded END,
						 CASE WHEN i.is_bill AND is_final THEN CASE WHEN reverses IS NULL THEN 1 ELSE -1 END END
				  FROM invoices
				  CROSS JOIN LATERAL (SELECT round(amount, minor_unit()::integer) AS rounded,
											 CASE WHEN reverses IS NULL THEN amount >= 0 ELSE amount <= 0 END
												AS is_bill) i
				  WHERE amount IS NOT NULL) x
				ON x.month <= t.month
			GROUP BY t.month, x.service_month, x.vendor) p) p
WHERE p.accrued <> 0 OR p.accrued_before <> 0 OR p.metered <> p.metered_before OR p.invoiced <> p.invoiced_before;

COMMENT ON VIEW vendor_positions IS 'What vendors have delivered and billed, by month of service, at the end of each month until it is settled. In whole minor units of the currency.';
COMMENT ON COLUMN vendor_positions.month IS 'Month at whose end it stands so.';
COMMENT ON COLUMN vendor_positions.service_month IS 'Month in which it was delivered.';
COMMENT ON COLUMN vendor_positions.vendor IS 'Vendor.';
COMMENT ON COLUMN vendor_positions.accrued_before IS 'What was accrued at the end of the month before.';
COMMENT ON COLUMN vendor_positions.metered IS 'Cost that is booked in this month.';
COMMENT ON COLUMN vendor_positions.invoiced IS 'Invoices less credit notes that are booked in this month.';
COMMENT ON COLUMN vendor_positions.true_up IS 'What in this month turned out to be billed above what was metered; negative: below.';
COMMENT ON COLUMN vendor_positions.accrued IS 'What is still to be billed: accrued_before + metered - invoiced + true_up.';
COMMENT ON COLUMN vendor_positions.is_billed IS 'Whether the last invoice has come.';
COMMENT ON COLUMN vendor_positions.main_layer IS 'Layer of most of it, whose accounts it has; empty: nothing was metered.';
COMMENT ON COLUMN vendor_positions.main_layer_before IS 'The same at the end of the month before.';
