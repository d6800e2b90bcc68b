-- Inlined, so that the CASE is gone and a filter on month reaches the tables.
-- Items are added up by both names at once, so that closing computes them once.
CREATE OR REPLACE FUNCTION computed_group_months(kinds text[]) RETURNS SETOF item_group_month
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 10000
BEGIN ATOMIC
	-- unattributed has the book, less all that have a name
	SELECT g.month, g.grouped_by, g.name, g.work_items,
		   CASE WHEN g.name = 'unattributed' THEN g.all_outcomes - (sum(g.outcomes) OVER company)::bigint ELSE 0 END
				+ g.outcomes,
		   CASE WHEN g.name = 'unattributed' THEN g.all_direct_cost - sum(g.direct_cost) OVER company ELSE 0 END
				+ g.direct_cost,
		   CASE WHEN g.name = 'unattributed' THEN g.all_review_cost - sum(g.review_cost) OVER company ELSE 0 END
				+ g.review_cost,
		   CASE WHEN g.name = 'unattributed' THEN g.all_shared_cost - sum(g.shared_cost) OVER company ELSE 0 END
				+ g.shared_cost,
		   CASE WHEN g.name = 'unattributed' THEN g.all_amortization_cost - sum(g.amortization_cost) OVER company ELSE 0
				END + g.amortization_cost,
		   CASE WHEN g.name = 'unattributed' THEN g.all_prior_cost - sum(g.prior_period_cost) OVER company ELSE 0 END
				+ g.prior_period_cost,
		   CASE WHEN g.name = 'unattributed' THEN g.all_prior_outcomes - (sum(g.prior_period_outcomes)
				OVER company)::bigint ELSE 0 END
			   + g.prior_period_outcomes
	FROM (SELECT x.month, n.grouped_by, coalesce(n.name, 'unattributed') AS name,
				 coalesce(sum(x.work_items), 0)::bigint AS work_items,
				 coalesce(sum(x.outcomes), 0)::bigint AS outcomes, coalesce(sum(x.direct_cost), 0) AS direct_cost,
				 coalesce(sum(x.review_cost), 0) AS review_cost, coalesce(sum(x.shared_cost), 0) AS shared_cost,
				 coalesce(sum(x.amortization_cost), 0) AS amortization_cost,
				 coalesce(sum(x.prior_period_cost), 0) AS prior_period_cost,
				 coalesce(sum(x.prior_period_outcomes), 0)::bigint AS prior_period_outcomes,
				 -- the book has nothing of a month out of which all was moved, items have rows that cancel
				 coalesce(sum(x.all_outcomes), 0)::bigint AS all_outcomes,
				 coalesce(sum(x.all_direct_cost), 0) AS all_direct_cost,
				 coalesce(sum(x.all_review_cost), 0) AS all_review_cost,
				 coalesce(sum(x.all_shared_cost), 0) AS all_shared_cost,
				 coalesce(sum(x.all_amortization_cost), 0) AS all_amortization_cost,
				 coalesce(sum(x.all_prior_cost), 0) AS all_prior_cost,
				 coalesce(sum(x.all_prior_outcomes), 0)::bigint AS all_prior_outcomes
		  FROM (SELECT i.month, CASE WHEN 'customer' <> ALL (kinds) THEN NULL WHEN c.id IS NULL THEN w.customer
							ELSE c.before ->> 'customer' END AS customer,
					   CASE WHEN 'campaign' <> ALL (kinds) THEN NULL WHEN c.id IS NULL THEN w.campaign
							ELSE c.before ->> 'campaign' END AS campaign,
					   count(*) FILTER (WHERE i.events <> 0 AND i.service_month = i.month) AS work_items,
					   sum(i.outcomes) AS outcomes, sum(i.direct_cost) AS direct_cost,
					   sum(i.review_cost) AS review_cost, sum(i.shared_cost) AS shared_cost,
					   sum(i.amortization_cost) AS amortization_cost, sum(i.prior_period_cost) AS prior_period_cost,
					   sum(i.prior_period_outcomes) AS prior_period_outcomes,
					   NULL::bigint AS all_outcomes, NULL::numeric AS all_direct_cost, NULL::numeric AS all_review_cost,
					   NULL::numeric AS all_shared_cost, NULL::numeric AS all_amortization_cost,
					   NULL::numeric AS all_prior_cost, NULL::bigint AS all_prior_outcomes
				FROM item_month_costs i
				LEFT JOIN work_items w ON w.work_item = i.work_item
				LEFT JOIN LATERAL item_change_after(i.work_item, i.naming_entry) c ON true
				GROUP BY 1, 2, 3
				UNION ALL
				SELECT month, NULL::text, NULL::text, NULL::bigint, NULL::numeric, NULL::numeric,
					NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric,
					   outcomes, direct_cost, review_cost, shared_cost, amortization_cost, prior_period_cost,
							prior_period_outcomes
				FROM company_months) x
		  CROSS JOIN LATERAL (VALUES ('customer', x.customer), ('campaign', x.campaign)) n (grouped_by, name)
		  WHERE n.grouped_by = ANY (kinds)
		  GROUP BY x.month, n.grouped_by, coalesce(n.name, 'unattributed')) g
	WINDOW company AS (PARTITION BY g.month, g.grouped_by);
END;
COMMENT ON FUNCTION computed_group_months(text[]) IS 'computed_group_months(ARRAY[''customer'']): what item_group_months is in open months, computed for all of them; of several kinds at once.';
