CREATE OR REPLACE VIEW review_cells WITH (security_invoker = true) AS
SELECT month_of(occurred_at) AS month, agent, business_unit,
	   coalesce(runrate.exact_sum(cost), 0) AS cost,
	   sum(reviews) AS reviews,
	   sum(unpriced_reviews) AS unpriced_reviews,
	   coalesce(sum(reviews) FILTER (WHERE verdict IS NOT NULL), 0) AS judged,
	   coalesce(sum(reviews) FILTER (WHERE verdict = 'accurate'), 0) AS accurate
FROM owned_reviews
GROUP BY 1, 2, 3;

COMMENT ON VIEW review_cells IS 'Reviews by month, agent and business unit.';
COMMENT ON COLUMN review_cells.month IS 'Month.';
COMMENT ON COLUMN review_cells.agent IS 'Agent whose work was reviewed.';
COMMENT ON COLUMN review_cells.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN review_cells.cost IS 'Cost of the reviews whose cost is known.';
COMMENT ON COLUMN review_cells.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN review_cells.unpriced_reviews IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN review_cells.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN review_cells.accurate IS 'Those of them that found the work accurate.';
