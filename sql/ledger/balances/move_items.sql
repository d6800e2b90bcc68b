-- What is folded of work items that change their business unit goes from the
-- old one to the new one, but for what has been closed.  It is what their facts have added less what is still
-- posted, since item_balances do not say provider, model and kind.

CREATE OR REPLACE FUNCTION move_event_items(work_items text[], old_units text[], new_units text[]) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	WITH moved AS MATERIALIZED (
		SELECT f.booked_month, f.owned_on,
			   greatest(first_of_month(f.owned_on), latest_day(a.days, f.owned_on),
						latest_day(c.days, f.owned_on)) AS owned_from,
			   f.agent, f.layer, f.provider, f.model, f.cost_basis, f.kind, f.work_item, u.own_unit,
			   u.sign * f.events AS events, u.sign * f.live_events AS live_events,
			   u.sign * f.unpriced_events AS unpriced_events, u.sign * f.tokens AS tokens, u.sign * f.cost AS cost,
			   u.sign * f.credit_cost AS credit_cost, u.sign * f.gpu_seconds AS gpu_seconds,
			   u.sign * f.vectors_stored AS vectors_stored
		FROM (SELECT booked_month, owned_on, agent, layer, provider, model, cost_basis, kind, work_item, events,
				 	 live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored
			  FROM event_contributions
			  WHERE work_item = ANY (move_event_items.work_items)
			  UNION ALL
			  SELECT booked_month, owned_on, agent, layer, provider, model, cost_basis, kind, work_item, -events,
				 	 -live_events, -unpriced_events, -tokens, -cost, -credit_cost, -gpu_seconds, -vectors_stored
			  FROM event_postings
			  WHERE work_item = ANY (move_event_items.work_items)) f
		JOIN unnest(move_event_items.work_items, old_units, new_units) m (work_item, old_unit, new_unit)
			ON m.work_item = f.work_item
		CROSS JOIN LATERAL (VALUES (m.old_unit, -1), (m.new_unit, 1)) u (own_unit, sign)
		CROSS JOIN common_span_days c
		LEFT JOIN agent_span_days a ON a.agent = f.agent
		WHERE f.booked_month >= (SELECT open_from())
		  AND (f.owned_on >= (SELECT open_from()) OR closed_item_month(f.work_item, f.owned_on) IS NULL)
	),
	days AS (
		INSERT INTO event_day_balances (
			booked_month, owned_on, agent, own_unit, layer, provider, model, cost_basis, kind, has_item, events,
			live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored)
		SELECT booked_month, owned_on, agent, own_unit, layer, provider, model, cost_basis, kind, true,
			   nullif(sum(events), 0)::bigint, nullif(sum(live_events), 0)::bigint,
			   nullif(sum(unpriced_events), 0)::bigint, nullif(runrate.exact_sum(tokens), 0),
			   nullif(runrate.exact_sum(cost), 0), nullif(runrate.exact_sum(credit_cost), 0),
			   nullif(runrate.exact_sum(gpu_seconds), 0), nullif(runrate.exact_sum(vectors_stored), 0)
		FROM moved
		GROUP BY booked_month, owned_on, agent, own_unit, layer, provider, model, cost_basis, kind
		HAVING sum(events) <> 0 OR sum(live_events) <> 0 OR sum(unpriced_events) <> 0 OR
			runrate.exact_sum(tokens) <> 0 OR runrate.exact_sum(cost) <> 0 OR runrate.exact_sum(credit_cost) <> 0 OR
			runrate.exact_sum(gpu_seconds) <> 0 OR runrate.exact_sum(vectors_stored) <> 0
	),
	months AS (
		INSERT INTO event_month_balances (
			booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item, events,
			live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored)
		SELECT booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, true,
			   nullif(sum(events), 0)::bigint, nullif(sum(live_events), 0)::bigint,
			   nullif(sum(unpriced_events), 0)::bigint, nullif(runrate.exact_sum(tokens), 0),
			   nullif(runrate.exact_sum(cost), 0), nullif(runrate.exact_sum(credit_cost), 0),
			   nullif(runrate.exact_sum(gpu_seconds), 0), nullif(runrate.exact_sum(vectors_stored), 0)
		FROM moved
		GROUP BY booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind
		HAVING sum(events) <> 0 OR sum(live_events) <> 0 OR sum(unpriced_events) <> 0 OR
			runrate.exact_sum(tokens) <> 0 OR runrate.exact_sum(cost) <> 0 OR runrate.exact_sum(credit_cost) <> 0 OR
			runrate.exact_sum(gpu_seconds) <> 0 OR runrate.exact_sum(vectors_stored) <> 0
	),
	items AS (
		INSERT INTO item_balances (
			booked_month, owned_on, work_item, agent, own_unit, layer, events, unpriced_events, tokens, cost,
			credit_cost, gpu_seconds, vectors_stored)
		SELECT booked_month, owned_on, work_item, agent, own_unit, layer,
			   nullif(sum(events), 0)::bigint, nullif(sum(unpriced_events), 0)::bigint,
			   nullif(runrate.exact_sum(tokens), 0), nullif(runrate.exact_sum(cost), 0),
			   nullif(runrate.exact_sum(credit_cost), 0), nullif(runrate.exact_sum(gpu_seconds), 0),
			   nullif(runrate.exact_sum(vectors_stored), 0)
		FROM moved
		GROUP BY booked_month, owned_on, work_item, agent, own_unit, layer
		HAVING sum(events) <> 0 OR sum(unpriced_events) <> 0 OR runrate.exact_sum(tokens) <> 0 OR
			runrate.exact_sum(cost) <> 0 OR runrate.exact_sum(credit_cost) <> 0 OR
			runrate.exact_sum(gpu_seconds) <> 0 OR runrate.exact_sum(vectors_stored) <> 0
	)
	SELECT count(*) FROM moved;
END;

COMMENT ON FUNCTION move_event_items(text[], text[], text[]) IS
'move_event_items(work_items, old_units, new_units): move what is folded of events of work items to another business unit. The caller holds the lock that keeps others from folding.';

CREATE OR REPLACE FUNCTION move_outcome_items(work_items text[], old_units text[], new_units text[]) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	WITH moved AS MATERIALIZED (
		SELECT f.booked_month, f.owned_on,
			   greatest(first_of_month(f.owned_on), latest_day(a.days, f.owned_on),
						latest_day(c.days, f.owned_on)) AS owned_from,
			   f.agent, f.outcome, f.kind, f.work_item, u.own_unit,
			   u.sign * f.quantity AS quantity, u.sign * f.live_outcomes AS live_outcomes
		FROM (SELECT booked_month, owned_on, agent, outcome, kind, work_item, quantity, live_outcomes
			  FROM outcome_contributions
			  WHERE work_item = ANY (move_outcome_items.work_items)
			  UNION ALL
			  SELECT booked_month, owned_on, agent, outcome, kind, work_item, -quantity, -live_outcomes
			  FROM outcome_postings
			  WHERE work_item = ANY (move_outcome_items.work_items)) f
		JOIN unnest(move_outcome_items.work_items, old_units, new_units) m (work_item, old_unit, new_unit)
			ON m.work_item = f.work_item
		CROSS JOIN LATERAL (VALUES (m.old_unit, -1), (m.new_unit, 1)) u (own_unit, sign)
		CROSS JOIN common_span_days c
		LEFT JOIN agent_span_days a ON a.agent = f.agent
		WHERE f.booked_month >= (SELECT open_from())
		  AND (f.owned_on >= (SELECT open_from()) OR closed_item_month(f.work_item, f.owned_on) IS NULL)
	),
	days AS (
		INSERT INTO outcome_day_balances (
			booked_month, owned_on, agent, own_unit, outcome, kind, has_item, quantity, live_outcomes)
		SELECT booked_month, owned_on, agent, own_unit, outcome, kind, true,
			   nullif(sum(quantity), 0)::bigint, nullif(sum(live_outcomes), 0)::bigint
		FROM moved
		GROUP BY booked_month, owned_on, agent, own_unit, outcome, kind
		HAVING sum(quantity) <> 0 OR sum(live_outcomes) <> 0
	),
	months AS (
		INSERT INTO outcome_month_balances (
			booked_month, owned_from, agent, own_unit, outcome, kind, has_item, quantity, live_outcomes)
		SELECT booked_month, owned_from, agent, own_unit, outcome, kind, true,
			   nullif(sum(quantity), 0)::bigint, nullif(sum(live_outcomes), 0)::bigint
		FROM moved
		GROUP BY booked_month, owned_from, agent, own_unit, outcome, kind
		HAVING sum(quantity) <> 0 OR sum(live_outcomes) <> 0
	),
	items AS (
		INSERT INTO item_balances (
			booked_month, owned_on, work_item, agent, own_unit, outcome, quantity)
		SELECT booked_month, owned_on, work_item, agent, own_unit, outcome,
			   nullif(sum(quantity), 0)::bigint
		FROM moved
		GROUP BY booked_month, owned_on, work_item, agent, own_unit, outcome
		HAVING sum(quantity) <> 0
	)
	SELECT count(*) FROM moved;
END;

COMMENT ON FUNCTION move_outcome_items(text[], text[], text[]) IS
'move_outcome_items(work_items, old_units, new_units): move what is folded of outcomes of work items to another business unit. The caller holds the lock that keeps others from folding.';

CREATE OR REPLACE FUNCTION move_review_items(work_items text[], old_units text[], new_units text[]) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	WITH moved AS MATERIALIZED (
		SELECT f.booked_month, f.owned_on,
			   greatest(first_of_month(f.owned_on), latest_day(a.days, f.owned_on),
						latest_day(c.days, f.owned_on)) AS owned_from,
			   f.agent, f.verdict, f.kind, f.work_item, u.own_unit,
			   u.sign * f.reviews AS reviews, u.sign * f.live_reviews AS live_reviews,
			   u.sign * f.unpriced_reviews AS unpriced_reviews, u.sign * f.minute_cost AS minute_cost,
			   u.sign * f.fees AS fees, u.sign * f.cost AS cost
		FROM (SELECT booked_month, owned_on, agent, verdict, kind, work_item, reviews, live_reviews,
				 	 unpriced_reviews, minute_cost, fees, cost
			  FROM review_contributions
			  WHERE work_item = ANY (move_review_items.work_items)
			  UNION ALL
			  SELECT booked_month, owned_on, agent, verdict, kind, work_item, -reviews, -live_reviews,
				 	 -unpriced_reviews, -minute_cost, -fees, -cost
			  FROM review_postings
			  WHERE work_item = ANY (move_review_items.work_items)) f
		JOIN unnest(move_review_items.work_items, old_units, new_units) m (work_item, old_unit, new_unit)
			ON m.work_item = f.work_item
		CROSS JOIN LATERAL (VALUES (m.old_unit, -1), (m.new_unit, 1)) u (own_unit, sign)
		CROSS JOIN common_span_days c
		LEFT JOIN agent_span_days a ON a.agent = f.agent
		WHERE f.booked_month >= (SELECT open_from())
		  AND (f.owned_on >= (SELECT open_from()) OR closed_item_month(f.work_item, f.owned_on) IS NULL)
	),
	days AS (
		INSERT INTO review_day_balances (
			booked_month, owned_on, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
			unpriced_reviews, minute_cost, fees, cost)
		SELECT booked_month, owned_on, agent, own_unit, verdict, kind, true,
			   nullif(sum(reviews), 0)::bigint, nullif(sum(live_reviews), 0)::bigint,
			   nullif(sum(unpriced_reviews), 0)::bigint, nullif(runrate.exact_sum(minute_cost), 0),
			   nullif(runrate.exact_sum(fees), 0), nullif(runrate.exact_sum(cost), 0)
		FROM moved
		GROUP BY booked_month, owned_on, agent, own_unit, verdict, kind
		HAVING sum(reviews) <> 0 OR sum(live_reviews) <> 0 OR sum(unpriced_reviews) <> 0 OR
			runrate.exact_sum(minute_cost) <> 0 OR runrate.exact_sum(fees) <> 0 OR runrate.exact_sum(cost) <> 0
	),
	months AS (
		INSERT INTO review_month_balances (
			booked_month, owned_from, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
			unpriced_reviews, minute_cost, fees, cost)
		SELECT booked_month, owned_from, agent, own_unit, verdict, kind, true,
			   nullif(sum(reviews), 0)::bigint, nullif(sum(live_reviews), 0)::bigint,
			   nullif(sum(unpriced_reviews), 0)::bigint, nullif(runrate.exact_sum(minute_cost), 0),
			   nullif(runrate.exact_sum(fees), 0), nullif(runrate.exact_sum(cost), 0)
		FROM moved
		GROUP BY booked_month, owned_from, agent, own_unit, verdict, kind
		HAVING sum(reviews) <> 0 OR sum(live_reviews) <> 0 OR sum(unpriced_reviews) <> 0 OR
			runrate.exact_sum(minute_cost) <> 0 OR runrate.exact_sum(fees) <> 0 OR runrate.exact_sum(cost) <> 0
	),
	items AS (
		INSERT INTO item_balances (
			booked_month, owned_on, work_item, agent, own_unit, reviews, minute_cost, fees, review_cost)
		SELECT booked_month, owned_on, work_item, agent, own_unit,
			   nullif(sum(reviews), 0)::bigint, nullif(runrate.exact_sum(minute_cost), 0),
			   nullif(runrate.exact_sum(fees), 0), nullif(runrate.exact_sum(cost), 0)
		FROM moved
		GROUP BY booked_month, owned_on, work_item, agent, own_unit
		HAVING sum(reviews) <> 0 OR runrate.exact_sum(minute_cost) <> 0 OR runrate.exact_sum(fees) <> 0 OR
			runrate.exact_sum(cost) <> 0
	)
	SELECT count(*) FROM moved;
END;

COMMENT ON FUNCTION move_review_items(text[], text[], text[]) IS
'move_review_items(work_items, old_units, new_units): move what is folded of reviews of work items to another business unit. The caller holds the lock that keeps others from folding.';

CREATE OR REPLACE FUNCTION move_items(work_items text[], old_units text[], new_units text[]) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	SELECT move_event_items(work_items, old_units, new_units) + move_outcome_items(work_items, old_units, new_units)
		+ move_review_items(work_items, old_units, new_units);
END;

COMMENT ON FUNCTION move_items(text[], text[], text[]) IS
'move_items(work_items, old_units, new_units): move what is folded of work items to another business unit, for the trigger of work_items. The caller holds the lock that keeps others from folding.';
