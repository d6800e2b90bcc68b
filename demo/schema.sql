-- An empty schema "demo".  One that the demo did not make itself is left alone.

DO $$
DECLARE
	namespace oid := (SELECT n.oid FROM pg_namespace n WHERE n.nspname = 'demo');
BEGIN
	IF namespace IS NOT NULL
	   AND obj_description(namespace, 'pg_namespace') IS DISTINCT FROM 'made by the runrate demo'
	THEN
		RAISE EXCEPTION 'schema "demo" exists and was not made by the runrate demo'
			USING HINT = 'Run the demo in another database.';
	END IF;
END
$$;

CREATE EXTENSION IF NOT EXISTS runrate;

DROP SCHEMA IF EXISTS demo CASCADE;
CREATE SCHEMA demo;
COMMENT ON SCHEMA demo IS 'made by the runrate demo';

-- An amount of money as text, right-aligned in a column of the given width.
CREATE FUNCTION demo.usd(amount numeric, digits integer, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN amount IS NOT NULL THEN
	format('%*s', width,
		   CASE WHEN amount < 0 THEN '-' ELSE '' END || '$'
		   || to_char(abs(amount), 'FM999,999,999,999,990.' || repeat('0', digits)))
END;

-- A count as text, with thousands separators, right-aligned.
CREATE FUNCTION demo.num(n numeric, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN n IS NOT NULL THEN
	format('%*s', width, to_char(n, 'FM999,999,999,999,990'))
END;
