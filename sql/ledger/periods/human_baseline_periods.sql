CREATE OR REPLACE VIEW present_human_baselines WITH (security_invoker = true) AS
SELECT r.unit_of_work, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.unit_of_work ORDER BY r.valid_from), 'infinity') AS valid_until,
	   -- more decimals than money has, so that a thousand of them are still to the cent
	   coalesce(r.cost_per_outcome,
				(coalesce(r.salary, 0) + coalesce(r.benefits, 0) + coalesce(r.overhead, 0) + coalesce(r.turnover, 0))
				::numeric(100,24) / CASE WHEN num_nonnulls(r.salary, r.benefits, r.overhead, r.turnover) > 0
											 THEN r.outcomes_per_fte END) AS cost_per_outcome,
	   r.salary, r.benefits, r.overhead, r.turnover,
	   CASE WHEN num_nonnulls(r.salary, r.benefits, r.overhead, r.turnover) > 0
				THEN coalesce(r.salary, 0) + coalesce(r.benefits, 0) + coalesce(r.overhead, 0) + coalesce(r.turnover, 0)
			ELSE r.cost_per_outcome * r.outcomes_per_fte END AS fte_cost,
	   r.outcomes_per_fte
FROM human_baselines r
WHERE NOT EXISTS (SELECT FROM human_baselines later
				  WHERE later.unit_of_work = r.unit_of_work AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW present_human_baselines IS
'The rows of human_baselines that hold by what is known now. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN present_human_baselines.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN present_human_baselines.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN present_human_baselines.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN present_human_baselines.cost_per_outcome IS 'Cost of a person for one, as given or by its parts; empty: there is no comparison.';
COMMENT ON COLUMN present_human_baselines.salary IS 'Salary of a full-time employee in a year.';
COMMENT ON COLUMN present_human_baselines.benefits IS 'Benefits in a year.';
COMMENT ON COLUMN present_human_baselines.overhead IS 'Office, software, training in a year.';
COMMENT ON COLUMN present_human_baselines.turnover IS 'Hiring and turnover in a year.';
COMMENT ON COLUMN present_human_baselines.fte_cost IS 'What a full-time employee costs in a year: the sum of the parts, or cost_per_outcome for all that one gets done.';
COMMENT ON COLUMN present_human_baselines.outcomes_per_fte IS 'Units of work that a full-time employee gets done in a year.';

CREATE OR REPLACE VIEW human_baseline_periods WITH (security_invoker = true) AS
SELECT unit_of_work, valid_from, valid_until, cost_per_outcome, salary, benefits, overhead, turnover, fte_cost,
		outcomes_per_fte
FROM closed_human_baselines
WHERE in_force
UNION ALL
SELECT unit_of_work, greatest(valid_from, (SELECT open_from())), valid_until, cost_per_outcome, salary, benefits,
	   overhead, turnover, fte_cost, outcomes_per_fte
FROM present_human_baselines
WHERE valid_until > (SELECT open_from());

COMMENT ON VIEW human_baseline_periods IS
'The rows of human_baselines that hold, with the days for which each does: in closed months as they were known when these were closed.';
COMMENT ON COLUMN human_baseline_periods.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN human_baseline_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN human_baseline_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN human_baseline_periods.cost_per_outcome IS 'Cost of a person for one, as given or by its parts; empty: there is no comparison.';
COMMENT ON COLUMN human_baseline_periods.salary IS 'Salary of a full-time employee in a year.';
COMMENT ON COLUMN human_baseline_periods.benefits IS 'Benefits in a year.';
COMMENT ON COLUMN human_baseline_periods.overhead IS 'Office, software, training in a year.';
COMMENT ON COLUMN human_baseline_periods.turnover IS 'Hiring and turnover in a year.';
COMMENT ON COLUMN human_baseline_periods.fte_cost IS 'What a full-time employee costs in a year: the sum of the parts, or cost_per_outcome for all that one gets done.';
COMMENT ON COLUMN human_baseline_periods.outcomes_per_fte IS 'Units of work that a full-time employee gets done in a year.';
