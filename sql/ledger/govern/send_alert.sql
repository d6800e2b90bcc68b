-- A payload has to be shorter than 8,000 bytes, so that it has names of fixed
-- length and numbers only; what the alert says is in its row.
CREATE OR REPLACE FUNCTION send_alert() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(TG_RELID::regclass);
	IF is_restoring(TG_RELID) THEN
		RETURN NULL;
	END IF;
	INSERT INTO alert_outbox (alert) VALUES (NEW.id);
	PERFORM pg_notify('runrate_alerts', json_build_object('ledger', TG_TABLE_SCHEMA, 'alert', NEW.id,
		'kind', left(NEW.kind, 60), 'severity', NEW.severity)::text);
	RETURN NULL;
END;
$body$;

COMMENT ON FUNCTION send_alert() IS 'send_alert(): trigger after each row that is inserted into alerts. Puts it into alert_outbox and notifies the channel runrate_alerts.';
