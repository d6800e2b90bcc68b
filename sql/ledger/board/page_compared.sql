-- From nothing or less there is no percentage: the difference in money then.
CREATE OR REPLACE FUNCTION page_compared(form text, x numeric, previous numeric, low_is_good boolean,
	in_thousands boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x IS NULL OR previous IS NULL THEN '&ndash;'
	WHEN form = 'ratio' THEN html_points(x - previous) || html_mark(x - previous, low_is_good)
	WHEN previous <= 0 OR x < 0 THEN CASE WHEN form = 'money'
		THEN html_money(x - previous, in_thousands, true) || html_mark(x - previous, low_is_good) ELSE '&ndash;' END
	ELSE html_change(x, previous) || html_mark(x - previous, low_is_good) END;

COMMENT ON FUNCTION page_compared(text, numeric, numeric, boolean, boolean) IS 'page_compared(''money'', 110, 100, true, false): a figure against another, and whether that is favorable.';
