CREATE OR REPLACE VIEW event_months WITH (security_invoker = true) AS
SELECT booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item,
	   events, live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored
FROM event_month_balances
UNION ALL
SELECT p.booked_month,
	   greatest(first_of_month(p.owned_on), latest_day(a.days, p.owned_on), latest_day(c.days, p.owned_on)),
	   p.agent, CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END,
	   p.layer, p.provider, p.model, p.cost_basis, p.kind, p.work_item IS NOT NULL,
	   p.events, p.live_events, p.unpriced_events, p.tokens, p.cost, p.credit_cost, p.gpu_seconds, p.vectors_stored
FROM event_postings p
CROSS JOIN common_span_days c
LEFT JOIN agent_span_days a ON a.agent = p.agent;

COMMENT ON VIEW event_months IS 'Sums of events by month, split where owner, rules or baselines change within it, folded and not. Several rows may have one key: they are added up.';
COMMENT ON COLUMN event_months.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN event_months.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN event_months.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN event_months.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN event_months.layer IS 'Layer of cost.';
COMMENT ON COLUMN event_months.provider IS 'Who bills it.';
COMMENT ON COLUMN event_months.model IS 'Model.';
COMMENT ON COLUMN event_months.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
COMMENT ON COLUMN event_months.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN event_months.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN event_months.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN event_months.live_events IS 'Events that are not reversed.';
COMMENT ON COLUMN event_months.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN event_months.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN event_months.cost IS 'Cost.';
COMMENT ON COLUMN event_months.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN event_months.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN event_months.vectors_stored IS 'Quantity on the meter vectors_stored.';
