CREATE TABLE accounts (
	layer text PRIMARY KEY,
	account text CHECK (account <> ''),
	class text CONSTRAINT class_is_cogs_or_opex CHECK (class IN ('cogs', 'opex')),
	clearing_account text CHECK (clearing_account <> ''),
	amortization_account text CHECK (amortization_account <> ''),
	accrual_account text CHECK (accrual_account <> ''),
	true_up_account text CHECK (true_up_account <> ''),
	description text,
	is_built_in boolean NOT NULL DEFAULT false,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user
);

COMMENT ON TABLE accounts IS
'The accounts of the general ledger that the journal books each layer of cost on. Plain master data: put your own in place of those that are there. What a row leaves empty it has from the row of the layer *, as have layers without a row; cost on the account of that row is in suspense, and data_quality lists it.';
COMMENT ON COLUMN accounts.layer IS 'Layer of cost, as events and shared costs have it; *: all that have no row.';
COMMENT ON COLUMN accounts.account IS 'Account that is debited with the cost; of the layer * the suspense account.';
COMMENT ON COLUMN accounts.class IS 'cogs: cost of goods sold, above the line of gross profit; opex: operating expense, below it. Empty: not known, and no gross profit is.';
COMMENT ON COLUMN accounts.clearing_account IS 'Account that is credited with the cost, and on which the bills of vendors are booked: what is on it at the end of a month, after accruals, is zero.';
COMMENT ON COLUMN accounts.amortization_account IS 'Account that is credited with the amortization of investments, such as accumulated amortization; empty: clearing_account.';
COMMENT ON COLUMN accounts.accrual_account IS 'Liability that is credited with what was metered and is not yet invoiced.';
COMMENT ON COLUMN accounts.true_up_account IS 'Account that is debited with what vendors bill above what was metered, and credited with what they bill below.';
COMMENT ON COLUMN accounts.description IS 'What is booked there.';
COMMENT ON COLUMN accounts.is_built_in IS 'Whether every ledger comes with the row. A row of yours for the same layer takes its place.';
COMMENT ON COLUMN accounts.recorded_at IS 'When the row was written or last changed; changes has what it was before.';
COMMENT ON COLUMN accounts.recorded_by IS 'Role that wrote or last changed it.';

INSERT INTO accounts (is_built_in, layer, account, class, clearing_account, accrual_account, true_up_account,
	description) VALUES
	(true, '*', '6999', NULL, '2150', '2160', '5190', 'AI cost in suspense; clearing, accruals and true-ups of all layers');

INSERT INTO accounts (is_built_in, layer, account, class, description) VALUES
	(true, 'model_api', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'inference', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'caching', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'gateway', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'vector_db', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'retries', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'tool_calls', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'observability', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'human_review', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'integration', '5100', 'cogs', 'AI labour, cost of revenue'),
	(true, 'evaluation', '6100', 'opex', 'AI development and assurance'),
	(true, 'security', '6100', 'opex', 'AI development and assurance'),
	(true, 'training_data', '6100', 'opex', 'AI development and assurance');
