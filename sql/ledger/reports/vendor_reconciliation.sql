CREATE OR REPLACE VIEW vendor_reconciliation WITH (security_invoker = true) AS
WITH entry AS (
	SELECT month, vendor, cost AS metered, NULL::numeric AS invoiced,
		   CASE WHEN is_unpriced THEN events ELSE 0 END AS unpriced,
		   true AS is_metered, coalesce(cost_basis = 'computed', false) AS is_computed, false AS is_invoice, false AS is_open
	FROM basis_cells
	UNION ALL
	SELECT month, coalesce(vendor, 'unattributed'), amount, NULL, 0, true, false, false, amount IS NULL
	FROM shared_costs
	UNION ALL
	SELECT month, vendor, NULL, amount, 0, false, false, true, amount IS NULL
	FROM invoices
),
vendor_month AS (
	SELECT month, vendor,
		   coalesce(sum(metered), 0) AS metered,
		   sum(invoiced) AS invoiced,
		   sum(unpriced) AS unpriced,
		   bool_or(is_metered) AS is_metered,
		   bool_or(is_computed) AS is_computed,
		   bool_or(is_invoice) AS is_invoiced,
		   bool_or(is_open) AS is_open
	FROM entry
	GROUP BY month, vendor
),
classified AS (
	SELECT v.*, v.invoiced - v.metered AS difference,
		   CASE WHEN NOT is_invoiced AND metered = 0 AND unpriced = 0 AND NOT is_open THEN 'matched'
				WHEN NOT is_invoiced THEN 'missing_invoice'
				WHEN is_open THEN 'unknown'
				WHEN invoiced = metered THEN 'matched'
				WHEN NOT is_metered THEN 'missing_events'
				WHEN abs(invoiced - metered) < 0.01 OR abs(invoiced - metered) <= 0.0001 * abs(invoiced) THEN 'rounding'
				WHEN unpriced > 0 AND invoiced > metered THEN 'unpriced_usage'
				WHEN is_computed AND abs(invoiced - metered) <= 0.25 * abs(metered) THEN 'price_drift'
				ELSE 'unknown' END AS classification
	FROM vendor_month v
)
SELECT month, vendor,
	   metered::numeric(38,12) AS metered_cost,
	   invoiced::numeric(38,12) AS invoiced_cost,
	   difference::numeric(38,12) AS difference,
	   percent_of(difference, invoiced)::numeric(32,6) AS difference_pct,
	   unpriced::bigint AS unpriced_events,
	   classification,
	   CASE classification WHEN 'matched' THEN 0 WHEN 'rounding' THEN 1 WHEN 'price_drift' THEN 2 WHEN 'unpriced_usage' THEN 3
						   WHEN 'missing_invoice' THEN 4 WHEN 'missing_events' THEN 5 ELSE 6 END::bigint AS classification_order
FROM classified;

COMMENT ON VIEW vendor_reconciliation IS
'What the ledger has metered against what vendors billed, by month of service and vendor. Metered are events by their provider and shared costs by their vendor; an investment is not, it is billed once and written off.';
COMMENT ON COLUMN vendor_reconciliation.month IS 'Month of service.';
COMMENT ON COLUMN vendor_reconciliation.vendor IS 'Provider of events or vendor of shared costs; unattributed: they name none.';
COMMENT ON COLUMN vendor_reconciliation.metered_cost IS 'Cost of events and shared costs, as far as it is known.';
COMMENT ON COLUMN vendor_reconciliation.invoiced_cost IS 'Sum of invoices; empty: there is none, or none with a known amount.';
COMMENT ON COLUMN vendor_reconciliation.difference IS 'Invoiced less metered; above zero: the vendor bills more than the ledger knows of.';
COMMENT ON COLUMN vendor_reconciliation.difference_pct IS 'difference in percent of what was invoiced.';
COMMENT ON COLUMN vendor_reconciliation.unpriced_events IS 'Events of the vendor whose cost is not known yet.';
COMMENT ON COLUMN vendor_reconciliation.classification IS
'The first that holds: missing_invoice: there is none for what was metered. unknown: an amount waits for an exchange rate. matched: no difference. missing_events: nothing was metered. rounding: less than 0.01, or up to 0.01 percent of the invoice. unpriced_usage: billed more, and events have no cost yet. price_drift: up to 25 percent of what was metered, and costs were computed from the price book. unknown: everything else.';
COMMENT ON COLUMN vendor_reconciliation.classification_order IS 'The same as a number, 0 (matched) to 6 (unknown), that sorts the worst last.';
