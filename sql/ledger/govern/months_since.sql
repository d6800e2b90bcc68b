CREATE OR REPLACE FUNCTION months_since(first_day date, last_month date) RETURNS bigint
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN greatest((extract(year FROM last_month) - extract(year FROM first_day)) * 12
					+ extract(month FROM last_month) - extract(month FROM first_day) + 1, 0)::bigint;
COMMENT ON FUNCTION months_since(date, date) IS 'months_since(date ''2026-01-15'', date ''2026-03-01''): how many months there are from that of a day to another, both counted: 3.';
