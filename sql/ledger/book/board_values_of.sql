-- Strict, so that it is not inlined: it is planned once for all months.
CREATE OR REPLACE FUNCTION board_values_of(of_month date) RETURNS SETOF board_values
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 25
	BEGIN ATOMIC
		SELECT * FROM board_values v WHERE v.month = of_month;
	END;
COMMENT ON FUNCTION board_values_of(date) IS 'board_values_of(date ''2026-01-01''): the rows of board_values of one month.';

CREATE OR REPLACE FUNCTION first_known_month() RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT least((SELECT min(booked_month) FROM event_month_balances), (SELECT min(booked_month)
			FROM event_postings),
					 (SELECT min(booked_month) FROM outcome_month_balances),
							(SELECT min(booked_month) FROM outcome_postings),
					 (SELECT min(booked_month) FROM review_month_balances),
							(SELECT min(booked_month) FROM review_postings),
					 (SELECT min(month) FROM cost_pools), (SELECT min(month) FROM revenue_months));
	END;
COMMENT ON FUNCTION first_known_month() IS 'first_known_month(): the first month of which anything is known; empty: nothing is.';
