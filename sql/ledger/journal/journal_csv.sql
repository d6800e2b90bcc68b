CREATE OR REPLACE FUNCTION journal_csv(month date) RETURNS SETOF text
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT l.text
	FROM (SELECT NULL::date AS posting_date, NULL::text AS entry, NULL::bigint AS line,
				 'entry,line,posting_date,currency,account,cost_center,business_unit,vendor,service_month,debit,credit,memo' AS text
		  UNION ALL
		  SELECT j.posting_date, j.entry, j.line,
				 concat_ws(',', j.entry, j.line, day_text(j.posting_date), ledger_currency(), csv_cell(j.account),
						   csv_cell(j.cost_center), csv_cell(j.business_unit), csv_cell(j.vendor),
						   month_text(j.service_month), CASE WHEN j.debit <> 0 THEN j.debit::text ELSE '' END,
						   CASE WHEN j.credit <> 0 THEN j.credit::text ELSE '' END, csv_cell(j.memo))
		  FROM journal_entries j
		  WHERE j.month = first_of_month($1)) l
	ORDER BY l.posting_date NULLS FIRST, l.entry COLLATE "C", l.line;
END;

COMMENT ON FUNCTION journal_csv(date) IS
'journal_csv(''2026-10-01''): the journal of the month of a day as CSV by RFC 4180, a row a line of the file without the end of line, the names of the columns first: what NetSuite, SAP and others import. entry is an identifier for the import that stays, so that the same entry is not taken twice; line, posting_date (YYYY-MM-DD), currency, account, cost_center, business_unit, vendor, service_month (YYYY-MM) and memo are those of journal_entries; debit and credit are amounts with a point and the decimals of the currency, one of them empty. Cells that a spreadsheet would take for a formula begin with an apostrophe.';
