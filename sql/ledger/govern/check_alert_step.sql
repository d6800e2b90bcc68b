CREATE OR REPLACE FUNCTION check_alert_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(TG_RELID::regclass);
	IF is_restoring(TG_RELID) THEN
		RETURN NEW;
	END IF;
	IF NOT EXISTS (SELECT FROM alerts a WHERE a.id = NEW.alert) THEN
		RAISE EXCEPTION 'alert % does not exist', coalesce(NEW.alert::text, 'NULL')
			USING ERRCODE = 'undefined_object',
				  HINT = 'alert_board lists the alerts.';
	END IF;
	-- One step at a time; a transaction whose snapshot is older than the last
	-- step comes to a step_no that is taken.
	PERFORM pg_advisory_xact_lock(hashint8extended(NEW.alert, TG_RELID::oid::bigint));
	IF EXISTS (SELECT FROM alert_steps s WHERE s.alert = NEW.alert AND s.step = 'resolve') THEN
		RAISE EXCEPTION 'alert % is resolved already', NEW.alert
			USING ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	NEW.step_no := (SELECT count(*) + 1 FROM alert_steps s WHERE s.alert = NEW.alert);
	NEW.recorded_at := now();
	NEW.recorded_by := session_user;
	RETURN NEW;
END;
$body$;

COMMENT ON FUNCTION check_alert_step() IS 'check_alert_step(): trigger before each row that is inserted into alert_steps. Sets its number, who takes the step and when, and refuses steps after the last one.';
