-- A price is asked for at the latest time before priced_at that has the weekday
-- and the hour of the event: prices of today, also of models that came out
-- since, and of hours and weekdays where a price has them.
CREATE OR REPLACE FUNCTION what_if_model(agent text, provider text, model text, from_month date, to_month date,
	one_off_cost numeric DEFAULT 0, replaced_model text DEFAULT NULL, priced_at timestamptz DEFAULT now())
RETURNS TABLE(months bigint, events bigint, repriced_events bigint, unpriced_events bigint, price_problem text,
	tokens numeric(38,0), actual_cost numeric(38,12), what_if_cost numeric(38,12), saving numeric(38,12),
	monthly_saving numeric(38,12), payback_months numeric(32,6), value_12m numeric(38,12),
	cost_per_million_tokens numeric(32,6), what_if_cost_per_million_tokens numeric(32,6))
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT refuse_unknown_agent(what_if_model.agent),
		   check_model(what_if_model.provider, what_if_model.model),
		   check_span(what_if_model.from_month, what_if_model.to_month),
		   check_amount('one_off_cost', what_if_model.one_off_cost);

	WITH base AS (
		-- What is reversed or corrected in these months counts as its original, which is looked up for these
		-- rows only
		SELECT e.event_count, e.cost, e.price_problem,
			   CASE WHEN e.corrects IS NOT NULL OR (SELECT o.corrects FROM events o WHERE o.id = e.reverses) IS NOT NULL
						THEN 0
					WHEN e.reverses IS NOT NULL THEN -1
					ELSE 1 END AS sign,
			   CASE WHEN e.reverses IS NULL AND e.corrects IS NULL THEN e
					ELSE (SELECT o FROM events o
						  WHERE o.id = coalesce(e.corrects, (SELECT r.corrects FROM events r WHERE r.id = e.reverses),
												e.reverses)) END AS event
		FROM events e
		WHERE e.agent = what_if_model.agent
		  AND e.booked_on >= what_if_model.from_month AND e.booked_on < next_month(what_if_model.to_month)
		  AND e.model IS NOT NULL AND e.model = coalesce(what_if_model.replaced_model, e.model)
		  AND e.layer IN ('model_api', 'inference', 'retries')
	),
	replayed AS (
		SELECT b.event_count, b.sign * w.tokens AS tokens, b.cost, b.sign * w.cost AS what_if_cost,
			   b.cost IS NOT NULL AND w.cost IS NOT NULL AS is_known,
			   coalesce(w.problem,
						CASE WHEN b.cost IS NULL THEN coalesce(b.price_problem, 'no cost yet') END) AS problem
		FROM base b
		CROSS JOIN LATERAL runrate_internal.event_what_if(b.event, what_if_model.provider, what_if_model.model,
			date_bin('7 days', what_if_model.priced_at, (b.event).occurred_at)) w
	),
	total AS (
		SELECT coalesce(sum(r.event_count), 0)::bigint AS events,
			   coalesce(sum(r.event_count) FILTER (WHERE r.is_known), 0)::bigint AS repriced_events,
			   coalesce(sum(r.event_count) FILTER (WHERE NOT r.is_known), 0)::bigint AS unpriced_events,
			   min(r.problem) AS price_problem,
			   coalesce(sum(r.tokens) FILTER (WHERE r.is_known), 0) AS tokens,
			   sum(r.cost) FILTER (WHERE r.is_known) AS actual_cost,
			   sum(r.what_if_cost) FILTER (WHERE r.is_known) AS what_if_cost
		FROM replayed r
	),
	span AS (
		SELECT (extract(year FROM s.span) * 12 + extract(month FROM s.span))::bigint AS months
		FROM (SELECT age(next_month(what_if_model.to_month)::timestamp,
						 what_if_model.from_month::timestamp) AS span) s
	)
	SELECT s.months, t.events, t.repriced_events, t.unpriced_events, t.price_problem, t.tokens::numeric(38,0),
		   t.actual_cost::numeric(38,12), t.what_if_cost::numeric(38,12),
		   (t.actual_cost - t.what_if_cost)::numeric(38,12),
		   ((t.actual_cost - t.what_if_cost) / s.months)::numeric(38,12),
		   runrate.payback_months(what_if_model.one_off_cost,
								  (t.actual_cost - t.what_if_cost) / s.months)::numeric(32,6),
		   (12 * (t.actual_cost - t.what_if_cost) / s.months - what_if_model.one_off_cost)::numeric(38,12),
		   ratio(t.actual_cost * 1000000, t.tokens)::numeric(32,6),
		   ratio(t.what_if_cost * 1000000, t.tokens)::numeric(32,6)
	FROM total t CROSS JOIN span s;
END;

COMMENT ON FUNCTION what_if_model(text, text, text, date, date, numeric, text, timestamptz) IS
'what_if_model(''support'', ''anthropic'', ''claude-haiku'', ''2026-01-01'', ''2026-03-01'', 40000): what the calls of models that an agent made in these months (the first days of the first and the last one) would have cost with another model: every call by its own tokens of all classes, caches, tier and batch. saving is actual_cost less what_if_cost of the calls for which both are known (repriced_events); the others are unpriced_events, and price_problem is why for one of them. monthly_saving is a mean of the months; payback_months how many of them pay the one_off_cost, empty if there is nothing saved; value_12m what twelve of them leave of it. replaced_model: only calls of that model. priced_at: prices of that time, at the weekday and the hour of each call. Changes nothing.';
