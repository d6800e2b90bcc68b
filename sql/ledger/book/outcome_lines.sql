-- What people would have cost is worked out before anything is added up over
-- units of work or baselines.
CREATE OR REPLACE VIEW outcome_lines WITH (security_invoker = true) AS
SELECT b.booked_month AS month,
	   first_of_month(b.owned_from) AS service_month,
	   coalesce(b.agent, 'unattributed') AS agent,
	   coalesce(a.valid_from, '-infinity') AS agent_from,
	   coalesce(b.own_unit, a.business_unit, 'unattributed') AS business_unit,
	   coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
	   a.deployment,
	   CASE WHEN coalesce(r.counts, every.counts) THEN coalesce(b.quantity, 0) ELSE 0 END AS outcomes,
	   coalesce(b.quantity, 0) AS all_outcomes,
	   CASE WHEN coalesce(r.counts, every.counts) THEN b.quantity * h.cost_per_outcome END AS human_cost,
	   CASE WHEN coalesce(r.counts, every.counts) AND h.cost_per_outcome IS NULL THEN coalesce(b.quantity, 0) ELSE 0
			END AS outcomes_without_baseline,
	   b.outcome, b.live_outcomes, coalesce(r.counts, every.counts) IS NOT NULL AS has_rule
FROM outcome_months b
LEFT JOIN agent_periods a ON a.agent = b.agent AND b.owned_from >= a.valid_from AND b.owned_from < a.valid_until
LEFT JOIN outcome_rule_periods r
	ON r.unit_of_work = a.unit_of_work AND r.unit_of_work <> '*' AND r.outcome = b.outcome
	AND b.owned_from >= r.valid_from AND b.owned_from < r.valid_until
LEFT JOIN outcome_rule_periods every
	ON every.unit_of_work = '*' AND every.outcome = b.outcome
	AND b.owned_from >= every.valid_from AND b.owned_from < every.valid_until
LEFT JOIN human_baseline_periods h
	ON h.unit_of_work = a.unit_of_work AND b.owned_from >= h.valid_from AND b.owned_from < h.valid_until;

COMMENT ON VIEW outcome_lines IS 'Outcomes by month and by who owned them. Several lines may have one key: they are added up.';
COMMENT ON COLUMN outcome_lines.month IS 'Month in which they are booked.';
COMMENT ON COLUMN outcome_lines.service_month IS 'Month in which they were reached; before month: booked late.';
COMMENT ON COLUMN outcome_lines.agent IS 'Agent.';
COMMENT ON COLUMN outcome_lines.agent_from IS 'First day of the row of agents that held; -infinity: there is none.';
COMMENT ON COLUMN outcome_lines.business_unit IS 'Business unit that pays: that of the work item, else that of the agent on the day.';
COMMENT ON COLUMN outcome_lines.unit_of_work IS 'Unit of work of the agent on the day.';
COMMENT ON COLUMN outcome_lines.deployment IS 'Deployment of the agent on the day; empty: it is not in agents.';
COMMENT ON COLUMN outcome_lines.outcomes IS 'Outcomes that count by outcome_rules, less those that were reversed.';
COMMENT ON COLUMN outcome_lines.all_outcomes IS 'The same with those that do not count.';
COMMENT ON COLUMN outcome_lines.human_cost IS 'What people would have cost for those that count, each by the baseline of its day; empty: no baseline for any of them.';
COMMENT ON COLUMN outcome_lines.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN outcome_lines.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_lines.live_outcomes IS 'Rows of outcomes that are not reversed.';
COMMENT ON COLUMN outcome_lines.has_rule IS 'Whether outcome_rules say anything about it.';
