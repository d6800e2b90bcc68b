CREATE OR REPLACE VIEW reviewer_cost_periods WITH (security_invoker = true) AS
SELECT r.reviewer, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.reviewer ORDER BY r.valid_from), 'infinity') AS valid_until,
	   r.hourly_cost
FROM reviewer_costs r
WHERE NOT EXISTS (SELECT FROM reviewer_costs later
				  WHERE later.reviewer = r.reviewer AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW reviewer_cost_periods IS
'The rows of reviewer_costs that hold, with the days for which each does. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN reviewer_cost_periods.reviewer IS 'Reviewer or role, or * for all others.';
COMMENT ON COLUMN reviewer_cost_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN reviewer_cost_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN reviewer_cost_periods.hourly_cost IS 'Cost of an hour; empty: not known.';
