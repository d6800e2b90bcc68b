CREATE OR REPLACE VIEW focus_charges WITH (security_invoker = true) AS
SELECT x.*,
	coalesce(x.invoice, CASE WHEN x.charge IS NULL AND x.currency = ledger_currency() THEN i.invoice_id END)
		AS invoice_id,
	CASE WHEN x.month > x.service_month OR x.charge ->> 'ChargeClass' = 'Correction' THEN 'Correction' END
		AS charge_class
FROM (
	SELECT * FROM focus_event_charges
	UNION ALL
	SELECT * FROM focus_shared_charges
	UNION ALL
	SELECT * FROM focus_commitment_charges
	UNION ALL
	SELECT * FROM focus_invoice_charges
) x
LEFT JOIN focus_invoices i ON i.is_main AND i.vendor = x.vendor AND i.service_month = x.service_month
	AND i.month = x.month AND i.currency = ledger_currency();

COMMENT ON VIEW focus_charges IS 'All charges, of which focus_1_2 and focus_1_3 show the columns of their version of FOCUS.';
COMMENT ON COLUMN focus_charges.fact IS 'What the charge is of: event, shared_cost, commitment or invoice.';
COMMENT ON COLUMN focus_charges.fact_id IS 'Its row; empty: terms of a commitment.';
COMMENT ON COLUMN focus_charges.month IS 'Month in which it is booked: the billing period.';
COMMENT ON COLUMN focus_charges.service_month IS 'Month that it is for.';
COMMENT ON COLUMN focus_charges.charge_from IS 'From when it is for.';
COMMENT ON COLUMN focus_charges.charge_until IS 'Until when it is for, exclusive.';
COMMENT ON COLUMN focus_charges.vendor IS 'Who bills it.';
COMMENT ON COLUMN focus_charges.layer IS 'Layer of cost; empty: the difference to an invoice.';
COMMENT ON COLUMN focus_charges.charge IS 'What the bill says of it, by the columns of FOCUS; empty: it is of no bill.';
COMMENT ON COLUMN focus_charges.category IS 'ChargeCategory.';
COMMENT ON COLUMN focus_charges.frequency IS 'ChargeFrequency.';
COMMENT ON COLUMN focus_charges.description IS 'What it is.';
COMMENT ON COLUMN focus_charges.currency IS 'Currency of the amounts.';
COMMENT ON COLUMN focus_charges.billed IS 'What is billed; 0 where a commitment paid for it.';
COMMENT ON COLUMN focus_charges.effective IS 'What it costs the month, commitments shared out.';
COMMENT ON COLUMN focus_charges.list IS 'What it would cost at public prices.';
COMMENT ON COLUMN focus_charges.contracted IS 'What it would cost at own prices without commitments.';
COMMENT ON COLUMN focus_charges.pricing_quantity IS 'Quantity in units of the price.';
COMMENT ON COLUMN focus_charges.pricing_unit IS 'Unit of the price.';
COMMENT ON COLUMN focus_charges.list_unit_price IS 'Public price of a unit.';
COMMENT ON COLUMN focus_charges.contracted_unit_price IS 'Own price of a unit.';
COMMENT ON COLUMN focus_charges.consumed_quantity IS 'Quantity that was used.';
COMMENT ON COLUMN focus_charges.consumed_unit IS 'Its unit.';
COMMENT ON COLUMN focus_charges.sku_id IS 'What is sold: provider, model and meter.';
COMMENT ON COLUMN focus_charges.sku_meter IS 'What is counted, as text.';
COMMENT ON COLUMN focus_charges.sku_price_id IS 'Row of prices, or what stands for it.';
COMMENT ON COLUMN focus_charges.sku_price_details IS 'What the price is for, as JSON.';
COMMENT ON COLUMN focus_charges.pricing_category IS 'Standard or Committed.';
COMMENT ON COLUMN focus_charges.pricing_currency IS 'Currency of the price.';
COMMENT ON COLUMN focus_charges.pricing_rate IS 'What a unit of that was worth in currency.';
COMMENT ON COLUMN focus_charges.commitment IS 'Commitment.';
COMMENT ON COLUMN focus_charges.commitment_status IS 'Used or Unused.';
COMMENT ON COLUMN focus_charges.region IS 'Region.';
COMMENT ON COLUMN focus_charges.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN focus_charges.work_item IS 'Work item.';
COMMENT ON COLUMN focus_charges.outcome IS 'What became of the work item, as far as it was known when the month was closed.';
COMMENT ON COLUMN focus_charges.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN focus_charges.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN focus_charges.invoice IS 'Invoice that the bill names.';
COMMENT ON COLUMN focus_charges.ledger_cost IS 'The same cost in the currency of the ledger; sums to what is booked.';
COMMENT ON COLUMN focus_charges.meter IS 'Meter of the event.';
COMMENT ON COLUMN focus_charges.invoice_id IS 'Invoice that it is on.';
COMMENT ON COLUMN focus_charges.charge_class IS 'Correction: it is for an earlier month than the one in which it is booked, or the bill says so.';
COMMENT ON COLUMN focus_charges.booked_on IS 'Day on which it is booked.';
