CREATE OR REPLACE FUNCTION last_of_month(month date) RETURNS date
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN next_month(month) - 1;
COMMENT ON FUNCTION last_of_month(date) IS 'last_of_month(month): the last day of a month that is given by its first.';

-- Cheap, though the planner cannot see into it: to_char is not immutable.  With the
-- usual cost of a function the journal was compiled (jit) for longer than it runs.
CREATE OR REPLACE FUNCTION month_text(month date) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5
	RETURN to_char(month::timestamp, 'YYYY-MM');
COMMENT ON FUNCTION month_text(date) IS 'month_text(month): a month as text, such as 2026-10, in the same way in every session.';

CREATE OR REPLACE VIEW journal_lines WITH (security_invoker = true) AS
SELECT month, 'cost'::text AS kind, last_of_month(month) AS posting_date, account, business_unit,
	   NULL::text AS vendor, service_month, amount
FROM journal_debits
UNION ALL
SELECT month, 'cost'::text, last_of_month(month), account, NULL::text, NULL::text, service_month, -sum(amount)
FROM journal_credits
GROUP BY month, account, service_month
UNION ALL
SELECT p.month, l.kind, l.posting_date, l.account, l.business_unit, p.vendor, p.service_month, l.amount
FROM vendor_positions p
CROSS JOIN LATERAL layer_accounts(p.main_layer, p.month) a
CROSS JOIN LATERAL layer_accounts(p.main_layer_before, (p.month - interval '1 month')::date) b
CROSS JOIN LATERAL (
	VALUES ('accrual_reversal', p.month, b.accrual_account, NULL::text, p.accrued_before),
		   ('accrual_reversal', p.month, b.clearing_account, NULL, -p.accrued_before),
		   ('true_up', last_of_month(p.month), a.true_up_account, 'unattributed', p.true_up),
		   ('true_up', last_of_month(p.month), a.clearing_account, NULL, -p.true_up),
		   ('accrual', last_of_month(p.month), a.clearing_account, NULL, p.accrued),
		   ('accrual', last_of_month(p.month), a.accrual_account, NULL, -p.accrued))
	l (kind, posting_date, account, business_unit, amount);

COMMENT ON VIEW journal_lines IS 'The lines of the journal, without their numbers. The lines of a month and kind sum to 0.';
COMMENT ON COLUMN journal_lines.month IS 'Month of booking.';
COMMENT ON COLUMN journal_lines.kind IS 'cost, accrual, accrual_reversal or true_up.';
COMMENT ON COLUMN journal_lines.posting_date IS 'Day of booking.';
COMMENT ON COLUMN journal_lines.account IS 'Account.';
COMMENT ON COLUMN journal_lines.business_unit IS 'Business unit that is charged; empty: a line of the balance sheet.';
COMMENT ON COLUMN journal_lines.vendor IS 'Vendor of accruals and true-ups.';
COMMENT ON COLUMN journal_lines.service_month IS 'Month that it is for; before month: a line of a prior period.';
COMMENT ON COLUMN journal_lines.amount IS 'Amount in whole minor units; above zero: debit.';
