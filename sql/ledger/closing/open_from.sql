-- Scalar subqueries in the callers make it a constant of their query.
CREATE OR REPLACE FUNCTION open_from() RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT coalesce((SELECT next_month(c.closed_through) FROM closings c ORDER BY c.entry DESC LIMIT 1),
				'-infinity');
	END;
COMMENT ON FUNCTION open_from() IS 'open_from(): the first day of the first month that is open; -infinity: none has been closed.';
