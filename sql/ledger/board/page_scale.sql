CREATE OR REPLACE FUNCTION page_scale(top numeric, low numeric, OUT step numeric, OUT bottom numeric)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.step, CASE WHEN low < 0 THEN -ceil(-low / s.step) * s.step ELSE 0 END
	FROM (SELECT top / CASE round(top / power(10::numeric, floor(log(top))), 1) WHEN 1 THEN 2 WHEN 2 THEN 2 WHEN 2.5
		THEN 5
			WHEN 3 THEN 3 WHEN 4 THEN 4 WHEN 5 THEN 5 WHEN 6 THEN 3 ELSE 4 END AS step) s;
END;

CREATE OR REPLACE FUNCTION page_tick(x numeric, step numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN step = trunc(step) THEN html_signed_money(x, 0, false, '') ELSE html_unit_cost(x) END;

-- How many characters a text with entities shows
CREATE OR REPLACE FUNCTION page_width(html text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN length(regexp_replace(html, '&[#a-zA-Z0-9]+;', 'x', 'g'));

COMMENT ON FUNCTION page_scale(numeric, numeric) IS 'page_scale(4, 0): the distance of the lines of a scale to 4, and where it begins.';
COMMENT ON FUNCTION page_tick(numeric, numeric) IS 'page_tick(1.5, 0.5): the text at a line of a scale.';
COMMENT ON FUNCTION page_width(text) IS 'page_width(''&euro;1''): 2.';
