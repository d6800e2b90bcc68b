-- A portion at a time: one statement keeps the addresses of all that it folds
-- in memory.
CREATE OR REPLACE FUNCTION fold_postings(ledger_table regclass, at_most bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	portion CONSTANT bigint := 300000;
	rest bigint := coalesce(at_most, 9223372036854775807);
	folded bigint := 0;
	folded_now bigint;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	LOOP
		folded_now := fold_event_postings(least(rest, portion)) + fold_outcome_postings(least(rest, portion))
			+ fold_review_postings(least(rest, portion));
		folded := folded + folded_now;
		rest := rest - portion;
		EXIT WHEN folded_now = 0 OR rest <= 0;
	END LOOP;
	IF folded > 0 THEN
		PERFORM analyze_balances(ledger_table);
	END IF;
	RETURN folded;
END;
$body$;

COMMENT ON FUNCTION fold_postings(regclass, bigint) IS
'fold_postings(''ledger.events''::regclass, 20000): fold at most that many postings of each kind of facts, all if it is empty. The caller holds the lock of fold_balances.';

-- Without statistics the planner takes balances for a few rows or for many,
-- and autovacuum looks at small tables late or never.
CREATE OR REPLACE FUNCTION analyze_balances(ledger_table regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	balances regclass;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	FOREACH balances IN ARRAY ARRAY['event_day_balances', 'event_month_balances', 'outcome_day_balances',
		'outcome_month_balances', 'review_day_balances', 'review_month_balances', 'item_balances']::regclass[]
	LOOP
		IF EXISTS (SELECT FROM pg_class c
				   WHERE c.oid = balances AND pg_relation_size(c.oid) > 0
					 AND (c.reltuples <= 0
						  OR pg_relation_size(c.oid)
							  > 4 * c.relpages::bigint * current_setting('block_size')::bigint)) THEN
			EXECUTE format('ANALYZE (SKIP_LOCKED) %s', balances);
		END IF;
	END LOOP;
END;
$body$;

COMMENT ON FUNCTION analyze_balances(regclass) IS
'analyze_balances(''ledger.events''::regclass): statistics for balances that have none, or are four times as large as when they were made.';
