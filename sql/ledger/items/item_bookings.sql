-- Few rows are what the planner is to expect: what is planned for each month is
-- dear, and is hardly ever asked for more than a few.
CREATE OR REPLACE FUNCTION months_between(first_month date, last_month date) RETURNS SETOF date
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 4
	BEGIN ATOMIC
		SELECT generate_series(first_month::timestamp, last_month::timestamp, interval '1 month')::date;
	END;
COMMENT ON FUNCTION months_between(date, date) IS 'months_between(date ''2026-01-01'', date ''2026-03-01''): the months from one to another, each by its first day.';

-- Strict, so that it is not inlined, for the same reason.
CREATE OR REPLACE FUNCTION late_bookings() RETURNS SETOF late_pools
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	SELECT * FROM late_pools;
END;
COMMENT ON FUNCTION late_bookings() IS 'late_bookings(): the rows of late_pools.';

CREATE OR REPLACE VIEW item_bookings WITH (security_invoker = true) AS
SELECT m.month, m.month AS service_month,
	   CASE WHEN m.month < (SELECT open_from()) THEN closing_of(m.month) END AS closing_entry
FROM (SELECT least((SELECT min(booked_month) FROM item_balances),
				   (SELECT min(booked_month) FROM event_postings),
				   (SELECT min(booked_month) FROM outcome_postings),
				   (SELECT min(booked_month) FROM review_postings)) AS first_month, present_month() AS last_month
	  OFFSET bigint '0') c
CROSS JOIN LATERAL months_between(c.first_month, c.last_month) m (month)
UNION ALL
SELECT l.month, l.service_month, closing_of(l.service_month)
FROM late_bookings() l;

COMMENT ON VIEW item_bookings IS 'What is booked for work items: the months from the first in which something of one is booked to the present one, and late pools, which go by what took place in their month of service.';
COMMENT ON COLUMN item_bookings.month IS 'Month in which it is booked.';
COMMENT ON COLUMN item_bookings.service_month IS 'Month that it is for; before month: late pools, and nothing else.';
COMMENT ON COLUMN item_bookings.closing_entry IS 'Entry of the chain of closings with which the month of service is closed; empty: it is open.';
