-- What the end of a month adds to what events cost.  A credit is drawn at list
-- prices, which the events have already: it adds what it was cheaper.
CREATE OR REPLACE FUNCTION month_end_lines(from_month date, to_month date, OUT line_key text, OUT month date,
	OUT agent text, OUT layer text, OUT vendor text, OUT driver text, OUT business_unit text, OUT description text,
	OUT amount numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH cost AS MATERIALIZED (
		SELECT m.*, c.kind, c.vendor, c.layer, c.driver, c.agent, c.business_unit
		FROM commitment_months(month_end_lines.from_month, month_end_lines.to_month) m
		JOIN commitment_terms c ON c.commitment = m.commitment
	)
	SELECT concat_ws('/', 'volume', v.provider, v.model, v.meter, v.period, v.agent, v.layer), v.month, v.agent,
		v.layer, v.provider, 'even', NULL::text,
		format('volume price of %s %s', concat_ws(' ', v.provider, nullif(v.model, '')), v.meter),
		round(v.volume_cost - v.list_cost, 6)
	FROM volume_parts(month_end_lines.from_month, month_end_lines.to_month) v
	UNION ALL
	SELECT concat_ws('/', 'commitment', s.commitment, 'used', s.agent), s.month, s.agent, c.layer, c.vendor, 'even', NULL,
		'used part of ' || s.commitment,
		runrate.allocate(CASE c.kind WHEN 'credit' THEN round(c.used_cost - c.used, 6) ELSE c.used_cost END, s.used, 6)
			OVER (PARTITION BY s.commitment, s.month ORDER BY s.agent)
	FROM commitment_shares(month_end_lines.from_month, month_end_lines.to_month) s
	JOIN cost c ON c.commitment = s.commitment AND c.month = s.month
	UNION ALL
	SELECT concat_ws('/', 'commitment', c.commitment, 'unused'), c.month, c.agent, c.layer, c.vendor, c.driver,
		c.business_unit, 'unused part of ' || c.commitment, c.cost - c.used_cost
	FROM cost c;
END;

COMMENT ON FUNCTION month_end_lines(date, date) IS
'month_end_lines(''2026-01-01'', ''2026-01-01''): the amounts that volume prices and commitments add to the cost of these months, as shared costs to book.';
