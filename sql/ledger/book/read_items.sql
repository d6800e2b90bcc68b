-- Each table is added up by itself, since few columns are for all of them.
CREATE OR REPLACE FUNCTION read_items()
RETURNS TABLE (work_item text, business_unit text, first_month date, last_month date, events bigint, outcomes bigint,
			   model_cost numeric, retry_cost numeric, tool_cost numeric, direct_cost numeric, review_cost numeric, overhead_cost numeric)
LANGUAGE plpgsql STABLE ROWS 100000 SET search_path FROM CURRENT SET jit = off
AS $body$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT work_item,
		   CASE WHEN least(e.first_unit, r.first_unit, o.first_unit) = greatest(e.last_unit, r.last_unit, o.last_unit)
				THEN least(e.first_unit, r.first_unit, o.first_unit) ELSE 'several' END,
		   least(e.first_month, r.first_month, o.first_month), greatest(e.last_month, r.last_month, o.last_month),
		   coalesce(e.events, 0), coalesce(o.outcomes, 0),
		   coalesce(l.model_cost, 0), coalesce(l.retry_cost, 0), coalesce(l.tool_cost, 0),
		   coalesce(e.direct_cost, 0), coalesce(r.cost, 0), coalesce(e.overhead_cost, 0)
	FROM (SELECT work_item, min(business_unit) AS first_unit, max(business_unit) AS last_unit,
				 min(month) AS first_month, max(month) AS last_month,
				 sum(events)::bigint AS events, sum(direct_cost) AS direct_cost, sum(overhead_cost) AS overhead_cost
		  FROM item_book
		  WHERE part = 'item'
		  GROUP BY work_item) e
	FULL JOIN (SELECT work_item, min(business_unit) AS first_unit, max(business_unit) AS last_unit,
					  min(month_of(occurred_at)) AS first_month, max(month_of(occurred_at)) AS last_month,
					  runrate.exact_sum(cost) AS cost
			   FROM owned_reviews
			   GROUP BY work_item) r USING (work_item)
	FULL JOIN (SELECT work_item, min(business_unit) AS first_unit, max(business_unit) AS last_unit,
					  min(month_of(occurred_at)) AS first_month, max(month_of(occurred_at)) AS last_month,
					  coalesce(sum(quantity) FILTER (WHERE counts), 0)::bigint AS outcomes
			   FROM owned_outcomes
			   GROUP BY work_item) o USING (work_item)
	LEFT JOIN item_layers l USING (work_item);
END;
$body$;

COMMENT ON FUNCTION read_items() IS 'read_items(): costs and work of work items over their lives, in a plan of their own. Reports read these.';
