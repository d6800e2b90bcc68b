CREATE OR REPLACE VIEW present_budgets WITH (security_invoker = true) AS
SELECT r.business_unit, r.budget_line, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.version, r.business_unit, r.budget_line
			ORDER BY r.valid_from), 'infinity') AS valid_until,
	   r.monthly_amount,
	   r.note, r.version, r.line_kind, r.is_known_unit,
	   r.line_kind <> 'pool'
	   OR r.budget_line IN (SELECT s.description FROM shared_costs s WHERE s.description IS NOT NULL
							UNION ALL
							SELECT i.description FROM investments i WHERE i.description IS NOT NULL) AS is_known_line
FROM (SELECT b.*,
			 CASE WHEN b.budget_line = 'total' THEN 'total'
				  WHEN b.budget_line = 'agent labour' THEN 'labour'
				  WHEN b.budget_line IN (SELECT u.pl_line FROM known_units u) THEN 'pl_line'
				  WHEN b.budget_line IN (SELECT l.layer FROM cost_layers l) THEN 'layer'
				  ELSE 'pool' END AS line_kind,
			 b.business_unit = '*' OR b.business_unit IN (SELECT u.business_unit FROM known_units u) AS is_known_unit
	  FROM budgets b) r
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
COMMENT ON COLUMN present_budgets.line_kind IS 'What budget_line is: total, labour, pl_line, layer or pool.';
COMMENT ON COLUMN present_budgets.is_known_unit IS 'Whether there is such a business unit.';
COMMENT ON COLUMN present_budgets.is_known_line IS 'Whether there is such a line.';

CREATE OR REPLACE VIEW budget_periods WITH (security_invoker = true) AS
SELECT business_unit, budget_line, valid_from, valid_until, monthly_amount, note, version, line_kind, is_known_unit,
	   is_known_line
FROM closed_budgets
WHERE in_force
UNION ALL
SELECT business_unit, budget_line, greatest(valid_from, (SELECT open_from())), valid_until, monthly_amount, note,
	   version, line_kind, is_known_unit, is_known_line
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
COMMENT ON COLUMN budget_periods.line_kind IS 'What budget_line is: total, labour, pl_line, layer or pool.';
COMMENT ON COLUMN budget_periods.is_known_unit IS 'Whether there is such a business unit.';
COMMENT ON COLUMN budget_periods.is_known_line IS 'Whether there is such a line.';
