-- The name is the same work item as before in all but itself, so what is folded
-- is renamed where it is, in closed months, too.
CREATE OR REPLACE FUNCTION rename_in_balances(item text, erased text) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	UPDATE event_postings SET work_item = erased WHERE work_item = item;
	UPDATE outcome_postings SET work_item = erased WHERE work_item = item;
	UPDATE review_postings SET work_item = erased WHERE work_item = item;
	UPDATE closed_item_units SET work_item = erased WHERE work_item = item;
	WITH renamed AS (UPDATE item_balances SET work_item = erased WHERE work_item = item RETURNING 1)
	SELECT count(*) FROM renamed;
END;
COMMENT ON FUNCTION rename_in_balances(text, text) IS 'rename_in_balances(''ticket 4711'', ''erased:...''): put something else in place of the name of a work item in balances and closed months. The caller holds the lock that keeps others from folding.';

CREATE OR REPLACE FUNCTION erase_ledger_item(ledger_table regclass, item text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	erased text;
	changed bigint;
	renamed bigint;
BEGIN
	CALL runrate_internal.check_may_erase(ledger_table);
	CALL runrate_internal.use_ledger(ledger_table);
	CALL check_name_to_erase('work item', item);
	CALL lock_to_erase(ledger_table);
	erased := erased_name(ledger_table, true, item);
	SELECT sum(runrate_internal.erase_person(n.named_table, n.name_column, item, erased))
	INTO changed
	FROM (VALUES ('events'::regclass, 'work_item'), ('outcomes', 'work_item'), ('reviews', 'work_item'),
				 ('work_items', 'work_item'), ('changes', 'key'), ('alerts', 'message')) n (named_table, name_column);
	changed := changed + erase_aside(ledger_table, 'work_item', item, erased);
	renamed := rename_in_balances(item, erased);
	IF changed + renamed = 0 THEN
		RAISE EXCEPTION 'work item % does not exist', quote_literal(item)
			USING ERRCODE = 'undefined_object',
				  HINT = 'Nothing was erased. SELECT work_item FROM work_item_costs lists the work items.';
	END IF;
	RETURN changed;
END;
$body$;
COMMENT ON FUNCTION erase_ledger_item(regclass, text) IS 'erase_ledger_item(''ledger.events'', ''ticket 4711''): what erase_work_item does.';
