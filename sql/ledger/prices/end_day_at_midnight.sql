-- Clients read 24:00 as 00:00 or not at all, so it is written as they have it.
CREATE OR REPLACE FUNCTION end_day_at_midnight() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	IF NEW.window_start = '24:00' THEN
		NEW.window_start := '00:00';
	END IF;
	IF NEW.window_end = '24:00' THEN
		NEW.window_end := '00:00';
	END IF;
	RETURN NEW;
END;
$body$;

COMMENT ON FUNCTION end_day_at_midnight() IS
'end_day_at_midnight(): trigger before a row of prices is inserted whose hours end at 24:00, which are kept as until 00:00.';

CREATE OR REPLACE TRIGGER end_day_at_midnight BEFORE INSERT ON prices FOR EACH ROW
WHEN (NEW.window_start = '24:00' OR NEW.window_end = '24:00') EXECUTE FUNCTION end_day_at_midnight();
