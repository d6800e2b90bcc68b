-- What was frozen stays as it was, for the digest, and holds no more.
CREATE OR REPLACE FUNCTION unfreeze_month(of_entry bigint) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	UPDATE closed_lines SET in_force = false WHERE entry = of_entry;
	UPDATE closed_statements SET in_force = false WHERE entry = of_entry;
	UPDATE closed_drivers SET in_force = false WHERE entry = of_entry;
	UPDATE closed_agent_periods SET in_force = false WHERE entry = of_entry;
	UPDATE closed_outcome_rules SET in_force = false WHERE entry = of_entry;
	UPDATE closed_human_baselines SET in_force = false WHERE entry = of_entry;
	UPDATE closed_fixed_shares SET in_force = false WHERE entry = of_entry;
	UPDATE closed_budgets SET in_force = false WHERE entry = of_entry;
	UPDATE closed_cost_layers SET in_force = false WHERE entry = of_entry;
	UPDATE closed_groups SET in_force = false WHERE entry = of_entry;
	UPDATE closed_event_cells SET in_force = false WHERE entry = of_entry;
	UPDATE closed_outcome_cells SET in_force = false WHERE entry = of_entry;
	UPDATE closed_review_cells SET in_force = false WHERE entry = of_entry;
	UPDATE closed_pools SET in_force = false WHERE entry = of_entry;
	UPDATE closed_reclassifications SET in_force = false WHERE entry = of_entry;
	UPDATE closed_accounts SET in_force = false WHERE entry = of_entry;
	UPDATE closed_business_units SET in_force = false WHERE entry = of_entry;
	UPDATE closed_item_units SET in_force = false WHERE entry = of_entry;
	UPDATE closed_digests SET in_force = false WHERE entry = of_entry;
END;
COMMENT ON FUNCTION unfreeze_month(bigint) IS 'unfreeze_month(3): let what an entry of closings has frozen hold no more.';

-- Has a work item now another business unit of its own than the one with which
-- it is in balances?
CREATE OR REPLACE FUNCTION has_moved_items(of_month date) RETURNS boolean
	LANGUAGE sql STABLE
BEGIN ATOMIC
	-- what took place in the months that are open has the unit that its item has
	-- now, which is seen at once; only what is late is asked for by itself
	SELECT EXISTS (
			SELECT FROM item_balances b
			LEFT JOIN work_items w ON w.work_item = b.work_item
			WHERE b.booked_month >= of_month AND b.owned_on >= of_month
			  AND b.own_unit IS DISTINCT FROM w.business_unit)
		OR EXISTS (
			SELECT FROM item_balances b
			WHERE b.booked_month >= of_month AND b.owned_on < of_month
			  AND b.own_unit IS DISTINCT FROM item_unit(b.work_item, b.booked_month, b.owned_on));
END;
COMMENT ON FUNCTION has_moved_items(date) IS 'has_moved_items(date ''2026-04-01''): whether balances of a month and those after it have to be made anew now that it is open again.';

CREATE OR REPLACE PROCEDURE check_month_to_reopen(ledger_table regclass, of_month date, reason text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	latest date;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	SELECT c.closed_through INTO latest FROM closings c ORDER BY c.entry DESC LIMIT 1;
	IF reason IS NULL OR btrim(reason) = '' THEN
		RAISE EXCEPTION 'reason must not be empty'
			USING ERRCODE = 'invalid_parameter_value';
	ELSIF latest IS NULL THEN
		RAISE EXCEPTION 'no month is closed'
			USING ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF of_month IS DISTINCT FROM latest THEN
		RAISE EXCEPTION 'month % cannot be reopened', coalesce(to_char(of_month, 'YYYY-MM'), 'NULL')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = format('The latest closed month is %s.', to_char(latest, 'YYYY-MM')),
				  HINT = 'Months are reopened one after the other, the latest first.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE check_month_to_reopen(regclass, date, text) IS 'check_month_to_reopen(''ledger.events'', date ''2026-04-01'', ''reason''): an error if it is not the latest closed month.';

CREATE OR REPLACE PROCEDURE warn_of_void_reclassifications(ledger_table regclass, of_entry bigint, of_month date)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	void bigint;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	SELECT count(*) INTO void
	FROM reclassifications r
	WHERE r.entry = of_entry AND r.reverses IS NULL
	  AND NOT EXISTS (SELECT FROM reclassifications v WHERE v.reverses = r.id);
	IF void > 0 THEN
		RAISE WARNING 'what was reclassified in month % is void now: % rows of reclassifications',
			to_char(of_month, 'YYYY-MM'), void
			USING HINT = 'The month follows agents and work_items while it is open; reclassify it again once it is closed.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE warn_of_void_reclassifications(regclass, bigint, date) IS 'warn_of_void_reclassifications(''ledger.events'', 3, date ''2026-04-01''): a warning if anything was reclassified of a month that is opened again.';

-- Loaders that have displaced facts from the month into the first open one are
-- waited for, so that all of these are found.
CREATE OR REPLACE FUNCTION reopen_ledger_month(ledger_table regclass, of_month date, reason text, pull boolean)
	RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	closed_before date;
	frozen bigint;
	pulled bigint := 0;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	CALL check_closing_transaction(ledger_table);
	CALL check_month_to_reopen(ledger_table, of_month, reason);
	-- in the order of loaders, which have the table before they wait for the month
	LOCK TABLE events, outcomes, reviews IN SHARE ROW EXCLUSIVE MODE;
	CALL lock_to_close(ledger_table, next_month(of_month), next_month(of_month), 60);
	PERFORM fold_postings(ledger_table, NULL);
	SELECT max(c.entry) INTO frozen FROM closings c WHERE c.kind = 'close' AND c.month = of_month;
	SELECT max(c.month) INTO closed_before FROM closings c WHERE c.kind = 'close' AND c.month < of_month;
	PERFORM add_entry('reopen', of_month, closed_before, reason, '{}');
	PERFORM unfreeze_month(frozen);
	CALL warn_of_void_reclassifications(ledger_table, frozen, of_month);
	IF coalesce(pull, true) THEN
		-- with the first closed month all before it are open, too
		SELECT sum(runrate_internal.rebook_facts(f.fact_table, coalesce(next_month(closed_before), '-infinity'),
												 next_month(of_month)))
		INTO pulled
		FROM facts_catalogue f;
	END IF;
	IF has_moved_items(of_month) THEN
		PERFORM rebuild_all(ledger_table);
	END IF;
	RETURN pulled;
END;
$body$;
COMMENT ON FUNCTION reopen_ledger_month(regclass, date, text, boolean) IS 'reopen_ledger_month(''ledger.events'', date ''2026-04-01'', ''reason'', true): what reopen_month does.';
