CREATE OR REPLACE VIEW account_versions WITH (security_invoker = true) AS
SELECT a.layer, a.account, a.class, a.clearing_account, a.amortization_account, a.accrual_account, a.true_up_account,
	a.description,
	coalesce(c.known_from, 0) AS known_from, NULL::integer AS known_until
FROM accounts a
LEFT JOIN last_changes c ON c.table_name = 'accounts' AND c.key = a.layer COLLATE "C"
UNION ALL
SELECT r.layer, r.account, r.class, r.clearing_account, r.amortization_account, r.accrual_account, r.true_up_account,
	r.description,
	s.known_from, s.known_until
FROM change_spans s
CROSS JOIN LATERAL jsonb_to_record(s.before) AS r(layer text, account text, class text, clearing_account text,
	amortization_account text, accrual_account text, true_up_account text, description text)
WHERE s.table_name = 'accounts' AND s.before IS NOT NULL AND s.known_from < s.known_until;

COMMENT ON VIEW account_versions IS 'The rows of accounts as closings saw them: as of closing k a row holds if k >= known_from and k is below known_until or that is empty. For what is known now k is 2147483647.';
COMMENT ON COLUMN account_versions.layer IS 'Layer of cost; *: all that have no row.';
COMMENT ON COLUMN account_versions.account IS 'Account that is debited with the cost.';
COMMENT ON COLUMN account_versions.class IS 'cogs or opex.';
COMMENT ON COLUMN account_versions.clearing_account IS 'Account that is credited with the cost.';
COMMENT ON COLUMN account_versions.amortization_account IS 'Account that is credited with amortization.';
COMMENT ON COLUMN account_versions.accrual_account IS 'Liability for what is not yet invoiced.';
COMMENT ON COLUMN account_versions.true_up_account IS 'Account of what vendors bill above or below what was metered.';
COMMENT ON COLUMN account_versions.description IS 'What is booked there.';
COMMENT ON COLUMN account_versions.known_from IS 'First closing that saw the row so; 0: it was so before the history begins; 2147483647: none has yet.';
COMMENT ON COLUMN account_versions.known_until IS 'First closing that saw it changed or gone; 2147483647: none has yet; empty: the row is so now.';
