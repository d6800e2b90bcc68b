CREATE TABLE invoices (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	month date NOT NULL CONSTRAINT month_is_its_first_day
		CHECK (extract(day FROM month) = 1 AND month BETWEEN '2000-01-01' AND '2100-12-01'),
	vendor text NOT NULL,
	amount numeric CHECK (amount > -1e14 AND amount < 1e14),
	invoice_id text,
	is_final boolean NOT NULL DEFAULT true,
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

CREATE SEQUENCE invoices_id_seq OWNED BY invoices.id;

CREATE UNIQUE INDEX ON invoices (reverses) WHERE reverses IS NOT NULL;

COMMENT ON TABLE invoices IS
'What vendors billed, to compare with what was metered; no cost is taken from here. Append-only: correct with reverse_invoice.';
COMMENT ON COLUMN invoices.id IS 'Number of the row.';
COMMENT ON COLUMN invoices.occurred_at IS 'When it was billed; decides the exchange rate.';
COMMENT ON COLUMN invoices.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN invoices.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN invoices.owned_on IS 'Day that decides owner, unit of work and rules: month; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN invoices.booked_on IS 'Accounting day; another one than owned_on where that month was closed, and in a reversal that was given a later day.';
COMMENT ON COLUMN invoices.displaced_from IS 'Day on which it would have been booked if its month had not been closed; empty: it is booked there.';
COMMENT ON COLUMN invoices.month IS 'Month of service, as its first day.';
COMMENT ON COLUMN invoices.vendor IS 'Who billed it: a provider of events or a vendor of shared costs.';
COMMENT ON COLUMN invoices.amount IS 'Amount in the currency of the ledger; negative: a credit note. Empty: no exchange rate yet.';
COMMENT ON COLUMN invoices.invoice_id IS 'Identifier of the invoice.';
COMMENT ON COLUMN invoices.is_final IS 'Whether the vendor has billed the month with it. No: an invoice for a part, and what is left of what was metered stays accrued. A credit note ends nothing.';
COMMENT ON COLUMN invoices.description IS 'What it is.';
COMMENT ON COLUMN invoices.billed_amount IS 'Amount as it was billed, if that was in another currency.';
COMMENT ON COLUMN invoices.billing_currency IS 'Currency of billed_amount.';
COMMENT ON COLUMN invoices.source IS 'System that the row comes from.';
COMMENT ON COLUMN invoices.source_key IS 'Key of the row in that system; the same key is never counted twice.';
COMMENT ON COLUMN invoices.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN invoices.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN invoices.reason IS 'Why it was cancelled.';
