-- A published result computed again from its rows: the leaderboard "bash-only" of
-- SWE-bench, in which one agent solves 500 issues with each of many models, and
-- the file of the leaderboard has what every run cost.
-- psql variables: file; board, the name of the leaderboard.

CREATE TEMP TABLE lines (n bigint GENERATED ALWAYS AS IDENTITY, line text);
\copy lines (line) FROM PSTDIN (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')

-- What is published of a model: a row each
CREATE TEMP TABLE published AS
SELECT r ->> 'name' AS model, (r ->> 'date')::date AS day, (r ->> 'resolved')::numeric AS resolved_pct,
	   (r ->> 'cost')::numeric AS cost, (r ->> 'instance_cost')::numeric AS instance_cost,
	   (r ->> 'instance_calls')::numeric AS instance_calls, r -> 'per_instance_details' AS details
FROM (SELECT string_agg(line, E'\n' ORDER BY n)::jsonb AS j FROM lines) f,
	 jsonb_array_elements(j -> 'leaderboards') l, jsonb_array_elements(l -> 'results') r
WHERE l ->> 'name' = :'board';

CREATE FUNCTION pg_temp.fail(message text) RETURNS void
LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '%', message; END; $$;

\o /dev/null
SELECT pg_temp.fail(format('%s has no leaderboard "%s"', :'file', :'board')) WHERE NOT EXISTS (SELECT FROM published);
SELECT pg_temp.fail(format('%s has no runs of single issues (per_instance_details)', :'file'))
WHERE NOT EXISTS (SELECT FROM published WHERE jsonb_typeof(details) = 'object');
\o

-- What every run cost, digit for digit as it is in the file
CREATE TEMP TABLE runs AS
SELECT p.model, d.key AS issue, (d.value ->> 'resolved')::boolean AS resolved, (d.value ->> 'cost')::numeric AS cost,
	   (d.value ->> 'api_calls')::bigint AS calls
FROM published p, jsonb_each(p.details) d
WHERE jsonb_typeof(p.details) = 'object';

CREATE TEMP TABLE computed AS
SELECT p.model, p.day, p.resolved_pct, p.cost, p.instance_cost, p.instance_calls,
	   count(*) AS runs, count(*) FILTER (WHERE r.resolved) AS solved,
	   100.0 * count(*) FILTER (WHERE r.resolved) / count(*) AS rows_pct,
	   runrate.exact_sum(r.cost) AS rows_cost, sum(r.calls)::numeric / count(*) AS rows_calls,
	   runrate.cost_per_outcome(r.cost, r.resolved) AS unit_cost,
	   runrate.unit_cost_interval(r.cost, r.resolved, 0.95) AS interval
FROM published p
JOIN runs r USING (model)
GROUP BY p.model, p.day, p.resolved_pct, p.cost, p.instance_cost, p.instance_calls;

SELECT demo.num(count(*), 0) AS models, demo.num(sum(runs), 0) AS runs, sum(rows_cost) AS total FROM computed
\gset

\echo
\echo :runs 'runs of' :models 'models cost' :total 'dollars, to the last digit of the file.'
\echo
\echo 'As published, and what a solved issue costs'

SELECT left(model, 39) AS model, day, to_char(resolved_pct, '9990.00') AS "solved %",
	   demo.usd(instance_cost, 4, 9) AS "an issue", to_char(instance_calls, '990.0') AS calls,
	   demo.usd(unit_cost, 4, 9) AS "solved at",
	   CASE WHEN (interval).low IS NOT NULL
			THEN demo.usd((interval).low::numeric, 4, 7) || ' to ' || demo.usd((interval).high::numeric, 4, 7)
	   END AS "95 % interval"
FROM computed
ORDER BY resolved_pct DESC, model COLLATE "C";

-- A cell disagrees if it is off by more than the sums of a computer with double
-- precision can be
CREATE TEMP TABLE differences AS
SELECT c.model, v.cell, v.published, v.from_rows, v.published - v.from_rows AS difference, v.n
FROM computed c,
	 LATERAL (VALUES
		(1, 'solved %', c.resolved_pct, c.rows_pct),
		(2, 'total cost', c.cost, c.rows_cost),
		(3, 'cost of an issue', c.instance_cost, c.rows_cost / c.runs),
		(4, 'calls an issue', c.instance_calls, c.rows_calls)) v (n, cell, published, from_rows)
WHERE abs(v.published - v.from_rows) > 1e-9 * abs(v.from_rows);

SELECT 4 * count(*) AS cells, (SELECT count(*) FROM differences) AS wrong FROM computed
\gset

\echo 'Of' :cells 'published cells,' :wrong 'are not what the rows say'

SELECT d.model, d.cell, trim_scale(d.published) AS published, trim_scale(round(d.from_rows, 4)) AS "from the rows",
	   trim_scale(round(d.difference, 4)) AS difference, demo.usd(c.unit_cost, 4, 0) AS "solved at",
	   demo.usd(c.rows_cost / nullif(c.runs * c.resolved_pct / 100, 0), 4, 0) AS "if published holds"
FROM differences d
JOIN computed c USING (model)
ORDER BY abs(d.difference) DESC, d.model COLLATE "C", d.n;

SELECT demo.num(count(*), 0) AS others, count(*) > 0 AS some_others FROM published WHERE model NOT IN (SELECT model FROM computed)
\gset
\if :some_others
\echo :others 'more models are published without their runs, so that nothing can be said of them.'
\endif
