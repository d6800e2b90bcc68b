CREATE OR REPLACE VIEW outcome_days WITH (security_invoker = true) AS
SELECT booked_month, owned_on, agent, own_unit, outcome, kind, has_item, quantity, live_outcomes
FROM outcome_day_balances
UNION ALL
SELECT p.booked_month, p.owned_on, p.agent,
	   CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END,
	   p.outcome, p.kind, p.work_item IS NOT NULL, p.quantity, p.live_outcomes
FROM outcome_postings p;

COMMENT ON VIEW outcome_days IS 'Sums of outcomes by the day that decides their owner, folded and not. Several rows may have one key: they are added up.';
COMMENT ON COLUMN outcome_days.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN outcome_days.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN outcome_days.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN outcome_days.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN outcome_days.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_days.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN outcome_days.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN outcome_days.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN outcome_days.live_outcomes IS 'Rows of outcomes that are not reversed.';
