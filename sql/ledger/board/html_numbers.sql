-- Numbers of a page: a dash where there is none, a true minus, and never a
-- figure that rounds to more than it is.

CREATE OR REPLACE FUNCTION html_number(x numeric, decimals bigint DEFAULT 0, signed boolean DEFAULT false) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN x IS NULL THEN '&ndash;'
				ELSE CASE WHEN r.x < 0 THEN '&minus;' WHEN r.x > 0 AND signed THEN '+' ELSE '' END
					|| to_char(abs(r.x), 'FM999,999,999,999,999,999,999,990'
							   || CASE WHEN decimals > 0 THEN '.' || repeat('0', decimals::integer) ELSE '' END) END
	FROM (SELECT round(x, decimals::integer) AS x) r;
END;

CREATE OR REPLACE FUNCTION currency_sign() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE ledger_currency() WHEN 'USD' THEN '$' WHEN 'EUR' THEN '&euro;' WHEN 'GBP' THEN '&pound;'
	WHEN 'JPY' THEN '&yen;' ELSE '' END;

-- A word joiner holds the sign to the amount: a line may end between a minus and a dollar.
CREATE OR REPLACE FUNCTION html_signed_money(x numeric, decimals bigint, signed boolean, tail text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN r.x < 0 THEN '&minus;&#8288;' WHEN r.x > 0 AND signed THEN '+&#8288;' ELSE '' END
		|| currency_sign() || html_number(abs(r.x), decimals) || tail
	FROM (SELECT round(x, decimals::integer) AS x) r;
END;

CREATE OR REPLACE FUNCTION html_money(x numeric, in_thousands boolean, signed boolean DEFAULT false) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x IS NULL THEN '&ndash;'
	WHEN x = 0 THEN currency_sign() || '0'
	WHEN in_thousands AND abs(x) >= 500 THEN html_signed_money(x / 1000, 0, signed, 'k')
	WHEN abs(x) >= 100 THEN html_signed_money(x, 0, signed, '')
	WHEN abs(x) >= 0.1 OR minor_unit() = 0 THEN html_signed_money(x, minor_unit(), signed, '')
	ELSE html_signed_money(x, minor_unit() + 2, signed, '') END;

CREATE OR REPLACE FUNCTION html_unit_cost(x numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x IS NULL THEN '&ndash;'
	WHEN abs(x) >= 1000 THEN html_signed_money(x, 0, false, '')
	WHEN abs(x) >= 0.1 OR x = 0 OR minor_unit() = 0 THEN html_signed_money(x, minor_unit(), false, '')
	ELSE html_signed_money(x, minor_unit() + 2, false, '') END;

-- What is something is never shown as nothing, and what is not all never as all.
CREATE OR REPLACE FUNCTION html_ratio(x numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x IS NULL THEN '&ndash;'
	WHEN x = 0 THEN '0%'
	WHEN x = 1 THEN '100%'
	WHEN abs(x) < 0.0005 THEN CASE WHEN x < 0 THEN '&minus;' ELSE '' END || '&lt;0.1%'
	WHEN x >= 0.9995 AND x < 1 THEN '&gt;99.9%'
	ELSE html_number(100 * x, 1) || '%' END;

CREATE OR REPLACE FUNCTION html_points(x numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x IS NULL THEN '&ndash;'
	WHEN x = 0 THEN '0&nbsp;pp'
	ELSE html_number(100 * x, CASE WHEN abs(100 * x) >= 0.095 THEN 1 ELSE 2 END, true) || '&nbsp;pp' END;

CREATE OR REPLACE FUNCTION html_change(x numeric, previous numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x IS NULL OR previous IS NULL OR previous <= 0 OR x < 0 OR x >= previous * 1000000 THEN '&ndash;'
	WHEN x = previous THEN '0%'
	WHEN x > previous * 3 THEN html_number(x / previous, 1) || '&times;'
	ELSE html_number(100 * (x / previous - 1), 1, true) || '%' END;

CREATE OR REPLACE FUNCTION html_mark(x numeric, low_is_good boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN x IS NULL OR round(x, 6) = 0 OR low_is_good IS NULL THEN ''
	WHEN (x < 0) = low_is_good THEN '&nbsp;<abbr class="fav" title="favorable">(F)</abbr>'
	ELSE '&nbsp;<abbr class="unf" title="unfavorable">(U)</abbr>' END;

CREATE OR REPLACE FUNCTION html_day(day date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(to_char(day::timestamp, 'FMDD') || '&nbsp;' || html_month(day, 'Mon'), '&ndash;');

CREATE OR REPLACE FUNCTION html_count(n numeric, one text, many text DEFAULT NULL) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN html_number(n) || ' ' || CASE WHEN n = 1 THEN one ELSE coalesce(many, one || 's') END;

COMMENT ON FUNCTION html_number(numeric, bigint, boolean) IS 'html_number(1234.5, 1): 1,234.5; a dash for what is not known.';
COMMENT ON FUNCTION currency_sign() IS 'currency_sign(): the sign of the currency of the ledger; nothing for one without, whose letters are wider than a table has room for: the page names it once.';
COMMENT ON FUNCTION html_signed_money(numeric, bigint, boolean, text) IS 'html_signed_money(12.5, 2, false, ''''): an amount with so many decimals and what follows it.';
COMMENT ON FUNCTION html_money(numeric, boolean, boolean) IS 'html_money(202000, false): an amount, with cents only below 100; in thousands where the page is.';
COMMENT ON FUNCTION html_unit_cost(numeric) IS 'html_unit_cost(1.5): a unit cost, with cents at least.';
COMMENT ON FUNCTION html_ratio(numeric) IS 'html_ratio(0.024): a share in percent; never rounded to nothing or to all.';
COMMENT ON FUNCTION html_points(numeric) IS 'html_points(-0.009): a difference of shares in percentage points.';
COMMENT ON FUNCTION html_change(numeric, numeric) IS 'html_change(110, 100): +10.0%; above three times a multiple, a dash where there is nothing to compare with.';
COMMENT ON FUNCTION html_mark(numeric, boolean) IS 'html_mark(-5, true): whether a difference is favorable; nothing if it is none or no direction is agreed.';
COMMENT ON FUNCTION html_day(date) IS 'html_day(''2026-10-31''): 31 Oct.';
COMMENT ON FUNCTION html_count(numeric, text, text) IS 'html_count(2, ''agent''): 2 agents.';
