-- What the end of a month adds to what events cost
CREATE OR REPLACE FUNCTION month_end_lines(from_month date, to_month date, OUT line_key text, OUT month date,
	OUT agent text, OUT layer text, OUT vendor text, OUT driver text, OUT business_unit text, OUT description text,
	OUT amount numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT concat_ws('/', 'volume', v.provider, v.model, v.meter, v.period, v.agent, v.layer), v.month, v.agent,
		v.layer, v.provider, 'even', NULL::text,
		format('volume price of %s %s', concat_ws(' ', v.provider, nullif(v.model, '')), v.meter),
		round(v.volume_cost - v.list_cost, 6)
	FROM volume_parts(month_end_lines.from_month, month_end_lines.to_month) v
	UNION ALL
	SELECT l.line_key, l.month, l.agent, l.layer, l.vendor, l.driver, l.business_unit, l.description, l.amount
	FROM commitment_lines(month_end_lines.from_month, month_end_lines.to_month) l;
END;

COMMENT ON FUNCTION month_end_lines(date, date) IS
'month_end_lines(''2026-01-01'', ''2026-01-01''): the amounts that volume prices and commitments add to the cost of these months, as shared costs to book.';
