-- Compiling what it reads (jit) would take ten times as long as all the rest.
CREATE OR REPLACE FUNCTION board_report_html(month date, company text DEFAULT NULL) RETURNS text
LANGUAGE sql STABLE SET jit = off
BEGIN ATOMIC
	SELECT refuse('invalid_parameter_value', 'invalid month: ' || coalesce(board_report_html.month::text, 'NULL'),
				  'Use a day of the month, such as ''2026-01-01''.')
	WHERE board_report_html.month IS NULL OR NOT isfinite(board_report_html.month);

	SELECT E'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
		|| E'<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''">\n'
		|| E'<meta name="referrer" content="no-referrer">\n<title>AI labor, ' || html_month((d ->> 'month')::date, '')
		|| coalesce(': ' || html_cut(company, 60), '') || E'</title>\n<style>' || page_style()
		|| E'</style>\n</head>\n<body'
		|| CASE WHEN (SELECT count(*) FROM page_series(d)) > 4 THEN ' class="dense"' ELSE '' END || E'>\n<main>\n'
		|| page_head(d, company) || page_kpis(d) || page_changes(d) || page_unit_costs(d) || page_lines(d)
		|| page_iceberg(d)
		|| E'<div class="w6 pile">\n' || page_people(d) || page_maturity(d) || page_quality(d) || E'</div>\n'
		|| page_objectives(d) || page_odd(d) || page_candidates(d) || page_spend(d) || page_foot(d)
		|| E'</main>\n</body>\n</html>'
	FROM (SELECT board_data(m.this, (m.this - interval '1 month')::date, (m.this - interval '12 months')::date) AS d
		  FROM (SELECT first_of_month(board_report_html.month) AS this WHERE isfinite(board_report_html.month)) m
		  OFFSET 0) p;
END;

COMMENT ON FUNCTION board_report_html(date, text) IS
'board_report_html(''2026-10-01'', ''Example Inc.''): the board report of a month as one page of HTML that needs nothing else: no script, no font, no picture from elsewhere; one page A4 when it is printed. company: what stands beside the title. The same data gives the same bytes. psql -XAtqo board.html -c "SELECT ledger.board_report_html(''2026-10-01'')" writes it into a file.';
