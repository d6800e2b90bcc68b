
-- The reference tables of a ledger: superseding, append-only

CREATE PROCEDURE runrate_internal.create_reference()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE TABLE prices (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		provider text NOT NULL,
		model text NOT NULL,
		meter text NOT NULL,
		service_tier text NOT NULL DEFAULT 'standard',
		inference_geo text NOT NULL DEFAULT '',
		above_tokens bigint NOT NULL DEFAULT 0 CHECK (above_tokens >= 0),
		threshold_inclusive boolean NOT NULL DEFAULT false,
		tier_mode text NOT NULL DEFAULT 'cliff' CHECK (tier_mode IN ('cliff', 'graduated')),
		window_start time NOT NULL DEFAULT '00:00',
		window_end time NOT NULL DEFAULT '24:00',
		window_weekdays text NOT NULL DEFAULT '1234567' CHECK (window_weekdays ~ '^1?2?3?4?5?6?7?$' AND window_weekdays <> ''),
		window_time_zone text NOT NULL DEFAULT 'UTC' CHECK (runrate.day_of('2000-01-01 00:00+00', window_time_zone) IS NOT NULL),
		valid_from timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00+00' CHECK (isfinite(valid_from)),
		price numeric CHECK (price < 'Infinity' AND price > '-Infinity'),
		per bigint NOT NULL DEFAULT 1000000 CHECK (per > 0),
		currency text CHECK (currency ~ '^[A-Z]{3}$'),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		source text NOT NULL DEFAULT 'manual',
		note text
	);
	CREATE INDEX ON prices (provider, model, meter);
	COMMENT ON TABLE prices IS
	'The price book: what a provider charges for a model on a meter. A row holds from valid_from until the next row with the same provider, model, meter, tier, region, threshold and window; a row without a price ends it. Append-only: a later row supersedes.';
	COMMENT ON COLUMN prices.id IS 'Number of the row; events name the rows that their cost was computed with.';
	COMMENT ON COLUMN prices.provider IS 'Who bills.';
	COMMENT ON COLUMN prices.model IS 'Model; for meters that belong to no model, such as pages, the product.';
	COMMENT ON COLUMN prices.meter IS 'Token column of events, such as input_tokens, or what events.meter says.';
	COMMENT ON COLUMN prices.service_tier IS 'standard, batch, flex or priority.';
	COMMENT ON COLUMN prices.inference_geo IS 'Region; empty: all regions without a row of their own.';
	COMMENT ON COLUMN prices.above_tokens IS 'Tier: the row applies above so many tokens; 0: the base price. In mode cliff the request''s whole input decides, in mode graduated the quantity on the meter.';
	COMMENT ON COLUMN prices.threshold_inclusive IS 'Whether the row already applies at exactly above_tokens.';
	COMMENT ON COLUMN prices.tier_mode IS 'cliff: the price of the tier holds for the whole quantity; graduated: for the part above the threshold.';
	COMMENT ON COLUMN prices.window_start IS 'Begin of the hours of a day in which the row applies.';
	COMMENT ON COLUMN prices.window_end IS 'End of these hours, exclusive; not after window_start: over midnight.';
	COMMENT ON COLUMN prices.window_weekdays IS 'Days on which these hours begin: 1 is Monday, 7 is Sunday.';
	COMMENT ON COLUMN prices.window_time_zone IS 'Time zone of hours and days.';
	COMMENT ON COLUMN prices.valid_from IS 'From when the row holds.';
	COMMENT ON COLUMN prices.price IS 'Price for per units; empty: from valid_from there is none.';
	COMMENT ON COLUMN prices.per IS 'Number of units that the price is for.';
	COMMENT ON COLUMN prices.currency IS 'Currency of the price, by its ISO 4217 code; empty: that of the ledger. Another one is converted at the rate of fx that is valid when the event occurs.';
	COMMENT ON COLUMN prices.recorded_at IS 'When the row was written; a question as known at a time ignores later rows.';
	COMMENT ON COLUMN prices.source IS 'Where it comes from: manual, litellm, genai. A price list never supersedes a row of another source.';
	COMMENT ON COLUMN prices.note IS 'Remark.';

	CREATE TABLE model_aliases (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		provider text NOT NULL,
		pattern text NOT NULL CHECK ('' ~ pattern IS NOT NULL),
		alias_order bigint NOT NULL DEFAULT 100,
		price_provider text,
		price_model text,
		valid_from timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00+00' CHECK (isfinite(valid_from)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		source text NOT NULL DEFAULT 'manual'
	);
	CREATE INDEX ON model_aliases (provider);
	COMMENT ON TABLE model_aliases IS
	'Rules that say under which name a model is in the price book, for dated names, prefixes and deployments. Only asked if the price book has no row for the model itself. Append-only: a later row for the same provider and pattern supersedes, one without a model ends the rule.';
	COMMENT ON COLUMN model_aliases.id IS 'Number of the row.';
	COMMENT ON COLUMN model_aliases.provider IS 'Provider of the event.';
	COMMENT ON COLUMN model_aliases.pattern IS 'Regular expression for the model of the event; it need not match the whole name.';
	COMMENT ON COLUMN model_aliases.alias_order IS 'Of several rules that match, that with the lowest number decides.';
	COMMENT ON COLUMN model_aliases.price_provider IS 'Provider in the price book; empty: the same.';
	COMMENT ON COLUMN model_aliases.price_model IS 'Model in the price book; empty: the rule has ended.';
	COMMENT ON COLUMN model_aliases.valid_from IS 'From when the rule holds.';
	COMMENT ON COLUMN model_aliases.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN model_aliases.source IS 'Where it comes from.';

	CREATE TABLE outcome_rules (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		unit_of_work text NOT NULL DEFAULT '*',
		outcome text NOT NULL,
		counts boolean NOT NULL,
		valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (isfinite(valid_from)),
		recorded_at timestamptz NOT NULL DEFAULT now()
	);
	COMMENT ON TABLE outcome_rules IS
	'Which outcome of which unit of work counts. A rule for the unit of work goes before one for *; an outcome without a rule does not count and is listed in data_quality. Append-only: a later row for the same key supersedes.';
	COMMENT ON COLUMN outcome_rules.id IS 'Number of the row.';
	COMMENT ON COLUMN outcome_rules.unit_of_work IS 'Unit of work of the agent, or * for all.';
	COMMENT ON COLUMN outcome_rules.outcome IS 'Outcome, as outcomes have it.';
	COMMENT ON COLUMN outcome_rules.counts IS 'Whether it counts as work done.';
	COMMENT ON COLUMN outcome_rules.valid_from IS 'First day on which the rule holds.';
	COMMENT ON COLUMN outcome_rules.recorded_at IS 'When the row was written.';
	INSERT INTO outcome_rules (outcome, counts) VALUES
		('resolved', true), ('completed', true), ('approved', true), ('accepted', true),
		('adjudicated', true), ('originated', true), ('qualified', true), ('merged', true),
		('rejected', false), ('failed', false), ('escalated', false), ('kicked_back', false),
		('abandoned', false), ('duplicate', false), ('unresolved', false);

	CREATE TABLE reviewer_costs (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		reviewer text NOT NULL DEFAULT '*',
		valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (isfinite(valid_from)),
		hourly_cost numeric(30,12) CHECK (hourly_cost >= 0),
		recorded_at timestamptz NOT NULL DEFAULT now()
	);
	COMMENT ON TABLE reviewer_costs IS
	'What an hour of a reviewer costs, with everything on top of the wage. Append-only: a later row for the same reviewer supersedes.';
	COMMENT ON COLUMN reviewer_costs.id IS 'Number of the row.';
	COMMENT ON COLUMN reviewer_costs.reviewer IS 'Reviewer or role, as reviews have it; * for all without a row of their own.';
	COMMENT ON COLUMN reviewer_costs.valid_from IS 'First day on which it holds.';
	COMMENT ON COLUMN reviewer_costs.hourly_cost IS 'Cost of an hour; empty: from that day it is not known.';
	COMMENT ON COLUMN reviewer_costs.recorded_at IS 'When the row was written.';

	CREATE TABLE human_baselines (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		unit_of_work text NOT NULL,
		valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (isfinite(valid_from)),
		cost_per_outcome numeric(20,6) CHECK (cost_per_outcome >= 0),
		recorded_at timestamptz NOT NULL DEFAULT now()
	);
	COMMENT ON TABLE human_baselines IS
	'What a person costs for one unit of work, to compare with. Append-only: a later row for the same unit of work supersedes.';
	COMMENT ON COLUMN human_baselines.id IS 'Number of the row.';
	COMMENT ON COLUMN human_baselines.unit_of_work IS 'Unit of work of agents.';
	COMMENT ON COLUMN human_baselines.valid_from IS 'First day on which it holds; a month takes that of its first day.';
	COMMENT ON COLUMN human_baselines.cost_per_outcome IS 'Cost of a person for one; empty: from that day there is no comparison.';
	COMMENT ON COLUMN human_baselines.recorded_at IS 'When the row was written.';

	CREATE TABLE budgets (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		business_unit text NOT NULL DEFAULT '*',
		budget_line text NOT NULL DEFAULT 'total',
		valid_from date NOT NULL CONSTRAINT month_is_its_first_day CHECK (extract(day FROM valid_from) = 1),
		monthly_amount numeric(20,6),
		note text,
		recorded_at timestamptz NOT NULL DEFAULT now()
	);
	COMMENT ON TABLE budgets IS
	'What may be spent in a month. Append-only: a later row for the same business unit and line supersedes, one without an amount ends the budget.';
	COMMENT ON COLUMN budgets.id IS 'Number of the row.';
	COMMENT ON COLUMN budgets.business_unit IS 'Business unit, or * for the whole company.';
	COMMENT ON COLUMN budgets.budget_line IS 'What the money is for: a P&L line of agents, or a driver such as model migrations.';
	COMMENT ON COLUMN budgets.valid_from IS 'First month, as its first day.';
	COMMENT ON COLUMN budgets.monthly_amount IS 'Amount of a month; empty: the budget has ended.';
	COMMENT ON COLUMN budgets.note IS 'Remark.';
	COMMENT ON COLUMN budgets.recorded_at IS 'When the row was written.';

	CREATE TABLE fixed_shares (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		share_key text NOT NULL CHECK (share_key NOT IN ('outcomes', 'events', 'tokens', 'direct_cost', 'gpu_seconds', 'vectors_stored', 'even')),
		agent text NOT NULL,
		valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (isfinite(valid_from)),
		weight numeric CHECK (weight >= 0 AND weight < 'Infinity'),
		recorded_at timestamptz NOT NULL DEFAULT now()
	);
	COMMENT ON TABLE fixed_shares IS
	'Agreed shares for shared costs whose driver is the key. Append-only: a later row for the same key and agent supersedes.';
	COMMENT ON COLUMN fixed_shares.id IS 'Number of the row.';
	COMMENT ON COLUMN fixed_shares.share_key IS 'Name that shared_costs.driver refers to.';
	COMMENT ON COLUMN fixed_shares.agent IS 'Agent that bears the share.';
	COMMENT ON COLUMN fixed_shares.valid_from IS 'First day on which it holds; a month takes that of its first day.';
	COMMENT ON COLUMN fixed_shares.weight IS 'Share; only the proportion to the others matters. Empty: the agent takes part no more.';
	COMMENT ON COLUMN fixed_shares.recorded_at IS 'When the row was written.';

	CREATE TABLE fx (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		currency text NOT NULL,
		valid_from timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00+00' CHECK (isfinite(valid_from)),
		ledger_amount numeric CHECK (ledger_amount > 0 AND ledger_amount < 'Infinity'),
		recorded_at timestamptz NOT NULL DEFAULT now()
	);
	CREATE INDEX ON fx (currency, valid_from);
	COMMENT ON TABLE fx IS
	'What one unit of another currency is worth in the currency of the ledger. Append-only: a later row for the same currency supersedes.';
	COMMENT ON COLUMN fx.id IS 'Number of the row.';
	COMMENT ON COLUMN fx.currency IS 'Currency, by its ISO 4217 code.';
	COMMENT ON COLUMN fx.valid_from IS 'From when it holds.';
	COMMENT ON COLUMN fx.ledger_amount IS 'Value of one unit in the currency of the ledger; empty: from then it is not known.';
	COMMENT ON COLUMN fx.recorded_at IS 'When the row was written.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_reference() IS
'create_reference(): prices, rules, baselines and other superseding tables of a ledger. Called by create_ledger.';
