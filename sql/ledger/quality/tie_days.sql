-- Days and weeks go by the day of service, so they are compared with what the
-- book has for a month, whenever it was booked.
CREATE OR REPLACE FUNCTION tie_days() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 500 SET jit = off
	BEGIN ATOMIC
		SELECT v.check_name, CASE WHEN v.monthly THEN b.month END, v.amount, 0::numeric
		FROM (SELECT service_month AS month, sum(cost) AS cost, sum(events) AS events, sum(outcomes) AS outcomes
			FROM book GROUP BY service_month) b
		CROSS JOIN LATERAL (VALUES ('unit_costs_daily', true, b.cost), ('unit_costs_daily: events', true, b.events),
								   ('unit_costs_daily: outcomes', true, b.outcomes),
										('unit_costs_weekly', false, b.cost)) v (check_name, monthly, amount)
		UNION ALL
		SELECT v.check_name, d.month, 0::numeric, v.amount
		FROM (SELECT first_of_month(day) AS month, sum(fully_loaded_cost) AS cost, sum(events) AS events,
			sum(outcomes) AS outcomes
			  FROM unit_costs_daily
			  GROUP BY first_of_month(day)) d
		CROSS JOIN LATERAL (VALUES ('unit_costs_daily', d.cost), ('unit_costs_daily: events', d.events),
								   ('unit_costs_daily: outcomes', d.outcomes)) v (check_name, amount)
		UNION ALL
		SELECT 'unit_costs_weekly', NULL::date, 0::numeric, sum(fully_loaded_cost) FROM unit_costs_weekly;
	END;
COMMENT ON FUNCTION tie_days() IS 'tie_days(): unit_costs_daily and unit_costs_weekly against what the book has for their months.';
