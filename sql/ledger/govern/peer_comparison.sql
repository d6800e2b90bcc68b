CREATE OR REPLACE VIEW peer_comparison WITH (security_invoker = true) AS
SELECT c.month, c.unit_of_work, c.benchmark, c.kind,
	   c.unit_cost::numeric(32,6) AS unit_cost,
	   c.low::numeric(32,6) AS low_unit_cost,
	   c.high::numeric(32,6) AS high_unit_cost,
	   (c.low * (1 + lowest_margin()))::numeric(32,6) AS target_low,
	   (c.high * (1 + highest_margin()))::numeric(32,6) AS target_high,
	   CASE WHEN c.unit_cost IS NULL OR c.low IS NULL THEN 'no_data'
			WHEN c.unit_cost < c.low THEN 'below'
			WHEN c.unit_cost <= c.high THEN 'within'
			WHEN c.unit_cost <= c.high * (1 + highest_margin()) THEN 'within_margin'
			ELSE 'above' END AS position,
	   CASE WHEN c.unit_cost IS NULL OR c.low IS NULL THEN 0
			WHEN c.unit_cost < c.low THEN 1
			WHEN c.unit_cost <= c.high THEN 2
			WHEN c.unit_cost <= c.high * (1 + highest_margin()) THEN 3
			ELSE 4 END::bigint AS position_order,
	   percent_of(c.unit_cost - CASE WHEN c.unit_cost < c.low THEN c.low
									 WHEN c.unit_cost > c.high THEN c.high ELSE c.unit_cost END,
				  CASE WHEN c.unit_cost < c.low THEN c.low ELSE c.high END)::numeric(32,6) AS difference_pct,
	   c.outcomes,
	   (c.outcomes * c.low)::numeric(38,12) AS cost_at_low,
	   (c.outcomes * c.high)::numeric(38,12) AS cost_at_high,
	   c.cost::numeric(38,12) AS own_cost,
	   c.citation,
	   is_over(c.month) AS is_complete
FROM (SELECT o.month, o.unit_of_work, b.benchmark, b.kind, o.unit_cost, o.outcomes, o.cost, b.citation,
			 b.low_unit_cost * f.rate AS low, b.high_unit_cost * f.rate AS high
	  FROM own_work o
	  JOIN peer_benchmark_periods b
		  ON b.unit_of_work = o.unit_of_work AND next_month(o.month) > b.valid_from
		  AND next_month(o.month) <= b.valid_until AND b.low_unit_cost IS NOT NULL
	  CROSS JOIN LATERAL (SELECT exchange_rate(b.currency, last_moment_of(o.month)) AS rate OFFSET 0) f) c
ORDER BY c.month, c.unit_of_work, c.low, c.benchmark;

COMMENT ON VIEW peer_comparison IS
'What an outcome costs here and elsewhere, by month and unit of work, with the source of each figure and targets that have a margin. SELECT * FROM peer_comparison WHERE month = ''2026-01-01''.';
COMMENT ON COLUMN peer_comparison.month IS 'Month, as its first day.';
COMMENT ON COLUMN peer_comparison.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN peer_comparison.benchmark IS 'Whose figure it is compared with.';
COMMENT ON COLUMN peer_comparison.kind IS 'peer: a company; band: work of some complexity; baseline: customers of a consultancy.';
COMMENT ON COLUMN peer_comparison.unit_cost IS 'Own fully loaded cost of an outcome that counts; empty: none does.';
COMMENT ON COLUMN peer_comparison.low_unit_cost IS 'Cost of one there, of a band the low end, in the currency of the ledger at the end of the month; empty: fx has no rate.';
COMMENT ON COLUMN peer_comparison.high_unit_cost IS 'The high end; of a single figure the same.';
COMMENT ON COLUMN peer_comparison.target_low IS 'low_unit_cost with a margin of 20 percent, for what is underestimated: infrastructure, reviews, prices that rise.';
COMMENT ON COLUMN peer_comparison.target_high IS 'high_unit_cost with a margin of 30 percent.';
COMMENT ON COLUMN peer_comparison.position IS 'Where unit_cost is: below, within (from low to high), within_margin (up to target_high), above; no_data: one of them is not known.';
COMMENT ON COLUMN peer_comparison.position_order IS 'The same as a number: 0 (no_data) to 4 (above).';
COMMENT ON COLUMN peer_comparison.difference_pct IS 'How far unit_cost is beyond the nearer end, in percent of it; 0: within.';
COMMENT ON COLUMN peer_comparison.outcomes IS 'Outcomes of the month that count.';
COMMENT ON COLUMN peer_comparison.cost_at_low IS 'What they would have cost at low_unit_cost.';
COMMENT ON COLUMN peer_comparison.cost_at_high IS 'What they would have cost at high_unit_cost.';
COMMENT ON COLUMN peer_comparison.own_cost IS 'What they cost.';
COMMENT ON COLUMN peer_comparison.citation IS 'Where the figure is from.';
COMMENT ON COLUMN peer_comparison.is_complete IS 'Whether the month is over.';
