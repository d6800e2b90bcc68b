-- An outcome that is reversed later leaves nothing in the month that it was for.
CREATE OR REPLACE VIEW item_completions WITH (security_invoker = true) AS
SELECT o.work_item, max(o.month) AS month
FROM (SELECT work_item, service_month AS month, sum(outcomes) AS outcomes
	  FROM item_lines
	  GROUP BY work_item, service_month) o
WHERE o.outcomes > 0
GROUP BY o.work_item;

COMMENT ON VIEW item_completions IS 'The work items that are complete, and the month of their last outcome that counts and stands.';
COMMENT ON COLUMN item_completions.work_item IS 'Work item.';
COMMENT ON COLUMN item_completions.month IS 'Month of its last outcome that counts.';
