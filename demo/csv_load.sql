-- Rows that scripts/csv-columns.pl picked out of the user's CSV file, read from
-- psql's standard input.

CREATE TABLE demo.runs (
	line       bigint PRIMARY KEY,	-- of the file
	agent      text NOT NULL,		-- "unattributed" where the field is empty
	cost       numeric,				-- digit for digit as in the file; NULL: not known
	outcome    boolean,				-- NULL: none yet
	work_item  text
);

\copy demo.runs from pstdin

ANALYZE demo.runs;
