CREATE TABLE investments (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	first_month date NOT NULL CONSTRAINT month_is_its_first_day
		CHECK (extract(day FROM first_month) = 1 AND first_month BETWEEN '2000-01-01' AND '2100-12-01'),
	months bigint NOT NULL CHECK (months BETWEEN 1 AND 1200),
	layer text NOT NULL DEFAULT 'integration',
	vendor text,
	amount numeric CHECK (amount > -1e14 AND amount < 1e14),
	driver text NOT NULL DEFAULT 'even',
	agent text,
	business_unit text,
	deployment text CHECK (deployment IN ('third_party', 'self_hosted')),
	description text,
	billed_amount numeric CHECK (billed_amount < 'Infinity' AND billed_amount > '-Infinity'),
	billing_currency text,
	source text NOT NULL DEFAULT 'manual',
	source_key text NOT NULL DEFAULT gen_random_uuid()::text,
	key_hash uuid NOT NULL UNIQUE,
	reverses bigint,
	reason text,
	CHECK (amount IS NOT NULL OR billed_amount IS NOT NULL)
);

CREATE SEQUENCE investments_id_seq OWNED BY investments.id;

CREATE UNIQUE INDEX ON investments (reverses) WHERE reverses IS NOT NULL;

COMMENT ON TABLE investments IS
'One-off amounts, such as building or migrating an agent, amortized in equal amounts month by month. Append-only: correct with reverse_investment.';
COMMENT ON COLUMN investments.id IS 'Number of the row.';
COMMENT ON COLUMN investments.occurred_at IS 'When it was billed; decides the exchange rate.';
COMMENT ON COLUMN investments.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN investments.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN investments.owned_on IS 'Day that decides owner, unit of work and rules: first_month; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN investments.booked_on IS 'Accounting day; another one than owned_on where that month was closed, and in a reversal that was given a later day.';
COMMENT ON COLUMN investments.displaced_from IS 'Day on which it would have been booked if its month had not been closed; empty: it is booked there.';
COMMENT ON COLUMN investments.first_month IS 'First month of the amortization, as its first day.';
COMMENT ON COLUMN investments.months IS 'Number of months over which it is amortized.';
COMMENT ON COLUMN investments.layer IS 'Layer of cost, see cost_layers.';
COMMENT ON COLUMN investments.vendor IS 'Who billed it.';
COMMENT ON COLUMN investments.amount IS 'Amount in the currency of the ledger; empty: no exchange rate yet.';
COMMENT ON COLUMN investments.driver IS 'What each month''s amortization is allocated by, as in shared_costs.';
COMMENT ON COLUMN investments.agent IS 'Only this agent has it, whatever the driver.';
COMMENT ON COLUMN investments.business_unit IS 'Only agents of this business unit take part.';
COMMENT ON COLUMN investments.deployment IS 'Only third_party or only self_hosted agents take part.';
COMMENT ON COLUMN investments.description IS 'What it is.';
COMMENT ON COLUMN investments.billed_amount IS 'Amount as it was billed, if that was in another currency.';
COMMENT ON COLUMN investments.billing_currency IS 'Currency of billed_amount.';
COMMENT ON COLUMN investments.source IS 'System that the row comes from.';
COMMENT ON COLUMN investments.source_key IS 'Key of the row in that system; the same key is never counted twice.';
COMMENT ON COLUMN investments.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN investments.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN investments.reason IS 'Why it was cancelled.';
