-- Facts may lie a day ahead, so in the last hours of a month some may belong
-- to the next one.
CREATE OR REPLACE FUNCTION present_month() RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT CASE WHEN month_of(now() + interval '1 day') > month_of(now())
					 AND (EXISTS (SELECT FROM event_months WHERE booked_month > month_of(now()))
						  OR EXISTS (SELECT FROM outcome_months WHERE booked_month > month_of(now()))
						  OR EXISTS (SELECT FROM review_months WHERE booked_month > month_of(now())))
					THEN month_of(now() + interval '1 day')
					ELSE month_of(now()) END;
	END;
COMMENT ON FUNCTION present_month() IS 'present_month(): the last month that reports know: that of today in the time zone of the ledger, or the next one if facts of tomorrow have arrived. Bills and amortization of later months are no cost yet.';
