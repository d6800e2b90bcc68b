-- See read_month_book().
CREATE OR REPLACE FUNCTION read_agent_day_scores() RETURNS SETOF agent_day_scores
LANGUAGE plpgsql STABLE ROWS 10000 SET search_path FROM CURRENT SET jit = off
AS $body$
BEGIN
	RETURN QUERY SELECT * FROM agent_day_scores;
END;
$body$;

COMMENT ON FUNCTION read_agent_day_scores() IS 'read_agent_day_scores(): the rows of agent_day_scores, in a plan of their own. Reports read these.';
