CREATE OR REPLACE FUNCTION restatement(month date, from_version bigint DEFAULT 1, to_version bigint DEFAULT NULL,
	OUT service_month date, OUT business_unit text, OUT agent text, OUT unit_of_work text, OUT cause_order bigint,
	OUT cause text, OUT amount_before numeric, OUT effect numeric, OUT amount_after numeric, OUT exact_before numeric,
	OUT exact_effect numeric, OUT exact_after numeric, OUT outcomes_effect bigint) RETURNS SETOF record
	LANGUAGE sql
BEGIN ATOMIC
	WITH state AS MATERIALIZED (
		SELECT s.*
		FROM restate_month('events'::regclass, first_of_month(month),
						   version_entry('events'::regclass, first_of_month(month), coalesce(from_version, 1)),
						   version_entry('events'::regclass, first_of_month(month), to_version)) s
	),
	line AS (
		SELECT DISTINCT service_month, business_unit, agent, unit_of_work FROM state
	),
	cause AS (
		SELECT c.cause_order, c.cause
		FROM (VALUES (0::bigint, 'before'::text), (1, 'late_facts'), (2, 'reversals'), (3, 'repricing'), (4,
				'ownership'),
					 (5, 'allocation_policy'), (6, 'exchange_rates')) c (cause_order, cause)
	),
	step AS (
		SELECT l.service_month, l.business_unit, l.agent, l.unit_of_work, c.cause_order, c.cause,
			   coalesce(s.amount, 0) AS amount_after, coalesce(s.cost, 0) AS exact_after,
			   coalesce(s.outcomes, 0) AS outcomes_after,
			   lag(coalesce(s.amount, 0)) OVER line AS amount_before, lag(coalesce(s.cost,
					0)) OVER line AS exact_before,
			   lag(coalesce(s.outcomes, 0)) OVER line AS outcomes_before
		FROM line l
		CROSS JOIN cause c
		LEFT JOIN state s
			ON s.cause_order = c.cause_order AND s.service_month = l.service_month AND s.business_unit = l.business_unit
			AND s.agent = l.agent AND s.unit_of_work = l.unit_of_work
		WINDOW line AS (PARTITION BY l.service_month, l.business_unit, l.agent, l.unit_of_work ORDER BY c.cause_order)
	)
	SELECT service_month, business_unit, agent, unit_of_work, cause_order, cause, amount_before,
		   amount_after - amount_before, amount_after, exact_before, exact_after - exact_before, exact_after,
		   outcomes_after - outcomes_before
	FROM step
	WHERE cause_order > 0
	  AND (amount_after <> amount_before OR exact_after <> exact_before OR outcomes_after <> outcomes_before)
	ORDER BY service_month DESC, business_unit COLLATE "C", agent COLLATE "C", unit_of_work COLLATE "C", cause_order;
END;
COMMENT ON FUNCTION restatement(date, bigint, bigint) IS
'restatement(date ''2026-04-01'', 1, 2): why the statements of the month of a day moved from one version of its closing to another, or to what the month would be if it were open now (to_version NULL): a row for each line and cause that moved it, amounts in whole minor units and exact. Causes in their order: late_facts, reversals, repricing, ownership, allocation_policy, exchange_rates; what two do only together belongs to the later one, so effects sum to the difference of the versions.';
