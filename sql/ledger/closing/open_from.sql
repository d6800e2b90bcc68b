-- Scalar subqueries in the callers make it a constant of their query.
CREATE OR REPLACE FUNCTION open_from() RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT coalesce((SELECT next_month(c.closed_through) FROM closings c ORDER BY c.entry DESC LIMIT 1),
				'-infinity');
	END;
COMMENT ON FUNCTION open_from() IS 'open_from(): the first day of the first month that is open; -infinity: none has been closed.';

-- Of a lower bound alone that it does not know the planner takes a third of all
-- rows for inside, of two one in 200.  By the first it takes reports of a ledger
-- with years of closed months for so dear that it has them compiled (jit), for
-- seconds, where they run for milliseconds.
CREATE OR REPLACE FUNCTION open_until() RETURNS date
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 'infinity'::date;
COMMENT ON FUNCTION open_until() IS 'open_until(): the end of the open months, which is none: infinity. Beside open_from() in conditions.';
