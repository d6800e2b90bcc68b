CREATE OR REPLACE FUNCTION book_month_end(month date) RETURNS TABLE (description text, agent text, amount numeric)
LANGUAGE sql
BEGIN ATOMIC
	SELECT b.description, b.agent, b.amount::numeric(30,12)
	FROM book_differences(month_to_book(book_month_end.month)) b;
END;

COMMENT ON FUNCTION book_month_end(date) IS
'book_month_end(''2026-01-01''): book as shared costs what volume prices and commitments make of the cost of a month that is over (its first day), as volume_costs and commitment_costs show it, less what has been booked of it. Call it again when late or reversed events have changed the month: it books the difference, and nothing if there is none. Returns the rows that it booked; agent is empty for what is allocated by a driver.';
