CREATE OR REPLACE FUNCTION page_kpis(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<dl class="kpis">' || string_agg('<div><dt>' || k.name || '</dt><dd class="big">' || k.figure || '</dd>'
		|| '<dd><span>vs ' || html_month((d ->> 'last')::date, 'Mon') || '</span> ' || k.to_last || '</dd>'
		|| '<dd><span>vs ' || html_month((d ->> 'first')::date, 'Mon YYYY') || '</span> ' || k.to_year
		|| '</dd></div>', '' ORDER BY k.n)
		|| E'</dl>\n'
	FROM (SELECT f.n, f.name,
				 CASE f.form WHEN 'money' THEN html_money(f.x, page_in_thousands(d)) WHEN 'unit' THEN html_unit_cost(f.x)
					WHEN 'ratio' THEN html_ratio(f.x) ELSE html_number(f.x) END AS figure,
				 page_compared(f.form, f.x, f.last, f.low_is_good, page_in_thousands(d)) AS to_last,
				 page_compared(f.form, f.x, f.year, f.low_is_good, page_in_thousands(d)) AS to_year
		  FROM (SELECT v.n, v.name, v.form, v.low_is_good, (d #>> ARRAY['report', v.key, 'value'])::numeric AS x,
					   (d #>> ARRAY['report', v.key, 'last'])::numeric AS last,
					   (d #>> ARRAY['report', v.key, 'year'])::numeric AS year
				FROM (VALUES (1, 'Total AI cost', 'total_cost', 'money', NULL::boolean),
					(2, 'Share of revenue', 'cost_to_revenue', 'ratio', true),
					(3, 'Blended cost per outcome', 'blended_unit_cost', 'unit', true),
					(4, 'Outcomes that count', 'outcomes', 'number', NULL),
					(5, 'Saving against people', 'saving', 'money', false)) v (n, name, key, form, low_is_good)) f) k;
END;

COMMENT ON FUNCTION page_kpis(jsonb) IS 'page_kpis(d): the five figures of a page, against the month and the year before.';
