-- The condition looks the agent up, and is an error or false: as the condition
-- is bound to the function, and that to the table, the check holds whatever
-- the ledger is named.  So the trigger itself is never called.
DO $do$
DECLARE
	governed text;
BEGIN
	FOREACH governed IN ARRAY ARRAY['headcounts', 'token_list_prices', 'transition_plans', 'parallel_runs']
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER know_agent BEFORE INSERT ON %I FOR EACH ROW WHEN (refuse_unknown_agent(NEW.agent)) EXECUTE FUNCTION runrate_internal.refuse_change()', governed);
	END LOOP;
	CREATE OR REPLACE TRIGGER know_new_agent BEFORE INSERT ON parallel_runs FOR EACH ROW
		WHEN (refuse_unknown_agent(NEW.new_agent)) EXECUTE FUNCTION runrate_internal.refuse_change();
END;
$do$;
