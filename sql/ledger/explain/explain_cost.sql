CREATE OR REPLACE FUNCTION explain_cost(work_item text)
RETURNS TABLE(step bigint, level bigint, what text, amount numeric(38,12), rule text, price_row bigint, event_id bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT check_work_item(explain_cost.work_item);

	WITH event AS MATERIALIZED (
		SELECT e AS record, first_of_month(e.booked_on) AS month, first_of_month(e.owned_on) AS service_month,
			   coalesce(e.agent, 'unattributed') AS agent, l.layer_order, coalesce(l.visible, false) AS visible
		FROM events e
		LEFT JOIN cost_layers l ON l.layer = e.layer
		WHERE e.work_item = explain_cost.work_item
	),
	-- What balances have and events have not: a partition of these was dropped.
	gone AS MATERIALIZED (
		SELECT month, service_month, agent, sum(events) AS events, sum(unpriced_events) AS unpriced_events,
			   sum(cost) AS cost
		FROM (SELECT i.booked_month AS month, first_of_month(i.owned_on) AS service_month,
					 coalesce(i.agent, 'unattributed') AS agent, i.events, i.unpriced_events, i.cost
			  FROM item_days i
			  WHERE i.work_item = explain_cost.work_item AND i.layer IS NOT NULL
			  UNION ALL
			  SELECT month, service_month, agent, -(record).event_count,
					 CASE WHEN (record).cost IS NULL THEN -(record).event_count END, -(record).cost
			  FROM event) b
		GROUP BY month, service_month, agent
		HAVING sum(events) <> 0 OR sum(cost) <> 0
	),
	-- Prices as they were known when the cost was computed.  A line has more
	-- decimals than a cost.
	price_line AS (
		SELECT e.month, e.service_month, e.agent, e.layer_order, (e.record).layer, (e.record).id, (e.record).cost, p.*,
			   sum(p.amount) OVER whole_event AS whole,
			   sum(p.amount) OVER (whole_event ORDER BY p.line) AS running_total
		FROM event e
		CROSS JOIN LATERAL ROWS FROM (runrate_internal.event_price_lines(e.record,
			pricing_known_at((e.record).id))) WITH ORDINALITY p(meter, quantity, price_row, price, per, amount,
			currency, rate, line)
		WHERE (e.record).price_rows IS NOT NULL AND (e.record).reverses IS NULL
		WINDOW whole_event AS (PARTITION BY (e.record).id)
	),
	-- Minutes are divided by 60 once for all reviews of a cell.
	review AS (
		SELECT r.month, r.service_month, r.agent, r.id, r.day, r.verdict, r.cost IS NULL AS is_unpriced,
			   runrate_internal.share_of(r.running_total, 1, 60)
			   - runrate_internal.share_of(r.running_total - coalesce(r.minute_cost, 0), 1, 60)
					+ coalesce(r.fee, 0) AS amount
		FROM (SELECT r.*, coalesce(sum(r.minute_cost) OVER (PARTITION BY r.month, r.service_month, r.agent, r.agent_from
			ORDER BY r.id), 0) AS running_total
			  FROM (SELECT r.id, first_of_month(r.booked_on) AS month, first_of_month(r.owned_on) AS service_month,
					r.owned_on AS day,
						   coalesce(r.agent, 'unattributed') AS agent, a.valid_from AS agent_from, r.verdict, r.cost,
								r.fee,
						   r.minute_cost
					FROM reviews r
					LEFT JOIN agent_periods a ON a.agent = r.agent AND r.owned_on >= a.valid_from
						AND r.owned_on < a.valid_until
					WHERE r.work_item = explain_cost.work_item) r) r
	),
	share AS MATERIALIZED (
		SELECT * FROM item_pool_parts(explain_cost.work_item)
	),
	node AS (
		SELECT 1::bigint AS level, 1 AS part, month, service_month, agent, NULL::bigint AS layer_order, NULL AS layer,
			NULL::bigint AS id, NULL::bigint AS line,
			   'direct cost' AS heading, NULL::text AS what,
			   coalesce(sum(cost), 0) AS amount,
			   concat_ws(', ', 'events: ' || sum(events), 'without cost: ' || nullif(sum(unpriced_events), 0)) AS rule,
			   NULL::bigint AS price_row, NULL::bigint AS event_id
		FROM (SELECT month, service_month, agent, (record).event_count AS events,
					 CASE WHEN (record).cost IS NULL THEN (record).event_count END AS unpriced_events, (record).cost
			  FROM event
			  UNION ALL
			  SELECT * FROM gone) e
		GROUP BY month, service_month, agent
		UNION ALL
		SELECT 2, 1, month, service_month, agent, NULL, NULL, NULL, NULL,
			   NULL, 'events that are no longer there', coalesce(cost, 0), 'events: ' || events, NULL, NULL
		FROM gone
		UNION ALL
		SELECT 2, 1, month, service_month, agent, layer_order, (record).layer, NULL, NULL,
			   NULL, (record).layer, coalesce(sum((record).cost), 0), CASE WHEN visible THEN 'visible'
					ELSE 'hidden' END, NULL, NULL
		FROM event
		GROUP BY month, service_month, agent, layer_order, (record).layer, visible
		UNION ALL
		SELECT 3, 1, month, service_month, agent, layer_order, (record).layer, (record).id, NULL,
			   NULL, concat_ws(', ', (record).provider, (record).model, day_text((record).owned_on), 'attempt '
					|| (record).attempt),
			   (record).cost, event_rule((record).id), NULL, (record).id
		FROM event
		UNION ALL
		SELECT 4, 1, month, service_month, agent, layer_order, layer, id, line,
			   NULL, format('%s %s', plain(quantity), meter), running_part(running_total, whole, cost, 12)
					- running_part(running_total - amount, whole, cost, 12),
			   format('at %s per %s', CASE WHEN currency = ledger_currency() THEN plain(price)
					ELSE concat(plain(price), ' ', currency) END, per) ||
			   CASE WHEN currency <> ledger_currency() AND round(whole, 12) = cost
					THEN format(', %s at %s', currency, plain(rate)) ELSE '' END, price_row, id
		FROM price_line
		UNION ALL
		SELECT 1, 2, month, service_month, agent, NULL, NULL, NULL, NULL,
			   'human review', NULL, sum(amount), 'reviews: ' || count(*), NULL, NULL
		FROM review
		GROUP BY month, service_month, agent
		UNION ALL
		SELECT 2, 2, month, service_month, agent, NULL, NULL, id, NULL,
			   NULL, concat_ws(', ', 'review ' || id, day_text(day), verdict), CASE WHEN NOT is_unpriced
					THEN amount END, review_rule(id), NULL, NULL
		FROM review
		UNION ALL
		SELECT 1, 3, month, service_month, agent, NULL, NULL, NULL, NULL,
			   'overhead', NULL, sum(part), 'of each pool by its driver', NULL, NULL
		FROM share
		GROUP BY month, service_month, agent
		UNION ALL
		SELECT 2, 3, s.month, s.service_month, s.agent, NULL, s.pool_kind, s.pool_id,
			   row_number() OVER (ORDER BY s.agent_from, s.business_unit COLLATE "C", s.unit_of_work COLLATE "C"),
			   NULL, t.what, s.part, s.rule, NULL, NULL
		FROM share s
		JOIN pool_texts t USING (pool_kind, pool_id)
	),
	tree AS (
		SELECT * FROM node
		UNION ALL
		SELECT 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'work item ' || explain_cost.work_item,
			   coalesce(sum(amount) FILTER (WHERE level = 1), 0), 'direct cost, human review and overhead', NULL, NULL
		FROM node
	)
	SELECT row_number() OVER (ORDER BY part NULLS FIRST, month, service_month, agent COLLATE "C",
		layer_order NULLS FIRST, layer COLLATE "C" NULLS FIRST, id NULLS FIRST, line NULLS FIRST),
		   level,
		   coalesce(what, concat(heading, ' in ', left(day_text(month), 7),
								 CASE WHEN service_month < month THEN ' for ' || left(day_text(service_month), 7) END,
										', agent ', agent)),
		   amount::numeric(38,12), rule, price_row, event_id
	FROM tree
	ORDER BY 1;
END;

COMMENT ON FUNCTION explain_cost(text) IS
'explain_cost(''T-1001''): what the fully loaded cost of a work item is made of, as a tree in the order of step. level 0 is the cost; 1 direct cost, reviews and overhead by month and agent; 2 layers, reviews and pools; 3 events, but for those that were dropped with their partition; 4 what a computed event was charged for, with the row of prices. The amounts of a level sum to those of the level above; an event without cost has none. What is booked in a later month says for which month it is. Costs and reviews are found by index, overhead from the totals of the item''s months.';
