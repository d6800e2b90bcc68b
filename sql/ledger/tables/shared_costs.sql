CREATE TABLE shared_costs (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	month date NOT NULL CONSTRAINT month_is_its_first_day
		CHECK (extract(day FROM month) = 1 AND month BETWEEN '2000-01-01' AND '2100-12-01'),
	layer text NOT NULL,
	vendor text,
	amount numeric CHECK (amount > -1e14 AND amount < 1e14),
	driver text NOT NULL DEFAULT 'even',
	agent text,
	business_unit text,
	deployment text CHECK (deployment IN ('third_party', 'self_hosted')),
	description text,
	billed_amount numeric CHECK (abs(billed_amount) < 1e20),
	billing_currency text,
	source text NOT NULL DEFAULT 'manual',
	source_key text NOT NULL DEFAULT gen_random_uuid()::text,
	key_hash uuid NOT NULL UNIQUE,
	reverses bigint,
	reason text,
	invoiced_amount numeric CHECK (abs(invoiced_amount) < 1e20),
	list_amount numeric CHECK (abs(list_amount) < 1e20),
	contracted_amount numeric CHECK (abs(contracted_amount) < 1e20),
	charge jsonb,
	CHECK (amount IS NOT NULL OR billed_amount IS NOT NULL)
);

CREATE SEQUENCE shared_costs_id_seq OWNED BY shared_costs.id;

CREATE UNIQUE INDEX ON shared_costs (reverses) WHERE reverses IS NOT NULL;

COMMENT ON TABLE shared_costs IS
'Monthly amounts that no event carries: machines, databases, observability. Each is a pool, allocated to agents by its driver. Append-only: correct with reverse_shared_cost.';
COMMENT ON COLUMN shared_costs.id IS 'Number of the row.';
COMMENT ON COLUMN shared_costs.occurred_at IS 'When it was billed; decides the exchange rate.';
COMMENT ON COLUMN shared_costs.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN shared_costs.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN shared_costs.owned_on IS 'Day that decides owner, unit of work and rules: month; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN shared_costs.booked_on IS 'Accounting day; another one than owned_on where that month was closed, and in a reversal that was given a later day.';
COMMENT ON COLUMN shared_costs.displaced_from IS 'Day on which it would have been booked if its month had not been closed; empty: it is booked there.';
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
COMMENT ON COLUMN shared_costs.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN shared_costs.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN shared_costs.reason IS 'Why it was cancelled.';
COMMENT ON COLUMN shared_costs.invoiced_amount IS 'What of it is on the invoice, BilledCost of FOCUS, in the currency in which it was billed; differs where it was paid in advance. Set by load_focus; empty: the amount itself.';
COMMENT ON COLUMN shared_costs.list_amount IS 'What it would cost at public prices, ListCost, in that currency. Set by load_focus.';
COMMENT ON COLUMN shared_costs.contracted_amount IS 'What it would cost without commitments, ContractedCost, in that currency. Set by load_focus.';
COMMENT ON COLUMN shared_costs.charge IS 'What the bill says of it, by the columns of FOCUS. Set by load_focus.';
