-- The condition looks the agent or the money up, and is an error or false: as
-- it is bound to the function, and that to the tables, the check holds whatever
-- the ledger is named.  So the trigger itself is never called.
DO $do$
DECLARE
	governed text;
BEGIN
	FOREACH governed IN ARRAY ARRAY['headcounts', 'token_list_prices', 'transition_plans', 'parallel_runs',
		'outcome_budgets', 'reallocations']
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER know_agent BEFORE INSERT ON %I FOR EACH ROW WHEN (refuse_unknown_agent(NEW.agent)) EXECUTE FUNCTION runrate_internal.refuse_change()', governed);
	END LOOP;
	CREATE OR REPLACE TRIGGER know_new_agent BEFORE INSERT ON parallel_runs FOR EACH ROW
		WHEN (refuse_unknown_agent(NEW.new_agent)) EXECUTE FUNCTION runrate_internal.refuse_change();

	-- know_... comes first by its name
	CREATE OR REPLACE TRIGGER money_is_there BEFORE INSERT ON reallocations FOR EACH ROW
		WHEN (refuse_reallocation(NEW.month, NEW.agent, NEW.amount)) EXECUTE FUNCTION runrate_internal.refuse_change();
	CREATE OR REPLACE TRIGGER stamp_reference BEFORE INSERT ON reallocations FOR EACH ROW
		EXECUTE FUNCTION runrate_internal.stamp_reference();
	CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON reallocations
		EXECUTE FUNCTION runrate_internal.refuse_change('');
END;
$do$;
