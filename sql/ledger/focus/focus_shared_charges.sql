-- A line of a bill has what the bill says of it in charge, and its four amounts.
-- What was entered by hand is a month of a service.  What book_month_end books
-- for a commitment was paid with its purchase and is billed there.
CREATE OR REPLACE VIEW focus_shared_charges WITH (security_invoker = true) AS
SELECT 'shared_cost'::text AS fact, x.id AS fact_id, x.month, x.service_month,
	coalesce((x.charge ->> 'ChargePeriodStart')::timestamptz, start_of(x.service_month)) AS charge_from,
	coalesce((x.charge ->> 'ChargePeriodEnd')::timestamptz, start_of(next_month(x.service_month))) AS charge_until,
	x.vendor, x.layer, x.charge, x.category,
	coalesce(x.charge ->> 'ChargeFrequency', CASE x.category WHEN 'Usage' THEN 'Recurring' ELSE 'One-Time' END)
		AS frequency,
	coalesce(x.reason, x.charge ->> 'ChargeDescription', x.description, concat_ws(' ', x.vendor, x.layer))
		AS description,
	x.currency, x.billed, x.effective, x.list, x.contracted,
	CASE WHEN x.is_measured THEN x.quantity END AS pricing_quantity,
	CASE WHEN x.is_measured THEN x.unit END AS pricing_unit,
	CASE WHEN x.is_measured THEN coalesce(x.list / nullif(x.quantity, 0), 0) END AS list_unit_price,
	CASE WHEN x.is_measured THEN coalesce(x.contracted / nullif(x.quantity, 0), 0) END AS contracted_unit_price,
	CASE WHEN x.category = 'Usage' AND x.commitment_status IS DISTINCT FROM 'Unused'
		THEN coalesce(x.sign * (x.charge ->> 'ConsumedQuantity')::numeric, x.quantity) END AS consumed_quantity,
	CASE WHEN x.category = 'Usage' AND x.commitment_status IS DISTINCT FROM 'Unused'
		THEN coalesce(x.charge ->> 'ConsumedUnit', x.unit) END AS consumed_unit,
	CASE WHEN x.category <> 'Tax' THEN coalesce(x.charge ->> 'SkuId', x.sku) END AS sku_id,
	CASE WHEN x.category <> 'Tax' THEN coalesce(x.charge ->> 'SkuMeter', x.description, focus_meter(x.layer)) END
		AS sku_meter,
	CASE WHEN x.category <> 'Tax' THEN coalesce(x.charge ->> 'SkuPriceId', x.charge ->> 'SkuId', x.sku) END
		AS sku_price_id,
	NULL::text AS sku_price_details,
	CASE WHEN x.category IN ('Usage', 'Purchase') THEN coalesce(x.charge ->> 'PricingCategory',
		CASE WHEN x.commitment IS NULL THEN 'Standard' ELSE 'Committed' END) END AS pricing_category,
	x.currency AS pricing_currency, 1::numeric AS pricing_rate, x.commitment, x.commitment_status,
	x.charge ->> 'RegionId' AS region, x.agent, NULL::text AS work_item, NULL::text AS outcome,
	coalesce(x.business_unit, a.business_unit) AS business_unit, a.unit_of_work, x.charge ->> 'InvoiceId' AS invoice,
	x.amount AS ledger_cost, NULL::text AS meter, x.booked_on
FROM (
	SELECT y.*, y.category IN ('Usage', 'Purchase') AS is_measured,
		CASE WHEN coalesce(y.bill_quantity, 0) <> 0 OR y.list = 0 AND y.contracted = 0 AND y.bill_quantity IS NOT NULL
			THEN y.sign * y.bill_quantity
			ELSE y.sign * CASE WHEN y.sign * y.list < 0 OR y.list = 0 AND y.sign * y.contracted < 0
				THEN -1 ELSE 1 END END AS quantity,
		CASE WHEN coalesce(y.bill_quantity, 0) <> 0 OR y.list = 0 AND y.contracted = 0 AND y.bill_quantity IS NOT NULL
			THEN coalesce(y.charge ->> 'PricingUnit', 'Units') ELSE 'Months' END AS unit
	FROM (
		SELECT s.id, s.booked_on, first_of_month(s.booked_on) AS month, s.month AS service_month,
			coalesce(s.vendor, 'unattributed') AS vendor, s.layer, s.charge, s.description, s.reason, s.agent,
			s.business_unit, s.amount, m.line_kind,
			CASE WHEN s.reverses IS NULL THEN 1 ELSE -1 END::numeric AS sign,
			CASE WHEN s.billed_amount IS NULL THEN ledger_currency()
				ELSE coalesce(s.billing_currency, ledger_currency()) END AS currency,
			f.effective,
			coalesce(s.invoiced_amount, CASE WHEN m.commitment IS NULL THEN f.effective ELSE 0 END) AS billed,
			coalesce(s.list_amount, f.effective) AS list, coalesce(s.contracted_amount, f.effective) AS contracted,
			(s.charge ->> 'PricingQuantity')::numeric AS bill_quantity,
			concat_ws('/', s.vendor, s.layer, s.description) AS sku,
			coalesce(s.charge ->> 'ChargeCategory', CASE
				WHEN m.line_kind = 'volume' THEN 'Credit'
				WHEN m.commitment IS NOT NULL AND m.terms_kind = 'credit' AND m.status = 'Used' THEN 'Adjustment'
				WHEN s.reverses IS NULL AND f.effective < 0 OR s.reverses IS NOT NULL AND f.effective > 0 THEN 'Credit'
				ELSE 'Usage' END) AS category,
			coalesce(s.charge ->> 'CommitmentDiscountId', m.commitment) AS commitment,
			CASE WHEN s.charge IS NULL THEN m.status
				WHEN s.charge ? 'CommitmentDiscountId' AND s.charge ->> 'ChargeCategory' = 'Usage'
				THEN coalesce(s.charge ->> 'CommitmentDiscountStatus', 'Used') END AS commitment_status
		FROM shared_costs s
		CROSS JOIN LATERAL (SELECT coalesce(s.billed_amount, s.amount) AS effective) f
		LEFT JOIN focus_month_end_lines m ON m.id = s.id
		WHERE first_of_month(s.booked_on) <= (SELECT present_month())
	) y
) x
LEFT JOIN agent_periods a ON a.agent = x.agent AND x.service_month >= a.valid_from AND x.service_month < a.valid_until;

COMMENT ON VIEW focus_shared_charges IS 'The charges of shared costs: lines of bills, amounts entered by hand, and what book_month_end booked.';
COMMENT ON COLUMN focus_shared_charges.fact IS 'What the charge is of: event, shared_cost, commitment or invoice.';
COMMENT ON COLUMN focus_shared_charges.fact_id IS 'Its row; empty: terms of a commitment.';
COMMENT ON COLUMN focus_shared_charges.month IS 'Month in which it is booked: the billing period.';
COMMENT ON COLUMN focus_shared_charges.service_month IS 'Month that it is for.';
COMMENT ON COLUMN focus_shared_charges.charge_from IS 'From when it is for.';
COMMENT ON COLUMN focus_shared_charges.charge_until IS 'Until when it is for, exclusive.';
COMMENT ON COLUMN focus_shared_charges.vendor IS 'Who bills it.';
COMMENT ON COLUMN focus_shared_charges.layer IS 'Layer of cost; empty: the difference to an invoice.';
COMMENT ON COLUMN focus_shared_charges.charge IS 'What the bill says of it, by the columns of FOCUS; empty: it is of no bill.';
COMMENT ON COLUMN focus_shared_charges.category IS 'ChargeCategory.';
COMMENT ON COLUMN focus_shared_charges.frequency IS 'ChargeFrequency.';
COMMENT ON COLUMN focus_shared_charges.description IS 'What it is.';
COMMENT ON COLUMN focus_shared_charges.currency IS 'Currency of the amounts.';
COMMENT ON COLUMN focus_shared_charges.billed IS 'What is billed; 0 where a commitment paid for it.';
COMMENT ON COLUMN focus_shared_charges.effective IS 'What it costs the month, commitments shared out.';
COMMENT ON COLUMN focus_shared_charges.list IS 'What it would cost at public prices.';
COMMENT ON COLUMN focus_shared_charges.contracted IS 'What it would cost at own prices without commitments.';
COMMENT ON COLUMN focus_shared_charges.pricing_quantity IS 'Quantity in units of the price.';
COMMENT ON COLUMN focus_shared_charges.pricing_unit IS 'Unit of the price.';
COMMENT ON COLUMN focus_shared_charges.list_unit_price IS 'Public price of a unit.';
COMMENT ON COLUMN focus_shared_charges.contracted_unit_price IS 'Own price of a unit.';
COMMENT ON COLUMN focus_shared_charges.consumed_quantity IS 'Quantity that was used.';
COMMENT ON COLUMN focus_shared_charges.consumed_unit IS 'Its unit.';
COMMENT ON COLUMN focus_shared_charges.sku_id IS 'What is sold: provider, model and meter.';
COMMENT ON COLUMN focus_shared_charges.sku_meter IS 'What is counted, as text.';
COMMENT ON COLUMN focus_shared_charges.sku_price_id IS 'Row of prices, or what stands for it.';
COMMENT ON COLUMN focus_shared_charges.sku_price_details IS 'What the price is for, as JSON.';
COMMENT ON COLUMN focus_shared_charges.pricing_category IS 'Standard or Committed.';
COMMENT ON COLUMN focus_shared_charges.pricing_currency IS 'Currency of the price.';
COMMENT ON COLUMN focus_shared_charges.pricing_rate IS 'What a unit of that was worth in currency.';
COMMENT ON COLUMN focus_shared_charges.commitment IS 'Commitment.';
COMMENT ON COLUMN focus_shared_charges.commitment_status IS 'Used or Unused.';
COMMENT ON COLUMN focus_shared_charges.region IS 'Region.';
COMMENT ON COLUMN focus_shared_charges.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN focus_shared_charges.work_item IS 'Work item.';
COMMENT ON COLUMN focus_shared_charges.outcome IS 'What became of the work item, as far as it was known when the month was closed.';
COMMENT ON COLUMN focus_shared_charges.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN focus_shared_charges.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN focus_shared_charges.invoice IS 'Invoice that the bill names.';
COMMENT ON COLUMN focus_shared_charges.ledger_cost IS 'The same cost in the currency of the ledger; sums to what is booked.';
COMMENT ON COLUMN focus_shared_charges.meter IS 'Meter of the event.';
COMMENT ON COLUMN focus_shared_charges.booked_on IS 'Day on which it is booked.';
