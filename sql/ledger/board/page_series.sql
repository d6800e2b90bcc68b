-- The lines that a page has room for: five, or four and the others
CREATE OR REPLACE FUNCTION page_series(d jsonb, OUT place bigint, OUT lines bigint, OUT pl_line text,
	OUT unit_of_work text,
	OUT amount numeric, OUT volume numeric, OUT low numeric, OUT high numeric, OUT months jsonb)
RETURNS SETOF record
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT row_number() OVER (ORDER BY max(t.amount) FILTER (WHERE t.month = (d ->> 'month')::date) DESC,
							  t.pl_line COLLATE "C", t.unit_of_work COLLATE "C"),
		   count(*) OVER (), t.pl_line, t.unit_of_work,
		   max(t.amount) FILTER (WHERE t.month = (d ->> 'month')::date),
		   max(t.volume) FILTER (WHERE t.month = (d ->> 'month')::date),
		   least(min(t.unit_cost), 0), greatest(max(t.unit_cost), max(t.band_high)), jsonb_agg(to_jsonb(t)
			ORDER BY t.month)
	FROM jsonb_to_recordset(d -> 'targets') t (month date, pl_line text, unit_of_work text, volume numeric,
		amount numeric,
		unit_cost numeric, target numeric, band_low numeric, band_high numeric, human_unit_cost numeric, status text)
	GROUP BY t.pl_line, t.unit_of_work
	HAVING bool_or(t.month = (d ->> 'month')::date);
END;

CREATE OR REPLACE FUNCTION page_room(n bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN n <= 5 THEN n ELSE 4 END;

COMMENT ON FUNCTION page_series(jsonb) IS 'page_series(d): the lines of the month by their cost, with their thirteen months.';
COMMENT ON FUNCTION page_room(bigint) IS 'page_room(60): how many of so many lines are shown one by one.';
