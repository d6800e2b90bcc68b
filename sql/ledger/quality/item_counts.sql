CREATE OR REPLACE VIEW item_counts WITH (security_invoker = true) AS
SELECT l.work_item, sum(l.events) AS events, sum(l.outcomes) AS outcomes, sum(l.direct_cost + l.review_cost) AS cost
FROM item_lines l
GROUP BY l.work_item;

COMMENT ON VIEW item_counts IS 'What the checks of work items look at.';
COMMENT ON COLUMN item_counts.work_item IS 'Work item.';
COMMENT ON COLUMN item_counts.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN item_counts.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN item_counts.cost IS 'Cost of events and reviews.';
