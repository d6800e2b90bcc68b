CREATE TABLE closed_accounts (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	layer text NOT NULL,
	account text,
	class text,
	clearing_account text,
	amortization_account text,
	accrual_account text,
	true_up_account text,
	valid_from date NOT NULL,
	valid_until date NOT NULL
);

CREATE INDEX ON closed_accounts (valid_from) WHERE in_force;

CREATE INDEX ON closed_accounts (entry);

COMMENT ON TABLE closed_accounts IS 'Accounts in closed months, as they were when these were closed.';
COMMENT ON COLUMN closed_accounts.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_accounts.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_accounts.layer IS 'Layer of cost; *: all that have no row.';
COMMENT ON COLUMN closed_accounts.account IS 'Account that is debited with the cost.';
COMMENT ON COLUMN closed_accounts.class IS 'cogs or opex.';
COMMENT ON COLUMN closed_accounts.clearing_account IS 'Account that is credited with the cost.';
COMMENT ON COLUMN closed_accounts.amortization_account IS 'Account that is credited with amortization.';
COMMENT ON COLUMN closed_accounts.accrual_account IS 'Liability for what is not yet invoiced.';
COMMENT ON COLUMN closed_accounts.true_up_account IS 'Account of what vendors bill above or below what was metered.';
COMMENT ON COLUMN closed_accounts.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN closed_accounts.valid_until IS 'First day on which it holds no more.';
