-- A report on the book is a plan of hundreds of expressions: compiling them
-- takes longer than the query, and planning them again in each report that
-- a report reads adds up.  Hence a function, which turns compilation off.
CREATE OR REPLACE FUNCTION read_month_book(of_months date[] DEFAULT NULL) RETURNS SETOF month_book
LANGUAGE plpgsql STABLE ROWS 5000 SET search_path FROM CURRENT SET jit = off
AS $body$
BEGIN
	IF of_months IS NULL THEN
		RETURN QUERY SELECT * FROM month_book;
	ELSE
		RETURN QUERY SELECT * FROM month_book_of(of_months);
	END IF;
END;
$body$;

COMMENT ON FUNCTION read_month_book(date[]) IS 'read_month_book(): the rows of month_book, of these months only if some are given, in a plan of their own. Reports read these.';
