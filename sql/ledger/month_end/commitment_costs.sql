CREATE OR REPLACE FUNCTION commitment_costs(from_month date, to_month date)
RETURNS TABLE (month date, commitment text, kind text, vendor text, capacity numeric, used numeric, used_ratio numeric,
	cost numeric, used_cost numeric, unused_cost numeric, remaining_cost numeric, booked_cost numeric,
	is_complete boolean)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT m.month, m.commitment, c.kind, c.vendor, m.capacity, m.used, ratio(m.used, m.capacity)::numeric(32,6),
		m.cost::numeric(38,12), m.used_cost::numeric(38,12), (m.cost - m.used_cost)::numeric(38,12),
		m.remaining_cost::numeric(38,12), coalesce(b.amount, 0)::numeric(38,12), is_over(m.month)
	FROM commitment_months(commitment_costs.from_month, commitment_costs.to_month) m
	JOIN commitment_terms c ON c.commitment = m.commitment
	LEFT JOIN LATERAL (
		SELECT sum(k.amount) AS amount FROM month_end_bookings k
		WHERE k.month = m.month AND starts_with(k.line_key, concat_ws('/', 'commitment', m.commitment, ''))
	) b ON true
	ORDER BY m.month, m.commitment;
END;

COMMENT ON FUNCTION commitment_costs(date, date) IS
'commitment_costs(''2026-01-01'', ''2026-03-01''): each commitment in these months (the first days of the first and the last one): capacity, what of it was used, and cost, what the month bears of what was paid, as used_cost and unused_cost, which add up to it. Of a credit a month bears what was drawn and, when it expires, what is left; remaining_cost is what is still to be used, and all months together bear what was paid. booked_cost is what book_month_end has booked of it, for a credit beside what the events that drew it cost at list prices. Changes nothing.';
