CREATE OR REPLACE FUNCTION statement(month date, business_unit text, OUT line_order bigint, OUT period text,
	OUT service_month date, OUT pl_line text, OUT agent text, OUT unit_of_work text, OUT volume bigint,
	OUT unit_cost numeric, OUT amount numeric, OUT exact_amount numeric, OUT direct_cost numeric,
			OUT review_cost numeric,
	OUT overhead_cost numeric, OUT is_closed boolean) RETURNS SETOF record
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
BEGIN ATOMIC
	SELECT refuse('invalid_parameter_value', 'invalid month: ' || coalesce(statement.month::text, 'NULL'),
				  'Use a day of the month, such as ''2026-01-01''.')
	WHERE statement.month IS NULL OR NOT isfinite(statement.month);

	SELECT row_number() OVER (ORDER BY c.service_month DESC, c.agent COLLATE "C", c.unit_of_work COLLATE "C"),
		   CASE WHEN c.service_month = c.month THEN 'own' ELSE 'prior' END,
		   c.service_month, c.pl_line, c.agent, c.unit_of_work, c.volume, c.unit_cost, c.amount, c.exact_amount,
		   c.direct_cost, c.review_cost, c.overhead_cost, c.month < (SELECT open_from())
	FROM chargeback c
	WHERE (SELECT check_unit(statement.business_unit))
	  AND c.month = first_of_month(statement.month) AND c.business_unit = statement.business_unit
	ORDER BY 1;
END;
COMMENT ON FUNCTION statement(date, text) IS
'statement(date ''2026-05-01'', ''support''): what a business unit is charged for the month of a day, a line for each agent, unit of work and month of service. period is own, or prior for what was booked late for an earlier month, service_month. is_closed: the month is closed, and the lines stay. No rows: nothing is charged. An error: there is no such business unit.';
