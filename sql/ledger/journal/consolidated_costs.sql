DO $do$
BEGIN
	EXECUTE format($sql$
		CREATE OR REPLACE VIEW consolidated_costs WITH (security_invoker = true) AS
		SELECT l.month, l.entity,
			   sum(l.paid)::numeric(38,%1$s) AS paid_amount,
			   sum(l.charged)::numeric(38,%1$s) AS charged_amount,
			   sum(l.paid + l.charged)::numeric(38,%1$s) AS expense_amount,
			   sum(l.income)::numeric(38,%1$s) AS earned_amount,
			   is_over(l.month) AS is_complete
		FROM (SELECT month, paid_by AS entity, amount AS paid, 0 AS charged, 0 AS income FROM entity_lines
			  UNION ALL
			  SELECT month, entity_to, 0, charged_amount, 0 FROM intercompany_charges
			  UNION ALL
			  SELECT month, entity_from, 0, 0, charged_amount FROM intercompany_charges
			  UNION ALL
			  SELECT month, 'elimination', 0, -charged_amount, -charged_amount FROM intercompany_charges) l
		GROUP BY l.month, l.entity
		$sql$, minor_unit());
END;
$do$;

COMMENT ON VIEW consolidated_costs IS
'What AI costs each legal entity, and the line that takes off what they charge each other: the rows of a month sum to the cost of the company. SELECT * FROM consolidated_costs WHERE month = ''2026-10-01'' ORDER BY entity = ''elimination'', entity.';
COMMENT ON COLUMN consolidated_costs.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN consolidated_costs.entity IS 'Legal entity; unattributed: business units that name none; elimination: what is taken off in consolidation.';
COMMENT ON COLUMN consolidated_costs.paid_amount IS 'What it pays vendors and reviewers, and writes off.';
COMMENT ON COLUMN consolidated_costs.charged_amount IS 'What other entities charge it, with their markup.';
COMMENT ON COLUMN consolidated_costs.expense_amount IS 'The sum of the two: what its own books show as cost.';
COMMENT ON COLUMN consolidated_costs.earned_amount IS 'What it charges other entities.';
COMMENT ON COLUMN consolidated_costs.is_complete IS 'Whether the month is over.';
