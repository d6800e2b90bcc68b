CREATE OR REPLACE FUNCTION has_facts(of_month date) RETURNS boolean
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	BEGIN ATOMIC
		SELECT EXISTS (SELECT FROM event_months WHERE booked_month = of_month)
			OR EXISTS (SELECT FROM outcome_months WHERE booked_month = of_month)
			OR EXISTS (SELECT FROM review_months WHERE booked_month = of_month);
	END;
COMMENT ON FUNCTION has_facts(date) IS 'has_facts(date ''2026-01-01''): whether an event, outcome or review is booked in the month.';

-- Facts may lie a day ahead: only on the last day of a month are there any of
-- the next one to look for.
CREATE OR REPLACE FUNCTION present_month() RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE WHEN month_of(now() + interval '1 day') > month_of(now())
		AND has_facts(month_of(now() + interval '1 day'))
				THEN month_of(now() + interval '1 day')
				ELSE month_of(now()) END;
COMMENT ON FUNCTION present_month() IS 'present_month(): the last month that reports know: that of today in the time zone of the ledger, or the next one if facts of tomorrow have arrived. Bills and amortization of later months are no cost yet.';
