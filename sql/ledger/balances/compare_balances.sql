-- Sums of all facts by month against each form of the balances.  Items have
-- what belongs to an item.  Without what was dropped on either side.
CREATE OR REPLACE VIEW compare_balances WITH (security_invoker = true) AS
SELECT month, kind, level, measure,
	   coalesce(sum(from_facts), 0) AS from_facts, coalesce(sum(from_balances), 0) AS from_balances,
	   coalesce(sum(from_balances), 0) - coalesce(sum(from_facts), 0) AS difference
FROM (
	SELECT f.booked_month AS month, 'events' AS kind, v.level, v.measure,
		   v.amount AS from_facts, NULL::numeric AS from_balances
	FROM (SELECT booked_month,
			sum(events) AS events, sum(live_events) AS live_events,
			sum(unpriced_events) AS unpriced_events, sum(tokens) AS tokens, sum(cost) AS cost,
			sum(credit_cost) AS credit_cost, sum(gpu_seconds) AS gpu_seconds,
			sum(vectors_stored) AS vectors_stored,
			sum(events) FILTER (WHERE work_item IS NOT NULL) AS item_events,
			sum(unpriced_events) FILTER (WHERE work_item IS NOT NULL) AS item_unpriced_events,
			sum(tokens) FILTER (WHERE work_item IS NOT NULL) AS item_tokens,
			sum(cost) FILTER (WHERE work_item IS NOT NULL) AS item_cost,
			sum(credit_cost) FILTER (WHERE work_item IS NOT NULL) AS item_credit_cost,
			sum(gpu_seconds) FILTER (WHERE work_item IS NOT NULL) AS item_gpu_seconds,
			sum(vectors_stored) FILTER (WHERE work_item IS NOT NULL) AS item_vectors_stored
		  FROM event_contributions
		  WHERE NOT EXISTS (SELECT FROM dropped_events d WHERE d.owned_month = first_of_month(owned_on))
		  GROUP BY booked_month) f
	CROSS JOIN LATERAL (VALUES
		('days', 'events', f.events::numeric), ('days', 'live_events', f.live_events::numeric),
		('days', 'unpriced_events', f.unpriced_events::numeric), ('days', 'tokens', f.tokens::numeric),
		('days', 'cost', f.cost::numeric), ('days', 'credit_cost', f.credit_cost::numeric),
		('days', 'gpu_seconds', f.gpu_seconds::numeric),
		('days', 'vectors_stored', f.vectors_stored::numeric), ('months', 'events', f.events::numeric),
		('months', 'live_events', f.live_events::numeric),
		('months', 'unpriced_events', f.unpriced_events::numeric),
		('months', 'tokens', f.tokens::numeric), ('months', 'cost', f.cost::numeric),
		('months', 'credit_cost', f.credit_cost::numeric),
		('months', 'gpu_seconds', f.gpu_seconds::numeric),
		('months', 'vectors_stored', f.vectors_stored::numeric),
		('items', 'events', f.item_events::numeric),
		('items', 'unpriced_events', f.item_unpriced_events::numeric),
		('items', 'tokens', f.item_tokens::numeric), ('items', 'cost', f.item_cost::numeric),
		('items', 'credit_cost', f.item_credit_cost::numeric),
		('items', 'gpu_seconds', f.item_gpu_seconds::numeric),
		('items', 'vectors_stored', f.item_vectors_stored::numeric)) v (level, measure, amount)
	UNION ALL
	SELECT b.booked_month, 'events', 'days', v.measure, NULL, v.amount
	FROM (SELECT booked_month,
			sum(events) AS events, sum(live_events) AS live_events,
			sum(unpriced_events) AS unpriced_events, sum(tokens) AS tokens, sum(cost) AS cost,
			sum(credit_cost) AS credit_cost, sum(gpu_seconds) AS gpu_seconds,
			sum(vectors_stored) AS vectors_stored
		  FROM event_days
		  WHERE NOT EXISTS (SELECT FROM dropped_events d WHERE d.owned_month = first_of_month(owned_on))
		  GROUP BY booked_month) b
	CROSS JOIN LATERAL (VALUES
		('events', b.events::numeric), ('live_events', b.live_events::numeric),
		('unpriced_events', b.unpriced_events::numeric), ('tokens', b.tokens::numeric),
		('cost', b.cost::numeric), ('credit_cost', b.credit_cost::numeric),
		('gpu_seconds', b.gpu_seconds::numeric), ('vectors_stored', b.vectors_stored::numeric)) v (measure, amount)
	UNION ALL
	SELECT b.booked_month, 'events', 'months', v.measure, NULL, v.amount
	FROM (SELECT booked_month,
			sum(events) AS events, sum(live_events) AS live_events,
			sum(unpriced_events) AS unpriced_events, sum(tokens) AS tokens, sum(cost) AS cost,
			sum(credit_cost) AS credit_cost, sum(gpu_seconds) AS gpu_seconds,
			sum(vectors_stored) AS vectors_stored
		  FROM event_months
		  WHERE NOT EXISTS (SELECT FROM dropped_events d WHERE d.owned_month = first_of_month(owned_from))
		  GROUP BY booked_month) b
	CROSS JOIN LATERAL (VALUES
		('events', b.events::numeric), ('live_events', b.live_events::numeric),
		('unpriced_events', b.unpriced_events::numeric), ('tokens', b.tokens::numeric),
		('cost', b.cost::numeric), ('credit_cost', b.credit_cost::numeric),
		('gpu_seconds', b.gpu_seconds::numeric), ('vectors_stored', b.vectors_stored::numeric)) v (measure, amount)
	UNION ALL
	SELECT f.booked_month AS month, 'outcomes' AS kind, v.level, v.measure,
		   v.amount AS from_facts, NULL::numeric AS from_balances
	FROM (SELECT booked_month,
			sum(quantity) AS quantity, sum(live_outcomes) AS live_outcomes,
			sum(quantity) FILTER (WHERE work_item IS NOT NULL) AS item_quantity
		  FROM outcome_contributions
		  GROUP BY booked_month) f
	CROSS JOIN LATERAL (VALUES
		('days', 'quantity', f.quantity::numeric), ('days', 'live_outcomes', f.live_outcomes::numeric),
		('months', 'quantity', f.quantity::numeric),
		('months', 'live_outcomes', f.live_outcomes::numeric),
		('items', 'quantity', f.item_quantity::numeric)) v (level, measure, amount)
	UNION ALL
	SELECT b.booked_month, 'outcomes', 'days', v.measure, NULL, v.amount
	FROM (SELECT booked_month,
			sum(quantity) AS quantity, sum(live_outcomes) AS live_outcomes
		  FROM outcome_days
		  GROUP BY booked_month) b
	CROSS JOIN LATERAL (VALUES
		('quantity', b.quantity::numeric), ('live_outcomes', b.live_outcomes::numeric)) v (measure, amount)
	UNION ALL
	SELECT b.booked_month, 'outcomes', 'months', v.measure, NULL, v.amount
	FROM (SELECT booked_month,
			sum(quantity) AS quantity, sum(live_outcomes) AS live_outcomes
		  FROM outcome_months
		  GROUP BY booked_month) b
	CROSS JOIN LATERAL (VALUES
		('quantity', b.quantity::numeric), ('live_outcomes', b.live_outcomes::numeric)) v (measure, amount)
	UNION ALL
	SELECT f.booked_month AS month, 'reviews' AS kind, v.level, v.measure,
		   v.amount AS from_facts, NULL::numeric AS from_balances
	FROM (SELECT booked_month,
			sum(reviews) AS reviews, sum(live_reviews) AS live_reviews,
			sum(unpriced_reviews) AS unpriced_reviews, sum(minute_cost) AS minute_cost, sum(fees) AS fees,
			sum(cost) AS cost, sum(reviews) FILTER (WHERE work_item IS NOT NULL) AS item_reviews,
			sum(minute_cost) FILTER (WHERE work_item IS NOT NULL) AS item_minute_cost,
			sum(fees) FILTER (WHERE work_item IS NOT NULL) AS item_fees,
			sum(cost) FILTER (WHERE work_item IS NOT NULL) AS item_cost
		  FROM review_contributions
		  GROUP BY booked_month) f
	CROSS JOIN LATERAL (VALUES
		('days', 'reviews', f.reviews::numeric), ('days', 'live_reviews', f.live_reviews::numeric),
		('days', 'unpriced_reviews', f.unpriced_reviews::numeric),
		('days', 'minute_cost', f.minute_cost::numeric), ('days', 'fees', f.fees::numeric),
		('days', 'cost', f.cost::numeric), ('months', 'reviews', f.reviews::numeric),
		('months', 'live_reviews', f.live_reviews::numeric),
		('months', 'unpriced_reviews', f.unpriced_reviews::numeric),
		('months', 'minute_cost', f.minute_cost::numeric), ('months', 'fees', f.fees::numeric),
		('months', 'cost', f.cost::numeric), ('items', 'reviews', f.item_reviews::numeric),
		('items', 'minute_cost', f.item_minute_cost::numeric), ('items', 'fees', f.item_fees::numeric),
		('items', 'cost', f.item_cost::numeric)) v (level, measure, amount)
	UNION ALL
	SELECT b.booked_month, 'reviews', 'days', v.measure, NULL, v.amount
	FROM (SELECT booked_month,
			sum(reviews) AS reviews, sum(live_reviews) AS live_reviews,
			sum(unpriced_reviews) AS unpriced_reviews, sum(minute_cost) AS minute_cost, sum(fees) AS fees,
			sum(cost) AS cost
		  FROM review_days
		  GROUP BY booked_month) b
	CROSS JOIN LATERAL (VALUES
		('reviews', b.reviews::numeric), ('live_reviews', b.live_reviews::numeric),
		('unpriced_reviews', b.unpriced_reviews::numeric), ('minute_cost', b.minute_cost::numeric),
		('fees', b.fees::numeric), ('cost', b.cost::numeric)) v (measure, amount)
	UNION ALL
	SELECT b.booked_month, 'reviews', 'months', v.measure, NULL, v.amount
	FROM (SELECT booked_month,
			sum(reviews) AS reviews, sum(live_reviews) AS live_reviews,
			sum(unpriced_reviews) AS unpriced_reviews, sum(minute_cost) AS minute_cost, sum(fees) AS fees,
			sum(cost) AS cost
		  FROM review_months
		  GROUP BY booked_month) b
	CROSS JOIN LATERAL (VALUES
		('reviews', b.reviews::numeric), ('live_reviews', b.live_reviews::numeric),
		('unpriced_reviews', b.unpriced_reviews::numeric), ('minute_cost', b.minute_cost::numeric),
		('fees', b.fees::numeric), ('cost', b.cost::numeric)) v (measure, amount)
	UNION ALL
	SELECT b.booked_month, v.kind, 'items', v.measure, NULL, v.amount
	FROM (SELECT booked_month,
			sum(events) AS events, sum(unpriced_events) AS unpriced_events, sum(tokens) AS tokens,
			sum(cost) AS cost, sum(credit_cost) AS credit_cost, sum(gpu_seconds) AS gpu_seconds,
			sum(vectors_stored) AS vectors_stored, sum(quantity) AS quantity, sum(reviews) AS reviews,
			sum(minute_cost) AS minute_cost, sum(fees) AS fees, sum(review_cost) AS review_cost
		  FROM item_days i
		  WHERE i.layer IS NULL
			OR NOT EXISTS (SELECT FROM dropped_events d WHERE d.owned_month = first_of_month(i.owned_on))
		  GROUP BY booked_month) b
	CROSS JOIN LATERAL (VALUES
		('events', 'events', b.events::numeric),
		('events', 'unpriced_events', b.unpriced_events::numeric),
		('events', 'tokens', b.tokens::numeric), ('events', 'cost', b.cost::numeric),
		('events', 'credit_cost', b.credit_cost::numeric),
		('events', 'gpu_seconds', b.gpu_seconds::numeric),
		('events', 'vectors_stored', b.vectors_stored::numeric),
		('outcomes', 'quantity', b.quantity::numeric), ('reviews', 'reviews', b.reviews::numeric),
		('reviews', 'minute_cost', b.minute_cost::numeric), ('reviews', 'fees', b.fees::numeric),
		('reviews', 'cost', b.review_cost::numeric)) v (kind, measure, amount)
) s
GROUP BY month, kind, level, measure;

COMMENT ON VIEW compare_balances IS 'Sums of all facts by month against those of the balances, at each level; the difference is always 0. Reads all facts. If it is not 0: rebuild_balances().';
COMMENT ON COLUMN compare_balances.month IS 'Month in which the facts are booked.';
COMMENT ON COLUMN compare_balances.kind IS 'events, outcomes or reviews.';
COMMENT ON COLUMN compare_balances.level IS 'days, months or items.';
COMMENT ON COLUMN compare_balances.measure IS 'What is added up, as a column of that level.';
COMMENT ON COLUMN compare_balances.from_facts IS 'Sum over the facts.';
COMMENT ON COLUMN compare_balances.from_balances IS 'Sum over the balances, folded and not.';
COMMENT ON COLUMN compare_balances.difference IS 'Balances less facts.';
