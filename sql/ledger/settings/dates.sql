-- Days, weeks and months by the calendar

CREATE OR REPLACE FUNCTION first_of_month(day date) RETURNS date
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN date_trunc('month', day::timestamp)::date;
COMMENT ON FUNCTION first_of_month(date) IS 'first_of_month(day): the first day of the month of a day.';

CREATE OR REPLACE FUNCTION next_month(month date) RETURNS date
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (month + interval '1 month')::date;
COMMENT ON FUNCTION next_month(date) IS 'next_month(month): the first day of the month after one that is given by its first day.';

-- A date cast to timestamptz would follow the time zone of the session, one cast to timestamp does not.
CREATE OR REPLACE FUNCTION week_start(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN date_trunc('week', day::timestamp)::date;
COMMENT ON FUNCTION week_start(date) IS 'week_start(day): the Monday of a day''s week.';

-- Strict, so that it is not inlined: the planner would take the 1,000 rows
-- of generate_series for granted.
CREATE OR REPLACE FUNCTION month_numbers(months bigint) RETURNS SETOF bigint
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 24
	BEGIN ATOMIC
		SELECT generate_series(1, months);
	END;
COMMENT ON FUNCTION month_numbers(bigint) IS 'month_numbers(3): the numbers 1 to 3, of the months of an amortization or a budget.';

CREATE OR REPLACE FUNCTION weeks_between(first_day date, last_day date) RETURNS SETOF date
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 60
	BEGIN ATOMIC
		SELECT week_start(first_day) + 7 * n FROM generate_series(0, (last_day - week_start(first_day)) / 7) n;
	END;
COMMENT ON FUNCTION weeks_between(date, date) IS 'weeks_between(date ''2026-01-01'', date ''2026-01-31''): the weeks from that of one day to that of another, each by its Monday.';

CREATE OR REPLACE FUNCTION day_text(day date) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5
	RETURN to_char(day::timestamp, 'YYYY-MM-DD');
COMMENT ON FUNCTION day_text(date) IS 'day_text(month): a date as text, in the same way in every session.';

CREATE OR REPLACE FUNCTION is_over(month date) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN month < month_of(now());
COMMENT ON FUNCTION is_over(date) IS 'is_over(month): whether a month is over in the time zone of the ledger.';
