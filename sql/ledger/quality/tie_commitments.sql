-- Each commitment by itself, so that nothing is made up for by another one; what
-- draws a credit has more decimals than what is booked of it.  Where there are
-- no commitments there is no look at events.
CREATE OR REPLACE FUNCTION tie_commitments() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		WITH span AS MATERIALIZED (
			SELECT first_of_month(min(starts_on)) AS from_month, present_month() AS to_month
			FROM commitment_terms
			WHERE starts_on < next_month(present_month())
			HAVING count(*) > 0
		),
		paid AS (
			SELECT d.commitment, d.month, round(d.amount * count(*) / (next_month(d.month) - d.month), 6) AS amount
			FROM (SELECT c.commitment, c.amount, first_of_month(g::date) AS month
				  FROM span s
				  CROSS JOIN commitment_terms c
				  CROSS JOIN LATERAL generate_series(c.starts_on::timestamp,
					least(c.ends_before, next_month(s.to_month))::timestamp - interval '1 day', '1 day') g
				  WHERE c.kind <> 'credit') d
			GROUP BY d.commitment, d.amount, d.month
			UNION ALL
			SELECT c.commitment, first_of_month(c.starts_on), c.amount
			FROM span s
			JOIN commitment_terms c ON c.kind = 'credit' AND c.starts_on < next_month(s.to_month)
		),
		borne AS (
			SELECT l.commitment, l.month, l.amount
			FROM span s
			CROSS JOIN LATERAL commitment_lines(s.from_month, s.to_month) l
			UNION ALL
			SELECT m.commitment, m.month, m.used + m.remaining_cost - coalesce(lag(m.remaining_cost) OVER of_credit, 0)
			FROM span s
			CROSS JOIN LATERAL commitment_months(s.from_month, s.to_month) m
			JOIN commitment_terms c ON c.commitment = m.commitment AND c.kind = 'credit'
			WINDOW of_credit AS (PARTITION BY m.commitment ORDER BY m.month)
		)
		SELECT 'commitments', month, sum(paid), sum(paid) + sum(abs(trunc(paid - borne, 6)))
		FROM (SELECT commitment, month, sum(paid) AS paid, sum(borne) AS borne
			  FROM (SELECT commitment, month, amount AS paid, 0::numeric AS borne FROM paid
					UNION ALL
					SELECT commitment, month, 0::numeric, amount FROM borne) b
			  GROUP BY commitment, month) c
		GROUP BY month;
	END;
COMMENT ON FUNCTION tie_commitments() IS 'tie_commitments(): what is paid for commitments against the parts of it that months bear and what is left.';
