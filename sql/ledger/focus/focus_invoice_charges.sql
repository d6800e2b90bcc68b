-- What an invoice says and no other row does: the difference between the bill
-- and what was metered, part invoices and credit notes.  Without a final invoice
-- what was metered stands for the bill.  Lines of a bill that became shared
-- costs are rows of their own.
CREATE OR REPLACE VIEW focus_invoice_charges WITH (security_invoker = true) AS
WITH billed_line AS (
	SELECT coalesce(s.vendor, 'unattributed') AS vendor, s.month AS service_month,
		s.charge ->> 'InvoiceId' AS invoice_id,
		CASE WHEN s.billed_amount IS NULL THEN ledger_currency()
			ELSE coalesce(s.billing_currency, ledger_currency()) END AS currency,
		sum(s.invoiced_amount) AS amount
	FROM shared_costs s
	WHERE s.invoiced_amount IS NOT NULL
	GROUP BY 1, 2, 3, 4
),
metered AS (
	SELECT coalesce(b.provider, 'unattributed') AS vendor, first_of_month(b.owned_from) AS service_month,
		b.booked_month AS month, b.cost
	FROM event_months b
	WHERE b.cost IS NOT NULL
	UNION ALL
	SELECT coalesce(s.vendor, 'unattributed'), s.month, first_of_month(s.booked_on), s.amount
	FROM shared_costs s
	LEFT JOIN focus_month_end_lines m ON m.id = s.id
	WHERE s.invoiced_amount IS NULL AND s.amount IS NOT NULL AND m.commitment IS NULL
	UNION ALL
	SELECT c.vendor, c.service_month, c.month, c.billed
	FROM focus_commitment_charges c
),
difference AS (
	SELECT i.*,
		CASE WHEN coalesce(l.amount, 0) = 0 THEN i.amount
			WHEN i.billed_amount = l.amount OR i.billed_amount = 0 THEN 0
			ELSE round((i.billed_amount - l.amount) * i.amount / i.billed_amount, 12) END
		+ CASE WHEN i.is_main THEN coalesce((SELECT sum(p.amount) FROM focus_invoices p
											 WHERE p.vendor = i.vendor AND p.service_month = i.service_month
											   AND p.month < i.month), 0)
			- coalesce((SELECT sum(u.cost) FROM metered u
						WHERE u.vendor = i.vendor AND u.service_month = i.service_month AND u.month <= i.month), 0)
			ELSE 0 END AS difference
	FROM focus_invoices i
	LEFT JOIN billed_line l ON l.vendor = i.vendor AND l.service_month = i.service_month
		AND l.invoice_id IS NOT DISTINCT FROM i.invoice_id AND l.currency = i.currency
	WHERE i.is_main
	   OR EXISTS (SELECT FROM focus_invoices f WHERE f.is_main AND f.vendor = i.vendor
				  AND f.service_month = i.service_month AND f.month <= i.month)
)
SELECT 'invoice'::text AS fact, d.id AS fact_id, d.month, d.service_month, start_of(d.service_month) AS charge_from,
	start_of(next_month(d.service_month)) AS charge_until, d.vendor, NULL::text AS layer, NULL::jsonb AS charge,
	CASE WHEN d.amount < 0 THEN 'Credit' ELSE 'Adjustment' END AS category, 'One-Time'::text AS frequency,
	CASE WHEN d.is_main THEN 'invoiced beside what was metered'
		WHEN d.amount < 0 THEN 'credit note' ELSE 'invoice' END AS description,
	ledger_currency() AS currency, d.difference AS billed, 0::numeric AS effective, d.difference AS list,
	d.difference AS contracted, NULL::numeric AS pricing_quantity, NULL::text AS pricing_unit,
	NULL::numeric AS list_unit_price, NULL::numeric AS contracted_unit_price, NULL::numeric AS consumed_quantity,
	NULL::text AS consumed_unit, NULL::text AS sku_id, NULL::text AS sku_meter, NULL::text AS sku_price_id,
	NULL::text AS sku_price_details, NULL::text AS pricing_category, ledger_currency() AS pricing_currency,
	1::numeric AS pricing_rate, NULL::text AS commitment, NULL::text AS commitment_status, NULL::text AS region,
	NULL::text AS agent, NULL::text AS work_item, NULL::text AS outcome, NULL::text AS business_unit,
	NULL::text AS unit_of_work, d.invoice_id AS invoice, 0::numeric AS ledger_cost, NULL::text AS meter,
	d.month AS booked_on
FROM difference d
WHERE d.difference <> 0;

COMMENT ON VIEW focus_invoice_charges IS 'What vendors invoiced and no other charge shows.';
COMMENT ON COLUMN focus_invoice_charges.fact IS 'What the charge is of: event, shared_cost, commitment or invoice.';
COMMENT ON COLUMN focus_invoice_charges.fact_id IS 'Its row; empty: terms of a commitment.';
COMMENT ON COLUMN focus_invoice_charges.month IS 'Month in which it is booked: the billing period.';
COMMENT ON COLUMN focus_invoice_charges.service_month IS 'Month that it is for.';
COMMENT ON COLUMN focus_invoice_charges.charge_from IS 'From when it is for.';
COMMENT ON COLUMN focus_invoice_charges.charge_until IS 'Until when it is for, exclusive.';
COMMENT ON COLUMN focus_invoice_charges.vendor IS 'Who bills it.';
COMMENT ON COLUMN focus_invoice_charges.layer IS 'Layer of cost; empty: the difference to an invoice.';
COMMENT ON COLUMN focus_invoice_charges.charge IS 'What the bill says of it, by the columns of FOCUS; empty: it is of no bill.';
COMMENT ON COLUMN focus_invoice_charges.category IS 'ChargeCategory.';
COMMENT ON COLUMN focus_invoice_charges.frequency IS 'ChargeFrequency.';
COMMENT ON COLUMN focus_invoice_charges.description IS 'What it is.';
COMMENT ON COLUMN focus_invoice_charges.currency IS 'Currency of the amounts.';
COMMENT ON COLUMN focus_invoice_charges.billed IS 'What is billed; 0 where a commitment paid for it.';
COMMENT ON COLUMN focus_invoice_charges.effective IS 'What it costs the month, commitments shared out.';
COMMENT ON COLUMN focus_invoice_charges.list IS 'What it would cost at public prices.';
COMMENT ON COLUMN focus_invoice_charges.contracted IS 'What it would cost at own prices without commitments.';
COMMENT ON COLUMN focus_invoice_charges.pricing_quantity IS 'Quantity in units of the price.';
COMMENT ON COLUMN focus_invoice_charges.pricing_unit IS 'Unit of the price.';
COMMENT ON COLUMN focus_invoice_charges.list_unit_price IS 'Public price of a unit.';
COMMENT ON COLUMN focus_invoice_charges.contracted_unit_price IS 'Own price of a unit.';
COMMENT ON COLUMN focus_invoice_charges.consumed_quantity IS 'Quantity that was used.';
COMMENT ON COLUMN focus_invoice_charges.consumed_unit IS 'Its unit.';
COMMENT ON COLUMN focus_invoice_charges.sku_id IS 'What is sold: provider, model and meter.';
COMMENT ON COLUMN focus_invoice_charges.sku_meter IS 'What is counted, as text.';
COMMENT ON COLUMN focus_invoice_charges.sku_price_id IS 'Row of prices, or what stands for it.';
COMMENT ON COLUMN focus_invoice_charges.sku_price_details IS 'What the price is for, as JSON.';
COMMENT ON COLUMN focus_invoice_charges.pricing_category IS 'Standard or Committed.';
COMMENT ON COLUMN focus_invoice_charges.pricing_currency IS 'Currency of the price.';
COMMENT ON COLUMN focus_invoice_charges.pricing_rate IS 'What a unit of that was worth in currency.';
COMMENT ON COLUMN focus_invoice_charges.commitment IS 'Commitment.';
COMMENT ON COLUMN focus_invoice_charges.commitment_status IS 'Used or Unused.';
COMMENT ON COLUMN focus_invoice_charges.region IS 'Region.';
COMMENT ON COLUMN focus_invoice_charges.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN focus_invoice_charges.work_item IS 'Work item.';
COMMENT ON COLUMN focus_invoice_charges.outcome IS 'What became of the work item, as far as it was known when the month was closed.';
COMMENT ON COLUMN focus_invoice_charges.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN focus_invoice_charges.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN focus_invoice_charges.invoice IS 'Invoice that the bill names.';
COMMENT ON COLUMN focus_invoice_charges.ledger_cost IS 'The same cost in the currency of the ledger; sums to what is booked.';
COMMENT ON COLUMN focus_invoice_charges.meter IS 'Meter of the event.';
COMMENT ON COLUMN focus_invoice_charges.booked_on IS 'Day on which it is booked.';
