CREATE OR REPLACE FUNCTION page_measure(metric text, x numeric, in_thousands boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN metric IN ('accuracy', 'review_ratio') THEN html_ratio(x)
	WHEN metric = 'outcomes' THEN html_number(x)
	WHEN metric = 'spend' THEN html_money(x, in_thousands)
	ELSE html_unit_cost(x) END;

COMMENT ON FUNCTION page_measure(text, numeric, boolean) IS 'page_measure(''accuracy'', 0.9, false): a figure of an objective.';
