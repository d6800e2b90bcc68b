CREATE OR REPLACE FUNCTION missing_for_closing(of_month date, OUT missing text, OUT found bigint) RETURNS SETOF record
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT v.missing, v.found
	FROM (SELECT coalesce(sum(unpriced_events), 0)::bigint AS events, coalesce(sum(unpriced_reviews),
			0)::bigint AS reviews
		  FROM computed_book
		  WHERE month = of_month) b,
		LATERAL (VALUES
			('unpriced_events', b.events),
			('unpriced_reviews', b.reviews),
			('unallocated_pools', (SELECT sum(found)::bigint FROM check_pools_without_participants
					WHERE month = of_month)),
			('unknown_exchange_rates',
				(SELECT sum(found)::bigint FROM check_bills_without_exchange_rate WHERE month = of_month)))
			v (missing, found);
END;
COMMENT ON FUNCTION missing_for_closing(date) IS 'missing_for_closing(date ''2026-04-01''): what keeps a month from being closed unless it is accepted, and how many there are.';

CREATE OR REPLACE FUNCTION next_to_close() RETURNS date
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT CASE WHEN open_from() > '-infinity' THEN open_from() ELSE first_known_month() END;
END;
COMMENT ON FUNCTION next_to_close() IS 'next_to_close(): the only month that can be closed, once it has ended: the first open one, or the first of which anything is known. Empty: nothing is.';
