-- A bill is a table or view of whatever types; columns are found in any case.
CREATE OR REPLACE FUNCTION bill_lines(bill regclass, columns text[]) RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $body$
DECLARE
	keys text;
	fields text;
BEGIN
	SELECT string_agg(quote_literal(c.name), ', ' ORDER BY c.name),
		string_agg(format('nullif(nullif(btrim(b.%I::text), ''''), ''NULL'')', c.attname), ', ' ORDER BY c.name)
	INTO keys, fields
	FROM (SELECT DISTINCT ON (n) n AS name, a.attname
		  FROM unnest(columns) n
		  JOIN pg_attribute a ON a.attrelid = bill AND a.attnum > 0 AND NOT a.attisdropped
			AND lower(a.attname) = lower(n)
		  ORDER BY n, a.attname <> n) c;
	RETURN QUERY EXECUTE format('SELECT jsonb_strip_nulls(jsonb_object(ARRAY[%s], ARRAY[%s])) FROM %s b', keys, fields,
		bill);
END;
$body$;

COMMENT ON FUNCTION bill_lines(regclass, text[]) IS
'bill_lines(''bill''::regclass, bill_columns()): the lines of a bill, as documents of those of the columns that it has and that are not empty.';
