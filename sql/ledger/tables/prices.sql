CREATE TABLE prices (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	provider text NOT NULL,
	model text NOT NULL,
	meter text NOT NULL,
	service_tier text NOT NULL DEFAULT 'standard',
	speed text NOT NULL DEFAULT 'standard',
	inference_geo text NOT NULL DEFAULT '',
	above_tokens bigint NOT NULL DEFAULT 0 CHECK (above_tokens >= 0),
	threshold_inclusive boolean NOT NULL DEFAULT false,
	tier_mode text NOT NULL DEFAULT 'cliff' CONSTRAINT tier_mode_is_cliff_or_graduated CHECK (tier_mode IN ('cliff', 'graduated')),
	window_start time NOT NULL DEFAULT '00:00',
	window_end time NOT NULL DEFAULT '00:00',
	window_weekdays text NOT NULL DEFAULT '1234567' CHECK (window_weekdays ~ '^1?2?3?4?5?6?7?$'
		AND window_weekdays <> ''),
	window_time_zone text NOT NULL DEFAULT 'UTC',
	valid_from timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00+00'
		CHECK (valid_from BETWEEN '0001-01-01 00:00+00' AND '9999-12-31 00:00+00'),
	price numeric CHECK (price > -1e15 AND price < 1e15),
	per bigint NOT NULL DEFAULT 1000000 CHECK (per > 0),
	currency text CONSTRAINT currency_is_three_capital_letters CHECK (currency ~ '^[A-Z]{3}$'),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	source text NOT NULL DEFAULT 'manual',
	note text,
	closing integer
);

CREATE INDEX ON prices (provider, model, meter);

COMMENT ON TABLE prices IS
'The price book: what a provider charges for a model on a meter. A row holds from valid_from until the next row with the same provider, model, meter, tier, region, threshold and window; a row without a price ends it. Append-only: a later row supersedes.';
COMMENT ON COLUMN prices.id IS 'Number of the row; events name the rows that their cost was computed with.';
COMMENT ON COLUMN prices.provider IS 'Who bills.';
COMMENT ON COLUMN prices.model IS 'Model; for meters that belong to no model, such as pages, the product.';
COMMENT ON COLUMN prices.meter IS 'Token column of events, such as input_tokens, or what events.meter says.';
COMMENT ON COLUMN prices.service_tier IS 'How it is processed: standard, batch, flex, priority, provisioned; other names are in price_names.';
COMMENT ON COLUMN prices.speed IS 'standard, or fast where the provider charges by speed.';
COMMENT ON COLUMN prices.inference_geo IS 'Region; empty: all regions without a row of their own.';
COMMENT ON COLUMN prices.above_tokens IS 'Tier: the row applies above so many tokens; 0: the base price. In mode cliff the request''s whole input decides, in mode graduated the quantity on the meter.';
COMMENT ON COLUMN prices.threshold_inclusive IS 'Whether the row already applies at exactly above_tokens.';
COMMENT ON COLUMN prices.tier_mode IS 'cliff: the price of the tier holds for the whole quantity; graduated: for the part above the threshold.';
COMMENT ON COLUMN prices.window_start IS 'Begin of the hours of a day in which the row applies.';
COMMENT ON COLUMN prices.window_end IS 'End of these hours, exclusive; not after window_start: over midnight, so that 00:00 to 00:00 is the whole day.';
COMMENT ON COLUMN prices.window_weekdays IS 'Days on which these hours begin: 1 is Monday, 7 is Sunday.';
COMMENT ON COLUMN prices.window_time_zone IS 'Time zone of hours and days.';
COMMENT ON COLUMN prices.valid_from IS 'From when the row holds.';
COMMENT ON COLUMN prices.price IS 'Price for per units; empty: from valid_from there is none.';
COMMENT ON COLUMN prices.per IS 'Number of units that the price is for.';
COMMENT ON COLUMN prices.currency IS 'Currency of the price, by its ISO 4217 code; empty: that of the ledger. Another one is converted at the rate of fx that is valid when the event occurs.';
COMMENT ON COLUMN prices.recorded_at IS 'When the row was written; a question as known at a time ignores later rows.';
COMMENT ON COLUMN prices.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN prices.source IS 'Where it comes from: manual, litellm, genai, or list for a public price that was entered by hand. A price list never supersedes a row of another source.';
COMMENT ON COLUMN prices.note IS 'Remark.';
COMMENT ON COLUMN prices.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
