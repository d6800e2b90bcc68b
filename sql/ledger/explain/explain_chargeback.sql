CREATE OR REPLACE FUNCTION explain_chargeback(month date, business_unit text)
RETURNS TABLE(step bigint, level bigint, what text, amount numeric(38,12), rule text, price_row bigint, event_id bigint)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET jit = off
AS $body$
#variable_conflict use_column
DECLARE
	unit CONSTANT text := explain_chargeback.business_unit;
	first_day CONSTANT date := date_trunc('month', explain_chargeback.month::timestamp)::date;
BEGIN
	IF first_day IS NULL OR NOT isfinite(first_day) THEN
		RAISE EXCEPTION 'invalid month: %', coalesce(first_day::text, 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				  HINT = 'Use a day of the month, such as ''2026-01-01''.';
	END IF;

	RETURN QUERY
	WITH book AS MATERIALIZED (
		SELECT * FROM month_book_of(ARRAY[first_day])
		WHERE part IN ('direct', 'review', 'shared', 'write_off', 'pool_share')
	),
	cost AS (
		SELECT part, agent, layer, vendor, unallocated, cost, events, unpriced_events, reviews
		FROM book
		WHERE business_unit = unit AND part <> 'pool_share' AND (cost <> 0 OR events <> 0 OR reviews <> 0)
	),
	share AS (
		SELECT c.part, c.agent, c.layer, c.vendor, c.unallocated, c.cost, s.pool_kind, s.pool_id, s.amount,
			   share_rule(s.pool_amount, s.driver, s.agent, s.driver_quantity, s.driver_total, s.amount) AS rule,
			   sum(s.amount) OVER pool_group AS whole,
			   sum(s.amount) OVER (pool_group ORDER BY s.pool_id) AS running_total
		FROM cost c
		JOIN (SELECT CASE pool_kind WHEN 'shared_cost' THEN 'shared' ELSE 'write_off' END AS part, agent, layer, vendor, unallocated,
					 pool_kind, pool_id, driver, driver_quantity, driver_total, cost AS amount,
					 sum(cost) OVER (PARTITION BY pool_kind, pool_id) AS pool_amount
			  FROM book
			  WHERE part = 'pool_share') s USING (part, agent, layer, vendor, unallocated)
		WHERE s.amount <> 0
		WINDOW pool_group AS (PARTITION BY c.part, c.agent, c.layer, c.vendor, c.unallocated)
	),
	node AS (
		SELECT 1::bigint AS level, agent, NULL::bigint AS part_order, NULL AS layer, NULL AS vendor, NULL::boolean AS unallocated, NULL::bigint AS id,
			   'agent ' || agent AS what, sum(cost) AS amount, NULL AS rule
		FROM cost
		GROUP BY agent
		UNION ALL
		SELECT 2, agent, array_position(ARRAY['direct', 'review', 'shared', 'write_off'], part), NULL, NULL, NULL, NULL,
			   CASE part WHEN 'direct' THEN 'direct cost' WHEN 'review' THEN 'human review' WHEN 'shared' THEN 'shared costs' ELSE 'write-offs' END, sum(cost),
			   CASE part WHEN 'direct' THEN concat_ws(', ', 'events: ' || sum(events), 'without cost: ' || nullif(sum(unpriced_events), 0))
						 WHEN 'review' THEN 'reviews: ' || sum(reviews)
						 ELSE 'of what the agent bears, by direct cost in its business units, or by events where there is none' END
		FROM cost
		GROUP BY agent, part
		UNION ALL
		SELECT 3, agent, array_position(ARRAY['direct', 'review', 'shared', 'write_off'], part), layer, vendor, unallocated, NULL,
			   concat_ws(', ', layer, nullif(vendor, 'unattributed'), CASE WHEN unallocated THEN 'nobody takes part' END), cost,
			   CASE part WHEN 'direct' THEN 'events: ' || events WHEN 'review' THEN 'reviews: ' || reviews END
		FROM cost
		UNION ALL
		SELECT 4, s.agent, array_position(ARRAY['direct', 'review', 'shared', 'write_off'], s.part), s.layer, s.vendor, s.unallocated, s.pool_id,
			   t.what, running_part(s.running_total, s.whole, s.cost, item_scale(s.cost)) - running_part(s.running_total - s.amount, s.whole, s.cost, item_scale(s.cost)), s.rule
		FROM share s
		JOIN pool_texts t USING (pool_kind, pool_id)
	),
	tree AS (
		SELECT * FROM node
		UNION ALL
		SELECT 0, NULL, NULL, NULL, NULL, NULL, NULL, format('business unit %s in %s', unit, left(day_text(first_day), 7)), sum(amount) FILTER (WHERE level = 1), NULL
		FROM node
		HAVING count(*) > 0
	)
	SELECT row_number() OVER (ORDER BY agent COLLATE "C" NULLS FIRST, part_order NULLS FIRST, layer COLLATE "C" NULLS FIRST, vendor COLLATE "C" NULLS FIRST,
							  unallocated NULLS FIRST, id NULLS FIRST),
		   level, what, amount::numeric(38,12), rule, NULL::bigint, NULL::bigint
	FROM tree
	ORDER BY 1;

	IF NOT FOUND THEN
		RAISE EXCEPTION 'business unit % has no cost in %', coalesce(quote_literal(unit), 'NULL'), left(day_text(first_day), 7)
			USING ERRCODE = 'no_data_found',
				  HINT = 'SELECT month, business_unit FROM chargeback lists what there is.';
	END IF;
END;
$body$;

COMMENT ON FUNCTION explain_chargeback(date, text) IS
'explain_chargeback(''2026-01-01'', ''support''): what a business unit is charged for in a month, as a tree in the order of step. level 0 is the amount; 1 agents; 2 direct cost, reviews, shared costs and write-offs; 3 layers and vendors; 4 the pools with their drivers. The amounts of a level sum to those of the level above. Any day of the month will do; unattributed is a business unit, too. explain_cost goes on to single events.';
