-- One driver after the other goes from what it was to what it is, and the cost
-- moves from base_cost * outcomes / base_outcomes to cost:
--
--		attempts, at the tokens of an attempt and the prices that were
--		tokens of an attempt, at the prices that were
--		models, which have another share of the tokens, at the prices that were
--		prices
--
-- A driver that one of the months does not know stays with the next one: where
-- there are no tokens prices are those of attempts, and without attempts those
-- of outcomes.
CREATE OR REPLACE FUNCTION variance_effects(of_month date, base_month date) RETURNS SETOF variance_effect
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH line AS (
		SELECT unit_of_work, agent, kind, value,
			   coalesce(sum(cost) FILTER (WHERE month = of_month), 0) AS cost1,
			   coalesce(sum(cost) FILTER (WHERE month = base_month), 0) AS cost0,
			   coalesce(sum(attempts) FILTER (WHERE month = of_month), 0) AS attempts1,
			   coalesce(sum(attempts) FILTER (WHERE month = base_month), 0) AS attempts0,
			   coalesce(sum(tokens) FILTER (WHERE month = of_month), 0) AS tokens1,
			   coalesce(sum(tokens) FILTER (WHERE month = base_month), 0) AS tokens0,
			   coalesce(sum(reviews) FILTER (WHERE month = of_month), 0) AS reviews1,
			   coalesce(sum(reviews) FILTER (WHERE month = base_month), 0) AS reviews0,
			   coalesce(sum(outcomes) FILTER (WHERE month = of_month), 0) AS outcomes1,
			   coalesce(sum(outcomes) FILTER (WHERE month = base_month), 0) AS outcomes0
		FROM variance_lines
		WHERE month IN (of_month, base_month)
		GROUP BY unit_of_work, agent, kind, value
	),
	cell AS MATERIALIZED (
		SELECT unit_of_work, agent, sum(outcomes0) AS n0, sum(outcomes1) AS n1, sum(cost0) AS c0, sum(cost1) AS c1,
			   coalesce(sum(cost0) FILTER (WHERE kind = 'model'), 0) AS m0,
			   sum(attempts0) AS a0, sum(attempts1) AS a1, sum(tokens0) AS t0, sum(tokens1) AS t1,
			   are_comparable(sum(outcomes0), sum(outcomes1)) AS has_outcomes,
			   are_comparable(sum(attempts0), sum(attempts1)) AS has_attempts,
			   are_comparable(sum(tokens0), sum(tokens1)) AS has_tokens
		FROM line
		GROUP BY unit_of_work, agent
	),
	-- the cost of all models at what it takes in this month, by outcomes, by attempts and by tokens
	stage AS (
		SELECT *, m0 * n1 / n0 AS by_outcomes,
			   CASE WHEN has_attempts THEN m0 * a1 / a0 ELSE m0 * n1 / n0 END AS by_attempts,
			   CASE WHEN has_tokens THEN m0 * t1 / t0 WHEN has_attempts THEN m0 * a1 / a0
					ELSE m0 * n1 / n0 END AS by_tokens
		FROM cell
		WHERE has_outcomes
	),
	-- quantity is what a model has a price for
	model AS (
		SELECT s.*, l.value, l.cost0, l.cost1, q.quantity0, q.quantity1, q.all0, q.all1,
			   CASE WHEN are_comparable(q.quantity0, q.quantity1) OR q.quantity0 > 0 AND q.quantity1 = 0
					THEN l.cost0 * q.quantity1 / q.quantity0
					-- what has no quantity at all has a price all the same
					WHEN q.quantity0 = 0 AND q.quantity1 = 0 THEN l.cost0 * q.all1 / q.all0
					ELSE l.cost1 END AS at_base_price
		FROM stage s
		JOIN line l USING (unit_of_work, agent)
		CROSS JOIN LATERAL (VALUES (
			CASE WHEN has_tokens THEN tokens0 WHEN has_attempts THEN attempts0 ELSE n0 END,
			CASE WHEN has_tokens THEN tokens1 WHEN has_attempts THEN attempts1 ELSE n1 END,
			CASE WHEN has_tokens THEN t0 WHEN has_attempts THEN a0 ELSE n0 END,
			CASE WHEN has_tokens THEN t1 WHEN has_attempts THEN a1 ELSE n1 END)) q (quantity0, quantity1, all0, all1)
		WHERE l.kind = 'model'
	),
	part AS (
		SELECT unit_of_work, agent, 'attempts_per_outcome' AS effect, 'agent' AS dimension, agent AS value,
			   by_attempts - by_outcomes AS amount
		FROM stage
		UNION ALL
		SELECT unit_of_work, agent, 'tokens_per_attempt', 'agent', agent, by_tokens - by_attempts
		FROM stage
		UNION ALL
		-- less what its tokens would have cost at the mean price, and more what it had before, for all tokens: so it is
		-- dearer that a dear model has more of them
		SELECT unit_of_work, agent, 'model_mix', 'model', value,
			   at_base_price - cost0 * all1 / all0 - (m0 * quantity1 / all0 - m0 * quantity0 / all0 * all1 / all0)
		FROM model
		UNION ALL
		SELECT unit_of_work, agent, 'price', 'model', value, cost1 - at_base_price
		FROM model
		UNION ALL
		SELECT s.unit_of_work, s.agent, e.effect, e.dimension, e.value, e.amount
		FROM stage s
		JOIN line l USING (unit_of_work, agent)
		CROSS JOIN LATERAL (
			SELECT 'direct', 'layer', l.value, l.cost1 - l.cost0 * s.n1 / s.n0
			WHERE l.kind = 'direct'
			UNION ALL
			SELECT 'volume', 'layer', l.value, l.cost0 - l.cost0 * s.n1 / s.n0
			WHERE l.kind = 'overhead'
			UNION ALL
			SELECT 'overhead', 'layer', l.value, l.cost1 - l.cost0
			WHERE l.kind = 'overhead'
			UNION ALL
			SELECT 'review', 'review', 'reviews per outcome',
				   CASE WHEN are_comparable(l.reviews0, l.reviews1) THEN l.cost0 * l.reviews1 / l.reviews0
						ELSE l.cost1 END
				   - l.cost0 * s.n1 / s.n0
			WHERE l.kind = 'review'
			UNION ALL
			SELECT 'review', 'review', 'cost per review', l.cost1 - l.cost0 * l.reviews1 / l.reviews0
			WHERE l.kind = 'review' AND are_comparable(l.reviews0, l.reviews1)) e (effect, dimension, value, amount)
		UNION ALL
		SELECT unit_of_work, agent,
			   CASE WHEN n0 = 0 AND c0 = 0 AND n1 > 0 THEN 'new' WHEN n1 = 0 AND c1 = 0 AND n0 > 0 THEN 'gone'
					ELSE 'without_outcomes' END, 'agent', agent, c1 - c0
		FROM cell
		WHERE NOT has_outcomes
	),
	rounded AS (
		SELECT p.unit_of_work, p.agent, c.n0, c.n1, c.c0, c.c1, p.effect, p.dimension, p.value,
			   round(p.amount, 12) AS amount,
			   round(c.c1 - CASE WHEN c.has_outcomes THEN c.c0 * c.n1 / c.n0 ELSE c.c0 END, 12) AS change
		FROM part p
		JOIN cell c USING (unit_of_work, agent)
	)
	-- What was cut off by rounding is in the largest part.
	SELECT unit_of_work, agent, n0::bigint, n1::bigint, c0, c1, effect, dimension, value,
		   amount + CASE WHEN row_number() OVER (PARTITION BY unit_of_work, agent
												 ORDER BY abs(amount) DESC, effect, value COLLATE "C") = 1
						 THEN change - sum(amount) OVER (PARTITION BY unit_of_work, agent) ELSE 0 END
	FROM rounded;
END;

COMMENT ON FUNCTION variance_effects(date, date) IS
'variance_effects(date ''2026-03-01'', date ''2026-02-01''): why each agent cost more or less in a month than in an earlier one, in money. The amounts of an agent and unit of work with outcomes in both months sum to cost - base_cost * outcomes / base_outcomes, rounded to 12 decimals: the change of its unit cost, times its outcomes. Others have one row, cost - base_cost. attempts_per_outcome, tokens_per_attempt, model_mix (shares of models in the tokens) and price are about events of models; direct about other events; review about reviews; volume says what the overhead of the earlier month is less for each outcome because there are more of them, overhead what it has become more itself.';
