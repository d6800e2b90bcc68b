CREATE OR REPLACE VIEW human_baseline_periods WITH (security_invoker = true) AS
SELECT r.unit_of_work, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.unit_of_work ORDER BY r.valid_from), 'infinity') AS valid_until,
	   r.cost_per_outcome
FROM human_baselines r
WHERE NOT EXISTS (SELECT FROM human_baselines later
				  WHERE later.unit_of_work = r.unit_of_work AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW human_baseline_periods IS
'The rows of human_baselines that hold, with the days for which each does. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN human_baseline_periods.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN human_baseline_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN human_baseline_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN human_baseline_periods.cost_per_outcome IS 'Cost of a person for one; empty: there is no comparison.';
