-- See read_month_book().
CREATE OR REPLACE FUNCTION read_quality_findings() RETURNS SETOF quality_findings
LANGUAGE plpgsql STABLE ROWS 200 SET search_path FROM CURRENT SET jit = off
AS $body$
BEGIN
	RETURN QUERY SELECT * FROM quality_findings;
END;
$body$;

COMMENT ON FUNCTION read_quality_findings() IS 'read_quality_findings(): the rows of quality_findings, in a plan of their own. Reports read these.';
