-- Amounts show the decimals of the currency, which are a constant of the ledger.
DO $do$
BEGIN
	EXECUTE format($sql$
		CREATE OR REPLACE VIEW journal_entries WITH (security_invoker = true) AS
		SELECT l.month, month_text(l.month) || '-' || replace(l.kind, '_', '-') AS entry,
			   row_number() OVER (PARTITION BY l.month, l.kind
								  ORDER BY l.amount < 0, l.account COLLATE "C", l.business_unit COLLATE "C",
									l.vendor COLLATE "C", l.service_month) AS line,
			   l.posting_date, l.account, u.cost_center, l.business_unit,
			   greatest(l.amount, 0)::numeric(38,%1$s) AS debit,
			   greatest(-l.amount, 0)::numeric(38,%1$s) AS credit,
			   concat(CASE l.kind WHEN 'cost' THEN 'AI cost' WHEN 'accrual' THEN 'Accrual'
								  WHEN 'accrual_reversal' THEN 'Reversal of accrual' ELSE 'True-up' END,
					  ' ' || month_text(l.service_month), ', ' || l.vendor,
					  CASE WHEN l.kind = 'cost' AND l.service_month < l.month THEN ', prior period' END) AS memo,
			   l.kind AS entry_kind, l.vendor, l.service_month,
			   is_over(l.month) AS is_complete
		FROM journal_lines l
		LEFT JOIN business_unit_periods u
			ON u.business_unit = l.business_unit AND l.month >= u.valid_from AND l.month < u.valid_until
		WHERE l.amount <> 0
		ORDER BY l.month, l.posting_date, entry, line
		$sql$, minor_unit());
END;
$do$;

COMMENT ON VIEW journal_entries IS
'The journal: what the general ledger books for AI, as double entries. SELECT * FROM journal_entries WHERE month = ''2026-10-01''. Debits equal credits in every entry. In whole minor units of the currency; what rounds to nothing has no line. Of each business unit it books what chargeback charges.';
COMMENT ON COLUMN journal_entries.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN journal_entries.entry IS 'Entry, by a name that stays: the month and what it is, such as 2026-10-cost.';
COMMENT ON COLUMN journal_entries.line IS 'Number of the line in its entry, debits first.';
COMMENT ON COLUMN journal_entries.posting_date IS 'Day of booking: the last of the month; of accruals that are reversed its first.';
COMMENT ON COLUMN journal_entries.account IS 'Account, by the layer of cost: see accounts.';
COMMENT ON COLUMN journal_entries.cost_center IS 'Cost centre of the business unit, from business_units; empty: none is known, or a line of the balance sheet.';
COMMENT ON COLUMN journal_entries.business_unit IS 'Business unit that is charged; unattributed: none is known, and the true-ups, which charge none. Empty: a line of the balance sheet.';
COMMENT ON COLUMN journal_entries.debit IS 'Amount that is debited; 0: it is credited.';
COMMENT ON COLUMN journal_entries.credit IS 'Amount that is credited; 0: it is debited.';
COMMENT ON COLUMN journal_entries.memo IS 'What the line is.';
COMMENT ON COLUMN journal_entries.entry_kind IS
'cost: what the month cost, debited to business units and credited to clearing. accrual: what was metered and is not yet invoiced, from clearing to a liability. accrual_reversal: that of the month before, taken back. true_up: what vendors bill above or below what was metered, when their invoice comes.';
COMMENT ON COLUMN journal_entries.vendor IS 'Vendor of an accrual or true-up; empty: of other entries.';
COMMENT ON COLUMN journal_entries.service_month IS 'Month that the line is for. Before month: of a prior period.';
COMMENT ON COLUMN journal_entries.is_complete IS 'Whether the month is over. No: the entry will change.';
