CREATE TABLE revenue (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	month date NOT NULL CONSTRAINT month_is_its_first_day
		CHECK (extract(day FROM month) = 1 AND month BETWEEN '2000-01-01' AND '2100-12-01'),
	business_unit text,
	customer text,
	amount numeric CHECK (amount > -1e14 AND amount < 1e14),
	billed_amount numeric CHECK (billed_amount < 'Infinity' AND billed_amount > '-Infinity'),
	billing_currency text,
	source text NOT NULL DEFAULT 'manual',
	source_key text NOT NULL DEFAULT gen_random_uuid()::text,
	key_hash uuid NOT NULL UNIQUE,
	reverses bigint,
	reason text,
	CHECK (amount IS NOT NULL OR billed_amount IS NOT NULL)
);

CREATE SEQUENCE revenue_id_seq OWNED BY revenue.id;

CREATE UNIQUE INDEX ON revenue (reverses) WHERE reverses IS NOT NULL;

COMMENT ON TABLE revenue IS
'Revenue by month, to relate AI cost to. Append-only: correct with reverse_revenue.';
COMMENT ON COLUMN revenue.id IS 'Number of the row.';
COMMENT ON COLUMN revenue.occurred_at IS 'When it was booked; decides the exchange rate.';
COMMENT ON COLUMN revenue.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN revenue.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN revenue.owned_on IS 'Day that decides owner, unit of work and rules: month; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN revenue.booked_on IS 'Accounting day; another one than owned_on where that month was closed, and in a reversal that was given a later day.';
COMMENT ON COLUMN revenue.displaced_from IS 'Day on which it would have been booked if its month had not been closed; empty: it is booked there.';
COMMENT ON COLUMN revenue.month IS 'Month, as its first day.';
COMMENT ON COLUMN revenue.business_unit IS 'Business unit that earned it; empty: the rest of the company, which no other row has. All rows of a month add up to its revenue.';
COMMENT ON COLUMN revenue.customer IS 'Customer that it was earned with, as work_items have it; empty: the rest. A month is split by business unit, by customer, or by both.';
COMMENT ON COLUMN revenue.amount IS 'Amount in the currency of the ledger; empty: no exchange rate yet.';
COMMENT ON COLUMN revenue.billed_amount IS 'Amount in another currency.';
COMMENT ON COLUMN revenue.billing_currency IS 'Currency of billed_amount.';
COMMENT ON COLUMN revenue.source IS 'System that the row comes from.';
COMMENT ON COLUMN revenue.source_key IS 'Key of the row in that system; the same key is never counted twice.';
COMMENT ON COLUMN revenue.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN revenue.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN revenue.reason IS 'Why it was cancelled.';
