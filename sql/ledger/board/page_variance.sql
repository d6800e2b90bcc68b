CREATE OR REPLACE FUNCTION page_variance(x numeric, in_thousands boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x IS NULL THEN '&ndash;' WHEN round(x, 2) = 0 THEN currency_sign() || '0'
	ELSE html_money(x, in_thousands, true) || html_mark(x, true) END;

COMMENT ON FUNCTION page_variance(numeric, boolean) IS 'page_variance(120, false): +$120 (U), what was spent above a budget.';
