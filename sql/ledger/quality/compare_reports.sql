-- A function and not part of the view tie_out: as one query it would have
-- thousands of nodes, and compiling them (jit) takes minutes.
CREATE OR REPLACE FUNCTION compare_reports() RETURNS TABLE (check_name text, month date, expected numeric, actual numeric)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET jit = off
AS $body$
#variable_conflict use_column
BEGIN
	-- What the facts add up to, without the working views
	RETURN QUERY
	WITH fact AS MATERIALIZED (
		SELECT 'event' AS kind, month_of(occurred_at) AS month, coalesce(runrate.exact_sum(cost), 0) AS cost,
			   (count(*) - 2 * count(reverses))::numeric AS quantity
		FROM events
		GROUP BY month_of(occurred_at)
		UNION ALL
		SELECT 'review', month_of(occurred_at), coalesce(runrate.exact_sum(cost), 0), 0
		FROM reviews
		GROUP BY month_of(occurred_at)
		UNION ALL
		SELECT 'outcome', month_of(occurred_at), 0, sum(quantity)
		FROM outcomes
		GROUP BY month_of(occurred_at)
		UNION ALL
		SELECT 'pool', month, sum(amount), 0
		FROM shared_costs
		WHERE amount IS NOT NULL
		GROUP BY month
	),
	cost AS MATERIALIZED (
		SELECT kind, month, cost FROM fact
		UNION ALL
		SELECT 'pool', m::date,
			   runrate.amortized_cost(i.amount, i.months,
									  ((extract(year FROM m) - extract(year FROM i.first_month)) * 12
									   + extract(month FROM m) - extract(month FROM i.first_month) + 1)::bigint,
									  greatest(2, scale(trim_scale(i.amount))))
		FROM investments i
		CROSS JOIN LATERAL generate_series(i.first_month::timestamp, (SELECT max(month) FROM fact)::timestamp, interval '1 month') m
		WHERE i.amount IS NOT NULL
	)
	SELECT r.report, CASE WHEN r.monthly THEN c.month END, c.cost, 0::numeric
	FROM cost c
	CROSS JOIN (VALUES ('monthly_costs', true), ('iceberg', true), ('chargeback', true), ('unit_costs', true),
					   ('unit_costs_daily', true), ('unit_costs_weekly', false), ('customer_costs', true),
					   ('workforce_pnl', true), ('work_item_costs', false)) r (report, monthly)
	UNION ALL
	SELECT 'pool_shares', month, cost, 0 FROM cost WHERE kind = 'pool'
	UNION ALL
	SELECT 'events', month, quantity, 0 FROM fact WHERE kind = 'event'
	UNION ALL
	SELECT 'all_outcomes', month, quantity, 0 FROM fact WHERE kind = 'outcome';

	-- Which outcomes count is only known to one view.
	RETURN QUERY
	SELECT 'outcomes', month_of(occurred_at), sum(quantity), 0::numeric FROM owned_outcomes WHERE counts GROUP BY 2;

	-- What the reports add up to
	RETURN QUERY
	SELECT 'monthly_costs', month, 0::numeric, cost FROM monthly_costs;
	RETURN QUERY
	SELECT 'pool_shares', month, 0::numeric, s.cost FROM pool_shares s;
	RETURN QUERY
	SELECT 'all_outcomes', month, 0::numeric, all_outcomes::numeric FROM outcome_cells;
	RETURN QUERY
	SELECT 'iceberg', month, 0::numeric, cost FROM iceberg;
	RETURN QUERY
	SELECT v.check_name, c.month, 0::numeric, v.amount
	FROM chargeback c
	CROSS JOIN LATERAL (VALUES ('chargeback', c.amount), ('outcomes', c.volume)) v (check_name, amount);
	RETURN QUERY
	SELECT v.check_name, u.month, 0::numeric, v.amount
	FROM unit_costs u
	CROSS JOIN LATERAL (VALUES ('unit_costs', u.fully_loaded_cost), ('events', u.events)) v (check_name, amount);
	RETURN QUERY
	SELECT 'unit_costs_daily', first_of_month(day), 0::numeric, sum(fully_loaded_cost) FROM unit_costs_daily GROUP BY 2;
	RETURN QUERY
	SELECT 'unit_costs_weekly', NULL::date, 0::numeric, sum(fully_loaded_cost) FROM unit_costs_weekly HAVING count(*) > 0;
	RETURN QUERY
	SELECT 'customer_costs', month, 0::numeric, sum(fully_loaded_cost) FROM customer_costs GROUP BY month;
	RETURN QUERY
	SELECT 'workforce_pnl', month, 0::numeric, sum(fully_loaded_cost) FROM workforce_pnl GROUP BY month;
	RETURN QUERY
	SELECT 'work_item_costs', NULL::date, 0::numeric, sum(fully_loaded_cost) FROM work_item_costs HAVING count(*) > 0;
END;
$body$;

COMMENT ON FUNCTION compare_reports() IS
'compare_reports(): what the facts add up to (expected) and what the reports do (actual), in rows that tie_out adds up.';
