-- unattributed has what is left of the book in the reports of items, customers,
-- campaigns and cohorts, so these have its total whatever the items say.  The
-- items themselves are compared with all facts that name one.
CREATE OR REPLACE FUNCTION tie_item_costs() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 500 SET jit = off
	BEGIN ATOMIC
		SELECT v.check_name, m.month, 0::numeric, v.amount
		FROM (SELECT month, sum(cost) AS direct_cost, sum(outcomes) AS outcomes, sum(reviews) AS reviews
			  FROM item_rows
			  GROUP BY month) m
		CROSS JOIN LATERAL (VALUES ('work items: direct cost', m.direct_cost), ('work items: outcomes', m.outcomes),
								   ('work items: reviews', m.reviews)) v (check_name, amount)
		UNION ALL
		SELECT 'work items: direct cost', booked_month, sum(cost), 0::numeric
		FROM event_months
		WHERE has_item
		GROUP BY booked_month
		UNION ALL
		SELECT 'work items: reviews', booked_month, sum(reviews), 0::numeric
		FROM review_months
		WHERE has_item
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
		GROUP BY o.booked_month;
	END;

COMMENT ON FUNCTION tie_item_costs() IS 'tie_item_costs(): what belongs to work items against the facts that name one.';
