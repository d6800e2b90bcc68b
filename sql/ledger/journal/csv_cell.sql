-- A spreadsheet takes what begins like a formula for one, whatever the quotes.
CREATE OR REPLACE FUNCTION csv_cell(value text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN value IS NULL THEN ''
				WHEN value ~ '^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]'
					THEN '"''' || replace(value, '"', '""') || '"'
				WHEN value ~ '[",\s]' THEN '"' || replace(value, '"', '""') || '"'
				ELSE value END;
COMMENT ON FUNCTION csv_cell(text) IS 'csv_cell(''a "b"''): a text as a cell of a CSV file by RFC 4180. One that a spreadsheet would take for a formula begins with an apostrophe.';
