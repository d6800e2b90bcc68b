CREATE OR REPLACE VIEW account_periods WITH (security_invoker = true) AS
SELECT layer, account, class, clearing_account, amortization_account, accrual_account, true_up_account, valid_from,
	   valid_until
FROM closed_accounts
WHERE in_force
UNION ALL
SELECT layer, account, class, clearing_account, amortization_account, accrual_account, true_up_account,
	   (SELECT open_from()), 'infinity'::date
FROM accounts;

COMMENT ON VIEW account_periods IS 'Accounts by layer and the months in which they hold: in closed months as they were when these were closed.';
COMMENT ON COLUMN account_periods.layer IS 'Layer of cost; *: all that have no row.';
COMMENT ON COLUMN account_periods.account IS 'Account that is debited with the cost.';
COMMENT ON COLUMN account_periods.class IS 'cogs or opex.';
COMMENT ON COLUMN account_periods.clearing_account IS 'Account that is credited with the cost.';
COMMENT ON COLUMN account_periods.amortization_account IS 'Account that is credited with amortization.';
COMMENT ON COLUMN account_periods.accrual_account IS 'Liability for what is not yet invoiced.';
COMMENT ON COLUMN account_periods.true_up_account IS 'Account of what vendors bill above or below what was metered.';
COMMENT ON COLUMN account_periods.valid_from IS 'First month in which they hold.';
COMMENT ON COLUMN account_periods.valid_until IS 'First month in which they hold no more.';
