-- See read_month_book().
CREATE OR REPLACE FUNCTION read_item_months()
RETURNS TABLE (month date, agent text, business_unit text, customer text, work_item text, direct_cost numeric, review_cost numeric, overhead_cost numeric)
LANGUAGE plpgsql STABLE ROWS 100000 SET search_path FROM CURRENT SET jit = off
AS $body$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT month, agent, business_unit, customer, work_item, sum(direct_cost), sum(review_cost), sum(overhead_cost)
	FROM (SELECT month, agent, business_unit, customer, work_item, direct_cost, 0::numeric AS review_cost, overhead_cost
		  FROM item_book
		  WHERE part = 'item'
		  UNION ALL
		  SELECT month_of(occurred_at), agent, business_unit, customer, work_item, 0, coalesce(runrate.exact_sum(cost), 0), 0
		  FROM owned_reviews
		  GROUP BY month_of(occurred_at), agent, business_unit, customer, work_item) i
	GROUP BY month, agent, business_unit, customer, work_item;
END;
$body$;

COMMENT ON FUNCTION read_item_months() IS 'read_item_months(): costs by month and work item, in a plan of their own. work_item_months reads these.';
