-- Few rows are what the planner is to expect: what is planned for each month is
-- dear, and is hardly ever asked for more than a few.
CREATE OR REPLACE FUNCTION months_between(first_month date, last_month date) RETURNS SETOF date
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 4
	BEGIN ATOMIC
		SELECT generate_series(first_month::timestamp, last_month::timestamp, interval '1 month')::date;
	END;
COMMENT ON FUNCTION months_between(date, date) IS 'months_between(date ''2026-01-01'', date ''2026-03-01''): the months from one to another, each by its first day.';

CREATE OR REPLACE VIEW item_calendar WITH (security_invoker = true) AS
SELECT month
FROM (SELECT least((SELECT min(booked_month) FROM item_balances),
				   (SELECT min(booked_month) FROM event_postings),
				   (SELECT min(booked_month) FROM outcome_postings),
				   (SELECT min(booked_month) FROM review_postings)) AS first_month, present_month() AS last_month
	  OFFSET bigint '0') c
CROSS JOIN LATERAL months_between(c.first_month, c.last_month) month;

COMMENT ON VIEW item_calendar IS 'The months from the first in which something of a work item is booked to the present one.';
COMMENT ON COLUMN item_calendar.month IS 'Month.';
