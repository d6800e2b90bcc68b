-- Items are worked out month by month; OFFSET keeps what they are joined with
-- from being worked out for each month again.
CREATE OR REPLACE VIEW cohort_costs WITH (security_invoker = true) AS
SELECT c.month, c.kind, c.work_items, c.outcomes,
	   c.direct_cost::numeric(38,12) AS direct_cost,
	   c.review_cost::numeric(38,12) AS review_cost,
	   c.shared_cost::numeric(38,12) AS shared_cost,
	   c.amortization_cost::numeric(38,12) AS amortization_cost,
	   (c.shared_cost + c.amortization_cost)::numeric(38,12) AS overhead_cost,
	   c.cost::numeric(38,12) AS fully_loaded_cost,
	   (c.cost / c.work_items)::numeric(32,6) AS cost_per_item,
	   per_outcome(c.cost, c.outcomes)::numeric(32,6) AS unit_cost,
	   c.cost_before::numeric(38,12) AS cost_before,
	   c.cost_after::numeric(38,12) AS cost_after,
	   is_over(c.month) AS is_complete
FROM (SELECT d.month, coalesce(w.kind, 'unattributed') AS kind,
			 count(DISTINCT i.work_item) AS work_items, sum(i.outcomes)::bigint AS outcomes,
			 sum(i.direct_cost) AS direct_cost, sum(i.review_cost) AS review_cost,
			 sum(i.shared_cost) AS shared_cost, sum(i.amortization_cost) AS amortization_cost, sum(i.cost) AS cost,
			 coalesce(sum(i.cost) FILTER (WHERE i.month < d.month), 0) AS cost_before,
			 coalesce(sum(i.cost) FILTER (WHERE i.month > d.month), 0) AS cost_after
	  FROM (SELECT * FROM item_month_costs OFFSET bigint '0') i
	  LEFT JOIN item_completions d ON d.work_item = i.work_item
	  LEFT JOIN work_items w ON w.work_item = i.work_item
	  GROUP BY d.month, coalesce(w.kind, 'unattributed')) c;

COMMENT ON VIEW cohort_costs IS
'What the work items that were completed in a month have cost over their whole lives, by kind: work that costs in one month and comes to its outcome in another is not torn apart. An item belongs to the month of its last outcome that counts and stands; those without one are in the rows without a month. What belongs to no work item is not here: all rows sum to work_item_costs without unattributed.';
COMMENT ON COLUMN cohort_costs.month IS 'Month of completion, as its first day; empty: not completed.';
COMMENT ON COLUMN cohort_costs.kind IS 'Kind of work, from work_items; unattributed: none is named.';
COMMENT ON COLUMN cohort_costs.work_items IS 'Work items.';
COMMENT ON COLUMN cohort_costs.outcomes IS 'Their outcomes that count, of all months, less those that were reversed.';
COMMENT ON COLUMN cohort_costs.direct_cost IS 'Cost of their events, of all months.';
COMMENT ON COLUMN cohort_costs.review_cost IS 'Cost of their reviews.';
COMMENT ON COLUMN cohort_costs.shared_cost IS 'Their share of shared costs.';
COMMENT ON COLUMN cohort_costs.amortization_cost IS 'Their share of the amortization of investments.';
COMMENT ON COLUMN cohort_costs.overhead_cost IS 'The sum of the two.';
COMMENT ON COLUMN cohort_costs.fully_loaded_cost IS 'The sum of direct, review and overhead cost.';
COMMENT ON COLUMN cohort_costs.cost_per_item IS 'fully_loaded_cost for each work item.';
COMMENT ON COLUMN cohort_costs.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
COMMENT ON COLUMN cohort_costs.cost_before IS 'What of fully_loaded_cost is booked before the month of completion.';
COMMENT ON COLUMN cohort_costs.cost_after IS 'What of it is booked later: late facts, reversals.';
COMMENT ON COLUMN cohort_costs.is_complete IS 'Whether the month is over, in the time zone of the ledger.';
