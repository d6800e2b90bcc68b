DO $do$
DECLARE
	governed text;
BEGIN
	CREATE OR REPLACE TRIGGER check_experiment BEFORE INSERT ON experiments
		FOR EACH ROW EXECUTE FUNCTION check_experiment();
	CREATE OR REPLACE TRIGGER check_experiment_step BEFORE INSERT ON experiment_steps
		FOR EACH ROW EXECUTE FUNCTION check_experiment_step();

	CREATE OR REPLACE TRIGGER check_alert_step BEFORE INSERT ON alert_steps
		FOR EACH ROW EXECUTE FUNCTION check_alert_step();
	CREATE OR REPLACE TRIGGER send_alert AFTER INSERT ON alerts
		FOR EACH ROW EXECUTE FUNCTION send_alert();

	FOREACH governed IN ARRAY ARRAY['experiments', 'experiment_steps', 'alerts', 'alert_steps']
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION runrate_internal.refuse_change('''')',
			governed);
	END LOOP;

	FOREACH governed IN ARRAY ARRAY['approval_limits', 'approval_roles', 'api_keys']
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION runrate_internal.refuse_change()',
			governed);
		EXECUTE format('CREATE OR REPLACE TRIGGER stamp_reference BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION runrate_internal.stamp_reference()',
			governed);
	END LOOP;
END;
$do$;
