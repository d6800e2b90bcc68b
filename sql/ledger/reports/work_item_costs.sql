CREATE OR REPLACE VIEW work_item_costs WITH (security_invoker = true) AS
SELECT i.work_item, i.kind, i.customer, i.campaign, i.business_unit, i.first_month, i.last_month, i.events, i.outcomes,
	   i.model_cost::numeric(38,12) AS model_cost,
	   i.retry_cost::numeric(38,12) AS retry_cost,
	   i.tool_cost::numeric(38,12) AS tool_cost,
	   (i.direct_cost - i.model_cost - i.retry_cost - i.tool_cost)::numeric(38,12) AS other_direct_cost,
	   i.direct_cost::numeric(38,12) AS direct_cost,
	   i.review_cost::numeric(38,12) AS review_cost,
	   (i.shared_cost + i.amortization_cost)::numeric(38,12) AS overhead_cost,
	   i.cost::numeric(38,12) AS fully_loaded_cost,
	   i.visible_cost::numeric(38,12) AS visible_cost,
	   (i.cost - i.visible_cost)::numeric(38,12) AS hidden_cost,
	   i.shared_cost::numeric(38,12) AS shared_cost,
	   i.amortization_cost::numeric(38,12) AS amortization_cost
FROM (SELECT i.work_item, w.kind, coalesce(w.customer, 'unattributed') AS customer, w.campaign,
			 coalesce(w.business_unit, CASE WHEN i.first_unit = i.last_unit THEN i.first_unit
					ELSE 'several' END) AS business_unit,
			 i.first_month, i.last_month, i.events, i.outcomes, i.model_cost, i.retry_cost, i.tool_cost, i.visible_cost,
			 i.direct_cost, i.review_cost, i.shared_cost, i.amortization_cost, i.cost
	  FROM (SELECT work_item, min(first_unit) AS first_unit, max(last_unit) AS last_unit,
				   min(month) AS first_month, max(month) AS last_month,
				   sum(events)::bigint AS events, sum(outcomes)::bigint AS outcomes,
				   sum(model_cost) AS model_cost, sum(retry_cost) AS retry_cost, sum(tool_cost) AS tool_cost,
				   sum(visible_cost) AS visible_cost, sum(direct_cost) AS direct_cost, sum(review_cost) AS review_cost,
				   sum(shared_cost) AS shared_cost, sum(amortization_cost) AS amortization_cost, sum(cost) AS cost
			FROM item_month_costs
			GROUP BY work_item) i
	  LEFT JOIN work_items w ON w.work_item = i.work_item
	  UNION ALL
	  -- the book, less all items
	  SELECT 'unattributed'::text, NULL::text, 'unattributed'::text, NULL::text, NULL::text,
			 min(month) FILTER (WHERE of_company), max(month) FILTER (WHERE of_company), sum(events)::bigint,
					sum(outcomes)::bigint,
			 sum(model_cost), sum(retry_cost), sum(tool_cost), sum(visible_cost),
			 sum(direct_cost), sum(review_cost), sum(shared_cost), sum(amortization_cost), sum(cost)
	  FROM (SELECT true AS of_company, month, events, outcomes, model_cost, retry_cost, tool_cost, visible_cost,
				   direct_cost, review_cost, shared_cost, amortization_cost, cost
			FROM company_months
			UNION ALL
			SELECT false, month, -events, -outcomes, -model_cost, -retry_cost, -tool_cost, -visible_cost,
				   -direct_cost, -review_cost, -shared_cost, -amortization_cost, -cost
			FROM item_month_costs) r
	  HAVING count(*) > 0) i;

COMMENT ON VIEW work_item_costs IS
'What each work item costs over its life, with everything in it. SELECT * FROM work_item_costs ORDER BY fully_loaded_cost DESC LIMIT 10. A pool of overhead reaches an item by its own driver: the share of the item''s cell (month, agent, business unit, unit of work) times the item''s part of the driver, cut off after 12 decimals; even and fixed shares and pools of one agent go by direct cost, else by events. The row unattributed has what belongs to no work item and what the cuts leave, less than 10^-12 for each item, month and driver, so that all rows sum to the cost of the company.';
COMMENT ON COLUMN work_item_costs.work_item IS 'Work item.';
COMMENT ON COLUMN work_item_costs.kind IS 'Kind of work, from work_items.';
COMMENT ON COLUMN work_item_costs.customer IS 'Customer, from work_items.';
COMMENT ON COLUMN work_item_costs.campaign IS 'Campaign, from work_items.';
COMMENT ON COLUMN work_item_costs.business_unit IS 'Business unit that pays: that of the work item, else that of its agents; several: more than one. Empty in the row unattributed.';
COMMENT ON COLUMN work_item_costs.first_month IS 'First month with an event, outcome, review or overhead.';
COMMENT ON COLUMN work_item_costs.last_month IS 'Last such month.';
COMMENT ON COLUMN work_item_costs.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN work_item_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN work_item_costs.model_cost IS 'Cost of events in the layers model_api and inference: calls of models.';
COMMENT ON COLUMN work_item_costs.retry_cost IS 'Cost of events in the layer retries.';
COMMENT ON COLUMN work_item_costs.tool_cost IS 'Cost of events in the layer tool_calls.';
COMMENT ON COLUMN work_item_costs.other_direct_cost IS 'Cost of events in other layers.';
COMMENT ON COLUMN work_item_costs.direct_cost IS 'The sum of the four: cost of events.';
COMMENT ON COLUMN work_item_costs.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN work_item_costs.overhead_cost IS 'Share of the overhead of its agents: shared_cost and amortization_cost.';
COMMENT ON COLUMN work_item_costs.fully_loaded_cost IS 'The sum of direct, review and overhead cost.';
COMMENT ON COLUMN work_item_costs.visible_cost IS 'Cost of events in layers marked visible in cost_layers.';
COMMENT ON COLUMN work_item_costs.hidden_cost IS 'All the rest.';
COMMENT ON COLUMN work_item_costs.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN work_item_costs.amortization_cost IS 'Share of the amortization of investments.';
