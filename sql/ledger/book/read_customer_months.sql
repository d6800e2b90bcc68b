-- See read_month_book().
CREATE OR REPLACE FUNCTION read_customer_months()
RETURNS TABLE (month date, customer text, work_items bigint, outcomes bigint, direct_cost numeric, review_cost numeric, overhead_cost numeric)
LANGUAGE plpgsql STABLE ROWS 10000 SET search_path FROM CURRENT SET jit = off
AS $body$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT month, customer, sum(work_items)::bigint, sum(outcomes)::bigint, sum(direct_cost), sum(review_cost), sum(overhead_cost)
	FROM (SELECT month, customer, work_items, 0::bigint AS outcomes, direct_cost, 0::numeric AS review_cost, overhead_cost
		  FROM item_book
		  WHERE part = 'customer'
		  UNION ALL
		  SELECT month_of(occurred_at), customer, 0, 0, 0, coalesce(runrate.exact_sum(cost), 0), 0
		  FROM owned_reviews
		  GROUP BY month_of(occurred_at), customer
		  UNION ALL
		  SELECT month_of(occurred_at), customer, 0, coalesce(sum(quantity) FILTER (WHERE counts), 0)::bigint, 0, 0, 0
		  FROM owned_outcomes
		  GROUP BY month_of(occurred_at), customer) c
	GROUP BY month, customer;
END;
$body$;

COMMENT ON FUNCTION read_customer_months() IS 'read_customer_months(): costs and work by month and customer, in a plan of their own. Reports read these.';
