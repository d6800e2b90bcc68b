CREATE OR REPLACE VIEW headcount_months WITH (security_invoker = true) AS
WITH month AS MATERIALIZED (
	SELECT m.month::date AS month, closing_of(m.month::date) AS entry
	FROM generate_series((SELECT min(valid_from) FROM headcounts)::timestamp, (SELECT present_month())::timestamp,
						 interval '1 month') m (month)
)
SELECT h.month, h.agent, h.kind, h.ftes, h.yearly_cost, h.reason
FROM (SELECT DISTINCT ON (r.agent, r.kind, m.month) m.month, r.*
	  FROM headcounts r
	  JOIN month m ON m.month >= r.valid_from
	  WHERE m.entry IS NULL OR r.closing <= m.entry
	  ORDER BY r.agent, r.kind, m.month, r.valid_from DESC, r.recorded_at DESC, r.id DESC) h
WHERE h.ftes IS NOT NULL;

COMMENT ON VIEW headcount_months IS 'The rows of headcounts that hold, month by month, to the present month; in closed months those that the closing had seen.';
COMMENT ON COLUMN headcount_months.month IS 'Month.';
COMMENT ON COLUMN headcount_months.agent IS 'Agent.';
COMMENT ON COLUMN headcount_months.kind IS 'planned or realised.';
COMMENT ON COLUMN headcount_months.ftes IS 'Full-time employees.';
COMMENT ON COLUMN headcount_months.yearly_cost IS 'What they cost in a year.';
COMMENT ON COLUMN headcount_months.reason IS 'Why it is so many.';
