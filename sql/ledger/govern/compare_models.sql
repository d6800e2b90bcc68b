CREATE OR REPLACE FUNCTION compare_models(provider text, model text, other_provider text, other_model text,
	from_month date, to_month date, confidence double precision DEFAULT 0.95)
RETURNS TABLE(kind text, items bigint, outcomes bigint, unit_cost numeric(32,6),
	other_items bigint, other_outcomes bigint, other_unit_cost numeric(32,6),
	pairs bigint, difference numeric(32,6), low numeric(32,6), high numeric(32,6))
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT check_span(compare_models.from_month, compare_models.to_month);

	SELECT refuse('invalid_parameter_value', format('model %L of %s is compared with itself', compare_models.model,
													compare_models.provider),
				  'Name two models that ran on the same kinds of work items.')
	WHERE (compare_models.provider, compare_models.model)
		  = (compare_models.other_provider, compare_models.other_model);

	SELECT check_ran(compare_models.provider, compare_models.model),
		   check_ran(compare_models.other_provider, compare_models.other_model);

	WITH ran AS (
		-- items on which both worked say nothing about either; what was reversed did not work
		SELECT r.work_item, r.is_other
		FROM (SELECT e.work_item,
					 coalesce(sum(e.event_count) FILTER (WHERE
						(e.provider, e.model) = (compare_models.other_provider, compare_models.other_model)), 0) > 0
					 AS is_other,
					 coalesce(sum(e.event_count) FILTER (WHERE
						(e.provider, e.model) = (compare_models.provider, compare_models.model)), 0) > 0 AS is_first
			  FROM events e
			  WHERE e.booked_on >= compare_models.from_month AND e.booked_on < next_month(compare_models.to_month)
				AND e.work_item IS NOT NULL
				AND (e.provider, e.model) IN ((compare_models.provider, compare_models.model),
											  (compare_models.other_provider, compare_models.other_model))
			  GROUP BY e.work_item) r
		WHERE r.is_other <> r.is_first
	),
	item AS (
		SELECT coalesce(w.kind, 'unattributed') AS kind, r.is_other, max(l.last_event_day) AS day,
			   sum(l.direct_cost + l.review_cost) AS cost, sum(l.outcomes) AS outcomes
		FROM item_lines l
		JOIN ran r ON r.work_item = l.work_item
		LEFT JOIN work_items w ON w.work_item = l.work_item
		WHERE l.month BETWEEN compare_models.from_month AND compare_models.to_month
		GROUP BY l.work_item, w.kind, r.is_other
	),
	day AS (
		SELECT i.kind, i.day,
			   count(*) FILTER (WHERE NOT i.is_other) AS items,
			   count(*) FILTER (WHERE i.is_other) AS other_items,
			   coalesce(sum(i.outcomes) FILTER (WHERE NOT i.is_other), 0)::bigint AS outcomes,
			   coalesce(sum(i.outcomes) FILTER (WHERE i.is_other), 0)::bigint AS other_outcomes,
			   sum(i.cost) FILTER (WHERE NOT i.is_other) AS cost,
			   sum(i.cost) FILTER (WHERE i.is_other) AS other_cost
		FROM item i
		GROUP BY i.kind, i.day
	),
	pair AS (
		SELECT d.*, per_outcome(d.other_cost, d.other_outcomes) - per_outcome(d.cost, d.outcomes) AS difference
		FROM day d
	),
	compared AS (
		SELECT p.kind, sum(p.items)::bigint AS items, sum(p.other_items)::bigint AS other_items,
			   sum(p.outcomes)::bigint AS outcomes, sum(p.other_outcomes)::bigint AS other_outcomes,
			   sum(p.cost) AS cost, sum(p.other_cost) AS other_cost, count(p.difference) AS pairs,
			   runrate.unit_cost_interval(p.difference, true, compare_models.confidence)
			   FILTER (WHERE p.difference IS NOT NULL) AS range
		FROM pair p
		GROUP BY p.kind
		HAVING sum(p.items) > 0 AND sum(p.other_items) > 0
	)
	SELECT c.kind, c.items, c.outcomes, per_outcome(c.cost, c.outcomes)::numeric(32,6),
		   c.other_items, c.other_outcomes, per_outcome(c.other_cost, c.other_outcomes)::numeric(32,6),
		   c.pairs, (c.range).unit_cost::numeric(32,6), (c.range).low::numeric(32,6), (c.range).high::numeric(32,6)
	FROM compared c
	ORDER BY c.kind COLLATE "C";
END;

COMMENT ON FUNCTION compare_models(text, text, text, text, date, date, double precision) IS
'compare_models(''anthropic'', ''claude-3'', ''anthropic'', ''claude-haiku'', ''2026-01-01'', ''2026-03-01''): what an outcome costs with one model and with another, for each kind of work items on which both ran in these months (the first days of the first and the last one): events of all layers and reviews, failed attempts with them, without shared costs. A pair is a day on which both had outcomes of the kind; difference is the mean over pairs of the other''s cost of an outcome less the first one''s, and low to high holds the true one with that confidence. Negative: the other is cheaper. Empty: too few pairs. Items on which both worked are left out.';
