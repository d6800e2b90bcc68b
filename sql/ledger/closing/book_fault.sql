CREATE TYPE book_fault AS (
	check_name text,
	month date,
	entry bigint,
	object text,
	expected text,
	found text
);

COMMENT ON TYPE book_fault IS 'A row of verify_books.';
COMMENT ON COLUMN book_fault.check_name IS 'What was checked.';
COMMENT ON COLUMN book_fault.month IS 'Month; empty: the ledger as a whole.';
COMMENT ON COLUMN book_fault.entry IS 'Entry of the chain of closings; empty: none.';
COMMENT ON COLUMN book_fault.object IS 'What differs: a table, a line, an object.';
COMMENT ON COLUMN book_fault.expected IS 'What it should be; empty: it should not be there.';
COMMENT ON COLUMN book_fault.found IS 'What it is; empty: it is not there.';
