CREATE OR REPLACE VIEW review_days WITH (security_invoker = true) AS
SELECT booked_month, owned_on, agent, own_unit, verdict, kind, has_item,
	   reviews, live_reviews, unpriced_reviews, minute_cost, fees, cost
FROM review_day_balances
UNION ALL
SELECT p.booked_month, p.owned_on, p.agent,
	   CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END,
	   p.verdict, p.kind, p.work_item IS NOT NULL,
	   p.reviews, p.live_reviews, p.unpriced_reviews, p.minute_cost, p.fees, p.cost
FROM review_postings p;

COMMENT ON VIEW review_days IS 'Sums of reviews by the day that decides their owner, folded and not. Several rows may have one key: they are added up.';
COMMENT ON COLUMN review_days.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN review_days.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN review_days.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN review_days.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN review_days.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN review_days.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN review_days.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN review_days.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN review_days.live_reviews IS 'Reviews that are not reversed.';
COMMENT ON COLUMN review_days.unpriced_reviews IS 'Reviews whose cost is not known yet.';
COMMENT ON COLUMN review_days.minute_cost IS 'Minutes times the cost of an hour, exact; a sixtieth of it is cost.';
COMMENT ON COLUMN review_days.fees IS 'Fees.';
COMMENT ON COLUMN review_days.cost IS 'Cost of reviews, each as it was rounded when it arrived.';
