CREATE OR REPLACE VIEW present_budgets WITH (security_invoker = true) AS
SELECT r.business_unit, r.budget_line, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.version, r.business_unit, r.budget_line
			ORDER BY r.valid_from), 'infinity') AS valid_until,
	   r.monthly_amount,
	   r.note, r.version
FROM budgets r
WHERE NOT EXISTS (SELECT FROM budgets later
				  WHERE later.business_unit = r.business_unit AND later.budget_line = r.budget_line
						AND later.version = r.version AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW present_budgets IS
'The rows of budgets that hold by what is known now. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN present_budgets.business_unit IS 'Business unit, or * for the company.';
COMMENT ON COLUMN present_budgets.budget_line IS 'What the money is for.';
COMMENT ON COLUMN present_budgets.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN present_budgets.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN present_budgets.monthly_amount IS 'Amount of a month; empty: the budget has ended.';
COMMENT ON COLUMN present_budgets.note IS 'Remark.';
COMMENT ON COLUMN present_budgets.version IS 'Version.';

CREATE OR REPLACE VIEW budget_periods WITH (security_invoker = true) AS
SELECT business_unit, budget_line, valid_from, valid_until, monthly_amount, note, version
FROM closed_budgets
WHERE in_force
UNION ALL
SELECT business_unit, budget_line, greatest(valid_from, (SELECT open_from())), valid_until, monthly_amount, note,
	   version
FROM present_budgets
WHERE valid_until > (SELECT open_from());

COMMENT ON VIEW budget_periods IS
'The rows of budgets that hold, with the months for which each does: in closed months as they were known when these were closed.';
COMMENT ON COLUMN budget_periods.business_unit IS 'Business unit, or * for the company.';
COMMENT ON COLUMN budget_periods.budget_line IS 'What the money is for.';
COMMENT ON COLUMN budget_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN budget_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN budget_periods.monthly_amount IS 'Amount of a month; empty: the budget has ended.';
COMMENT ON COLUMN budget_periods.note IS 'Remark.';
COMMENT ON COLUMN budget_periods.version IS 'Version.';
