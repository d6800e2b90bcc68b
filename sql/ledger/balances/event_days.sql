-- Postings are few and work items many: a subquery looks up only those that
-- are there, where the planner might read all of them for a join.
CREATE OR REPLACE VIEW event_days WITH (security_invoker = true) AS
SELECT booked_month, owned_on, agent, own_unit, layer, provider, model, cost_basis, kind, has_item,
	   events, live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored
FROM event_day_balances
UNION ALL
SELECT p.booked_month, p.owned_on, p.agent,
	   CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END,
	   p.layer, p.provider, p.model, p.cost_basis, p.kind, p.work_item IS NOT NULL,
	   p.events, p.live_events, p.unpriced_events, p.tokens, p.cost, p.credit_cost, p.gpu_seconds, p.vectors_stored
FROM event_postings p;

COMMENT ON VIEW event_days IS 'Sums of events by the day that decides their owner, folded and not. Several rows may have one key: they are added up.';
COMMENT ON COLUMN event_days.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN event_days.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN event_days.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN event_days.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN event_days.layer IS 'Layer of cost.';
COMMENT ON COLUMN event_days.provider IS 'Who bills it.';
COMMENT ON COLUMN event_days.model IS 'Model.';
COMMENT ON COLUMN event_days.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
COMMENT ON COLUMN event_days.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN event_days.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN event_days.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN event_days.live_events IS 'Events that are not reversed.';
COMMENT ON COLUMN event_days.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN event_days.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN event_days.cost IS 'Cost.';
COMMENT ON COLUMN event_days.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN event_days.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN event_days.vectors_stored IS 'Quantity on the meter vectors_stored.';
