CREATE OR REPLACE PROCEDURE check_month_to_close(ledger_table regclass, of_month date)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	expected date;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	expected := next_to_close();
	IF of_month IS NULL OR NOT isfinite(of_month) OR of_month <> first_of_month(of_month) THEN
		RAISE EXCEPTION 'month must be the first day of a month'
			USING ERRCODE = 'invalid_parameter_value';
	ELSIF of_month < open_from() THEN
		RAISE EXCEPTION 'month % is already closed', to_char(of_month, 'YYYY-MM')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'reopen_month() opens the latest closed month again.';
	ELSIF of_month >= month_of(now()) THEN
		RAISE EXCEPTION 'month % has not ended', to_char(of_month, 'YYYY-MM')
			USING ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF expected IS NULL THEN
		RAISE EXCEPTION 'nothing is booked that could be closed'
			USING ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF of_month <> expected THEN
		RAISE EXCEPTION 'month % cannot be closed before month %', to_char(of_month, 'YYYY-MM'), to_char(expected,
				'YYYY-MM')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'Months are closed one after the other; close_through() closes several.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE check_month_to_close(regclass, date) IS 'check_month_to_close(''ledger.events'', date ''2026-04-01''): an error if it is not the next month to close.';

CREATE OR REPLACE FUNCTION accepted_words(accept text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	known CONSTANT text[] := ARRAY['unpriced_events', 'unpriced_reviews', 'unallocated_pools',
			'unknown_exchange_rates'];
	words text[] := ARRAY(SELECT DISTINCT btrim(w) FROM string_to_table(accept, ',') w WHERE btrim(w) <> '' ORDER BY 1);
	word text;
BEGIN
	FOREACH word IN ARRAY words
	LOOP
		IF word <> ALL (known) THEN
			RAISE EXCEPTION 'nothing called % can be accepted', quote_literal(word)
				USING ERRCODE = 'invalid_parameter_value',
					  HINT = 'Use ' || array_to_string(known, ', ') || '.';
		END IF;
	END LOOP;
	RETURN words;
END;
$body$;
COMMENT ON FUNCTION accepted_words(text) IS 'accepted_words(''unpriced_events, unallocated_pools''): the words of a list; an error if one of them is not known.';

CREATE OR REPLACE PROCEDURE check_books(ledger_table regclass, of_month date, accepted text[])
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	found text;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	SELECT string_agg(f.object || ' ' || f.fault, ', ') INTO found FROM ledger_faults f;
	IF found IS NOT NULL THEN
		RAISE EXCEPTION 'month % cannot be closed: the ledger is not protected', to_char(of_month, 'YYYY-MM')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = found,
				  HINT = 'CALL runrate.repair_ledger, then rebuild_balances().';
	END IF;
	SELECT string_agg(d.check_name || ': ' || d.difference, ', ' ORDER BY d.check_name) INTO found
	FROM closing_differences(of_month) d;
	IF found IS NOT NULL THEN
		RAISE EXCEPTION 'month % cannot be closed: it does not tie out', to_char(of_month, 'YYYY-MM')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = found;
	END IF;
	SELECT string_agg(m.missing || ': ' || m.found, ', ' ORDER BY m.missing) INTO found
	FROM missing_for_closing(of_month) m
	WHERE m.found > 0 AND m.missing <> ALL (accepted);
	IF found IS NOT NULL THEN
		RAISE EXCEPTION 'month % cannot be closed: something is missing', to_char(of_month, 'YYYY-MM')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = found,
				  HINT = 'See data_quality, or name what you accept in the argument accept.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE check_books(regclass, date, text[]) IS 'check_books(''ledger.events'', date ''2026-04-01'', ARRAY[''unpriced_events'']): an error if the month is not fit to be closed, or misses something that is not accepted.';

-- Rows that are put aside are taken in before the locks are: who rebuilds balances has
-- locked the tables of facts when he waits for folding.
CREATE OR REPLACE PROCEDURE prepare_closing(ledger_table regclass, first_month date, last_month date, note text,
		wait_seconds bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF note IS NULL OR btrim(note) = '' THEN
		RAISE EXCEPTION 'note must not be empty'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	CALL check_closing_transaction(ledger_table);
	CALL check_month_to_close(ledger_table, first_month);
	PERFORM runrate_internal.settle_parked(f.fact_table) FROM facts_catalogue f;
	CALL lock_to_close(ledger_table, first_month, last_month, coalesce(wait_seconds, 60));
END;
$body$;
COMMENT ON PROCEDURE prepare_closing(regclass, date, date, text, bigint) IS 'prepare_closing(''ledger.events'', date ''2026-03-01'', date ''2026-04-01'', ''spring'', 60): what comes before months are closed: the transaction is looked at, rows that are put aside are taken in, and everybody is kept from booking.';

-- Of the thousands of expressions in what it runs each is evaluated a few times:
-- compiling them (jit) would take ten times as long as all the rest.
CREATE OR REPLACE FUNCTION close_locked_month(ledger_table regclass, of_month date, note text, accepted text[])
	RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off
AS $body$
DECLARE
	new_entry bigint;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	CALL check_month_to_close(ledger_table, of_month);
	PERFORM fold_postings(ledger_table, NULL);
	CALL check_books(ledger_table, of_month, accepted);
	SELECT coalesce(max(c.entry), 0) + 1 INTO new_entry FROM closings c;
	PERFORM freeze_month(new_entry, of_month);
	INSERT INTO closed_digests (entry, in_force, source, columns, row_count, digest)
	SELECT new_entry, true, s.source, digested_columns(s.source_table), d.row_count, d.digest
	FROM digested_sources(new_entry, of_month) s
	CROSS JOIN LATERAL digest_rows(ledger_table, s.source_table, digested_columns(s.source_table), s.row_condition,
		s.row_order) d;
	INSERT INTO closed_digests (entry, in_force, source, columns, row_count, digest)
	SELECT new_entry, true, 'definitions', definition_version(), count(*),
		   runrate_internal.sha256_of_lines(l ORDER BY l COLLATE "C")
	FROM definition_lines(ledger_table) l;
	RETURN add_entry('close', of_month, of_month, note, accepted);
END;
$body$;
COMMENT ON FUNCTION close_locked_month(regclass, date, text, text[]) IS 'close_locked_month(''ledger.events'', date ''2026-04-01'', ''April'', ARRAY[''unpriced_events'']): close the next month, into which nobody can book any more; returns its digest.';

CREATE OR REPLACE FUNCTION close_ledger_month(ledger_table regclass, of_month date, note text, accept text,
		wait_seconds bigint)
	RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	accepted text[];
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	accepted := accepted_words(accept);
	CALL prepare_closing(ledger_table, of_month, of_month, note, wait_seconds);
	RETURN close_locked_month(ledger_table, of_month, note, accepted);
END;
$body$;
COMMENT ON FUNCTION close_ledger_month(regclass, date, text, text, bigint) IS 'close_ledger_month(''ledger.events'', date ''2026-04-01'', ''April'', '''', 60): what close_month does.';
