CREATE OR REPLACE VIEW investment_book WITH (security_invoker = true) AS
WITH pool AS (
	SELECT i.id, coalesce(i.reverses, i.id) AS investment, 'amortization' AS pool_kind FROM investments i
	UNION ALL
	SELECT d.id, d.investment, 'disposal' FROM disposals d
),
booked AS (
	SELECT p.investment, c.month, sum(c.amount) AS amount
	FROM cost_pools c
	JOIN pool p ON p.pool_kind = c.pool_kind AND p.id = c.pool_id
	GROUP BY p.investment, c.month
),
spread AS (
	SELECT i.id, i.layer, i.vendor, i.description, i.agent, i.business_unit, i.amount,
		first_of_month(r.booked_on) AS reversed_month,
		(SELECT min(first_of_month(d.booked_on)) FROM disposals d
		 WHERE d.investment = i.id AND d.reverses IS NULL
			AND NOT EXISTS (SELECT FROM disposals u WHERE u.reverses = d.id)) AS disposed_month,
		m.month
	FROM investments i
	LEFT JOIN investments r ON r.reverses = i.id
	CROSS JOIN LATERAL (
		SELECT (i.first_month + make_interval(months => n::integer - 1))::date AS month
		FROM month_numbers(i.months) n
		UNION
		SELECT b.month FROM booked b WHERE b.investment = i.id) m
	WHERE i.reverses IS NULL AND m.month >= first_of_month(i.booked_on) AND m.month <= (SELECT present_month())
),
figure AS (
	SELECT s.*, CASE WHEN s.amount IS NULL THEN NULL WHEN s.month >= s.reversed_month THEN 0 ELSE s.amount END AS cost,
		CASE WHEN s.amount IS NOT NULL THEN coalesce(b.amount, 0) END AS amortized,
		CASE WHEN s.amount IS NOT NULL THEN sum(coalesce(b.amount, 0)) OVER (PARTITION BY s.id ORDER BY s.month)
			END AS so_far
	FROM spread s
	LEFT JOIN booked b ON b.investment = s.id AND b.month = s.month
)
SELECT f.id AS investment, f.month, f.layer, coalesce(f.vendor, 'unattributed') AS vendor, f.description, f.agent,
	f.business_unit,
	f.cost::numeric(38,12) AS cost,
	f.amortized::numeric(38,12) AS amortized_cost,
	f.so_far::numeric(38,12) AS accumulated_amortization,
	(f.cost - f.so_far)::numeric(38,12) AS carrying_amount,
	CASE WHEN f.month >= f.reversed_month THEN 'reversed' WHEN f.month >= f.disposed_month THEN 'disposed'
		WHEN f.cost = f.so_far THEN 'amortized' ELSE 'in_use' END AS status
FROM figure f;

COMMENT ON VIEW investment_book IS 'Investments month by month, to the present one: what they cost, what of that was expensed in the month, and what is left.';
COMMENT ON COLUMN investment_book.investment IS 'Row of investments.';
COMMENT ON COLUMN investment_book.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN investment_book.layer IS 'Layer of cost.';
COMMENT ON COLUMN investment_book.vendor IS 'Who billed it; unattributed: not said.';
COMMENT ON COLUMN investment_book.description IS 'What it is.';
COMMENT ON COLUMN investment_book.agent IS 'Only this agent has it; empty: it is shared.';
COMMENT ON COLUMN investment_book.business_unit IS 'Only this business unit has it; empty: it is shared.';
COMMENT ON COLUMN investment_book.cost IS 'What it cost, in the currency of the ledger; 0 from the month in which it is reversed; empty: no exchange rate yet.';
COMMENT ON COLUMN investment_book.amortized_cost IS 'What was expensed in the month: the amortization, at a disposal all that is left; negative: taken back by a reversal.';
COMMENT ON COLUMN investment_book.accumulated_amortization IS 'What was expensed to the end of the month.';
COMMENT ON COLUMN investment_book.carrying_amount IS 'Cost less what was expensed: what is left at the end of the month.';
COMMENT ON COLUMN investment_book.status IS 'in_use, amortized (nothing is left), disposed or reversed, at the end of the month.';
