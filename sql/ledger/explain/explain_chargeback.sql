CREATE OR REPLACE FUNCTION explain_chargeback(month date, business_unit text)
RETURNS TABLE(step bigint, level bigint, what text, amount numeric(38,12), rule text, price_row bigint, event_id bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT check_chargeback(explain_chargeback.month, explain_chargeback.business_unit);

	WITH cost AS MATERIALIZED (
		SELECT b.agent, b.service_month < b.month AS is_prior, b.service_month,
			   CASE b.component WHEN 'direct' THEN 1 WHEN 'review' THEN 2 WHEN 'outcome' THEN 0 END AS part,
			   b.layer, b.vendor, false AS unallocated, NULL::text AS pool_kind, NULL::bigint AS pool_id,
			   sum(b.cost) AS cost, sum(b.events) AS events, sum(b.unpriced_events) AS unpriced_events,
			   sum(b.reviews) AS reviews, sum(b.outcomes) AS outcomes, NULL::text AS rule
		FROM (SELECT month, service_month, agent, business_unit, component, layer, vendor, cost, events,
					 unpriced_events, reviews, outcomes
			  FROM book
			  UNION ALL
			  -- what was reclassified has lines of its own
			  SELECT month, service_month, agent, business_unit, component, layer, vendor, -cost, -events,
					 -unpriced_events, -reviews, 0::bigint
			  FROM reclassified_lines
			  WHERE component IN ('direct', 'review')) b
		WHERE b.month = first_of_month(explain_chargeback.month) AND b.business_unit = explain_chargeback.business_unit
		  AND b.component IN ('direct', 'review', 'outcome')
		GROUP BY b.agent, b.month, b.service_month, b.component, b.layer, b.vendor
		HAVING sum(b.cost) <> 0 OR sum(b.events) <> 0 OR sum(b.unpriced_events) <> 0 OR sum(b.reviews) <> 0
			OR sum(b.outcomes) <> 0
		UNION ALL
		SELECT r.agent, true, r.service_month, 5, r.layer, r.vendor, false, NULL, NULL, sum(r.cost), sum(r.events),
			   sum(r.unpriced_events), sum(r.reviews), 0, NULL
		FROM reclassified_lines r
		WHERE r.month = first_of_month(explain_chargeback.month) AND r.business_unit = explain_chargeback.business_unit
		  AND r.component <> 'outcome'
		GROUP BY r.agent, r.service_month, r.layer, r.vendor
		HAVING sum(r.cost) <> 0 OR sum(r.events) <> 0
		UNION ALL
		SELECT s.agent, s.service_month < s.month, s.service_month,
			   CASE s.pool_kind WHEN 'shared_cost' THEN 3 ELSE 4 END,
			   s.layer, s.vendor, s.driver_quantity IS NULL, s.pool_kind, s.pool_id, sum(s.cost),
			   0::bigint, 0::bigint, 0::bigint, 0::bigint,
			   share_rule(s.pool_amount, s.driver, s.agent, sum(s.driver_quantity), s.driver_total, sum(s.cost))
		FROM pool_shares s
		WHERE s.month = first_of_month(explain_chargeback.month) AND s.business_unit = explain_chargeback.business_unit
		GROUP BY s.agent, s.month, s.service_month, s.layer, s.vendor, s.driver_quantity IS NULL, s.pool_kind,
			s.pool_id, s.pool_amount, s.driver, s.driver_total
		HAVING sum(s.cost) <> 0
	),
	node AS (
		SELECT 1::bigint AS level, agent, NULL::integer AS part, NULL::date AS service_month, NULL AS layer,
			NULL AS vendor, NULL::boolean AS unallocated,
			   NULL::bigint AS id, 'agent ' || agent AS what, sum(cost) AS amount, 'outcomes: '
					|| nullif(sum(outcomes), 0) AS rule
		FROM cost
		GROUP BY agent
		UNION ALL
		SELECT 2, agent, part, NULL, NULL, NULL, NULL, NULL,
			   CASE part WHEN 1 THEN 'direct cost' WHEN 2 THEN 'human review' WHEN 3 THEN 'shared costs'
					WHEN 4 THEN 'amortization' ELSE 'reclassified' END, sum(cost),
			   CASE part WHEN 1 THEN concat_ws(', ', 'events: ' || sum(events), 'without cost: '
					|| nullif(sum(unpriced_events), 0))
						 WHEN 2 THEN 'reviews: ' || sum(reviews)
						 WHEN 5 THEN 'from or to another business unit: see reclassifications'
						 ELSE 'of each pool by its driver' END
		FROM cost
		WHERE part > 0
		GROUP BY agent, part
		UNION ALL
		SELECT 3, agent, part, service_month, layer, vendor, unallocated, NULL,
			   concat_ws(', ', layer, nullif(vendor, 'unattributed'), CASE WHEN unallocated
					THEN 'nobody takes part' END,
						 CASE WHEN is_prior THEN 'for ' || left(day_text(service_month), 7) END), sum(cost),
			   CASE part WHEN 1 THEN 'events: ' || sum(events) WHEN 2 THEN 'reviews: ' || sum(reviews) END
		FROM cost
		WHERE part > 0
		GROUP BY agent, part, service_month, is_prior, layer, vendor, unallocated
		UNION ALL
		SELECT 4, c.agent, c.part, c.service_month, c.layer, c.vendor, c.unallocated, c.pool_id, t.what, c.cost, c.rule
		FROM cost c
		JOIN pool_texts t USING (pool_kind, pool_id)
	),
	tree AS (
		SELECT * FROM node
		UNION ALL
		SELECT 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
			   format('business unit %s in %s', explain_chargeback.business_unit,
					left(day_text(explain_chargeback.month), 7)),
			   coalesce((SELECT sum(amount) FROM node WHERE level = 1), 0), 'booked as ' || plain(sum(l.amount))
		FROM chargeback_lines l
		WHERE l.month = first_of_month(explain_chargeback.month) AND l.business_unit = explain_chargeback.business_unit
	)
	SELECT row_number() OVER (ORDER BY agent COLLATE "C" NULLS FIRST, part NULLS FIRST, service_month NULLS FIRST,
		layer COLLATE "C" NULLS FIRST,
							  vendor COLLATE "C" NULLS FIRST, unallocated NULLS FIRST, id NULLS FIRST),
		   level, what, amount::numeric(38,12), rule, NULL::bigint, NULL::bigint
	FROM tree
	ORDER BY 1;
END;

COMMENT ON FUNCTION explain_chargeback(date, text) IS
'explain_chargeback(''2026-01-01'', ''support''): what a business unit is charged for in a month, as a tree in the order of step. level 0 is the exact amount, with what is booked beside it; 1 agents; 2 direct cost, reviews, shared costs, amortization and what was reclassified; 3 layers and vendors; 4 the pools with their drivers. The amounts of a level sum to those of the level above; what belongs to an earlier month says so. Any day of the month will do; unattributed is a business unit, too. explain_cost goes on to single events.';
