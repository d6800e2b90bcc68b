-- English on every page, whatever lc_time says

CREATE OR REPLACE FUNCTION month_name(month date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN split_part('January February March April May June July August September October November December', ' ',
	extract(month FROM month)::integer);

CREATE OR REPLACE FUNCTION html_month(month date, form text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE form WHEN 'Mon' THEN left(month_name(month), 3)
	WHEN 'Mon YY' THEN left(month_name(month), 3) || ' &rsquo;' || to_char(month::timestamp, 'YY')
	WHEN 'Mon YYYY' THEN left(month_name(month), 3) || ' ' || to_char(month::timestamp, 'YYYY')
	WHEN 'Month' THEN month_name(month)
	ELSE month_name(month) || ' ' || to_char(month::timestamp, 'YYYY') END;

COMMENT ON FUNCTION month_name(date) IS 'month_name(''2026-10-01''): October.';
COMMENT ON FUNCTION html_month(date, text) IS 'html_month(''2026-10-01'', ''Month YYYY''): October 2026; other forms are Mon, Month, Mon YY and Mon YYYY.';
