-- Loads come before or after: their tables are locked, so that none of a name
-- is on its way, and what waits for the end of another load is taken in first.
CREATE OR REPLACE PROCEDURE lock_to_erase(ledger_table regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	parked bigint;
	parked_before bigint;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'a name must be erased in a transaction of isolation level READ COMMITTED'
			USING ERRCODE = 'active_sql_transaction',
				  DETAIL = 'A transaction with an older snapshot would not see all that has it.';
	END IF;
	-- in the order of who closes, and then of loaders
	LOCK TABLE closings IN SHARE ROW EXCLUSIVE MODE;
	LOCK TABLE events, outcomes, reviews, work_items, reviewer_costs IN SHARE ROW EXCLUSIVE MODE;
	LOOP
		SELECT count(*) INTO parked FROM quarantine q WHERE q.holder IS NOT NULL;
		EXIT WHEN parked = 0 OR parked >= parked_before;
		parked_before := parked;
		PERFORM runrate_internal.settle_parked(f.fact_table) FROM facts_catalogue f;
	END LOOP;
	PERFORM runrate_internal.lock_folding('event_postings'::regclass, true);
END;
$body$;
COMMENT ON PROCEDURE lock_to_erase(regclass) IS 'lock_to_erase(''ledger.events''): wait for loaders, keep them out until the end of the transaction, and take in what they have parked. An error if the transaction is none in which a name can be erased.';

CREATE OR REPLACE PROCEDURE check_name_to_erase(what text, name text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	IF name IS NULL OR btrim(name) = '' THEN
		RAISE EXCEPTION '% must not be empty', replace(what, ' ', '_')
			USING ERRCODE = 'invalid_parameter_value';
	ELSIF starts_with(name, 'erased:') THEN
		RAISE EXCEPTION '% % is erased already', what, quote_literal(name)
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE check_name_to_erase(text, text) IS 'check_name_to_erase(''work item'', ''ticket 4711''): an error if it cannot be the name of one that is to be erased.';
