-- Inlined, so that it becomes a join.  There are accounts even if somebody has
-- deleted the row of the layer *.
CREATE OR REPLACE FUNCTION layer_accounts(layer text, in_month date) RETURNS SETOF layer_account
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	SELECT coalesce(own.account, every.account, 'suspense'),
		   coalesce(own.class, every.class),
		   coalesce(own.clearing_account, every.clearing_account, 'clearing'),
		   coalesce(own.amortization_account, own.clearing_account, every.amortization_account,
				every.clearing_account, 'clearing'),
		   coalesce(own.accrual_account, every.accrual_account, 'accrued'),
		   coalesce(own.true_up_account, every.true_up_account, 'true-up'),
		   own.account IS NULL
	FROM (VALUES (1)) one (row)
	LEFT JOIN account_periods own
		ON own.layer = $1 AND own.layer <> '*' AND in_month >= own.valid_from AND in_month < own.valid_until
	LEFT JOIN account_periods every
		ON every.layer = '*' AND in_month >= every.valid_from AND in_month < every.valid_until;
END;

COMMENT ON FUNCTION layer_accounts(text, date) IS 'layer_accounts(''model_api'', date ''2026-01-01''): the row of accounts for a layer in a month, with what that of the layer * says where it is empty or missing.';
