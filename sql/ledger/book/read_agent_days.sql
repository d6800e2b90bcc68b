-- See read_month_book().
CREATE OR REPLACE FUNCTION read_agent_days() RETURNS SETOF agent_days
LANGUAGE plpgsql STABLE ROWS 10000 SET search_path FROM CURRENT SET jit = off
AS $body$
BEGIN
	RETURN QUERY SELECT * FROM agent_days;
END;
$body$;

COMMENT ON FUNCTION read_agent_days() IS 'read_agent_days(): the rows of agent_days, in a plan of their own. Reports read these.';
