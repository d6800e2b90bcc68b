CREATE OR REPLACE VIEW item_days WITH (security_invoker = true) AS
SELECT booked_month, owned_on, work_item, agent, own_unit, layer, outcome,
	   events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored,
	   quantity, reviews, minute_cost, fees, review_cost
FROM item_balances
UNION ALL
SELECT p.booked_month, p.owned_on, p.work_item, p.agent,
	   CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END, p.layer, NULL::text,
	   p.events, p.unpriced_events, p.tokens, p.cost, p.credit_cost, p.gpu_seconds, p.vectors_stored,
	   NULL::bigint, NULL::bigint, NULL::numeric, NULL::numeric, NULL::numeric
FROM event_postings p
WHERE p.work_item IS NOT NULL
UNION ALL
SELECT p.booked_month, p.owned_on, p.work_item, p.agent,
	   CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END, NULL::text, p.outcome,
	   NULL::bigint, NULL::bigint, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric,
	   p.quantity, NULL::bigint, NULL::numeric, NULL::numeric, NULL::numeric
FROM outcome_postings p
WHERE p.work_item IS NOT NULL
UNION ALL
SELECT p.booked_month, p.owned_on, p.work_item, p.agent,
	   CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END, NULL::text, NULL::text,
	   NULL::bigint, NULL::bigint, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric,
	   NULL::bigint, p.reviews, p.minute_cost, p.fees, p.cost
FROM review_postings p
WHERE p.work_item IS NOT NULL;

COMMENT ON VIEW item_days IS 'What belongs to each work item, by the day that decides its owner: events by layer, outcomes by their name, reviews; folded and not. Several rows may have one key: they are added up.';
COMMENT ON COLUMN item_days.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN item_days.work_item IS 'Work item.';
COMMENT ON COLUMN item_days.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN item_days.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN item_days.layer IS 'Layer of cost.';
COMMENT ON COLUMN item_days.outcome IS 'Outcome.';
COMMENT ON COLUMN item_days.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN item_days.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN item_days.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN item_days.cost IS 'Cost.';
COMMENT ON COLUMN item_days.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN item_days.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN item_days.vectors_stored IS 'Quantity on the meter vectors_stored.';
COMMENT ON COLUMN item_days.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN item_days.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN item_days.minute_cost IS 'Minutes times the cost of an hour, exact.';
COMMENT ON COLUMN item_days.fees IS 'Fees of reviews.';
COMMENT ON COLUMN item_days.review_cost IS 'Cost of reviews, each as it was rounded when it arrived.';
COMMENT ON COLUMN item_days.owned_on IS 'Day that decides owner, unit of work and rules.';
