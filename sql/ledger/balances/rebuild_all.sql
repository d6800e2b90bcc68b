CREATE OR REPLACE FUNCTION post_all(of_closed_months boolean) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO event_postings (booked_month, owned_on, agent, layer, provider, model, cost_basis, kind, work_item,
		events, live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored)
	SELECT booked_month, owned_on, agent, layer, provider, model, cost_basis, kind, work_item,
		   sum(events), sum(live_events), sum(unpriced_events), runrate.exact_sum(tokens), runrate.exact_sum(cost),
				runrate.exact_sum(credit_cost), runrate.exact_sum(gpu_seconds),
		   runrate.exact_sum(vectors_stored)
	FROM event_contributions
	WHERE (booked_month < (SELECT open_from())) = of_closed_months
	  AND NOT EXISTS (SELECT FROM dropped_events d WHERE d.owned_month = first_of_month(owned_on))
	GROUP BY booked_month, owned_on, agent, layer, provider, model, cost_basis, kind, work_item;
	INSERT INTO outcome_postings (booked_month, owned_on, agent, outcome, kind, work_item, quantity, live_outcomes)
	SELECT booked_month, owned_on, agent, outcome, kind, work_item, sum(quantity), sum(live_outcomes)
	FROM outcome_contributions
	WHERE (booked_month < (SELECT open_from())) = of_closed_months
	GROUP BY booked_month, owned_on, agent, outcome, kind, work_item;
	INSERT INTO review_postings (booked_month, owned_on, agent, verdict, kind, work_item,
		reviews, live_reviews, unpriced_reviews, minute_cost, fees, cost)
	SELECT booked_month, owned_on, agent, verdict, kind, work_item,
		   sum(reviews), sum(live_reviews), sum(unpriced_reviews), runrate.exact_sum(minute_cost),
				runrate.exact_sum(fees), runrate.exact_sum(cost)
	FROM review_contributions
	WHERE (booked_month < (SELECT open_from())) = of_closed_months
	GROUP BY booked_month, owned_on, agent, verdict, kind, work_item;
END;
COMMENT ON FUNCTION post_all(boolean) IS 'post_all(true): post all facts that are booked in closed months, or those in open ones, anew, but for events of months of which some were dropped.';

CREATE OR REPLACE FUNCTION rebuild_all(ledger_table regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	dropped date[];
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'rebuild_balances() must run in a transaction of isolation level READ COMMITTED'
			USING ERRCODE = 'active_sql_transaction',
				  DETAIL = 'A transaction with an older snapshot would not see all facts.';
	END IF;
	LOCK TABLE events, outcomes, reviews IN SHARE ROW EXCLUSIVE MODE;
	PERFORM runrate_internal.lock_folding('event_postings'::regclass, true);
	-- what their events added up to is nowhere else
	dropped := ARRAY(SELECT d.owned_month FROM dropped_events d ORDER BY d.owned_month);
	IF dropped <> '{}' THEN
		RAISE NOTICE 'kept the balances of events in % months', cardinality(dropped)
			USING DETAIL = format('Events of these months were dropped: %s.',
					array_to_string(ARRAY(SELECT to_char(d, 'YYYY-MM') FROM unnest(dropped) d), ', '));
	END IF;
	-- not TRUNCATE: readers with an older snapshot would see nothing
	DELETE FROM event_postings WHERE first_of_month(owned_on) <> ALL (dropped);
	DELETE FROM event_day_balances WHERE first_of_month(owned_on) <> ALL (dropped);
	DELETE FROM event_month_balances WHERE first_of_month(owned_from) <> ALL (dropped);
	DELETE FROM outcome_postings;
	DELETE FROM outcome_day_balances;
	DELETE FROM outcome_month_balances;
	DELETE FROM review_postings;
	DELETE FROM review_day_balances;
	DELETE FROM review_month_balances;
	DELETE FROM item_balances WHERE layer IS NULL OR first_of_month(owned_on) <> ALL (dropped);
	-- what is booked in open months can go by what is closed
	PERFORM runrate_internal.say_progress('rebuilding balances, steps', 1, 5);
	PERFORM post_all(true);
	PERFORM runrate_internal.say_progress('rebuilding balances, steps', 2, 5);
	PERFORM fold_postings(ledger_table, NULL);
	PERFORM runrate_internal.say_progress('rebuilding balances, steps', 3, 5);
	PERFORM post_all(false);
	PERFORM runrate_internal.say_progress('rebuilding balances, steps', 4, 5);
	PERFORM fold_postings(ledger_table, NULL);
END;
$body$;

COMMENT ON FUNCTION rebuild_all(regclass) IS 'rebuild_all(''ledger.events''::regclass): what rebuild_balances does.';
