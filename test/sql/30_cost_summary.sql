-- cost_summary: the type, its aggregates, operators and accessors

CREATE TABLE events (agent text, layer text, cost numeric, spend double precision, resolved boolean);
INSERT INTO events VALUES
	('claims', 'model_api', 12.00, 12, true),
	('claims', 'inference', 40.00, 40, true),
	('claims', 'observability', 18.00, 18, NULL),
	('claims', 'vector_db', 15.00, 15, false),
	('claims', 'human_review', 15.00, 15, true),
	('support', 'model_api', 0.250, 0.25, true),
	('support', 'model_api', NULL, NULL, true),
	('support', NULL, 0.75, 0.75, NULL),
	('pilot', 'model_api', NULL, NULL, NULL);

SELECT agent, runrate.cost_summary(layer, cost, resolved::int) FROM events GROUP BY agent ORDER BY agent;
SELECT runrate.cost_summary(layer, cost) OPERATOR(runrate.=) runrate.cost_summary(layer, spend) AS same,
	   runrate.cost_summary(layer, cost, 1) OPERATOR(runrate.=) runrate.cost_summary(layer, spend, 1) AS same
FROM events WHERE agent = 'claims';
SELECT runrate.cost_summary(layer, cost) FROM events WHERE false;

CREATE TABLE summaries AS
SELECT agent, runrate.cost_summary(layer, cost, resolved::int) AS s FROM events GROUP BY agent;

-- accessors
SELECT agent, runrate.total_cost(s), runrate.outcome_count(s), runrate.unit_cost(s),
	   runrate.event_count(s), runrate.priced_count(s)
FROM summaries ORDER BY agent;
SELECT agent, runrate.visible_cost(s), runrate.hidden_cost(s), runrate.hidden_ratio(s)
FROM summaries ORDER BY agent;
SELECT agent, runrate.visible_cost(s, visible_layer => 'tokens'), runrate.hidden_cost(s, 'inference'), runrate.hidden_ratio(s, 'inference')
FROM summaries ORDER BY agent;
SELECT agent, runrate.layer_cost(s, 'inference'), runrate.layer_cost(s, 'no such layer'), runrate.layer_cost(s, NULL)
FROM summaries ORDER BY agent;
SELECT agent, l.* FROM summaries, runrate.layer_costs(s) l ORDER BY agent, layer;
SELECT runrate.total_cost(NULL), runrate.unit_cost(NULL);
SELECT * FROM runrate.layer_costs(NULL);

-- roll-up: the same as from the events themselves, also with outcomes that are taken back
SELECT runrate.rollup(s)::text = (SELECT runrate.cost_summary(layer, cost, resolved::int) FROM events)::text AS same FROM summaries;
SELECT runrate.rollup(s) FROM summaries WHERE false;
SELECT runrate.rollup(s) FROM (VALUES (NULL::runrate.cost_summary), ('{"outcomes": 0, "layers": []}')) v(s);
SELECT runrate.cost_summary('model_api', 1.5, o) FROM (VALUES (1), (1), (-1), (NULL)) v(o);
SELECT runrate.unit_cost(runrate.cost_summary('model_api', 1.5, -1));

-- addition
SELECT a.s OPERATOR(runrate.+) b.s AS sum
FROM summaries a, summaries b WHERE a.agent = 'support' AND b.agent = 'pilot';
SELECT s OPERATOR(runrate.+) '{"outcomes": 0, "layers": []}' OPERATOR(runrate.=) s AS zero_is_neutral FROM summaries;

-- equality is that of numeric values; there is no order
SELECT a OPERATOR(runrate.=) b AS equal, a OPERATOR(runrate.<>) b AS different
FROM (VALUES ('{"outcomes": 1, "layers": [{"layer": "a", "cost": 1.50, "events": 1, "priced": 1}]}'::runrate.cost_summary,
			  '{"layers": [{"priced": 1, "events": 1, "cost": 1.5, "layer": "a"}], "outcomes": 1}'::runrate.cost_summary),
			 ('{"outcomes": 1, "layers": []}', '{"outcomes": 2, "layers": []}'),
			 ('{"outcomes": 1, "layers": [{"layer": "a", "cost": null, "events": 1, "priced": 0}]}',
			  '{"outcomes": 1, "layers": [{"layer": "a", "cost": 0, "events": 1, "priced": 1}]}'),
			 ('{"outcomes": 1, "layers": [{"layer": "a", "cost": 2, "events": 1, "priced": 1}]}',
			  '{"outcomes": 1, "layers": [{"layer": "b", "cost": 2, "events": 1, "priced": 1}]}'),
			 ('{"outcomes": 1, "layers": [{"layer": "a", "cost": "NaN", "events": 1, "priced": 1}]}',
			  '{"outcomes": 1, "layers": [{"layer": "a", "cost": "NaN", "events": 1, "priced": 1}]}')) v(a, b);
SELECT count(*), s FROM (SELECT s FROM summaries UNION ALL SELECT s FROM summaries) d GROUP BY s ORDER BY s::text;
SELECT DISTINCT hashed FROM (SELECT runrate_internal.cost_summary_hash(s) = (runrate_internal.cost_summary_hash_extended(s, 0) & 4294967295)::bit(32)::int AS hashed FROM summaries) h;
SELECT s FROM summaries ORDER BY s;
SELECT max(s) FROM summaries;

-- text form: what goes out comes in again
SELECT s::text::runrate.cost_summary::text = s::text AS same FROM summaries;
SELECT '{"outcomes": -2, "layers": [{"layer": "tab\t, quote \", umlaut \u00fc", "cost": -1.2500, "events": 9223372036854775807, "priced": 1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 0, "layers": [{"layer": "z", "cost": "Infinity", "events": 1, "priced": 1}, {"layer": "", "cost": "-Infinity", "events": 1, "priced": 1}]}'::runrate.cost_summary;
SELECT runrate.total_cost(s), runrate.unit_cost(s), runrate.hidden_ratio(s)
FROM (VALUES ('{"outcomes": 1, "layers": [{"layer": "z", "cost": "Infinity", "events": 1, "priced": 1}]}'::runrate.cost_summary)) v(s);
SELECT runrate.hidden_ratio('{"outcomes": 1, "layers": [{"layer": "z", "cost": 0, "events": 1, "priced": 1}]}'::runrate.cost_summary);

-- text that is no summary
SELECT ''::runrate.cost_summary;
SELECT '[]'::runrate.cost_summary;
SELECT '17'::runrate.cost_summary;
SELECT '{}'::runrate.cost_summary;
SELECT '{"outcomes": 1}'::runrate.cost_summary;
SELECT '{"outcomes": "1", "layers": []}'::runrate.cost_summary;
SELECT '{"outcomes": 1.5, "layers": []}'::runrate.cost_summary;
SELECT '{"outcomes": 1e30, "layers": []}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": {}}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [], "currency": "USD"}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [1]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [[]]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": 1, "cost": 1, "events": 1, "priced": 1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": true, "events": 1, "priced": 1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": "1", "events": 1, "priced": 1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": "x", "events": 1, "priced": 1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "events": 1, "priced": 1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": null, "events": 1, "priced": 1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": 1, "events": 1, "priced": 0}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": 1, "events": 1, "priced": 2}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": 1, "events": 1, "priced": -1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": null, "events": 0, "priced": 0}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": 1, "events": 1, "priced": 1, "note": 1}]}'::runrate.cost_summary;
SELECT '{"outcomes": 1, "layers": [{"layer": "a", "cost": 1, "events": 1, "priced": 1}, {"layer": "a", "cost": 1, "events": 1, "priced": 1}]}'::runrate.cost_summary;

-- binary form, through the one function that SQL can call
SELECT runrate_internal.cost_summary_send(s) FROM summaries WHERE agent = 'support';
SELECT runrate_internal.cost_summary_send('{"outcomes": 0, "layers": []}');

-- limits
SELECT runrate.event_count(runrate.cost_summary(i::text, 1)) FROM generate_series(1, 1024) i;
SELECT runrate.cost_summary(i::text, 1) FROM generate_series(1, 1025) i;
SELECT length(layer) FROM (SELECT runrate.cost_summary(repeat('x', 255), 1) s) v, runrate.layer_costs(s);
SELECT runrate.cost_summary(repeat('x', 256), 1);
SELECT runrate.cost_summary('a', 1, 9223372036854775807) FROM generate_series(1, 2);
SELECT runrate.outcome_count(runrate.cost_summary('a', 1, o)) FROM (VALUES (9223372036854775807), (1), (-5)) v(o);
SELECT runrate.rollup('{"outcomes": 0, "layers": [{"layer": "a", "cost": 1, "events": 9223372036854775807, "priced": 1}]}'::runrate.cost_summary)
FROM generate_series(1, 2);
SELECT runrate.event_count('{"outcomes": 0, "layers": [{"layer": "a", "cost": null, "events": 9223372036854775807, "priced": 0}, {"layer": "b", "cost": null, "events": 1, "priced": 0}]}');

-- names that differ in one place, of every length, all kept apart
SELECT count(*) FROM (SELECT runrate.cost_summary(name, 1) s
					  FROM (SELECT overlay(repeat('x', n) PLACING 'y' FROM p FOR 1) AS name
							FROM generate_series(1, 40) n, generate_series(1, n) p) v) q, runrate.layer_costs(s);

-- window frames: layers come and go
SELECT layer, cost, runrate.cost_summary(layer, cost, resolved::int) OVER (ORDER BY layer, cost ROWS 1 PRECEDING)
FROM events ORDER BY layer, cost;
SELECT count(*) FILTER (WHERE a::text IS DISTINCT FROM b::text) AS different
FROM (SELECT runrate.cost_summary((i % 3000)::text, i * 0.01, i) OVER (ORDER BY i ROWS 2 PRECEDING) AS a,
			 (SELECT runrate.cost_summary((j % 3000)::text, j * 0.01, j) FROM generate_series(greatest(1, i - 2), i) j) AS b
	  FROM generate_series(1, 4000) i) q;
SELECT agent, runrate.total_cost(runrate.rollup(s) OVER (ORDER BY agent ROWS 1 PRECEDING)) FROM summaries ORDER BY agent;
SELECT i, runrate.rollup(s) OVER (ORDER BY i ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING)
FROM (SELECT i, runrate.cost_summary('a', i) s FROM generate_series(1, 2) i GROUP BY i) v;

DROP TABLE events, summaries;
