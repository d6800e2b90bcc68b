CREATE OR REPLACE FUNCTION explain_cost(work_item text)
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
