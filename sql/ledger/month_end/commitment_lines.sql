-- A credit is drawn at list prices, which the events have already: it adds what
-- it was cheaper.
CREATE OR REPLACE FUNCTION commitment_lines(from_month date, to_month date, OUT commitment text, OUT line_key text,
	OUT month date, OUT agent text, OUT layer text, OUT vendor text, OUT driver text, OUT business_unit text,
	OUT description text, OUT amount numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH cost AS MATERIALIZED (
		SELECT m.*, c.kind, c.vendor, c.layer, c.driver, c.agent, c.business_unit
		FROM commitment_months(commitment_lines.from_month, commitment_lines.to_month) m
		JOIN commitment_terms c ON c.commitment = m.commitment
	)
	SELECT s.commitment, concat_ws('/', 'commitment', s.commitment, 'used', s.agent), s.month, s.agent, c.layer,
		c.vendor, 'even', NULL::text, 'used part of ' || s.commitment,
		runrate.allocate(CASE c.kind WHEN 'credit' THEN round(c.used_cost - c.used, 6) ELSE c.used_cost END, s.used, 6)
			OVER (PARTITION BY s.commitment, s.month ORDER BY s.agent)
	FROM commitment_shares(commitment_lines.from_month, commitment_lines.to_month) s
	JOIN cost c ON c.commitment = s.commitment AND c.month = s.month
	UNION ALL
	SELECT c.commitment, concat_ws('/', 'commitment', c.commitment, 'unused'), c.month, c.agent, c.layer, c.vendor,
		c.driver, c.business_unit, 'unused part of ' || c.commitment, c.cost - c.used_cost
	FROM cost c;
END;

COMMENT ON FUNCTION commitment_lines(date, date) IS
'commitment_lines(''2026-01-01'', ''2026-01-01''): the amounts that commitments add to the cost of these months: the used part by agent, and the unused part.';
