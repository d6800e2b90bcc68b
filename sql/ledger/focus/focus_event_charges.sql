-- One row a meter for an event whose cost was computed from prices, one row for
-- any other event.  A reversal has the lines of what it reverses, with the
-- opposite sign.  A line has more decimals than a cost, so the lines get what
-- running_part() gives them and sum to the cost.  Where the lines are not what
-- the cost was computed from, as when a usage object was not kept, the event is
-- one row.
CREATE OR REPLACE VIEW focus_event_charges WITH (security_invoker = true) AS
SELECT 'event'::text AS fact, x.id AS fact_id, x.month, x.service_month,
	start_of(x.owned_on) AS charge_from, start_of(x.owned_on + 1) AS charge_until,
	x.vendor, x.layer, NULL::jsonb AS charge, x.category,
	CASE x.category WHEN 'Usage' THEN 'Usage-Based' ELSE 'One-Time' END AS frequency,
	coalesce(x.reason, concat_ws(' ', x.provider, x.model, focus_meter(x.meter))) AS description,
	x.currency, x.amount AS billed, x.amount AS effective,
	CASE WHEN x.is_priced THEN x.list_unit_price * x.pricing_quantity ELSE x.amount END AS list,
	x.amount AS contracted,
	CASE x.category WHEN 'Usage' THEN x.pricing_quantity END AS pricing_quantity,
	CASE x.category WHEN 'Usage' THEN x.pricing_unit END AS pricing_unit,
	CASE x.category WHEN 'Usage' THEN x.list_unit_price END AS list_unit_price,
	CASE x.category WHEN 'Usage' THEN x.contracted_unit_price END AS contracted_unit_price,
	CASE x.category WHEN 'Usage' THEN x.consumed_quantity END AS consumed_quantity,
	CASE x.category WHEN 'Usage' THEN x.consumed_unit END AS consumed_unit,
	x.sku_id, focus_meter(x.sku_meter) AS sku_meter, x.sku_price_id, x.sku_price_details,
	CASE x.category WHEN 'Usage' THEN 'Standard' END AS pricing_category,
	coalesce(x.price_currency, x.currency) AS pricing_currency, coalesce(x.rate, 1) AS pricing_rate,
	NULL::text AS commitment, NULL::text AS commitment_status,
	x.inference_geo AS region, x.agent, x.work_item, x.outcome, x.business_unit, x.unit_of_work, NULL::text AS invoice,
	x.ledger_cost, x.meter, x.booked_on
FROM (
	SELECT e.id, e.booked_on, first_of_month(e.booked_on) AS month,
		first_of_month(e.owned_on) AS service_month, e.owned_on,
		coalesce(e.provider, 'unattributed') AS vendor, e.provider, e.model, e.layer, e.reason, e.agent, e.work_item,
		e.inference_geo, a.unit_of_work,
		coalesce(CASE WHEN e.work_item IS NOT NULL
			THEN item_unit(e.work_item, first_of_month(e.booked_on), e.owned_on) END, a.business_unit) AS business_unit,
		known.outcome, l.is_priced,
		CASE WHEN b.event_count = 0 THEN 'Adjustment' WHEN b.cost < 0 THEN 'Credit' ELSE 'Usage' END AS category,
		CASE WHEN b.is_foreign THEN e.billing_currency ELSE ledger_currency() END AS currency,
		b.sign * CASE WHEN b.is_foreign THEN b.billed_amount ELSE coalesce(l.part, b.cost) END AS amount,
		b.sign * coalesce(l.part, b.cost) AS ledger_cost,
		CASE WHEN l.is_priced THEN l.meter ELSE b.meter END AS meter,
		b.sign * CASE WHEN l.is_priced THEN l.quantity / l.per ELSE b.event_count END AS pricing_quantity,
		CASE WHEN l.is_priced THEN focus_unit(l.meter, l.per) ELSE 'Requests' END AS pricing_unit,
		CASE WHEN l.is_priced THEN l.price * l.rate
			ELSE CASE WHEN b.is_foreign THEN b.billed_amount ELSE b.cost END / nullif(b.event_count, 0) END
				AS contracted_unit_price,
		CASE WHEN l.is_priced THEN coalesce(q.price * l.per / q.per, l.price) * l.rate
			ELSE CASE WHEN b.is_foreign THEN b.billed_amount ELSE b.cost END / nullif(b.event_count, 0) END
				AS list_unit_price,
		b.sign * CASE WHEN l.is_priced THEN l.quantity ELSE coalesce(b.quantity, nullif(b.tokens, 0), b.event_count) END
			AS consumed_quantity,
		focus_unit(CASE WHEN l.is_priced THEN l.meter WHEN b.quantity IS NOT NULL THEN b.meter
			WHEN b.tokens <> 0 THEN 'tokens' END, 1) AS consumed_unit,
		CASE WHEN p.id IS NOT NULL THEN concat_ws('/', p.provider, nullif(p.model, ''), p.meter)
			ELSE concat_ws('/', e.provider, e.model, b.meter, e.layer) END AS sku_id,
		coalesce(p.meter, b.meter) AS sku_meter,
		coalesce(p.id::text, concat_ws('/', e.provider, e.model, b.meter, e.layer)) AS sku_price_id,
		CASE WHEN p.id IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object('x_Model', nullif(p.model, ''),
			'x_Meter', p.meter, 'x_ServiceTier', p.service_tier, 'x_Speed', p.speed, 'x_AboveTokens',
			nullif(p.above_tokens, 0)))::text END AS sku_price_details,
		l.currency AS price_currency, l.rate
	FROM events e
	LEFT JOIN events o ON o.id = e.reverses
	LEFT JOIN focus_entries c ON c.month = first_of_month(e.booked_on)
	LEFT JOIN focus_entries oc ON oc.month = first_of_month(o.booked_on)
	LEFT JOIN agent_periods a ON a.agent = e.agent AND e.owned_on >= a.valid_from AND e.owned_on < a.valid_until
	-- what the row is about: itself, or what it reverses
	CROSS JOIN LATERAL (
		SELECT CASE WHEN o.id IS NULL THEN 1 ELSE -1 END AS sign, coalesce(o.id, e.id) AS id,
			coalesce(o.cost, e.cost) AS cost, coalesce(o.event_count, e.event_count) AS event_count,
			coalesce(o.meter, e.meter) AS meter, coalesce(o.quantity, e.quantity) AS quantity,
			coalesce(o.occurred_at, e.occurred_at) AS occurred_at,
			coalesce(o.billed_amount, e.billed_amount) AS billed_amount,
			e.billed_amount IS NOT NULL AND coalesce(e.billing_currency <> ledger_currency(), false) AS is_foreign,
			CASE WHEN o.id IS NULL THEN e.price_rows ELSE o.price_rows END AS price_rows,
			CASE WHEN o.id IS NULL THEN 1 ELSE -1 END * (
				coalesce(e.input_tokens, 0) + coalesce(e.cache_read_tokens, 0) + coalesce(e.cache_write_tokens, 0)
				+ coalesce(e.cache_write_5m_tokens, 0) + coalesce(e.cache_write_1h_tokens, 0)
				+ coalesce(e.cache_write_12h_tokens, 0) + coalesce(e.input_audio_tokens, 0)
				+ coalesce(e.cached_audio_tokens, 0) + coalesce(e.input_image_tokens, 0)
				+ coalesce(e.cached_image_tokens, 0) + coalesce(e.input_video_tokens, 0)
				+ coalesce(e.cached_video_tokens, 0) + coalesce(e.output_tokens, 0) + coalesce(e.reasoning_tokens, 0)
				+ coalesce(e.output_audio_tokens, 0) + coalesce(e.output_image_tokens, 0)
				+ coalesce(e.citation_tokens, 0))::numeric AS tokens
	) b
	LEFT JOIN LATERAL (
		SELECT true AS is_priced, s.meter, s.quantity, s.price_row, s.price, s.per, s.currency, s.rate,
			running_part(s.running_total, s.whole, b.cost, 12)
				- running_part(s.running_total - s.amount, s.whole, b.cost, 12) AS part
		FROM (
			SELECT r.*, sum(r.amount) OVER () AS whole, sum(r.amount) OVER (ORDER BY r.line) AS running_total
			FROM ROWS FROM (runrate_internal.event_price_lines(CASE WHEN o.id IS NULL THEN e ELSE o END,
				CASE WHEN b.price_rows IS NOT NULL THEN pricing_known_at(b.id) END)) WITH ORDINALITY
				r (meter, quantity, price_row, price, per, amount, currency, rate, line)
		) s
		WHERE b.price_rows IS NOT NULL AND round(s.whole, 12) = b.cost
	) l ON true
	LEFT JOIN prices p ON p.id = l.price_row
	-- the public price of what has another one by agreement
	LEFT JOIN LATERAL (
		SELECT k.price, k.per
		FROM prices k
		WHERE p.source NOT IN ('list', 'litellm', 'genai') AND k.source IN ('list', 'litellm', 'genai')
			AND k.provider = p.provider AND k.model = p.model AND price_key(k) = price_key(p)
			AND k.valid_from <= b.occurred_at AND coalesce(k.currency, ledger_currency()) = l.currency
			AND (coalesce(oc.entry, c.entry) IS NULL OR k.closing <= coalesce(oc.entry, c.entry))
		ORDER BY k.valid_from DESC, k.recorded_at DESC, k.id DESC
		LIMIT 1
	) q ON true
	LEFT JOIN LATERAL (
		SELECT t.outcome
		FROM outcomes t
		WHERE t.work_item = e.work_item AND t.reverses IS NULL AND (c.entry IS NULL OR t.recorded_at <= c.closed_at)
			AND NOT EXISTS (SELECT FROM outcomes r WHERE r.reverses = t.id
							AND (c.entry IS NULL OR r.recorded_at <= c.closed_at))
		ORDER BY t.occurred_at DESC, t.id DESC
		LIMIT 1
	) known ON true
	WHERE e.cost IS NOT NULL AND first_of_month(e.booked_on) <= (SELECT present_month())
) x;

COMMENT ON VIEW focus_event_charges IS 'The charges of events: a row for each meter of a computed cost, and one for any other event that has a cost.';
COMMENT ON COLUMN focus_event_charges.fact IS 'What the charge is of: event, shared_cost, commitment or invoice.';
COMMENT ON COLUMN focus_event_charges.fact_id IS 'Its row; empty: terms of a commitment.';
COMMENT ON COLUMN focus_event_charges.month IS 'Month in which it is booked: the billing period.';
COMMENT ON COLUMN focus_event_charges.service_month IS 'Month that it is for.';
COMMENT ON COLUMN focus_event_charges.charge_from IS 'From when it is for.';
COMMENT ON COLUMN focus_event_charges.charge_until IS 'Until when it is for, exclusive.';
COMMENT ON COLUMN focus_event_charges.vendor IS 'Who bills it.';
COMMENT ON COLUMN focus_event_charges.layer IS 'Layer of cost; empty: the difference to an invoice.';
COMMENT ON COLUMN focus_event_charges.charge IS 'What the bill says of it, by the columns of FOCUS; empty: it is of no bill.';
COMMENT ON COLUMN focus_event_charges.category IS 'ChargeCategory.';
COMMENT ON COLUMN focus_event_charges.frequency IS 'ChargeFrequency.';
COMMENT ON COLUMN focus_event_charges.description IS 'What it is.';
COMMENT ON COLUMN focus_event_charges.currency IS 'Currency of the amounts.';
COMMENT ON COLUMN focus_event_charges.billed IS 'What is billed; 0 where a commitment paid for it.';
COMMENT ON COLUMN focus_event_charges.effective IS 'What it costs the month, commitments shared out.';
COMMENT ON COLUMN focus_event_charges.list IS 'What it would cost at public prices.';
COMMENT ON COLUMN focus_event_charges.contracted IS 'What it would cost at own prices without commitments.';
COMMENT ON COLUMN focus_event_charges.pricing_quantity IS 'Quantity in units of the price.';
COMMENT ON COLUMN focus_event_charges.pricing_unit IS 'Unit of the price.';
COMMENT ON COLUMN focus_event_charges.list_unit_price IS 'Public price of a unit.';
COMMENT ON COLUMN focus_event_charges.contracted_unit_price IS 'Own price of a unit.';
COMMENT ON COLUMN focus_event_charges.consumed_quantity IS 'Quantity that was used.';
COMMENT ON COLUMN focus_event_charges.consumed_unit IS 'Its unit.';
COMMENT ON COLUMN focus_event_charges.sku_id IS 'What is sold: provider, model and meter.';
COMMENT ON COLUMN focus_event_charges.sku_meter IS 'What is counted, as text.';
COMMENT ON COLUMN focus_event_charges.sku_price_id IS 'Row of prices, or what stands for it.';
COMMENT ON COLUMN focus_event_charges.sku_price_details IS 'What the price is for, as JSON.';
COMMENT ON COLUMN focus_event_charges.pricing_category IS 'Standard or Committed.';
COMMENT ON COLUMN focus_event_charges.pricing_currency IS 'Currency of the price.';
COMMENT ON COLUMN focus_event_charges.pricing_rate IS 'What a unit of that was worth in currency.';
COMMENT ON COLUMN focus_event_charges.commitment IS 'Commitment.';
COMMENT ON COLUMN focus_event_charges.commitment_status IS 'Used or Unused.';
COMMENT ON COLUMN focus_event_charges.region IS 'Region.';
COMMENT ON COLUMN focus_event_charges.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN focus_event_charges.work_item IS 'Work item.';
COMMENT ON COLUMN focus_event_charges.outcome IS 'What became of the work item, as far as it was known when the month was closed.';
COMMENT ON COLUMN focus_event_charges.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN focus_event_charges.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN focus_event_charges.invoice IS 'Invoice that the bill names.';
COMMENT ON COLUMN focus_event_charges.ledger_cost IS 'The same cost in the currency of the ledger; sums to what is booked.';
COMMENT ON COLUMN focus_event_charges.meter IS 'Meter of the event.';
COMMENT ON COLUMN focus_event_charges.booked_on IS 'Day on which it is booked.';
