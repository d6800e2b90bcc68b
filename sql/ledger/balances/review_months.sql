CREATE OR REPLACE VIEW review_months WITH (security_invoker = true) AS
SELECT booked_month, owned_from, agent, own_unit, verdict, kind, has_item,
	   reviews, live_reviews, unpriced_reviews, minute_cost, fees, cost
FROM review_month_balances
UNION ALL
SELECT p.booked_month,
	   greatest(first_of_month(p.owned_on), latest_day(a.days, p.owned_on), latest_day(c.days, p.owned_on)),
	   p.agent, CASE WHEN p.owned_on >= (SELECT open_from())
			THEN (SELECT w.business_unit FROM work_items w WHERE w.work_item = p.work_item)
			ELSE item_unit(p.work_item, p.booked_month, p.owned_on) END,
	   p.verdict, p.kind, p.work_item IS NOT NULL,
	   p.reviews, p.live_reviews, p.unpriced_reviews, p.minute_cost, p.fees, p.cost
FROM review_postings p
CROSS JOIN common_span_days c
LEFT JOIN agent_span_days a ON a.agent = p.agent;

COMMENT ON VIEW review_months IS 'Sums of reviews by month, split where owner, rules or baselines change within it, folded and not. Several rows may have one key: they are added up.';
COMMENT ON COLUMN review_months.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN review_months.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN review_months.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN review_months.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN review_months.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN review_months.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN review_months.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN review_months.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN review_months.live_reviews IS 'Reviews that are not reversed.';
COMMENT ON COLUMN review_months.unpriced_reviews IS 'Reviews whose cost is not known yet.';
COMMENT ON COLUMN review_months.minute_cost IS 'Minutes times the cost of an hour, exact; a sixtieth of it is cost.';
COMMENT ON COLUMN review_months.fees IS 'Fees.';
COMMENT ON COLUMN review_months.cost IS 'Cost of reviews, each as it was rounded when it arrived.';
