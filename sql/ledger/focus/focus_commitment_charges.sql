-- A commitment is billed when it is bought and costs when it is used.  Capacity
-- and seats are bought for a month: what the month bears of them.  A credit is
-- bought once, and the usage that is paid from it is billed again, so what is
-- drawn comes off.
CREATE OR REPLACE VIEW focus_commitment_charges WITH (security_invoker = true) AS
SELECT 'commitment'::text AS fact, x.id AS fact_id, x.month, x.service_month, start_of(x.service_month) AS charge_from,
	start_of(next_month(x.service_month)) AS charge_until, x.vendor, x.layer, NULL::jsonb AS charge,
	CASE WHEN x.is_draw THEN 'Credit' ELSE 'Purchase' END AS category,
	CASE WHEN x.is_once OR x.is_draw THEN 'One-Time' ELSE 'Recurring' END AS frequency,
	CASE WHEN x.is_draw THEN 'paid from ' ELSE 'purchase of ' END || x.commitment AS description,
	ledger_currency() AS currency, x.billed, 0::numeric AS effective, x.billed AS list, x.billed AS contracted,
	CASE WHEN NOT x.is_draw THEN CASE WHEN x.billed < 0 THEN -1 ELSE 1 END::numeric END AS pricing_quantity,
	CASE WHEN NOT x.is_draw THEN CASE WHEN x.is_once THEN 'Credits' ELSE 'Months' END END AS pricing_unit,
	CASE WHEN NOT x.is_draw THEN abs(x.billed) END AS list_unit_price,
	CASE WHEN NOT x.is_draw THEN abs(x.billed) END AS contracted_unit_price,
	NULL::numeric AS consumed_quantity, NULL::text AS consumed_unit,
	concat_ws('/', x.vendor, x.layer, 'purchase of ' || x.commitment) AS sku_id, x.commitment AS sku_meter,
	concat_ws('/', x.vendor, x.layer, 'purchase of ' || x.commitment) AS sku_price_id, NULL::text AS sku_price_details,
	CASE WHEN NOT x.is_draw THEN 'Standard' END AS pricing_category,
	ledger_currency() AS pricing_currency, 1::numeric AS pricing_rate, x.commitment, NULL::text AS commitment_status,
	NULL::text AS region, NULL::text AS agent, NULL::text AS work_item, NULL::text AS outcome,
	NULL::text AS business_unit, NULL::text AS unit_of_work, NULL::text AS invoice,
	0::numeric AS ledger_cost, NULL::text AS meter, x.month AS booked_on
FROM (
	SELECT min(s.id) AS id, first_of_month(s.booked_on) AS month, s.month AS service_month,
		coalesce(s.vendor, 'unattributed') AS vendor, s.layer, m.commitment, sum(s.amount) AS billed, false AS is_once,
		false AS is_draw
	FROM focus_month_end_lines m
	JOIN shared_costs s ON s.id = m.id
	WHERE m.commitment IS NOT NULL AND m.terms_kind IS DISTINCT FROM 'credit'
	GROUP BY first_of_month(s.booked_on), s.month, s.vendor, s.layer, m.commitment
	HAVING sum(s.amount) <> 0
	UNION ALL
	SELECT NULL, first_of_month(c.starts_on), first_of_month(c.starts_on), c.vendor, c.layer, c.commitment, c.amount,
		true, false
	FROM commitment_terms c
	WHERE c.kind = 'credit' AND c.amount <> 0 AND c.starts_on < next_month((SELECT present_month()))
	UNION ALL
	SELECT NULL, first_of_month(d.day), first_of_month(d.day), c.vendor, c.layer, c.commitment, -sum(d.drawn), true,
		true
	FROM credit_draws((SELECT present_month())) d
	JOIN commitment_terms c ON c.commitment = d.commitment
	GROUP BY first_of_month(d.day), c.vendor, c.layer, c.commitment
) x;

COMMENT ON VIEW focus_commitment_charges IS 'The purchases of commitments, and what was paid from prepaid credits.';
COMMENT ON COLUMN focus_commitment_charges.fact IS 'What the charge is of: event, shared_cost, commitment or invoice.';
COMMENT ON COLUMN focus_commitment_charges.fact_id IS 'Its row; empty: terms of a commitment.';
COMMENT ON COLUMN focus_commitment_charges.month IS 'Month in which it is booked: the billing period.';
COMMENT ON COLUMN focus_commitment_charges.service_month IS 'Month that it is for.';
COMMENT ON COLUMN focus_commitment_charges.charge_from IS 'From when it is for.';
COMMENT ON COLUMN focus_commitment_charges.charge_until IS 'Until when it is for, exclusive.';
COMMENT ON COLUMN focus_commitment_charges.vendor IS 'Who bills it.';
COMMENT ON COLUMN focus_commitment_charges.layer IS 'Layer of cost; empty: the difference to an invoice.';
COMMENT ON COLUMN focus_commitment_charges.charge IS 'What the bill says of it, by the columns of FOCUS; empty: it is of no bill.';
COMMENT ON COLUMN focus_commitment_charges.category IS 'ChargeCategory.';
COMMENT ON COLUMN focus_commitment_charges.frequency IS 'ChargeFrequency.';
COMMENT ON COLUMN focus_commitment_charges.description IS 'What it is.';
COMMENT ON COLUMN focus_commitment_charges.currency IS 'Currency of the amounts.';
COMMENT ON COLUMN focus_commitment_charges.billed IS 'What is billed; 0 where a commitment paid for it.';
COMMENT ON COLUMN focus_commitment_charges.effective IS 'What it costs the month, commitments shared out.';
COMMENT ON COLUMN focus_commitment_charges.list IS 'What it would cost at public prices.';
COMMENT ON COLUMN focus_commitment_charges.contracted IS 'What it would cost at own prices without commitments.';
COMMENT ON COLUMN focus_commitment_charges.pricing_quantity IS 'Quantity in units of the price.';
COMMENT ON COLUMN focus_commitment_charges.pricing_unit IS 'Unit of the price.';
COMMENT ON COLUMN focus_commitment_charges.list_unit_price IS 'Public price of a unit.';
COMMENT ON COLUMN focus_commitment_charges.contracted_unit_price IS 'Own price of a unit.';
COMMENT ON COLUMN focus_commitment_charges.consumed_quantity IS 'Quantity that was used.';
COMMENT ON COLUMN focus_commitment_charges.consumed_unit IS 'Its unit.';
COMMENT ON COLUMN focus_commitment_charges.sku_id IS 'What is sold: provider, model and meter.';
COMMENT ON COLUMN focus_commitment_charges.sku_meter IS 'What is counted, as text.';
COMMENT ON COLUMN focus_commitment_charges.sku_price_id IS 'Row of prices, or what stands for it.';
COMMENT ON COLUMN focus_commitment_charges.sku_price_details IS 'What the price is for, as JSON.';
COMMENT ON COLUMN focus_commitment_charges.pricing_category IS 'Standard or Committed.';
COMMENT ON COLUMN focus_commitment_charges.pricing_currency IS 'Currency of the price.';
COMMENT ON COLUMN focus_commitment_charges.pricing_rate IS 'What a unit of that was worth in currency.';
COMMENT ON COLUMN focus_commitment_charges.commitment IS 'Commitment.';
COMMENT ON COLUMN focus_commitment_charges.commitment_status IS 'Used or Unused.';
COMMENT ON COLUMN focus_commitment_charges.region IS 'Region.';
COMMENT ON COLUMN focus_commitment_charges.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN focus_commitment_charges.work_item IS 'Work item.';
COMMENT ON COLUMN focus_commitment_charges.outcome IS 'What became of the work item, as far as it was known when the month was closed.';
COMMENT ON COLUMN focus_commitment_charges.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN focus_commitment_charges.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN focus_commitment_charges.invoice IS 'Invoice that the bill names.';
COMMENT ON COLUMN focus_commitment_charges.ledger_cost IS 'The same cost in the currency of the ledger; sums to what is booked.';
COMMENT ON COLUMN focus_commitment_charges.meter IS 'Meter of the event.';
COMMENT ON COLUMN focus_commitment_charges.booked_on IS 'Day on which it is booked.';
