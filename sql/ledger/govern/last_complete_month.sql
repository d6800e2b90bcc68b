CREATE OR REPLACE FUNCTION last_complete_month() RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN (month_of(now()) - interval '1 month')::date;
COMMENT ON FUNCTION last_complete_month() IS 'last_complete_month(): the month before that of today, in the time zone of the ledger.';
