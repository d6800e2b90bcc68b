CREATE OR REPLACE VIEW finops_phases WITH (security_invoker = true) AS
SELECT x.phase, x.name, x.from_day, x.to_day, (s.day + x.to_day::integer - 1) AS due_on, x.criterion,
	   x.value::numeric(32,6) AS value, x.threshold::numeric(32,6) AS threshold,
	   x.value >= x.threshold AS is_met,
	   x.value < x.threshold AND s.day + x.to_day::integer - 1 < day_of(now()) AS is_overdue,
	   CASE WHEN x.value < x.threshold THEN x.next_step END AS next_step
FROM (SELECT day_of(l.created_at) AS day FROM ledger_settings l) s
-- as governance_checklist
LEFT JOIN (SELECT * FROM maturity_measures
		   WHERE month = (SELECT first_of_month(l.day) FROM last_day l)
		   LIMIT 1) m ON true
CROSS JOIN LATERAL (VALUES
	(1::bigint, 'inform', 1::bigint, 30::bigint, 'events with a cost', coalesce(m.priced_ratio, 0), 0.70,
		'Load what the providers bill, and prices for it: one number that is four fifths right is fine.'),
	(2, 'allocate', 31, 60, 'cost with an owner', coalesce(m.owned_ratio, 0), 0.90,
		'Give every agent a business unit, and charge it back.'),
	(3, 'operate', 61, 90, 'events with a work item', coalesce(m.item_ratio, 0), 0.80,
		'Send the work item with every event, so that an outcome has a cost.'))
	x (phase, name, from_day, to_day, criterion, value, threshold, next_step);

COMMENT ON VIEW finops_phases IS 'The first ninety days of a ledger, counted from the day on which it was created: inform, allocate, operate, and how far each has come by the last month with data. After that there is maturity_assessment.';
COMMENT ON COLUMN finops_phases.phase IS 'Position, 1 to 3.';
COMMENT ON COLUMN finops_phases.name IS 'inform: see what is spent; allocate: charge it to who spends it; operate: know what an outcome costs.';
COMMENT ON COLUMN finops_phases.from_day IS 'First day of the phase, 1 for the day on which the ledger was created.';
COMMENT ON COLUMN finops_phases.to_day IS 'Last day of the phase.';
COMMENT ON COLUMN finops_phases.due_on IS 'That day.';
COMMENT ON COLUMN finops_phases.criterion IS 'What is asked for.';
COMMENT ON COLUMN finops_phases.value IS 'What the ledger has, a share of 0 to 1.';
COMMENT ON COLUMN finops_phases.threshold IS 'What it has to be at least.';
COMMENT ON COLUMN finops_phases.is_met IS 'Whether it is.';
COMMENT ON COLUMN finops_phases.is_overdue IS 'Whether the phase is over without that.';
COMMENT ON COLUMN finops_phases.next_step IS 'What to do; empty: nothing.';
