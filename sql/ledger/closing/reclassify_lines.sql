CREATE OR REPLACE PROCEDURE check_reclassification(ledger_table regclass, of_month date, agent text, from_unit text,
	to_unit text, reason text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF of_month IS NULL OR NOT isfinite(of_month) THEN
		RAISE EXCEPTION 'month must be a day of the month in which the cost arose'
			USING ERRCODE = 'invalid_parameter_value';
	ELSIF agent IS NULL OR from_unit IS NULL OR to_unit IS NULL THEN
		RAISE EXCEPTION 'agent, from_unit and to_unit must not be NULL'
			USING ERRCODE = 'null_value_not_allowed',
				  HINT = 'Cost of no agent, and of no business unit, is that of ''unattributed''.';
	ELSIF reason IS NULL OR btrim(reason) = '' THEN
		RAISE EXCEPTION 'reason must not be empty'
			USING ERRCODE = 'invalid_parameter_value';
	ELSIF from_unit = to_unit THEN
		RAISE EXCEPTION 'from_unit and to_unit are the same: %', quote_literal(from_unit)
			USING ERRCODE = 'invalid_parameter_value';
	ELSIF NOT EXISTS (SELECT FROM entries_in_force f WHERE f.month = of_month) THEN
		RAISE EXCEPTION 'month % is not closed', to_char(of_month, 'YYYY-MM')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'An open month follows agents and work_items: change the business unit there.';
	ELSIF to_unit <> 'unattributed' AND NOT EXISTS (SELECT FROM known_units k WHERE k.business_unit = to_unit) THEN
		RAISE EXCEPTION 'there is no business unit %', quote_literal(to_unit)
			USING ERRCODE = 'undefined_object',
				  HINT = 'Add it to business_units first.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE check_reclassification(regclass, date, text, text, text, text) IS 'check_reclassification(''ledger.events'', date ''2026-04-01'', ''support'', ''unattributed'', ''claims'', ''reason''): an error if the month is not closed, or anything that is named is not there.';

-- Everything that the book has of the agent in the unit and the month, whenever
-- it was booked: what is called again moves what has come since, and what is
-- called with the units swapped takes back.
CREATE OR REPLACE FUNCTION reclassify_lines(ledger_table regclass, of_month date, of_agent text, from_unit text,
	to_unit text, reason text) RETURNS numeric
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	held bigint;
	line_count bigint;
	moved numeric;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	CALL check_reclassification(ledger_table, of_month, of_agent, from_unit, to_unit, reason);
	held := (SELECT f.entry FROM entries_in_force f WHERE f.month = of_month);
	WITH line AS MATERIALIZED (
		SELECT b.unit_of_work, b.layer, b.vendor, b.component, sum(b.cost) AS cost,
			   sum(b.estimated_cost) AS estimated_cost, sum(b.events)::bigint AS events,
			   sum(b.unpriced_events)::bigint AS unpriced_events, sum(b.tokens) AS tokens,
			   sum(b.outcomes)::bigint AS outcomes, sum(b.all_outcomes)::bigint AS all_outcomes,
			   sum(b.human_cost) AS human_cost,
			   sum(b.outcomes_without_baseline)::bigint AS outcomes_without_baseline,
			   sum(b.reviews)::bigint AS reviews, sum(b.unpriced_reviews)::bigint AS unpriced_reviews,
			   sum(b.judged)::bigint AS judged, sum(b.accurate)::bigint AS accurate
		FROM book b
		WHERE b.service_month = of_month AND b.agent = of_agent AND b.business_unit = reclassify_lines.from_unit
		GROUP BY b.unit_of_work, b.layer, b.vendor, b.component
		HAVING sum(b.cost) <> 0 OR sum(b.estimated_cost) <> 0 OR sum(b.events) <> 0 OR sum(b.unpriced_events) <> 0
			OR sum(b.tokens) <> 0 OR sum(b.outcomes) <> 0 OR sum(b.all_outcomes) <> 0 OR sum(b.human_cost) <> 0
			OR sum(b.outcomes_without_baseline) <> 0 OR sum(b.reviews) <> 0 OR sum(b.unpriced_reviews) <> 0
			OR sum(b.judged) <> 0 OR sum(b.accurate) <> 0
	),
	named AS (
		SELECT of_month AS month, held AS entry, of_agent AS agent, reclassify_lines.from_unit,
			   reclassify_lines.to_unit, l.*,
			   'reclassification'::text AS source,
			   concat_ws(':', to_char(of_month, 'YYYY-MM'), of_agent, reclassify_lines.from_unit,
				   (SELECT count(*) FROM reclassifications r
					WHERE r.month = of_month AND r.agent = of_agent AND r.from_unit = reclassify_lines.from_unit
					  AND r.reverses IS NULL)
				   + row_number() OVER (ORDER BY l.unit_of_work COLLATE "C", l.layer COLLATE "C",
						l.vendor COLLATE "C", l.component)) AS source_key,
			   reclassify_lines.reason
		FROM line l
	)
	SELECT count(runrate_internal.add_reclassification('reclassifications'::regclass,
			   jsonb_populate_record(NULL::reclassifications, to_jsonb(n)), runrate_internal.acting_role()::text)),
		   sum(n.cost)
	INTO line_count, moved
	FROM named n;
	IF line_count = 0 THEN
		RAISE EXCEPTION 'nothing of agent % stands in business unit % in month %', quote_literal(of_agent),
			quote_literal(from_unit), to_char(of_month, 'YYYY-MM')
			USING ERRCODE = 'no_data_found',
				  HINT = 'chargeback shows, by service_month, what stands where.';
	-- the rows wait for who is opening the month, and would be void
	ELSIF held IS DISTINCT FROM (SELECT f.entry FROM entries_in_force f WHERE f.month = of_month) THEN
		RAISE EXCEPTION 'month % was reopened by another transaction', to_char(of_month, 'YYYY-MM')
			USING ERRCODE = 'serialization_failure';
	END IF;
	RETURN moved;
END;
$body$;
COMMENT ON FUNCTION reclassify_lines(regclass, date, text, text, text, text) IS 'reclassify_lines(''ledger.events'', date ''2026-04-01'', ''support'', ''unattributed'', ''claims'', ''reason''): what reclassify does.';
