-- Two joins to work_items: the first has only the few rows that name a
-- business unit, the second is left out by the planner where no column of it
-- is asked for.
CREATE OR REPLACE VIEW owned_outcomes WITH (security_invoker = true) AS
SELECT o.id, o.occurred_at,
	   coalesce(o.agent, 'unattributed') AS agent,
	   coalesce(own.business_unit, a.business_unit, 'unattributed') AS business_unit,
	   coalesce(w.customer, 'unattributed') AS customer,
	   coalesce(o.work_item, 'unattributed') AS work_item,
	   coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
	   o.outcome, o.quantity,
	   coalesce(r.counts, every.counts, false) AS counts,
	   coalesce(r.counts, every.counts) IS NOT NULL AS has_rule
FROM (SELECT o.*, coalesce(reversal.owned_at, o.occurred_at) AS owned_at
	  FROM outcomes o
	  LEFT JOIN (SELECT o.id, original.occurred_at AS owned_at
				 FROM outcomes o
				 JOIN outcomes original ON original.id = o.reverses
				 WHERE o.reverses IS NOT NULL) reversal ON reversal.id = o.id) o
LEFT JOIN agent_periods a ON a.agent = o.agent AND o.owned_at >= a.starts_at AND o.owned_at < a.ends_at
LEFT JOIN outcome_rule_periods r
	ON r.outcome = o.outcome AND r.unit_of_work = a.unit_of_work AND r.unit_of_work <> '*'
	AND o.owned_at >= r.starts_at AND o.owned_at < r.ends_at
LEFT JOIN outcome_rule_periods every
	ON every.outcome = o.outcome AND every.unit_of_work = '*'
	AND o.owned_at >= every.starts_at AND o.owned_at < every.ends_at
LEFT JOIN work_items own ON own.work_item = o.work_item AND own.business_unit IS NOT NULL
LEFT JOIN work_items w ON w.work_item = o.work_item;

COMMENT ON VIEW owned_outcomes IS 'Outcomes with who owned them when they were reached, and whether they count.';
COMMENT ON COLUMN owned_outcomes.id IS 'Row of outcomes.';
COMMENT ON COLUMN owned_outcomes.occurred_at IS 'When it was reached.';
COMMENT ON COLUMN owned_outcomes.agent IS 'Agent.';
COMMENT ON COLUMN owned_outcomes.business_unit IS 'Business unit: that of the work item, else that of the agent at that time; of a reversal, that of the original.';
COMMENT ON COLUMN owned_outcomes.customer IS 'Customer of the work item.';
COMMENT ON COLUMN owned_outcomes.work_item IS 'Work item.';
COMMENT ON COLUMN owned_outcomes.unit_of_work IS 'Unit of work of the agent at that time.';
COMMENT ON COLUMN owned_outcomes.outcome IS 'Outcome.';
COMMENT ON COLUMN owned_outcomes.quantity IS 'How many; negative in a reversal.';
COMMENT ON COLUMN owned_outcomes.counts IS 'Whether outcome_rules say that it counts.';
COMMENT ON COLUMN owned_outcomes.has_rule IS 'Whether they say anything about it.';
