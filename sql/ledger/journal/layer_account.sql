CREATE TYPE layer_account AS (
	account text,
	class text,
	clearing_account text,
	amortization_account text,
	accrual_account text,
	true_up_account text,
	is_suspense boolean
);

COMMENT ON TYPE layer_account IS 'The accounts of a layer, as layer_accounts() finds them.';
COMMENT ON COLUMN layer_account.account IS 'Account that is debited with the cost.';
COMMENT ON COLUMN layer_account.class IS 'cogs or opex; empty: not known.';
COMMENT ON COLUMN layer_account.clearing_account IS 'Account that is credited with it.';
COMMENT ON COLUMN layer_account.amortization_account IS 'Account that is credited with amortization.';
COMMENT ON COLUMN layer_account.accrual_account IS 'Liability for what is not yet invoiced.';
COMMENT ON COLUMN layer_account.true_up_account IS 'Account of what vendors bill above or below what was metered.';
COMMENT ON COLUMN layer_account.is_suspense IS 'Whether nobody has said which account the layer has.';
