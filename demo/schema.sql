-- The schema "demo", empty.

CREATE EXTENSION IF NOT EXISTS runrate;

-- Drop what an earlier run left behind.  A schema of the same name that the
-- demo did not make is left alone.
CREATE PROCEDURE pg_temp.clear(name text)
LANGUAGE plpgsql
AS $$
DECLARE
	namespace oid := (SELECT n.oid FROM pg_namespace n WHERE n.nspname = name);
BEGIN
	IF namespace IS NULL THEN
		RETURN;
	END IF;
	IF obj_description(namespace, 'pg_namespace') IS DISTINCT FROM 'made by the runrate demo' THEN
		RAISE EXCEPTION 'schema "%" exists and was not made by the runrate demo', name
			USING HINT = 'Run the demo in another database.';
	END IF;
	EXECUTE format('DROP SCHEMA %I CASCADE', name);
END
$$;

CALL pg_temp.clear('demo');
CREATE SCHEMA demo;
COMMENT ON SCHEMA demo IS 'made by the runrate demo';

-- A text in so many letters, cut between words
CREATE FUNCTION demo.shortened(text text, width integer) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN length(text) > width
				THEN regexp_replace(left(text, width - 1), '[ ,;:.]+[^ ]*$', '') || ' …' ELSE text END;

-- An amount of money as text, right-aligned in a column of the given width.
CREATE FUNCTION demo.usd(amount numeric, digits integer, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN amount IS NOT NULL THEN
	format('%*s', width,
		   CASE WHEN amount < 0 THEN '-' ELSE '' END || '$'
		   || to_char(abs(amount), 'FM999,999,999,999,990.' || repeat('0', digits)))
END;

-- The same with two decimals, or for less than a dollar with so many that two
-- digits are significant: a call of a model may cost $0.00032.
-- An amount of money as text, right-aligned in a column of the given width.
CREATE FUNCTION demo.usd(amount numeric, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN demo.usd(amount, CASE WHEN abs(amount) >= 0.1 OR amount = 0 THEN 2
							 ELSE least(12, 1 - floor(log(abs(amount)))::integer) END, width);

-- A count as text, with thousands separators, right-aligned.
CREATE FUNCTION demo.num(n numeric, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN n IS NOT NULL THEN
	format('%*s', width, to_char(n, 'FM999,999,999,999,990'))
END;

-- A figure as text, by its unit: money, a ratio as percentage, or a count.
CREATE FUNCTION demo.figure(value numeric, unit text, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN unit LIKE 'USD per %' THEN demo.usd(value, 4, width)
			WHEN unit LIKE 'USD%' THEN demo.usd(value, 2, width)
			WHEN unit <> 'ratio' THEN demo.num(value, width)
			WHEN value IS NOT NULL THEN format('%*s%%', width - 1, round(100 * value, 1)) END;

-- A change as text: in percent, and of a ratio in percentage points.
CREATE FUNCTION demo.change(change numeric, change_pct numeric, unit text, width integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN unit = 'ratio' THEN format('%*s pp', width - 3, to_char(100 * change, 'FM990.0'))
			ELSE demo.figure(change_pct / 100, 'ratio', width) END;
