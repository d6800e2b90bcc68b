CREATE OR REPLACE VIEW owned_reviews WITH (security_invoker = true) AS
SELECT r.id, r.occurred_at,
	   coalesce(r.agent, 'unattributed') AS agent,
	   coalesce(own.business_unit, a.business_unit, 'unattributed') AS business_unit,
	   coalesce(w.customer, 'unattributed') AS customer,
	   coalesce(r.work_item, 'unattributed') AS work_item,
	   r.verdict, r.cost,
	   CASE WHEN r.reverses IS NULL THEN 1 ELSE -1 END AS reviews,
	   CASE WHEN r.cost IS NOT NULL THEN 0 WHEN r.reverses IS NULL THEN 1 ELSE -1 END AS unpriced_reviews
FROM reviews r
LEFT JOIN agent_periods a ON a.agent = r.agent AND r.occurred_at >= a.starts_at AND r.occurred_at < a.ends_at
LEFT JOIN work_items own ON own.work_item = r.work_item AND own.business_unit IS NOT NULL
LEFT JOIN work_items w ON w.work_item = r.work_item;

COMMENT ON VIEW owned_reviews IS 'Reviews with who owned the work when it was reviewed.';
COMMENT ON COLUMN owned_reviews.id IS 'Row of reviews.';
COMMENT ON COLUMN owned_reviews.occurred_at IS 'When the review took place.';
COMMENT ON COLUMN owned_reviews.agent IS 'Agent whose work was reviewed.';
COMMENT ON COLUMN owned_reviews.business_unit IS 'Business unit that pays: that of the work item, else that of the agent at that time.';
COMMENT ON COLUMN owned_reviews.customer IS 'Customer of the work item.';
COMMENT ON COLUMN owned_reviews.work_item IS 'Work item.';
COMMENT ON COLUMN owned_reviews.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN owned_reviews.cost IS 'Cost; empty: not known yet.';
COMMENT ON COLUMN owned_reviews.reviews IS '1, or -1 in a reversal.';
COMMENT ON COLUMN owned_reviews.unpriced_reviews IS 'The same, but 0 if the cost is known.';
