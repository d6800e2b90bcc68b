
-- The facts of a ledger: append-only, see runrate_internal.append_fact()

CREATE PROCEDURE runrate_internal.create_facts()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE TABLE events (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		occurred_at timestamptz NOT NULL CHECK (isfinite(occurred_at)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		cost numeric(30,12),
		agent text,
		work_item text,
		layer text NOT NULL DEFAULT 'model_api',
		provider text,
		model text,
		attempt bigint NOT NULL DEFAULT 1 CHECK (attempt >= 1),
		cost_basis text CHECK (cost_basis IN ('reported', 'computed', 'estimated')),
		source text NOT NULL DEFAULT 'manual',
		source_key text NOT NULL DEFAULT gen_random_uuid()::text,
		reverses bigint,
		reason text,
		service_tier text,
		inference_geo text,
		input_tokens bigint,
		cache_read_tokens bigint,
		cache_write_tokens bigint,
		cache_write_5m_tokens bigint,
		cache_write_1h_tokens bigint,
		input_audio_tokens bigint,
		cached_audio_tokens bigint,
		input_image_tokens bigint,
		cached_image_tokens bigint,
		input_video_tokens bigint,
		cached_video_tokens bigint,
		output_tokens bigint,
		reasoning_tokens bigint,
		output_audio_tokens bigint,
		output_image_tokens bigint,
		web_search_requests bigint,
		requests bigint,
		meter text,
		quantity numeric CHECK (quantity < 'Infinity' AND quantity > '-Infinity'),
		billed_amount numeric CHECK (billed_amount < 'Infinity' AND billed_amount > '-Infinity'),
		billing_currency text,
		usage_format text,
		usage jsonb,
		price_rows bigint[],
		price_problem text,
		UNIQUE (source, source_key)
	);
	CREATE INDEX ON events (work_item);
	CREATE UNIQUE INDEX ON events (reverses) WHERE reverses IS NOT NULL;
	CREATE INDEX ON events (provider, model) WHERE cost IS NULL;

	COMMENT ON TABLE events IS
	'One row for each billed attempt: a call of a model, a retrieval, a tool call. Append-only: correct with reverse_event. A row without a cost gets it from usage and price book when it arrives; without a price the cost stays empty until price_pending().';
	COMMENT ON COLUMN events.id IS 'Number of the row.';
	COMMENT ON COLUMN events.occurred_at IS 'When it happened; decides price, owner and month.';
	COMMENT ON COLUMN events.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN events.cost IS 'Cost in the currency of the ledger; negative: a credit; empty: not known yet, which is not zero.';
	COMMENT ON COLUMN events.agent IS 'Agent that caused the cost; empty: unattributed.';
	COMMENT ON COLUMN events.work_item IS 'Work item for which it was caused; empty: overhead of the agent.';
	COMMENT ON COLUMN events.layer IS 'Layer of cost, see cost_layers; retries if the attempt is above 1.';
	COMMENT ON COLUMN events.provider IS 'Who bills the call, as the price book names it.';
	COMMENT ON COLUMN events.model IS 'Model that answered, as the provider names it.';
	COMMENT ON COLUMN events.attempt IS '1 for the first attempt, 2 for the first retry.';
	COMMENT ON COLUMN events.cost_basis IS 'How the cost was arrived at: reported with the event, computed from usage and price, or estimated; empty while there is none.';
	COMMENT ON COLUMN events.source IS 'System that the row comes from.';
	COMMENT ON COLUMN events.source_key IS 'Key of the row in that system; the same key is never counted twice.';
	COMMENT ON COLUMN events.reverses IS 'Row that this one cancels.';
	COMMENT ON COLUMN events.reason IS 'Why it was cancelled.';
	COMMENT ON COLUMN events.service_tier IS 'Tier at which it was served: standard, batch, flex, priority; empty: standard.';
	COMMENT ON COLUMN events.inference_geo IS 'Region in which it was processed, if the provider charges by region.';
	COMMENT ON COLUMN events.input_tokens IS 'Text input that was not cached; each token is in exactly one of the token columns.';
	COMMENT ON COLUMN events.cache_read_tokens IS 'Input read from a cache.';
	COMMENT ON COLUMN events.cache_write_tokens IS 'Input written to a cache whose lifetime is not known.';
	COMMENT ON COLUMN events.cache_write_5m_tokens IS 'Input written to a cache for five minutes.';
	COMMENT ON COLUMN events.cache_write_1h_tokens IS 'Input written to a cache for an hour.';
	COMMENT ON COLUMN events.input_audio_tokens IS 'Audio input that was not cached.';
	COMMENT ON COLUMN events.cached_audio_tokens IS 'Audio input read from a cache.';
	COMMENT ON COLUMN events.input_image_tokens IS 'Image input that was not cached.';
	COMMENT ON COLUMN events.cached_image_tokens IS 'Image input read from a cache.';
	COMMENT ON COLUMN events.input_video_tokens IS 'Video input that was not cached.';
	COMMENT ON COLUMN events.cached_video_tokens IS 'Video input read from a cache.';
	COMMENT ON COLUMN events.output_tokens IS 'Text output without reasoning.';
	COMMENT ON COLUMN events.reasoning_tokens IS 'Reasoning tokens.';
	COMMENT ON COLUMN events.output_audio_tokens IS 'Audio output.';
	COMMENT ON COLUMN events.output_image_tokens IS 'Image output.';
	COMMENT ON COLUMN events.web_search_requests IS 'Web searches that the provider ran.';
	COMMENT ON COLUMN events.requests IS 'Billed requests.';
	COMMENT ON COLUMN events.meter IS 'What quantity counts, if it is none of the columns above: gpu_seconds, vectors_stored, pages.';
	COMMENT ON COLUMN events.quantity IS 'Quantity on that meter.';
	COMMENT ON COLUMN events.billed_amount IS 'Amount as it was billed, if that was in another currency.';
	COMMENT ON COLUMN events.billing_currency IS 'Currency of billed_amount; empty: that of the ledger.';
	COMMENT ON COLUMN events.usage_format IS 'Format of usage: openai_chat, anthropic, ...; see runrate.usage_columns.';
	COMMENT ON COLUMN events.usage IS 'Usage object as the provider sent it; the token columns are filled from it.';
	COMMENT ON COLUMN events.price_rows IS 'Rows of prices that the cost was computed with.';
	COMMENT ON COLUMN events.price_problem IS 'Why the cost is not known or was estimated.';

	CREATE TABLE outcomes (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		occurred_at timestamptz NOT NULL CHECK (isfinite(occurred_at)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		agent text,
		work_item text,
		outcome text NOT NULL,
		quantity bigint NOT NULL DEFAULT 1 CHECK (quantity BETWEEN -1000000000 AND 1000000000),
		source text NOT NULL DEFAULT 'manual',
		source_key text NOT NULL DEFAULT gen_random_uuid()::text,
		reverses bigint,
		reason text,
		UNIQUE (source, source_key)
	);
	CREATE INDEX ON outcomes (work_item);
	CREATE UNIQUE INDEX ON outcomes (reverses) WHERE reverses IS NOT NULL;
	COMMENT ON TABLE outcomes IS
	'What became of the work: one row for each outcome of a work item. outcome_rules say which outcomes count. Append-only: an item that is reopened is a reverse_outcome.';
	COMMENT ON COLUMN outcomes.id IS 'Number of the row.';
	COMMENT ON COLUMN outcomes.occurred_at IS 'When the outcome was reached; decides the month in which it counts.';
	COMMENT ON COLUMN outcomes.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN outcomes.agent IS 'Agent that reached it.';
	COMMENT ON COLUMN outcomes.work_item IS 'Work item; may be empty for outcomes that are only known in number.';
	COMMENT ON COLUMN outcomes.outcome IS 'Outcome, such as resolved, rejected or approved.';
	COMMENT ON COLUMN outcomes.quantity IS 'How many outcomes the row stands for; negative in a reversal.';
	COMMENT ON COLUMN outcomes.source IS 'System that the row comes from.';
	COMMENT ON COLUMN outcomes.source_key IS 'Key of the row in that system; the same key is never counted twice.';
	COMMENT ON COLUMN outcomes.reverses IS 'Row that this one cancels.';
	COMMENT ON COLUMN outcomes.reason IS 'Why it was cancelled.';

	CREATE TABLE reviews (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		occurred_at timestamptz NOT NULL CHECK (isfinite(occurred_at)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		agent text,
		work_item text,
		reviewer text,
		minutes numeric CHECK (minutes < 'Infinity' AND minutes > '-Infinity'),
		hourly_cost numeric(30,12),
		fee numeric(30,12),
		verdict text CHECK (verdict IN ('accurate', 'inaccurate')),
		cost numeric(30,12),
		source text NOT NULL DEFAULT 'manual',
		source_key text NOT NULL DEFAULT gen_random_uuid()::text,
		reverses bigint,
		reason text,
		UNIQUE (source, source_key),
		CHECK (fee IS NULL OR hourly_cost IS NULL),
		CHECK (fee IS NOT NULL OR minutes IS NOT NULL)
	);
	CREATE INDEX ON reviews (work_item);
	CREATE UNIQUE INDEX ON reviews (reverses) WHERE reverses IS NOT NULL;
	COMMENT ON TABLE reviews IS
	'Checks of an agent''s work by people: minutes at the cost of an hour, or a fee. Append-only: correct with reverse_review.';
	COMMENT ON COLUMN reviews.id IS 'Number of the row.';
	COMMENT ON COLUMN reviews.occurred_at IS 'When the review took place; decides the hourly cost and the month.';
	COMMENT ON COLUMN reviews.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN reviews.agent IS 'Agent whose work was reviewed.';
	COMMENT ON COLUMN reviews.work_item IS 'Work item that was reviewed.';
	COMMENT ON COLUMN reviews.reviewer IS 'Who reviewed, or the role; see reviewer_costs.';
	COMMENT ON COLUMN reviews.minutes IS 'Paid minutes.';
	COMMENT ON COLUMN reviews.hourly_cost IS 'Cost of an hour; empty: that of reviewer_costs when the review took place.';
	COMMENT ON COLUMN reviews.fee IS 'Fixed price of the review, in place of minutes.';
	COMMENT ON COLUMN reviews.verdict IS 'accurate or inaccurate; empty: not judged.';
	COMMENT ON COLUMN reviews.cost IS 'Cost of the review, computed when the row arrives; empty: the hourly cost is not known yet.';
	COMMENT ON COLUMN reviews.source IS 'System that the row comes from.';
	COMMENT ON COLUMN reviews.source_key IS 'Key of the row in that system; the same key is never counted twice.';
	COMMENT ON COLUMN reviews.reverses IS 'Row that this one cancels.';
	COMMENT ON COLUMN reviews.reason IS 'Why it was cancelled.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_facts() IS
'create_facts(): events, outcomes and reviews of a ledger. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_bills()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE TABLE shared_costs (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		month date NOT NULL CONSTRAINT month_is_its_first_day CHECK (extract(day FROM month) = 1),
		layer text NOT NULL,
		vendor text,
		amount numeric(20,6),
		driver text NOT NULL DEFAULT 'even',
		agent text,
		business_unit text,
		deployment text CHECK (deployment IN ('third_party', 'self_hosted')),
		description text,
		billed_amount numeric CHECK (billed_amount < 'Infinity' AND billed_amount > '-Infinity'),
		billing_currency text,
		source text NOT NULL DEFAULT 'manual',
		source_key text NOT NULL DEFAULT gen_random_uuid()::text,
		reverses bigint,
		reason text,
		UNIQUE (source, source_key),
		CHECK (amount IS NOT NULL OR billed_amount IS NOT NULL)
	);
	CREATE UNIQUE INDEX ON shared_costs (reverses) WHERE reverses IS NOT NULL;
	COMMENT ON TABLE shared_costs IS
	'Monthly amounts that no event carries: machines, databases, observability. Each is a pool, allocated to agents by its driver. Append-only: correct with reverse_shared_cost.';
	COMMENT ON COLUMN shared_costs.id IS 'Number of the row.';
	COMMENT ON COLUMN shared_costs.occurred_at IS 'When it was billed; decides the exchange rate.';
	COMMENT ON COLUMN shared_costs.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN shared_costs.month IS 'Month of service, as its first day.';
	COMMENT ON COLUMN shared_costs.layer IS 'Layer of cost, see cost_layers.';
	COMMENT ON COLUMN shared_costs.vendor IS 'Who billed it.';
	COMMENT ON COLUMN shared_costs.amount IS 'Amount in the currency of the ledger; negative: a credit; empty: no exchange rate yet.';
	COMMENT ON COLUMN shared_costs.driver IS 'What the amount is allocated by: outcomes, events, tokens, direct_cost, gpu_seconds, vectors_stored, even, or the name of a key in fixed_shares.';
	COMMENT ON COLUMN shared_costs.agent IS 'Only this agent has it, whatever the driver.';
	COMMENT ON COLUMN shared_costs.business_unit IS 'Only agents of this business unit take part.';
	COMMENT ON COLUMN shared_costs.deployment IS 'Only third_party or only self_hosted agents take part.';
	COMMENT ON COLUMN shared_costs.description IS 'What it is.';
	COMMENT ON COLUMN shared_costs.billed_amount IS 'Amount as it was billed, if that was in another currency.';
	COMMENT ON COLUMN shared_costs.billing_currency IS 'Currency of billed_amount.';
	COMMENT ON COLUMN shared_costs.source IS 'System that the row comes from.';
	COMMENT ON COLUMN shared_costs.source_key IS 'Key of the row in that system; the same key is never counted twice.';
	COMMENT ON COLUMN shared_costs.reverses IS 'Row that this one cancels.';
	COMMENT ON COLUMN shared_costs.reason IS 'Why it was cancelled.';

	CREATE TABLE investments (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		first_month date NOT NULL CONSTRAINT month_is_its_first_day CHECK (extract(day FROM first_month) = 1),
		months bigint NOT NULL CHECK (months BETWEEN 1 AND 1200),
		layer text NOT NULL DEFAULT 'integration',
		vendor text,
		amount numeric(20,2),
		driver text NOT NULL DEFAULT 'even',
		agent text,
		business_unit text,
		deployment text CHECK (deployment IN ('third_party', 'self_hosted')),
		description text,
		billed_amount numeric CHECK (billed_amount < 'Infinity' AND billed_amount > '-Infinity'),
		billing_currency text,
		source text NOT NULL DEFAULT 'manual',
		source_key text NOT NULL DEFAULT gen_random_uuid()::text,
		reverses bigint,
		reason text,
		UNIQUE (source, source_key),
		CHECK (amount IS NOT NULL OR billed_amount IS NOT NULL)
	);
	CREATE UNIQUE INDEX ON investments (reverses) WHERE reverses IS NOT NULL;
	COMMENT ON TABLE investments IS
	'One-off amounts, such as building or migrating an agent, written off in equal amounts month by month. Append-only: correct with reverse_investment.';
	COMMENT ON COLUMN investments.id IS 'Number of the row.';
	COMMENT ON COLUMN investments.occurred_at IS 'When it was billed; decides the exchange rate.';
	COMMENT ON COLUMN investments.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN investments.first_month IS 'First month of the write-off, as its first day.';
	COMMENT ON COLUMN investments.months IS 'Number of months over which it is written off.';
	COMMENT ON COLUMN investments.layer IS 'Layer of cost, see cost_layers.';
	COMMENT ON COLUMN investments.vendor IS 'Who billed it.';
	COMMENT ON COLUMN investments.amount IS 'Amount in the currency of the ledger, in whole cents; empty: no exchange rate yet.';
	COMMENT ON COLUMN investments.driver IS 'What each month''s write-off is allocated by, as in shared_costs.';
	COMMENT ON COLUMN investments.agent IS 'Only this agent has it, whatever the driver.';
	COMMENT ON COLUMN investments.business_unit IS 'Only agents of this business unit take part.';
	COMMENT ON COLUMN investments.deployment IS 'Only third_party or only self_hosted agents take part.';
	COMMENT ON COLUMN investments.description IS 'What it is.';
	COMMENT ON COLUMN investments.billed_amount IS 'Amount as it was billed, if that was in another currency.';
	COMMENT ON COLUMN investments.billing_currency IS 'Currency of billed_amount.';
	COMMENT ON COLUMN investments.source IS 'System that the row comes from.';
	COMMENT ON COLUMN investments.source_key IS 'Key of the row in that system; the same key is never counted twice.';
	COMMENT ON COLUMN investments.reverses IS 'Row that this one cancels.';
	COMMENT ON COLUMN investments.reason IS 'Why it was cancelled.';

	CREATE TABLE invoices (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		month date NOT NULL CONSTRAINT month_is_its_first_day CHECK (extract(day FROM month) = 1),
		vendor text NOT NULL,
		amount numeric(20,6),
		invoice_id text,
		description text,
		billed_amount numeric CHECK (billed_amount < 'Infinity' AND billed_amount > '-Infinity'),
		billing_currency text,
		source text NOT NULL DEFAULT 'manual',
		source_key text NOT NULL DEFAULT gen_random_uuid()::text,
		reverses bigint,
		reason text,
		UNIQUE (source, source_key),
		CHECK (amount IS NOT NULL OR billed_amount IS NOT NULL)
	);
	CREATE UNIQUE INDEX ON invoices (reverses) WHERE reverses IS NOT NULL;
	COMMENT ON TABLE invoices IS
	'What vendors billed, to compare with what was metered; no cost is taken from here. Append-only: correct with reverse_invoice.';
	COMMENT ON COLUMN invoices.id IS 'Number of the row.';
	COMMENT ON COLUMN invoices.occurred_at IS 'When it was billed; decides the exchange rate.';
	COMMENT ON COLUMN invoices.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN invoices.month IS 'Month of service, as its first day.';
	COMMENT ON COLUMN invoices.vendor IS 'Who billed it: a provider of events or a vendor of shared costs.';
	COMMENT ON COLUMN invoices.amount IS 'Amount in the currency of the ledger; empty: no exchange rate yet.';
	COMMENT ON COLUMN invoices.invoice_id IS 'Identifier of the invoice.';
	COMMENT ON COLUMN invoices.description IS 'What it is.';
	COMMENT ON COLUMN invoices.billed_amount IS 'Amount as it was billed, if that was in another currency.';
	COMMENT ON COLUMN invoices.billing_currency IS 'Currency of billed_amount.';
	COMMENT ON COLUMN invoices.source IS 'System that the row comes from.';
	COMMENT ON COLUMN invoices.source_key IS 'Key of the row in that system; the same key is never counted twice.';
	COMMENT ON COLUMN invoices.reverses IS 'Row that this one cancels.';
	COMMENT ON COLUMN invoices.reason IS 'Why it was cancelled.';

	CREATE TABLE revenue (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		month date NOT NULL CONSTRAINT month_is_its_first_day CHECK (extract(day FROM month) = 1),
		business_unit text,
		amount numeric(20,6),
		billed_amount numeric CHECK (billed_amount < 'Infinity' AND billed_amount > '-Infinity'),
		billing_currency text,
		source text NOT NULL DEFAULT 'manual',
		source_key text NOT NULL DEFAULT gen_random_uuid()::text,
		reverses bigint,
		reason text,
		UNIQUE (source, source_key),
		CHECK (amount IS NOT NULL OR billed_amount IS NOT NULL)
	);
	CREATE UNIQUE INDEX ON revenue (reverses) WHERE reverses IS NOT NULL;
	COMMENT ON TABLE revenue IS
	'Revenue by month, to relate AI cost to. Append-only: correct with reverse_revenue.';
	COMMENT ON COLUMN revenue.id IS 'Number of the row.';
	COMMENT ON COLUMN revenue.occurred_at IS 'When it was booked; decides the exchange rate.';
	COMMENT ON COLUMN revenue.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN revenue.month IS 'Month, as its first day.';
	COMMENT ON COLUMN revenue.business_unit IS 'Business unit that earned it; empty: not split.';
	COMMENT ON COLUMN revenue.amount IS 'Amount in the currency of the ledger; empty: no exchange rate yet.';
	COMMENT ON COLUMN revenue.billed_amount IS 'Amount in another currency.';
	COMMENT ON COLUMN revenue.billing_currency IS 'Currency of billed_amount.';
	COMMENT ON COLUMN revenue.source IS 'System that the row comes from.';
	COMMENT ON COLUMN revenue.source_key IS 'Key of the row in that system; the same key is never counted twice.';
	COMMENT ON COLUMN revenue.reverses IS 'Row that this one cancels.';
	COMMENT ON COLUMN revenue.reason IS 'Why it was cancelled.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_bills() IS
'create_bills(): shared costs, investments, invoices and revenue of a ledger. Called by create_ledger.';
