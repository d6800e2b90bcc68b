-- What a disposal adds to the amortization of its investment: the rest at once,
-- and the opposite of each month that would have come.  So a reversal of the
-- disposal is the opposite of each of these, as of any other fact, and what a
-- month would have had is there again, or caught up.
CREATE OR REPLACE VIEW disposal_lines WITH (security_invoker = true) AS
WITH disposal AS (
	SELECT d.id, d.investment, first_of_month(coalesce(o.booked_on, d.booked_on)) AS disposed_month,
		greatest(first_of_month(d.booked_on), first_of_month(i.booked_on)) AS booked_month,
		CASE WHEN d.reverses IS NULL THEN 1 ELSE -1 END AS sign, i.amount, i.months, i.first_month
	FROM disposals d
	JOIN investments i ON i.id = d.investment
	LEFT JOIN disposals o ON o.id = d.reverses
	WHERE i.amount IS NOT NULL
),
coming AS (
	SELECT d.id, d.investment, d.disposed_month, d.booked_month, d.sign, n.service_month,
		amortization(d.amount, d.months, n.n) AS amount
	FROM disposal d
	CROSS JOIN LATERAL (SELECT m.n, (d.first_month + make_interval(months => m.n::integer - 1))::date AS service_month
						FROM month_numbers(d.months) m(n)) n
	WHERE n.service_month > d.disposed_month
)
SELECT c.id, c.investment, c.booked_month AS month, c.disposed_month AS service_month, c.sign * sum(c.amount) AS amount
FROM coming c
GROUP BY c.id, c.investment, c.booked_month, c.disposed_month, c.sign
UNION ALL
SELECT c.id, c.investment, greatest(c.service_month, c.booked_month), c.service_month, -c.sign * c.amount
FROM coming c;

COMMENT ON VIEW disposal_lines IS 'What disposals, and their reversals, add to the amortization of investments.';
COMMENT ON COLUMN disposal_lines.id IS 'Row of disposals.';
COMMENT ON COLUMN disposal_lines.investment IS 'Row of investments.';
COMMENT ON COLUMN disposal_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN disposal_lines.service_month IS 'Month whose drivers share it: for what is expensed at once that of the disposal.';
COMMENT ON COLUMN disposal_lines.amount IS 'Amount; negative: what the month has no more.';
