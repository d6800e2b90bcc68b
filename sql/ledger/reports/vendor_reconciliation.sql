CREATE OR REPLACE VIEW vendor_reconciliation WITH (security_invoker = true) AS
SELECT c.month, c.vendor,
	   c.metered::numeric(38,12) AS metered_cost,
	   c.invoiced::numeric(38,12) AS invoiced_cost,
	   (c.invoiced - c.metered)::numeric(38,12) AS difference,
	   percent_of(c.invoiced - c.metered, c.invoiced)::numeric(32,6) AS difference_pct,
	   c.unpriced::bigint AS unpriced_events,
	   c.classification,
	   CASE c.classification WHEN 'matched' THEN 0 WHEN 'nothing_to_bill' THEN 1 WHEN 'rounding' THEN 2
			WHEN 'price_drift' THEN 3
							 WHEN 'unpriced_usage' THEN 4 WHEN 'missing_invoice' THEN 5 WHEN 'missing_events' THEN 6
									ELSE 7 END::bigint AS classification_order,
	   is_over(c.month) AS is_complete
FROM (SELECT v.*,
			 CASE WHEN NOT v.is_invoiced AND v.metered = 0 AND v.unpriced = 0 AND NOT v.is_open THEN 'nothing_to_bill'
				  WHEN NOT v.is_invoiced THEN 'missing_invoice'
				  WHEN v.is_open THEN 'unknown'
				  WHEN v.invoiced = v.metered THEN 'matched'
				  WHEN NOT v.is_metered THEN 'missing_events'
				  WHEN abs(v.invoiced - v.metered) < 10.0 ^ -minor_unit() OR abs(v.invoiced
						- v.metered) <= 0.0001 * abs(v.invoiced) THEN 'rounding'
				  WHEN v.unpriced > 0 AND v.invoiced > v.metered THEN 'unpriced_usage'
				  WHEN v.is_computed AND abs(v.invoiced - v.metered) <= 0.25 * abs(v.metered) THEN 'price_drift'
				  ELSE 'unknown' END AS classification
	  FROM (SELECT month, vendor,
				   coalesce(sum(metered), 0) AS metered,
				   sum(invoiced) AS invoiced,
				   coalesce(sum(unpriced), 0) AS unpriced,
				   coalesce(sum(metered_rows), 0) > 0 AS is_metered,
				   bool_or(is_computed) AS is_computed,
				   coalesce(sum(invoice_rows), 0) > 0 AS is_invoiced,
				   coalesce(sum(open_rows), 0) > 0 AS is_open
			FROM (SELECT first_of_month(owned_from) AS month, coalesce(provider, 'unattributed') AS vendor,
				cost AS metered, NULL::numeric AS invoiced,
						 CASE WHEN cost_basis IS NULL THEN live_events END AS unpriced,
								coalesce(cost_basis = 'computed', false) AS is_computed,
						 live_events AS metered_rows, NULL::integer AS invoice_rows, NULL::integer AS open_rows
				  FROM event_months
				  UNION ALL
				  SELECT month, coalesce(vendor, 'unattributed'), amount::numeric, NULL::numeric, NULL::bigint, false,
						 CASE WHEN reverses IS NULL THEN 1 ELSE -1 END, NULL::integer, CASE WHEN amount IS NULL
								THEN CASE WHEN reverses IS NULL THEN 1 ELSE -1 END END
				  FROM shared_costs
				  UNION ALL
				  SELECT month, vendor, NULL::numeric, amount::numeric, NULL::bigint, false,
						 NULL::bigint, CASE WHEN reverses IS NULL THEN 1 ELSE -1 END, CASE WHEN amount IS NULL THEN CASE
								WHEN reverses IS NULL THEN 1 ELSE -1 END END
				  FROM invoices) e
			GROUP BY month, vendor) v) c;

COMMENT ON VIEW vendor_reconciliation IS
'What the ledger has metered against what vendors billed, by month of service and vendor. Metered are events by their provider and shared costs by their vendor; an investment is not, it is billed once and amortized. A reversal counts for the month of what it reverses, whenever it is booked.';
COMMENT ON COLUMN vendor_reconciliation.month IS 'Month of service.';
COMMENT ON COLUMN vendor_reconciliation.vendor IS 'Provider of events or vendor of shared costs; unattributed: they name none.';
COMMENT ON COLUMN vendor_reconciliation.metered_cost IS 'Cost of events and shared costs, as far as it is known.';
COMMENT ON COLUMN vendor_reconciliation.invoiced_cost IS 'Sum of invoices; empty: there is none with a known amount.';
COMMENT ON COLUMN vendor_reconciliation.difference IS 'Invoiced less metered; above zero: the vendor bills more than the ledger knows of.';
COMMENT ON COLUMN vendor_reconciliation.difference_pct IS 'difference in percent of what was invoiced.';
COMMENT ON COLUMN vendor_reconciliation.unpriced_events IS 'Events of the vendor whose cost is not known yet, without those that were reversed.';
COMMENT ON COLUMN vendor_reconciliation.classification IS
'The first that holds: nothing_to_bill: what was metered cost nothing, and there is no invoice. missing_invoice: there is none, or none that was not reversed, for what was metered. unknown: an amount waits for an exchange rate. matched: no difference. missing_events: nothing was metered. rounding: less than a minor unit of the currency, or up to 0.01 percent of the invoice. unpriced_usage: billed more, and events have no cost yet. price_drift: up to 25 percent of what was metered, and costs were computed from the price book. unknown: everything else.';
COMMENT ON COLUMN vendor_reconciliation.classification_order IS 'The same as a number, 0 (matched) to 7 (unknown), that sorts the worst last.';
COMMENT ON COLUMN vendor_reconciliation.is_complete IS 'Whether the month is over.';
