-- See read_month_book().
CREATE OR REPLACE FUNCTION read_slo_periods() RETURNS SETOF slo_periods
LANGUAGE plpgsql STABLE ROWS 10000 SET search_path FROM CURRENT SET jit = off
AS $body$
BEGIN
	RETURN QUERY SELECT * FROM slo_periods;
END;
$body$;

COMMENT ON FUNCTION read_slo_periods() IS 'read_slo_periods(): the rows of slo_periods, in a plan of their own. Reports read these.';
