CREATE OR REPLACE FUNCTION page_than(x numeric, previous numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x = previous THEN 'as much as'
	WHEN x > previous * 3 THEN html_number(x / previous, 1) || ' times as much as'
	ELSE html_number(100 * abs(x / previous - 1), 1) || '% ' || CASE WHEN x < previous THEN 'less' ELSE 'more' END
		|| ' than' END;

COMMENT ON FUNCTION page_than(numeric, numeric) IS 'page_than(1.5, 2): 25.0% less than.';
