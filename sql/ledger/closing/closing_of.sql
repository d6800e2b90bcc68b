-- What was before the first closing was frozen with it.
CREATE OR REPLACE FUNCTION closing_of(of_month date) RETURNS bigint
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT f.entry FROM entries_in_force f WHERE f.month >= of_month ORDER BY f.month LIMIT 1;
END;
COMMENT ON FUNCTION closing_of(date) IS 'closing_of(date ''2026-04-01''): the entry of closings that holds for a month; empty: the month is open.';
