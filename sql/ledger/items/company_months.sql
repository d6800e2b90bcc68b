-- From what the book is made of, and not from its lines: who bears what does
-- not matter here, and pools sum to their amounts.
CREATE OR REPLACE VIEW company_months WITH (security_invoker = true) AS
SELECT c.month,
	   coalesce(sum(c.events), 0)::bigint AS events, coalesce(sum(c.outcomes), 0)::bigint AS outcomes,
	   coalesce(sum(c.cost) FILTER (WHERE c.component = 'direct'), 0) AS direct_cost,
	   coalesce(sum(c.cost) FILTER (WHERE c.component = 'direct' AND c.layer IN ('model_api', 'inference')),
			0) AS model_cost,
	   coalesce(sum(c.cost) FILTER (WHERE c.component = 'direct' AND c.layer = 'retries'), 0) AS retry_cost,
	   coalesce(sum(c.cost) FILTER (WHERE c.component = 'direct' AND c.layer = 'tool_calls'), 0) AS tool_cost,
	   coalesce(sum(c.cost) FILTER (WHERE c.component = 'direct' AND l.visible), 0) AS visible_cost,
	   coalesce(sum(c.cost) FILTER (WHERE c.component = 'review'), 0) AS review_cost,
	   coalesce(sum(c.cost) FILTER (WHERE c.component = 'shared'), 0) AS shared_cost,
	   coalesce(sum(c.cost) FILTER (WHERE c.component = 'amortization'), 0) AS amortization_cost,
	   coalesce(sum(c.cost), 0) AS cost,
	   coalesce(sum(c.cost) FILTER (WHERE c.service_month < c.month), 0) AS prior_period_cost,
	   coalesce(sum(c.outcomes) FILTER (WHERE c.service_month < c.month), 0)::bigint AS prior_period_outcomes
FROM (SELECT booked_month AS month, first_of_month(owned_from) AS service_month, 'direct'::text AS component, layer,
			 cost, events, NULL::bigint AS outcomes
	  FROM event_months
	  UNION ALL
	  SELECT month, service_month, 'review'::text, NULL::text, cost, NULL::bigint, NULL::bigint
	  FROM review_lines
	  UNION ALL
	  SELECT month, service_month, CASE pool_kind WHEN 'shared_cost' THEN 'shared'::text ELSE 'amortization'::text END,
			 NULL::text, amount, NULL::bigint, NULL::bigint
	  FROM cost_pools
	  UNION ALL
	  SELECT month, service_month, 'outcome'::text, NULL::text, NULL::numeric, NULL::bigint, outcomes
	  FROM outcome_lines) c
LEFT JOIN cost_layer_periods l ON l.layer = c.layer AND c.month >= l.valid_from AND c.month < l.valid_until
GROUP BY c.month;

COMMENT ON VIEW company_months IS 'What the book adds up to by month: what work items, and what belongs to none, have to sum to.';
COMMENT ON COLUMN company_months.month IS 'Month.';
COMMENT ON COLUMN company_months.events IS 'Events.';
COMMENT ON COLUMN company_months.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN company_months.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN company_months.model_cost IS 'What of it is of the layers model_api and inference.';
COMMENT ON COLUMN company_months.retry_cost IS 'What of it is of the layer retries.';
COMMENT ON COLUMN company_months.tool_cost IS 'What of it is of the layer tool_calls.';
COMMENT ON COLUMN company_months.visible_cost IS 'What of it is of layers marked visible.';
COMMENT ON COLUMN company_months.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN company_months.shared_cost IS 'Shared costs.';
COMMENT ON COLUMN company_months.amortization_cost IS 'Amortization of investments.';
COMMENT ON COLUMN company_months.cost IS 'The sum of all.';
COMMENT ON COLUMN company_months.prior_period_cost IS 'What of cost belongs to months before.';
COMMENT ON COLUMN company_months.prior_period_outcomes IS 'What of outcomes belongs to months before.';
