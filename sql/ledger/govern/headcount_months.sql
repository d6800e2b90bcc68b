CREATE OR REPLACE VIEW headcount_months WITH (security_invoker = true) AS
SELECT (p.valid_from + make_interval(months => n::integer - 1))::date AS month, p.agent, p.kind, p.ftes, p.yearly_cost,
	   p.reason
FROM (SELECT r.*, age(least(coalesce(lead(r.valid_from) OVER later, 'infinity'),
							(SELECT next_month(present_month())))::timestamp, r.valid_from::timestamp) AS period
	  FROM headcounts r
	  WHERE NOT EXISTS (SELECT FROM headcounts later
						WHERE later.agent = r.agent AND later.kind = r.kind AND later.valid_from = r.valid_from
						  AND (later.recorded_at, later.id) > (r.recorded_at, r.id))
	  WINDOW later AS (PARTITION BY r.agent, r.kind ORDER BY r.valid_from)) p
CROSS JOIN LATERAL month_numbers((extract(year FROM p.period) * 12 + extract(month FROM p.period))::bigint) n
WHERE p.ftes IS NOT NULL;

COMMENT ON VIEW headcount_months IS 'The rows of headcounts that hold, month by month, to the present month.';
COMMENT ON COLUMN headcount_months.month IS 'Month.';
COMMENT ON COLUMN headcount_months.agent IS 'Agent.';
COMMENT ON COLUMN headcount_months.kind IS 'planned or realised.';
COMMENT ON COLUMN headcount_months.ftes IS 'Full-time employees.';
COMMENT ON COLUMN headcount_months.yearly_cost IS 'What they cost in a year.';
COMMENT ON COLUMN headcount_months.reason IS 'Why it is so many.';
