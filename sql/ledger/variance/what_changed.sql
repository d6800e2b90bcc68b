-- The amounts of agents are about their own unit costs. That the shares of
-- agents in the outcomes change is the mix: each by how much dearer it was than
-- the mean.
CREATE OR REPLACE FUNCTION what_changed(month date, unit text DEFAULT NULL)
RETURNS TABLE(step bigint, level bigint, unit_of_work text, agent text, effect text, dimension text, value text,
			  contribution numeric(38,12), amount numeric(38,12), sentence text, explained_by text)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT refuse('invalid_parameter_value', 'invalid month: ' || coalesce(what_changed.month::text, 'NULL'),
				  'Use a day of the month, such as ''2026-01-01''.')
	WHERE what_changed.month IS NULL OR NOT isfinite(what_changed.month);

	WITH asked AS (
		SELECT first_of_month(what_changed.month) AS this_month,
			   (first_of_month(what_changed.month) - interval '1 month')::date AS base_month
		WHERE isfinite(what_changed.month)
	),
	effect AS MATERIALIZED (
		SELECT e.*
		FROM asked
		CROSS JOIN variance_effects(this_month, base_month) e
		WHERE what_changed.unit IS NULL OR e.unit_of_work = what_changed.unit
	),
	cell AS (
		SELECT e.unit_of_work, e.agent, e.base_outcomes AS n0, e.outcomes AS n1, e.base_cost AS c0, e.cost AS c1
		FROM effect e
		GROUP BY e.unit_of_work, e.agent, e.base_outcomes, e.outcomes, e.base_cost, e.cost
	),
	total AS (
		SELECT a.this_month, a.base_month, t.*, are_comparable(n0, n1) AS is_comparable,
			   CASE WHEN n0 > 0 THEN round(c0 / n0, 12) END AS unit_cost0,
			   CASE WHEN n1 > 0 THEN round(c1 / n1, 12) END AS unit_cost1
		FROM asked a
		CROSS JOIN (SELECT sum(n0) AS n0, sum(n1) AS n1, sum(c0) AS c0, sum(c1) AS c1 FROM cell) t
	),
	part AS (
		SELECT e.unit_of_work, e.agent, e.effect, e.dimension, e.value, e.amount
		FROM effect e
		WHERE e.effect NOT IN ('new', 'gone', 'without_outcomes')
		UNION ALL
		SELECT c.unit_of_work, c.agent, 'mix', 'agent', c.agent,
			   (c.n1 - c.n0 * t.n1 / t.n0) * (c.c0 / c.n0 - t.c0 / t.n0)
		FROM cell c
		CROSS JOIN total t
		WHERE t.is_comparable AND are_comparable(c.n0, c.n1)
		UNION ALL
		SELECT e.unit_of_work, e.agent, CASE WHEN e.effect = 'without_outcomes' THEN e.effect ELSE 'mix' END,
			   'agent', e.agent,
			   e.cost - e.base_cost * t.n1 / t.n0 - (e.outcomes - e.base_outcomes * t.n1 / t.n0) * t.c0 / t.n0
		FROM effect e
		CROSS JOIN total t
		WHERE t.is_comparable AND e.effect IN ('new', 'gone', 'without_outcomes')
	),
	shared AS (
		SELECT p.*, round(p.amount / t.n1, 12) AS contribution, t.unit_cost1 - t.unit_cost0 AS change,
			   (t.unit_cost1 - t.unit_cost0) * t.n1 AS amount_of_change,
			   row_number() OVER (ORDER BY abs(p.amount) DESC, p.effect, p.unit_of_work COLLATE "C",
								  p.agent COLLATE "C", p.value COLLATE "C") AS place
		FROM part p
		CROSS JOIN total t
		WHERE t.is_comparable
	),
	-- What is left of rounding is in the largest part.
	leaf AS (
		SELECT s.unit_of_work, s.agent, s.effect, s.dimension, s.value,
			   s.contribution + CASE WHEN place = 1 THEN change - sum(s.contribution) OVER ()
					ELSE 0 END AS contribution,
			   round(s.amount, 12) + CASE WHEN place = 1 THEN amount_of_change - sum(round(s.amount, 12)) OVER ()
					ELSE 0 END AS amount
		FROM shared s
	),
	largest AS (
		SELECT DISTINCT ON (l.effect) l.effect, l.agent, l.dimension, l.value, l.contribution
		FROM leaf l
		JOIN (SELECT effect, sum(contribution) AS contribution FROM leaf GROUP BY effect) e USING (effect)
		ORDER BY l.effect, l.contribution * sign(e.contribution) DESC, l.agent COLLATE "C", l.value COLLATE "C"
	),
	effects AS (
		SELECT e.*, row_number() OVER (ORDER BY abs(e.contribution) DESC, e.effect) AS place
		FROM (SELECT effect, sum(contribution) AS contribution, sum(amount) AS amount FROM leaf GROUP BY effect) e
		WHERE e.contribution <> 0 OR e.amount <> 0
	),
	tree AS (
		SELECT 0::bigint AS level, NULL::bigint AS place, what_changed.unit AS unit_of_work, NULL::text AS agent,
			   'change' AS effect, NULL::text AS dimension, NULL::text AS value,
			   CASE WHEN is_comparable THEN unit_cost1 - unit_cost0 END AS contribution,
			   CASE WHEN is_comparable THEN (unit_cost1 - unit_cost0) * n1 END AS amount,
			   CASE WHEN is_comparable THEN change_text(what_changed.unit, unit_cost0, unit_cost1, base_month,
					this_month)
					ELSE format('There is no cost per outcome of %s to compare with one of %s.',
								left(day_text(base_month), 7), left(day_text(this_month), 7)) END AS sentence,
			   format('SELECT * FROM unit_costs WHERE month IN (%L, %L)', day_text(base_month),
					day_text(this_month)) AS explained_by
		FROM total
		UNION ALL
		SELECT 1, e.place, NULL, NULL, e.effect, NULL, NULL, e.contribution, e.amount,
			   CASE WHEN e.place <= 3 AND round(e.contribution, 6) <> 0
					THEN effect_sentence(e.effect, e.contribution, l.agent,
										 CASE WHEN l.dimension <> 'agent' THEN l.value END, l.contribution) END,
			   effect_query(e.effect, l.agent, l.value, t.this_month, t.base_month)
		FROM effects e
		JOIN largest l USING (effect)
		CROSS JOIN total t
		UNION ALL
		SELECT 2, e.place, l.unit_of_work, l.agent, l.effect, l.dimension, l.value, l.contribution, l.amount, NULL,
			   effect_query(l.effect, l.agent, l.value, t.this_month, t.base_month)
		FROM leaf l
		JOIN effects e USING (effect)
		CROSS JOIN total t
		WHERE l.contribution <> 0 OR l.amount <> 0
	)
	SELECT row_number() OVER (ORDER BY place NULLS FIRST, level, abs(contribution) DESC, unit_of_work COLLATE "C",
							  agent COLLATE "C", value COLLATE "C"),
		   level, unit_of_work, agent, effect, dimension, value, contribution::numeric(38,12),
		   amount::numeric(38,12), sentence, explained_by
	FROM tree
	ORDER BY 1;
END;

COMMENT ON FUNCTION what_changed(date, text) IS
'what_changed(date ''2026-03-01'') or what_changed(date ''2026-03-01'', ''ticket''): why an outcome cost more or less in a month than in the month before, for the company or one unit of work. SELECT sentence FROM what_changed(date ''2026-03-01'') WHERE sentence IS NOT NULL ORDER BY step is the answer in at most four sentences; the rows are exact, step is their order: level 0 is the change, level 1 its effects, level 2 what of them is of an agent and a model or layer (dimension and value); the contributions of a level, in money for an outcome, sum to the change of the unit cost, rounded to 12 decimals, and amount is the same for all outcomes of the month. price, model_mix, tokens_per_attempt and attempts_per_outcome are about events of models, direct about others, review about people, volume and overhead about shared costs and amortization; mix says that agents or work with other unit costs have another share, and has those that are new or gone. What is booked late for earlier months belongs to no unit cost. explained_by is a query that shows more, in a session whose search_path has the ledger.';
