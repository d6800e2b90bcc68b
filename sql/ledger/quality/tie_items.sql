-- What work items, customers, campaigns and cohorts add up to.  unattributed is
-- what is left of the book, so the items themselves are compared with all facts
-- that name one.
CREATE OR REPLACE FUNCTION tie_item_costs() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 500
	BEGIN ATOMIC
		SELECT v.check_name, m.month, 0::numeric, v.amount
		FROM (SELECT month, sum(direct_cost) AS direct_cost, sum(outcomes) AS outcomes, sum(cost) AS cost
			FROM item_month_costs GROUP BY month) m
		CROSS JOIN LATERAL (VALUES ('work items: direct cost', m.direct_cost),
			('work items: outcomes', m.outcomes)) v (check_name, amount)
		UNION ALL
		SELECT 'work items: direct cost', booked_month, sum(cost), 0::numeric FROM event_months WHERE has_item
			GROUP BY booked_month
		UNION ALL
		SELECT 'work items: outcomes', o.booked_month, sum(o.quantity), 0::numeric
		FROM outcome_days o
		LEFT JOIN agent_periods a ON a.agent = o.agent AND o.owned_on >= a.valid_from AND o.owned_on < a.valid_until
		LEFT JOIN outcome_rule_periods r
			ON r.unit_of_work = a.unit_of_work AND r.unit_of_work <> '*' AND r.outcome = o.outcome
			AND o.owned_on >= r.valid_from AND o.owned_on < r.valid_until
		LEFT JOIN outcome_rule_periods every
			ON every.unit_of_work = '*' AND every.outcome = o.outcome
			AND o.owned_on >= every.valid_from AND o.owned_on < every.valid_until
		WHERE o.has_item AND coalesce(r.counts, every.counts)
		GROUP BY o.booked_month
		UNION ALL
		SELECT 'work_item_costs', NULL::date, 0::numeric, sum(fully_loaded_cost) FROM work_item_costs
		UNION ALL
		SELECT 'cohort_costs', NULL::date, 0::numeric, sum(fully_loaded_cost) FROM cohort_costs
		UNION ALL
		SELECT 'cohort_costs', month, cost, 0::numeric FROM (SELECT NULL::date AS month, sum(cost) AS cost
			FROM item_month_costs) i
		UNION ALL
		SELECT r.check_name, CASE WHEN r.monthly THEN c.month END, c.cost, 0::numeric
		FROM booked_costs c
		CROSS JOIN (VALUES ('work_item_costs', false), ('customer_costs', true),
			('campaign_costs', true)) r (check_name, monthly);
	END;
COMMENT ON FUNCTION tie_item_costs() IS 'tie_item_costs(): work items against the facts that name one, and work_item_costs and cohort_costs against the book.';

CREATE OR REPLACE FUNCTION tie_customer_costs() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100
	BEGIN ATOMIC
		SELECT 'customer_costs', month, 0::numeric, sum(fully_loaded_cost) FROM customer_costs GROUP BY month;
	END;
COMMENT ON FUNCTION tie_customer_costs() IS 'tie_customer_costs(): what customer_costs adds up to.';

CREATE OR REPLACE FUNCTION tie_campaign_costs() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100
	BEGIN ATOMIC
		SELECT 'campaign_costs', month, 0::numeric, sum(fully_loaded_cost) FROM campaign_costs GROUP BY month;
	END;
COMMENT ON FUNCTION tie_campaign_costs() IS 'tie_campaign_costs(): what campaign_costs adds up to.';
