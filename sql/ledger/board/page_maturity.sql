CREATE OR REPLACE FUNCTION page_maturity(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH c AS (
		SELECT * FROM jsonb_to_recordset(d -> 'maturity') m (stage bigint, criterion text, value numeric,
			threshold numeric, is_met boolean,
			reached_stage bigint)
	),
	r AS (
		SELECT coalesce(max(reached_stage), 0) AS stage FROM c
	)
	SELECT page_section(NULL, 'stage', 'Maturity', 'stage ' || r.stage || ' of 5',
		'<ol class="stages">' || string_agg(format('<li class="%s"%s>%s %s</li>',
			CASE WHEN s.n = r.stage THEN 'here' WHEN s.n < r.stage THEN 'done' ELSE 'todo' END,
			CASE WHEN s.n = r.stage THEN ' aria-current="step"' ELSE '' END, s.n, s.name), '' ORDER BY s.n)
		|| '</ol><p class="note">'
		|| coalesce((SELECT string_agg(upper(left(c.criterion, 1)) || substr(c.criterion, 2) || ': '
		|| html_ratio(c.value), '. ' ORDER BY c.stage,
				c.criterion COLLATE "C") FROM c WHERE c.stage BETWEEN 2 AND greatest(least(r.stage, 4), 2)) || '. ', '')
		|| coalesce('For stage ' || r.stage + 1 || ': '
			|| (SELECT string_agg(c.criterion || CASE WHEN c.value = 0 AND c.threshold = 1 THEN ''
					ELSE ', ' || html_ratio(c.value) || ' of ' || html_ratio(c.threshold) END, '; '
					ORDER BY c.criterion COLLATE "C")
				FROM c WHERE c.stage = r.stage + 1 AND NOT c.is_met) || '.', '') || '</p>')
	FROM r, (VALUES (1, 'Invisible'), (2, 'Tracked'), (3, 'Allocated'), (4, 'Optimized'), (5, 'Governed')) s (n, name)
	GROUP BY r.stage;
END;

COMMENT ON FUNCTION page_maturity(jsonb) IS 'page_maturity(d): the stage that is reached, and what the next one asks for.';
