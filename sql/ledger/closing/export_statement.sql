CREATE OR REPLACE FUNCTION export_statement(month date, version bigint DEFAULT NULL) RETURNS SETOF text
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT d.line
	FROM (SELECT c FROM closings c
		  WHERE c.kind = 'close' AND c.month = first_of_month(export_statement.month)
			AND (export_statement.version IS NULL OR c.version = export_statement.version)
		  ORDER BY c.version DESC LIMIT 1) e
	CROSS JOIN LATERAL closing_document(e.c) WITH ORDINALITY d (line, line_number)
	ORDER BY d.line_number;
END;
COMMENT ON FUNCTION export_statement(date, bigint) IS
'export_statement(date ''2026-04-01''): the document of the closing of the month of a day, line by line: the SHA-256 over these lines, each with a line feed and in UTF-8, is the digest of the closing. Write it with psql -At. Without version the latest; no rows if the month was never closed.';
