-- What all parts of a page are made of

CREATE OR REPLACE FUNCTION page_in_thousands(d jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(abs((d #>> '{report,total_cost,value}')::numeric) >= 1000000, false);

CREATE OR REPLACE FUNCTION page_table(label text, class text, head text, body text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '<div class="wide" tabindex="0" role="region" aria-label="' || label || '"><table'
	|| coalesce(' class="' || class || '"', '') || '><thead><tr>' || head || '</tr></thead>' || body
	|| '</table></div>';

CREATE OR REPLACE FUNCTION page_section(width text, key text, title text, about text, body text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '<section' || coalesce(' class="' || width || '"', '') || ' aria-labelledby="h-' || key || '"><h2 id="h-' || key
	|| '">' || title || coalesce(' <small>' || about || '</small>', '') || '</h2>' || body || E'</section>\n';

CREATE OR REPLACE FUNCTION page_heads(names text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- a name that begins with # is that of a column of numbers
	SELECT string_agg('<th scope="col"' || CASE WHEN h.name LIKE '#%' THEN ' class="n"' ELSE '' END || '>'
		|| ltrim(h.name, '#') || '</th>', '' ORDER BY h.n)
	FROM string_to_table(names, '|') WITH ORDINALITY h (name, n);
END;

CREATE OR REPLACE FUNCTION page_cells(variadic figures text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg('<td class="n">' || f.figure || '</td>', '' ORDER BY f.n)
	FROM unnest(figures) WITH ORDINALITY f (figure, n);
END;

-- The next round number from x on: 1, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten
CREATE OR REPLACE FUNCTION page_round_up(x numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN coalesce(x, 0) <= 0 THEN 1 ELSE (
		SELECT min(trim_scale(m * p.power))
		FROM (SELECT power(10::numeric, floor(log(x)) + e) AS power FROM (VALUES (0), (1)) v (e)) p
		CROSS JOIN (VALUES (1::numeric), (2), (2.5), (3), (4), (5), (6), (8)) v (m)
		WHERE m * p.power >= x) END;
END;

-- One bar of a table without a text, as its figure stands beside it; from 0 to to_value
CREATE OR REPLACE FUNCTION page_bar(class text, to_value numeric, low numeric, high numeric, thin boolean DEFAULT false)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN to_value = 0 OR to_value IS NULL OR high <= low THEN ''
	ELSE format('<rect class="%s" x="%s" width="%s" y="%s" height="%s"/>', class,
		round(100 * (least(to_value, 0) - low) / (high - low), 1), round(100 * abs(to_value) / (high - low), 1),
		CASE WHEN thin THEN '3.5' ELSE '1.5' END, CASE WHEN thin THEN '3' ELSE '7' END) END;

CREATE OR REPLACE FUNCTION page_bars(bars text, low numeric, high numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '<svg class="bar" viewBox="-0.5 0 101 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">' || bars
	|| '<path class="zero" d="M' || round(100 * (0 - low) / nullif(high - low, 0), 1) || ' 0V10"/></svg>';

COMMENT ON FUNCTION page_in_thousands(jsonb) IS 'page_in_thousands(d): whether a page shows its amounts in thousands.';
COMMENT ON FUNCTION page_table(text, text, text, text) IS 'page_table(label, class, head, body): a table that scrolls by itself where it is too wide.';
COMMENT ON FUNCTION page_section(text, text, text, text, text) IS 'page_section(width, key, title, about, body): a section with its heading.';
COMMENT ON FUNCTION page_heads(text) IS 'page_heads(''Agent|#Cost''): the heads of columns; # for numbers.';
COMMENT ON FUNCTION page_cells(text[]) IS 'page_cells(a, b): cells of numbers.';
COMMENT ON FUNCTION page_round_up(numeric) IS 'page_round_up(4.1): 5, the end of a scale.';
COMMENT ON FUNCTION page_bar(text, numeric, numeric, numeric, boolean) IS 'page_bar(''seen'', 5, 0, 10): a bar from 0 to a value on a scale.';
COMMENT ON FUNCTION page_bars(text, numeric, numeric) IS 'page_bars(bars, 0, 10): bars on a scale with its zero.';
