-- What the monthly reports add up to, a report a function

CREATE OR REPLACE FUNCTION tie_booked_costs() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 500 SET jit = off
	BEGIN ATOMIC
		SELECT r.check_name, c.month, c.cost, 0::numeric
		FROM booked_costs c
		JOIN (VALUES ('book', NULL), ('iceberg', NULL), ('chargeback', NULL), ('unit_costs', NULL),
			('workforce_pnl', NULL),
					 ('board_report', NULL), ('budget_vs_actual', NULL), ('gross_margins', NULL),
							('model_costs', 'events'), ('pool_shares', 'pools')) r (check_name, kind)
			ON r.kind IS NULL OR r.kind = c.kind
		UNION ALL
		SELECT 'chargeback: booked amounts', month, round(sum(cost), minor_unit()::integer), 0::numeric
		FROM booked_costs
		GROUP BY month;
	END;
COMMENT ON FUNCTION tie_booked_costs() IS 'tie_booked_costs(): what each monthly report has to add up to.';

CREATE OR REPLACE FUNCTION tie_book() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'book', month, 0::numeric, sum(cost) FROM book GROUP BY month;
	END;
COMMENT ON FUNCTION tie_book() IS 'tie_book(): what the book adds up to.';

CREATE OR REPLACE FUNCTION tie_pool_shares() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'pool_shares', month, 0::numeric, sum(cost) FROM pool_shares GROUP BY month;
	END;
COMMENT ON FUNCTION tie_pool_shares() IS 'tie_pool_shares(): what the shares of pools add up to.';

CREATE OR REPLACE FUNCTION tie_iceberg() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'iceberg', month, 0::numeric, sum(cost) FROM iceberg GROUP BY month;
	END;
COMMENT ON FUNCTION tie_iceberg() IS 'tie_iceberg(): what iceberg adds up to.';

CREATE OR REPLACE FUNCTION tie_chargeback() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT v.check_name, c.month, 0::numeric, v.amount
		FROM (SELECT month, sum(exact_amount) AS exact_amount, sum(amount) AS amount, sum(volume) AS volume
			FROM chargeback GROUP BY month) c
		CROSS JOIN LATERAL (VALUES ('chargeback', c.exact_amount), ('chargeback: booked amounts', c.amount),
			('outcomes', c.volume)) v (check_name, amount);
	END;
COMMENT ON FUNCTION tie_chargeback() IS 'tie_chargeback(): what chargeback adds up to: exact and booked amounts, and outcomes.';

CREATE OR REPLACE FUNCTION tie_unit_costs() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT v.check_name, c.month, 0::numeric, v.amount
		FROM (SELECT month, sum(fully_loaded_cost + prior_period_cost) AS cost, sum(events) AS events FROM unit_costs
			GROUP BY month) c
		CROSS JOIN LATERAL (VALUES ('unit_costs', c.cost), ('events', c.events)) v (check_name, amount);
	END;
COMMENT ON FUNCTION tie_unit_costs() IS 'tie_unit_costs(): what unit_costs adds up to: cost, and events.';

CREATE OR REPLACE FUNCTION tie_workforce_pnl() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT v.check_name, c.month, v.expected, v.actual
		FROM (SELECT month, sum(fully_loaded_cost + prior_period_cost) AS cost, sum(human_cost) AS human_cost,
			sum(saving) AS saving
			  FROM workforce_pnl
			  GROUP BY month) c
		CROSS JOIN LATERAL (VALUES ('workforce_pnl', 0, c.cost), ('human_cost', 0, c.human_cost),
			('saving', c.saving, 0)) v (check_name, expected, actual);
	END;
COMMENT ON FUNCTION tie_workforce_pnl() IS 'tie_workforce_pnl(): what workforce_pnl adds up to: cost, what people would have cost, and saving.';

CREATE OR REPLACE FUNCTION tie_board_report() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT CASE line_key WHEN 'total_cost' THEN 'board_report' ELSE line_key END, month, 0::numeric, value
		FROM board_values
		WHERE line_key IN ('total_cost', 'saving', 'revenue')
		   OR (line_key = 'unpriced_events' AND month >= (SELECT open_from()));
	END;
COMMENT ON FUNCTION tie_board_report() IS 'tie_board_report(): what board_report says: cost, saving, revenue and events without a cost.';

CREATE OR REPLACE FUNCTION tie_budget_vs_actual() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'budget_vs_actual', month, 0::numeric, actual
		FROM budget_actuals
		WHERE business_unit = '*' AND line_kind = 'total';
	END;
COMMENT ON FUNCTION tie_budget_vs_actual() IS 'tie_budget_vs_actual(): the costs that budgets are compared with.';

CREATE OR REPLACE FUNCTION tie_model_costs() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'model_costs', month, 0::numeric, cost + prior_period_cost FROM model_costs;
	END;
COMMENT ON FUNCTION tie_model_costs() IS 'tie_model_costs(): what model_costs adds up to.';
