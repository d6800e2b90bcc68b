-- The spans of a month are split where something begins to hold within it: its
-- rows are made anew from those of its days.

CREATE OR REPLACE FUNCTION split_event_months(of_agent text, month date) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	WITH taken AS (
		DELETE FROM event_month_balances
		WHERE owned_from >= month AND owned_from < next_month(month) AND (of_agent IS NULL OR agent = of_agent)
		RETURNING 1
	),
	months AS (
		INSERT INTO event_month_balances (
			booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item, events,
			live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored)
		SELECT booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item,
			   nullif(sum(events), 0)::bigint, nullif(sum(live_events), 0)::bigint,
			   nullif(sum(unpriced_events), 0)::bigint, nullif(runrate.exact_sum(tokens), 0),
			   nullif(runrate.exact_sum(cost), 0), nullif(runrate.exact_sum(credit_cost), 0),
			   nullif(runrate.exact_sum(gpu_seconds), 0), nullif(runrate.exact_sum(vectors_stored), 0)
		FROM (SELECT d.*, greatest(month, latest_day(a.days, d.owned_on), latest_day(c.days, d.owned_on)) AS owned_from
			  FROM event_day_balances d
			  CROSS JOIN common_span_days c
			  LEFT JOIN agent_span_days a USING (agent)
			  WHERE d.owned_on >= month AND d.owned_on < next_month(month)
				AND (of_agent IS NULL OR d.agent = of_agent)) d
		GROUP BY booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item
		HAVING sum(events) <> 0 OR sum(live_events) <> 0 OR sum(unpriced_events) <> 0 OR
			runrate.exact_sum(tokens) <> 0 OR runrate.exact_sum(cost) <> 0 OR runrate.exact_sum(credit_cost) <> 0 OR
			runrate.exact_sum(gpu_seconds) <> 0 OR runrate.exact_sum(vectors_stored) <> 0
	)
	SELECT count(*) FROM taken;
END;

COMMENT ON FUNCTION split_event_months(text, date) IS
'split_event_months(agent, month): make the rows of event_month_balances that belong to a month anew; agent: those of one agent, of all if it is empty. The caller holds the lock that keeps others from folding.';

CREATE OR REPLACE FUNCTION split_outcome_months(of_agent text, month date) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	WITH taken AS (
		DELETE FROM outcome_month_balances
		WHERE owned_from >= month AND owned_from < next_month(month) AND (of_agent IS NULL OR agent = of_agent)
		RETURNING 1
	),
	months AS (
		INSERT INTO outcome_month_balances (
			booked_month, owned_from, agent, own_unit, outcome, kind, has_item, quantity, live_outcomes)
		SELECT booked_month, owned_from, agent, own_unit, outcome, kind, has_item,
			   nullif(sum(quantity), 0)::bigint, nullif(sum(live_outcomes), 0)::bigint
		FROM (SELECT d.*, greatest(month, latest_day(a.days, d.owned_on), latest_day(c.days, d.owned_on)) AS owned_from
			  FROM outcome_day_balances d
			  CROSS JOIN common_span_days c
			  LEFT JOIN agent_span_days a USING (agent)
			  WHERE d.owned_on >= month AND d.owned_on < next_month(month)
				AND (of_agent IS NULL OR d.agent = of_agent)) d
		GROUP BY booked_month, owned_from, agent, own_unit, outcome, kind, has_item
		HAVING sum(quantity) <> 0 OR sum(live_outcomes) <> 0
	)
	SELECT count(*) FROM taken;
END;

COMMENT ON FUNCTION split_outcome_months(text, date) IS
'split_outcome_months(agent, month): make the rows of outcome_month_balances that belong to a month anew; agent: those of one agent, of all if it is empty. The caller holds the lock that keeps others from folding.';

CREATE OR REPLACE FUNCTION split_review_months(of_agent text, month date) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	WITH taken AS (
		DELETE FROM review_month_balances
		WHERE owned_from >= month AND owned_from < next_month(month) AND (of_agent IS NULL OR agent = of_agent)
		RETURNING 1
	),
	months AS (
		INSERT INTO review_month_balances (
			booked_month, owned_from, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
			unpriced_reviews, minute_cost, fees, cost)
		SELECT booked_month, owned_from, agent, own_unit, verdict, kind, has_item,
			   nullif(sum(reviews), 0)::bigint, nullif(sum(live_reviews), 0)::bigint,
			   nullif(sum(unpriced_reviews), 0)::bigint, nullif(runrate.exact_sum(minute_cost), 0),
			   nullif(runrate.exact_sum(fees), 0), nullif(runrate.exact_sum(cost), 0)
		FROM (SELECT d.*, greatest(month, latest_day(a.days, d.owned_on), latest_day(c.days, d.owned_on)) AS owned_from
			  FROM review_day_balances d
			  CROSS JOIN common_span_days c
			  LEFT JOIN agent_span_days a USING (agent)
			  WHERE d.owned_on >= month AND d.owned_on < next_month(month)
				AND (of_agent IS NULL OR d.agent = of_agent)) d
		GROUP BY booked_month, owned_from, agent, own_unit, verdict, kind, has_item
		HAVING sum(reviews) <> 0 OR sum(live_reviews) <> 0 OR sum(unpriced_reviews) <> 0 OR
			runrate.exact_sum(minute_cost) <> 0 OR runrate.exact_sum(fees) <> 0 OR runrate.exact_sum(cost) <> 0
	)
	SELECT count(*) FROM taken;
END;

COMMENT ON FUNCTION split_review_months(text, date) IS
'split_review_months(agent, month): make the rows of review_month_balances that belong to a month anew; agent: those of one agent, of all if it is empty. The caller holds the lock that keeps others from folding.';

CREATE OR REPLACE FUNCTION split_months(of_agent text, month date) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	SELECT split_event_months(of_agent, month) + split_outcome_months(of_agent, month)
		+ split_review_months(of_agent, month);
END;

COMMENT ON FUNCTION split_months(text, date) IS
'split_months(agent, month): make the balances of a month anew from those of its days, for the triggers of tables whose rows begin to hold within it. agent: those of one agent, of all if it is empty. The caller holds the lock that keeps others from folding.';
