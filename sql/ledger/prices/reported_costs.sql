CREATE OR REPLACE FUNCTION reported_costs(from_month date, to_month date)
RETURNS TABLE (month date, provider text, model text, events bigint, booked_cost numeric, reported_cost numeric,
	computed_cost numeric, unpriced bigint, difference numeric)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT c.* FROM compare_reported('events'::regclass, from_month, to_month) c;
END;

COMMENT ON FUNCTION reported_costs(date, date) IS
'reported_costs(''2026-01-01'', ''2026-03-01''): events of these months (the first days of the first and the last one) whose provider says in the usage what it charged: booked_cost in the currency of the ledger, reported_cost in US dollars, computed_cost by the price book in the currency of the ledger; unpriced counts those that it has no price for, and difference is reported less computed of the others, in a ledger in US dollars. Which of the two is booked is a row of price_names in dimension cost_basis. Changes nothing.';
