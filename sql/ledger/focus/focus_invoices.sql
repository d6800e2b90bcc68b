-- The first final invoice of a vendor for a month is the one that usage is on.
-- It is found among what was booked until its own month, so that a closed month
-- keeps it.
CREATE OR REPLACE VIEW focus_invoices WITH (security_invoker = true) AS
SELECT i.*,
	coalesce(i.is_candidate AND row_number() OVER (PARTITION BY i.vendor, i.service_month, i.is_candidate
		ORDER BY i.month, i.id) = 1, false) AS is_main
FROM (
	SELECT i.vendor, i.month AS service_month, first_of_month(i.booked_on) AS month, i.invoice_id,
		CASE WHEN i.billed_amount IS NULL THEN ledger_currency()
			ELSE coalesce(i.billing_currency, ledger_currency()) END AS currency,
		min(i.id) AS id,
		sum(CASE WHEN i.billing_currency <> ledger_currency() THEN i.amount
			ELSE coalesce(i.billed_amount, i.amount) END) AS amount,
		sum(coalesce(i.billed_amount, i.amount)) AS billed_amount,
		bool_or(i.is_final) AND sum(i.amount) > 0
			AND count(*) FILTER (WHERE i.reverses IS NULL) > count(*) FILTER (WHERE i.reverses IS NOT NULL)
			AS is_candidate
	FROM invoices i
	WHERE i.amount IS NOT NULL AND first_of_month(i.booked_on) <= (SELECT present_month())
	GROUP BY 1, 2, 3, 4, 5
) i;

COMMENT ON VIEW focus_invoices IS 'Invoices by vendor, month of service, month in which they were booked, and identifier.';
COMMENT ON COLUMN focus_invoices.vendor IS 'Who billed.';
COMMENT ON COLUMN focus_invoices.service_month IS 'Month of service.';
COMMENT ON COLUMN focus_invoices.month IS 'Month in which it was booked.';
COMMENT ON COLUMN focus_invoices.invoice_id IS 'Identifier of the invoice.';
COMMENT ON COLUMN focus_invoices.currency IS 'Currency in which it was billed.';
COMMENT ON COLUMN focus_invoices.id IS 'First row of invoices.';
COMMENT ON COLUMN focus_invoices.amount IS 'Amount in the currency of the ledger with all decimals that were billed, less what was reversed in that month.';
COMMENT ON COLUMN focus_invoices.billed_amount IS 'Amount in currency.';
COMMENT ON COLUMN focus_invoices.is_candidate IS 'Whether it is a final invoice that stands, and no credit note.';
COMMENT ON COLUMN focus_invoices.is_main IS 'Whether what was metered of the vendor in the month of service is on it.';
