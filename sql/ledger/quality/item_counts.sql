CREATE OR REPLACE VIEW item_counts WITH (security_invoker = true) AS
SELECT work_item, coalesce(sum(events), 0) AS events, coalesce(sum(outcomes), 0) AS outcomes,
	   coalesce(sum(cost), 0) + coalesce(sum(review_cost), 0) AS cost
FROM item_rows
GROUP BY work_item;

COMMENT ON VIEW item_counts IS 'What the checks of work items look at.';
COMMENT ON COLUMN item_counts.work_item IS 'Work item.';
COMMENT ON COLUMN item_counts.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN item_counts.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN item_counts.cost IS 'Cost of events and reviews.';
