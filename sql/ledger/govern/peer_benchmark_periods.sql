CREATE OR REPLACE VIEW peer_benchmark_periods WITH (security_invoker = true) AS
SELECT b.benchmark, b.unit_of_work, b.kind, b.valid_from,
	   coalesce(lead(b.valid_from) OVER (PARTITION BY b.benchmark, b.unit_of_work ORDER BY b.valid_from), 'infinity')
			AS valid_until,
	   b.low_unit_cost, b.high_unit_cost, b.currency, b.citation
FROM peer_benchmarks b
WHERE NOT EXISTS (SELECT FROM peer_benchmarks later
				  WHERE later.benchmark = b.benchmark AND later.unit_of_work = b.unit_of_work
					AND later.valid_from = b.valid_from
					AND (later.recorded_at, later.id) > (b.recorded_at, b.id));

COMMENT ON VIEW peer_benchmark_periods IS 'The rows of peer_benchmarks that hold, with the days for which each does. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN peer_benchmark_periods.benchmark IS 'Whose figure it is.';
COMMENT ON COLUMN peer_benchmark_periods.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN peer_benchmark_periods.kind IS 'peer, band or baseline.';
COMMENT ON COLUMN peer_benchmark_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN peer_benchmark_periods.valid_until IS 'First day on which it holds no more; infinity: it is the last one.';
COMMENT ON COLUMN peer_benchmark_periods.low_unit_cost IS 'Cost of one outcome, low end; empty: there is no benchmark.';
COMMENT ON COLUMN peer_benchmark_periods.high_unit_cost IS 'The high end.';
COMMENT ON COLUMN peer_benchmark_periods.currency IS 'Currency.';
COMMENT ON COLUMN peer_benchmark_periods.citation IS 'Where the figure is from.';
