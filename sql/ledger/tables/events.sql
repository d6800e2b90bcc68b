CREATE TABLE events (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	cost numeric CHECK (cost > -1e18 AND cost < 1e18),
	agent text,
	work_item text,
	event_count bigint NOT NULL DEFAULT 1 CHECK (abs(event_count) <= 1000000000000),
	layer text NOT NULL DEFAULT 'model_api',
	provider text,
	model text,
	attempt bigint NOT NULL DEFAULT 1 CHECK (attempt >= 1),
	cost_basis text CHECK (cost_basis IN ('reported', 'computed', 'estimated')),
	source text NOT NULL DEFAULT 'manual',
	source_key text NOT NULL DEFAULT gen_random_uuid()::text,
	key_hash uuid NOT NULL UNIQUE,
	reverses bigint,
	corrects bigint,
	reason text,
	service_tier text,
	inference_geo text,
	speed text,
	input_tokens bigint,
	cache_read_tokens bigint,
	cache_write_tokens bigint,
	cache_write_5m_tokens bigint,
	cache_write_1h_tokens bigint,
	cache_write_12h_tokens bigint,
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
	citation_tokens bigint,
	web_search_requests bigint,
	x_search_requests bigint,
	file_search_requests bigint,
	code_execution_requests bigint,
	maps_requests bigint,
	requests bigint,
	meter text,
	quantity numeric CHECK (quantity > -1e31 AND quantity < 1e31),
	billed_amount numeric CHECK (billed_amount < 'Infinity' AND billed_amount > '-Infinity'),
	billing_currency text,
	reported_cost numeric CHECK (reported_cost < 'Infinity' AND reported_cost > '-Infinity'),
	usage_format text,
	usage jsonb,
	price_rows bigint[],
	price_problem text
);

CREATE SEQUENCE events_id_seq OWNED BY events.id;

CREATE INDEX ON events (work_item);

-- Rows arrive about in order of time, so a month is found in a fraction of the table
CREATE INDEX ON events USING brin (occurred_at, owned_on, booked_on);

CREATE UNIQUE INDEX ON events (reverses) WHERE reverses IS NOT NULL;

CREATE INDEX ON events (corrects) WHERE corrects IS NOT NULL;

CREATE INDEX ON events (provider, model) WHERE cost IS NULL;

COMMENT ON TABLE events IS
'One row for each billed attempt: a call of a model, a retrieval, a tool call. Append-only: correct with reverse_event. A row without a cost gets it from usage and price book when it arrives; without a price the cost stays empty until price_pending().';
COMMENT ON COLUMN events.id IS 'Number of the row.';
COMMENT ON COLUMN events.occurred_at IS 'When it happened; decides price, owner and month.';
COMMENT ON COLUMN events.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN events.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN events.owned_on IS 'Day that decides owner, unit of work and rules: the day of occurred_at in the time zone of the ledger; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN events.booked_on IS 'Accounting day; another one than owned_on where that month was closed, and in a reversal that was given a later day.';
COMMENT ON COLUMN events.displaced_from IS 'Day on which it would have been booked if its month had not been closed; empty: it is booked there.';
COMMENT ON COLUMN events.cost IS 'Cost in the currency of the ledger; negative: a credit; empty: not known yet, which is not zero.';
COMMENT ON COLUMN events.agent IS 'Agent that caused the cost; empty: unattributed.';
COMMENT ON COLUMN events.work_item IS 'Work item for which it was caused; empty: overhead of the agent.';
COMMENT ON COLUMN events.event_count IS 'How many events the row stands for; negative in a reversal, 0 in a correction.';
COMMENT ON COLUMN events.layer IS 'Layer of cost, see cost_layers; retries if the attempt is above 1.';
COMMENT ON COLUMN events.provider IS 'Who bills the call, as the price book names it.';
COMMENT ON COLUMN events.model IS 'Model that answered, as the provider names it.';
COMMENT ON COLUMN events.attempt IS '1 for the first attempt, 2 for the first retry.';
COMMENT ON COLUMN events.cost_basis IS 'How the cost was arrived at: reported with the event, computed from usage and price, or estimated, be it by price or because the event came with a cost and said so; empty while there is none.';
COMMENT ON COLUMN events.source IS 'System that the row comes from.';
COMMENT ON COLUMN events.source_key IS 'Key of the row in that system; the same key is never counted twice.';
COMMENT ON COLUMN events.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN events.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN events.corrects IS 'Row whose cost this one corrects.';
COMMENT ON COLUMN events.reason IS 'Why it was cancelled or corrected.';
COMMENT ON COLUMN events.service_tier IS 'Tier at which it was served: standard, batch, flex, priority; empty: standard.';
COMMENT ON COLUMN events.inference_geo IS 'Region in which it was processed, if the provider charges by region.';
COMMENT ON COLUMN events.speed IS 'Speed at which it was served, if the provider charges by it: fast; empty: standard.';
COMMENT ON COLUMN events.input_tokens IS 'Text input that was not cached; each token is in exactly one of the token columns.';
COMMENT ON COLUMN events.cache_read_tokens IS 'Input read from a cache.';
COMMENT ON COLUMN events.cache_write_tokens IS 'Input written to a cache whose lifetime is not known, or is half an hour.';
COMMENT ON COLUMN events.cache_write_5m_tokens IS 'Input written to a cache for five minutes.';
COMMENT ON COLUMN events.cache_write_1h_tokens IS 'Input written to a cache for an hour.';
COMMENT ON COLUMN events.cache_write_12h_tokens IS 'Input written to a cache for twelve hours.';
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
COMMENT ON COLUMN events.citation_tokens IS 'Tokens of what the provider found and cited; in no other column.';
COMMENT ON COLUMN events.web_search_requests IS 'Web searches that the provider ran.';
COMMENT ON COLUMN events.x_search_requests IS 'Searches of posts that the provider ran.';
COMMENT ON COLUMN events.file_search_requests IS 'Searches of uploaded files that the provider ran.';
COMMENT ON COLUMN events.code_execution_requests IS 'Runs of code in a container of the provider.';
COMMENT ON COLUMN events.maps_requests IS 'Look-ups of places that the provider made.';
COMMENT ON COLUMN events.requests IS 'Billed requests.';
COMMENT ON COLUMN events.meter IS 'What quantity counts, if it is none of the columns above: gpu_seconds, vectors_stored, pages.';
COMMENT ON COLUMN events.quantity IS 'Quantity on that meter.';
COMMENT ON COLUMN events.billed_amount IS 'Amount as it was billed, if that was in another currency.';
COMMENT ON COLUMN events.billing_currency IS 'Currency of billed_amount; empty: that of the ledger.';
COMMENT ON COLUMN events.reported_cost IS 'What the provider says in the usage that it charged, in US dollars; beside the cost, not part of it.';
COMMENT ON COLUMN events.usage_format IS 'Format of usage: openai_chat, anthropic, ...; see runrate.usage_columns.';
COMMENT ON COLUMN events.usage IS 'Usage object as the provider sent it; the token columns are filled from it. Only kept after keep_usage(true).';
COMMENT ON COLUMN events.price_rows IS 'Rows of prices that the cost was computed with.';
COMMENT ON COLUMN events.price_problem IS 'Why the cost is not known or was estimated.';
