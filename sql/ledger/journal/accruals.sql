-- Amounts show the decimals of the currency, which are a constant of the ledger.
DO $do$
BEGIN
	EXECUTE format($sql$
		CREATE OR REPLACE VIEW accruals WITH (security_invoker = true) AS
		SELECT month, service_month, vendor,
			   accrued_before::numeric(38,%1$s) AS opening_amount,
			   metered::numeric(38,%1$s) AS metered_amount,
			   invoiced::numeric(38,%1$s) AS invoiced_amount,
			   true_up::numeric(38,%1$s) AS true_up_amount,
			   accrued::numeric(38,%1$s) AS accrued_amount,
			   is_billed,
			   is_over(month) AS is_complete
		FROM vendor_positions
		$sql$, minor_unit());
END;
$do$;

COMMENT ON VIEW accruals IS
'What vendors have delivered and not yet billed: opening_amount + metered_amount - invoiced_amount + true_up_amount = accrued_amount, for each month of service until it is settled. SELECT * FROM accruals WHERE month = ''2026-10-01''. In whole minor units of the currency. Delivered is what was metered: events by their provider and shared costs by their vendor, as vendor_reconciliation has them.';
COMMENT ON COLUMN accruals.month IS 'Month of booking, as its first day.';
COMMENT ON COLUMN accruals.service_month IS 'Month in which it was delivered.';
COMMENT ON COLUMN accruals.vendor IS 'Provider of events or vendor of shared costs; unattributed: they name none, and no invoice will come.';
COMMENT ON COLUMN accruals.opening_amount IS 'Accrued at the end of the month before, and reversed on the first day of this one.';
COMMENT ON COLUMN accruals.metered_amount IS 'What was metered and is booked in this month.';
COMMENT ON COLUMN accruals.invoiced_amount IS 'Invoices less credit notes that are booked in this month, each rounded to a minor unit. One in another currency is converted at the rate of its day; one without a rate has no amount yet, and its month stays accrued.';
COMMENT ON COLUMN accruals.true_up_amount IS 'What the vendor turned out to bill above what was metered, booked in this month; negative: below. Exchange rates that have moved since are in it.';
COMMENT ON COLUMN accruals.accrued_amount IS 'What is still to be billed at the end of the month; negative: a credit note is expected. 0 once an invoice has come that is final (invoices.is_final).';
COMMENT ON COLUMN accruals.is_billed IS 'Whether the final invoice has come.';
COMMENT ON COLUMN accruals.is_complete IS 'Whether the month is over.';
