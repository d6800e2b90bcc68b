CREATE OR REPLACE VIEW budget_periods WITH (security_invoker = true) AS
SELECT r.business_unit, r.budget_line, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.business_unit, r.budget_line ORDER BY r.valid_from),
			'infinity') AS valid_until,
	   r.monthly_amount,
	   r.note
FROM budgets r
WHERE NOT EXISTS (SELECT FROM budgets later
				  WHERE later.business_unit = r.business_unit AND later.budget_line = r.budget_line
						AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW budget_periods IS
'The rows of budgets that hold, with the months for which each does. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN budget_periods.business_unit IS 'Business unit, or * for the company.';
COMMENT ON COLUMN budget_periods.budget_line IS 'What the money is for.';
COMMENT ON COLUMN budget_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN budget_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN budget_periods.monthly_amount IS 'Amount of a month; empty: the budget has ended.';
COMMENT ON COLUMN budget_periods.note IS 'Remark.';
