CREATE OR REPLACE VIEW outcome_months WITH (security_invoker = true) AS
SELECT booked_month, owned_from, agent, own_unit, outcome, kind, has_item, quantity, live_outcomes
FROM outcome_month_balances
UNION ALL
SELECT p.booked_month,
	   greatest(first_of_month(p.owned_on), latest_day(a.days, p.owned_on), latest_day(c.days, p.owned_on)),
	   p.agent, CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END,
	   p.outcome, p.kind, p.work_item IS NOT NULL, p.quantity, p.live_outcomes
FROM outcome_postings p
CROSS JOIN common_span_days c
LEFT JOIN agent_span_days a ON a.agent = p.agent;

COMMENT ON VIEW outcome_months IS 'Sums of outcomes by month, split where owner, rules or baselines change within it, folded and not. Several rows may have one key: they are added up.';
COMMENT ON COLUMN outcome_months.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN outcome_months.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN outcome_months.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN outcome_months.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN outcome_months.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_months.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN outcome_months.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN outcome_months.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN outcome_months.live_outcomes IS 'Rows of outcomes that are not reversed.';
