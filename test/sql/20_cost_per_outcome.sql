-- cost_per_outcome and cost_per_distinct_outcome

CREATE TABLE runs (agent text, ticket text, cost_usd numeric, spend double precision, resolved boolean);
INSERT INTO runs VALUES
	('support', 'T-1', 0.40, 0.40, false),		-- a failed attempt
	('support', 'T-1', 0.60, 0.60, true),
	('support', 'T-2', 1.10, 1.10, true),
	('support', 'T-2', 0.05, 0.05, true),		-- two rows say that T-2 is done
	('support', 'T-3', 0.85, 0.85, NULL),		-- no outcome yet
	('claims', 'C-1', 2.30, 2.30, true),
	('claims', 'C-2', NULL, NULL, true),		-- a cost nobody knows
	('claims', NULL, 0.20, 0.20, true),			-- an outcome without a work item
	('zombie', 'Z-1', 9.99, 9.99, false);		-- spend and no outcome

SELECT agent,
	   runrate.cost_per_outcome(cost_usd, resolved),
	   runrate.cost_per_outcome(spend, resolved) = runrate.cost_per_outcome(cost_usd, resolved) AS same_from_float,
	   runrate.cost_per_outcome(cost_usd, resolved)::text = (sum(cost_usd) / nullif(count(*) FILTER (WHERE resolved), 0))::text AS same_as_sql
FROM runs GROUP BY agent ORDER BY agent;

SELECT agent,
	   runrate.cost_per_distinct_outcome(cost_usd, ticket, resolved),
	   runrate.cost_per_distinct_outcome(spend, ticket, resolved) = runrate.cost_per_distinct_outcome(cost_usd, ticket, resolved) AS same_from_float,
	   runrate.cost_per_distinct_outcome(cost_usd, ticket, resolved)::text = (sum(cost_usd) / nullif(count(DISTINCT ticket) FILTER (WHERE resolved), 0))::text AS same_as_sql
FROM runs GROUP BY agent ORDER BY agent;

-- no answer is NULL, never an error, NaN or infinity
SELECT runrate.cost_per_outcome(cost_usd, resolved) FROM runs WHERE false;
SELECT runrate.cost_per_outcome(NULL::numeric, true), runrate.cost_per_outcome('NaN'::numeric, true), runrate.cost_per_outcome('Infinity'::float8, true);
SELECT runrate.cost_per_distinct_outcome(cost_usd, ticket, resolved) FROM runs WHERE false;
SELECT runrate.cost_per_distinct_outcome(1.0, NULL, true), runrate.cost_per_distinct_outcome('-Infinity'::numeric, 'a', true);

-- identifiers that nearly are the same, long ones, the empty one
SELECT runrate.cost_per_distinct_outcome(12.0, item, true)
FROM unnest(ARRAY['a', 'A', 'a ', '', 'a', '', repeat('x', 100), repeat('x', 100), repeat('x', 101), repeat('x', 100000), repeat('x', 100000)]) item;

-- DISTINCT and FILTER
SELECT runrate.cost_per_outcome(DISTINCT cost_usd, resolved), runrate.cost_per_outcome(cost_usd, resolved) FILTER (WHERE agent = 'claims')
FROM (SELECT * FROM runs UNION ALL SELECT * FROM runs) r;

-- window frames
SELECT ticket, cost_usd, resolved,
	   runrate.cost_per_outcome(cost_usd, resolved) OVER w AS per_row,
	   runrate.cost_per_distinct_outcome(cost_usd, ticket, resolved) OVER w AS per_ticket
FROM runs WINDOW w AS (ORDER BY agent DESC, ticket, cost_usd ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)
ORDER BY agent DESC, ticket, cost_usd;
SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b) AS different, count(DISTINCT a) > 100 AS varied
FROM (SELECT runrate.cost_per_distinct_outcome(cost, item, done) OVER w AS a,
			 (SELECT sum(x.cost) / nullif(count(DISTINCT x.item) FILTER (WHERE x.done), 0)
			  FROM (SELECT i * 0.01 AS cost, (i * 31 % 7)::text AS item, i % 3 > 0 AS done
					FROM generate_series(greatest(1, n - 9), n) i) x) AS b
	  FROM (SELECT i AS n, i * 0.01 AS cost, (i * 31 % 7)::text AS item, i % 3 > 0 AS done FROM generate_series(1, 300) i) v
	  WINDOW w AS (ORDER BY n ROWS 9 PRECEDING)) q;

-- a support function refuses the state of another aggregate's
CREATE AGGREGATE mixed(numeric) (SFUNC = runrate_internal.exact_sum_accum, STYPE = internal, FINALFUNC = runrate_internal.cost_per_outcome_final);
SELECT mixed(1.5);
DROP AGGREGATE mixed(numeric);

DROP TABLE runs;
