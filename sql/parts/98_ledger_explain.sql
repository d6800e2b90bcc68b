
-- What is behind a figure
--
-- A figure is explained by a tree: the amounts of the children of a node sum
-- to its own.  The rows of a tree are made unordered, each with the place of
-- its node (what its ancestors are sorted by, NULL below itself), and are then
-- numbered.

-- In the internal schema
CREATE PROCEDURE runrate_internal.create_explain_parts()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE FUNCTION plain(amount numeric) RETURNS text
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN trim_scale(amount)::text;
	COMMENT ON FUNCTION plain(numeric) IS 'plain(12.500): a number as text, in the same way in every session.';

	CREATE FUNCTION day_text(day date) RETURNS text
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN to_char(day::timestamp, 'YYYY-MM-DD');
	COMMENT ON FUNCTION day_text(date) IS 'day_text(month): a date as text, in the same way in every session.';

	CREATE FUNCTION running_part(running_total numeric, whole numeric, amount numeric, scale bigint) RETURNS numeric
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN whole = 0 THEN 0 ELSE round(running_total * amount / whole, scale::integer) END;
	COMMENT ON FUNCTION running_part(numeric, numeric, numeric, bigint) IS
	'running_part(running_total, whole, amount, 6): what of amount, to so many decimals, belongs to the first parts of a whole, by their running total. The differences from part to part sum to amount exactly, also where parts are negative.';

	CREATE VIEW pool_texts WITH (security_invoker = true) AS
	SELECT 'shared_cost' AS pool_kind, id AS pool_id, concat_ws(', ', layer, vendor, description, 'shared cost ' || id) AS what
	FROM shared_costs
	UNION ALL
	SELECT 'write_off', id, concat_ws(', ', layer, vendor, description, 'investment ' || id)
	FROM investments;
	COMMENT ON VIEW pool_texts IS 'How pools are named in explanations.';
	COMMENT ON COLUMN pool_texts.pool_kind IS 'shared_cost or write_off.';
	COMMENT ON COLUMN pool_texts.pool_id IS 'Row of shared_costs or investments.';
	COMMENT ON COLUMN pool_texts.what IS 'Layer, vendor, description and number of the row.';

	CREATE FUNCTION share_rule(pool_amount numeric, driver text, agent text, driver_quantity numeric, driver_total numeric, amount numeric) RETURNS text
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN driver_quantity IS NULL THEN format('%s by %s, of which no agent has any', plain(pool_amount), driver)
					WHEN driver_quantity = driver_total THEN format('%s, all of it for agent %s', plain(pool_amount), agent)
					ELSE format('%s by %s; agent %s has %s of %s, that is %s',
								plain(pool_amount), driver, agent, plain(driver_quantity), plain(driver_total), plain(amount)) END;
	COMMENT ON FUNCTION share_rule(numeric, text, text, numeric, numeric, numeric) IS
	'share_rule(pool_amount, driver, agent, driver_quantity, driver_total, amount): how an agent came to its share of a pool, as text.';

	-- These take the id of a row: with an argument of the table's row type nobody
	-- could change the table any more.
	CREATE FUNCTION event_rule(event_id bigint) RETURNS text
		LANGUAGE sql STABLE PARALLEL SAFE
		BEGIN ATOMIC
			SELECT concat_ws('; ',
						 CASE WHEN event.cost IS NULL THEN 'no cost yet'
							  WHEN event.cost_basis = 'computed' THEN 'computed from usage and prices'
							  ELSE event.cost_basis END,
						 'rows of prices: ' || nullif(array_to_string(event.price_rows, ', '), ''),
						 event.price_problem,
						 CASE WHEN event.billed_amount IS NOT NULL
							  THEN format('billed %s %s', plain(event.billed_amount), coalesce(event.billing_currency, ledger_currency())) END,
						 'tier ' || event.service_tier,
						 CASE WHEN event.reverses IS NOT NULL THEN 'reverses event ' || event.reverses END,
						 event.reason)
			FROM events event
			WHERE event.id = event_id;
		END;
	COMMENT ON FUNCTION event_rule(bigint) IS 'event_rule(id): how the cost of an event was arrived at, as text.';

	-- An event may have waited for a price, which it names, or for an exchange
	-- rate or an alias: then it is as soon as they give its cost.
	CREATE FUNCTION pricing_known_at(event_id bigint) RETURNS timestamptz
		LANGUAGE sql STABLE PARALLEL SAFE
		BEGIN ATOMIC
			SELECT (
				WITH priced AS (
					SELECT greatest(event.recorded_at, max(p.recorded_at)) AS known_at, array_agg(p.currency) AS currencies
					FROM prices p
					WHERE p.id = ANY (event.price_rows)
				)
				SELECT coalesce((
					SELECT moment.known_at
					FROM (
						SELECT priced.known_at
						UNION
						SELECT f.recorded_at FROM fx f
						WHERE f.currency = ANY (priced.currencies) AND f.valid_from <= event.occurred_at AND f.recorded_at > priced.known_at
						UNION
						SELECT a.recorded_at FROM model_aliases a
						WHERE a.provider = event.provider AND a.recorded_at > priced.known_at
						-- try them one after the other
						ORDER BY 1 OFFSET 0
					) moment
					WHERE runrate_internal.event_cost(event, moment.known_at) = event.cost
					LIMIT 1), priced.known_at)
				FROM priced)
			FROM events event
			WHERE event.id = event_id;
		END;
	COMMENT ON FUNCTION pricing_known_at(bigint) IS
	'pricing_known_at(id): when the prices, exchange rates and aliases were known that an event got its computed cost from.';

	CREATE FUNCTION review_rule(review_id bigint) RETURNS text
		LANGUAGE sql STABLE PARALLEL SAFE
		BEGIN ATOMIC
			SELECT concat_ws('; ',
						 CASE WHEN review.fee IS NOT NULL THEN 'a fee of ' || plain(review.fee)
							  WHEN review.cost IS NULL THEN format('no cost yet; %s minutes of %s', plain(review.minutes), coalesce(review.reviewer, 'nobody'))
							  ELSE format('%s minutes of %s at %s an hour', plain(review.minutes), coalesce(review.reviewer, 'nobody'),
										  plain(coalesce(review.hourly_cost, round(review.cost * 60 / nullif(review.minutes, 0), 6)))) END,
						 CASE WHEN review.reverses IS NOT NULL THEN 'reverses review ' || review.reverses END,
						 review.reason)
			FROM reviews review
			WHERE review.id = review_id;
		END;
	COMMENT ON FUNCTION review_rule(bigint) IS 'review_rule(id): how the cost of a review was arrived at, as text.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_explain_parts() IS
'create_explain_parts(): what the functions that explain have in common. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_explain()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CALL runrate_internal.create_explain_cost();
	CALL runrate_internal.create_explain_chargeback();
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_explain() IS
'create_explain(): the functions of a ledger that show what is behind a figure. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_explain_cost()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE FUNCTION explain_cost(work_item text)
	RETURNS TABLE(step bigint, level bigint, what text, amount numeric(38,12), rule text, price_row bigint, event_id bigint)
	LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET jit = off
	AS $body$
	#variable_conflict use_column
	DECLARE
		item CONSTANT text := explain_cost.work_item;
		item_months date[];
		item_agents text[];
	BEGIN
		IF item = 'unattributed' THEN
			RAISE EXCEPTION 'what has no work item cannot be explained as one'
				USING ERRCODE = 'invalid_parameter_value',
					  HINT = 'Use explain_chargeback(month, business_unit).';
		END IF;
		IF NOT EXISTS (SELECT FROM work_items WHERE work_item = item
					   UNION ALL SELECT FROM events WHERE work_item = item
					   UNION ALL SELECT FROM outcomes WHERE work_item = item
					   UNION ALL SELECT FROM reviews WHERE work_item = item) THEN
			RAISE EXCEPTION 'work item % does not exist', coalesce(quote_literal(item), 'NULL')
				USING ERRCODE = 'undefined_object',
					  HINT = 'SELECT work_item FROM work_item_costs lists the work items.';
		END IF;

		-- Overhead is split among all work items of an agent in a month.
		SELECT coalesce(array_agg(DISTINCT month_of(occurred_at)), '{}'), coalesce(array_agg(DISTINCT coalesce(agent, 'unattributed')), '{}')
		INTO item_months, item_agents
		FROM events
		WHERE work_item = item;

		RETURN QUERY
		WITH event AS MATERIALIZED (
			SELECT e AS record, month_of(e.occurred_at) AS month, coalesce(e.agent, 'unattributed') AS agent,
				   l.layer_order, coalesce(l.visible, false) AS visible
			FROM events e
			LEFT JOIN cost_layers l ON l.layer = e.layer
			WHERE e.work_item = item
		),
		-- Prices as they were known when the cost was computed.  A line has more
		-- decimals than a cost.
		price_line AS (
			SELECT e.month, e.agent, e.layer_order, (e.record).layer, (e.record).id, (e.record).cost, p.*,
				   sum(p.amount) OVER whole_event AS whole,
				   sum(p.amount) OVER (whole_event ORDER BY p.line) AS running_total
			FROM event e
			CROSS JOIN LATERAL ROWS FROM (runrate_internal.event_price_lines(e.record, pricing_known_at((e.record).id))) WITH ORDINALITY p(meter, quantity, price_row, price, per, amount, currency, rate, line)
			WHERE (e.record).price_rows IS NOT NULL AND (e.record).reverses IS NULL
			WINDOW whole_event AS (PARTITION BY (e.record).id)
		),
		review AS MATERIALIZED (
			SELECT r AS record, month_of(r.occurred_at) AS month, coalesce(r.agent, 'unattributed') AS agent
			FROM reviews r
			WHERE r.work_item = item
		),
		overhead AS MATERIALIZED (
			SELECT month, agent, sum(overhead_cost) AS cost
			FROM item_book_of(item_months, item_agents)
			WHERE part = 'item' AND work_item = item
			GROUP BY month, agent
			HAVING bool_or(overhead_cost <> 0)
		),
		share AS (
			SELECT o.month, o.agent, o.cost, s.pool_kind, s.pool_id, s.amount,
				   share_rule(s.pool_amount, s.driver, s.agent, s.driver_quantity, s.driver_total, s.amount) AS rule,
				   sum(s.amount) OVER agent_month AS whole,
				   sum(s.amount) OVER (agent_month ORDER BY s.pool_kind, s.pool_id) AS running_total
			FROM overhead o
			JOIN (SELECT month, agent, pool_kind, pool_id, driver, driver_quantity, driver_total, cost AS amount,
						 sum(cost) OVER (PARTITION BY pool_kind, pool_id, month) AS pool_amount
				  FROM read_month_book(item_months)
				  WHERE part = 'pool_share') s
				ON s.month = o.month AND s.agent = o.agent AND s.driver_quantity IS NOT NULL AND s.amount <> 0
			WINDOW agent_month AS (PARTITION BY o.month, o.agent)
		),
		node AS (
			SELECT 1::bigint AS level, 1 AS part, month, agent, NULL::bigint AS layer_order, NULL AS layer, NULL::bigint AS id, NULL::bigint AS line,
				   format('direct cost in %s, agent %s', left(day_text(month), 7), agent) AS what,
				   coalesce(sum((record).cost), 0) AS amount,
				   concat_ws(', ', 'events: ' || count(*), 'without cost: ' || nullif(count(*) FILTER (WHERE (record).cost IS NULL), 0)) AS rule,
				   NULL::bigint AS price_row, NULL::bigint AS event_id
			FROM event
			GROUP BY month, agent
			UNION ALL
			SELECT 2, 1, month, agent, layer_order, (record).layer, NULL, NULL,
				   (record).layer, coalesce(sum((record).cost), 0), CASE WHEN visible THEN 'visible' ELSE 'hidden' END, NULL, NULL
			FROM event
			GROUP BY month, agent, layer_order, (record).layer, visible
			UNION ALL
			SELECT 3, 1, month, agent, layer_order, (record).layer, (record).id, NULL,
				   concat_ws(', ', (record).provider, (record).model, day_text(day_of((record).occurred_at)), 'attempt ' || (record).attempt),
				   (record).cost, event_rule((record).id), NULL, (record).id
			FROM event
			UNION ALL
			SELECT 4, 1, month, agent, layer_order, layer, id, line,
				   format('%s %s', plain(quantity), meter), running_part(running_total, whole, cost, 12) - running_part(running_total - amount, whole, cost, 12),
				   format('at %s per %s', CASE WHEN currency = ledger_currency() THEN plain(price) ELSE concat(plain(price), ' ', currency) END, per) ||
				   CASE WHEN currency <> ledger_currency() AND round(whole, 12) = cost THEN format(', %s at %s', currency, plain(rate)) ELSE '' END, price_row, id
			FROM price_line
			UNION ALL
			SELECT 1, 2, month, agent, NULL, NULL, NULL, NULL,
				   format('human review in %s, agent %s', left(day_text(month), 7), agent), coalesce(sum((record).cost), 0), 'reviews: ' || count(*), NULL, NULL
			FROM review
			GROUP BY month, agent
			UNION ALL
			SELECT 2, 2, month, agent, NULL, NULL, (record).id, NULL,
				   concat_ws(', ', 'review ' || (record).id, day_text(day_of((record).occurred_at)), (record).verdict), (record).cost, review_rule((record).id), NULL, NULL
			FROM review
			UNION ALL
			SELECT 1, 3, month, agent, NULL, NULL, NULL, NULL,
				   format('overhead in %s, agent %s', left(day_text(month), 7), agent), cost,
				   'share of the shared costs and write-offs of the agent, by direct cost, or by events where there is none', NULL, NULL
			FROM overhead
			UNION ALL
			SELECT 2, 3, s.month, s.agent, NULL, s.pool_kind, s.pool_id, NULL,
				   t.what, running_part(s.running_total, s.whole, s.cost, item_scale(s.cost)) - running_part(s.running_total - s.amount, s.whole, s.cost, item_scale(s.cost)), s.rule, NULL, NULL
			FROM share s
			JOIN pool_texts t USING (pool_kind, pool_id)
		),
		tree AS (
			SELECT * FROM node
			UNION ALL
			SELECT 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'work item ' || item, coalesce(sum(amount) FILTER (WHERE level = 1), 0), 'direct cost, human review and overhead', NULL, NULL
			FROM node
		)
		SELECT row_number() OVER (ORDER BY part NULLS FIRST, month, agent COLLATE "C", layer_order NULLS FIRST, layer COLLATE "C" NULLS FIRST, id NULLS FIRST, line NULLS FIRST),
			   level, what, amount::numeric(38,12), rule, price_row, event_id
		FROM tree
		ORDER BY 1;
	END;
	$body$;
	COMMENT ON FUNCTION explain_cost(text) IS
	'explain_cost(''T-1001''): what the fully loaded cost of a work item is made of, as a tree in the order of step. level 0 is the cost; 1 direct cost, reviews and overhead by month and agent; 2 layers, reviews and pools; 3 events; 4 what a computed event was charged for, with the row of prices. The amounts of a level sum to those of the level above; an event without cost has none. Costs and reviews are found by index, for the share of overhead all events of its months have to be read.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_explain_cost() IS
'create_explain_cost(): the function explain_cost of a ledger. Called by create_explain.';

CREATE PROCEDURE runrate_internal.create_explain_chargeback()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE FUNCTION explain_chargeback(month date, business_unit text)
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
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_explain_chargeback() IS
'create_explain_chargeback(): the function explain_chargeback of a ledger. Called by create_explain.';
