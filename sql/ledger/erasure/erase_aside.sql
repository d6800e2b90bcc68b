-- Rows that were put aside: those that have the name, and those that came under
-- the key of a fact that had it.
CREATE OR REPLACE FUNCTION erase_aside(ledger_table regclass, person_column text, person text, erased text)
	RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	fact record;
	in_quarantine bigint;
	in_conflicts bigint;
	changed bigint := 0;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	FOR fact IN
		SELECT f.fact, f.fact_table
		FROM facts_catalogue f
		WHERE EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = f.fact_table AND a.attname = person_column)
	LOOP
		IF EXISTS (SELECT FROM quarantine q
				   WHERE q.holder IS NOT NULL AND q.fact = fact.fact AND q.payload ->> person_column = person) THEN
			RAISE EXCEPTION 'rows of % % wait for the end of the transaction that is loading their keys',
				replace(person_column, '_', ' '), quote_literal(person)
				USING ERRCODE = 'object_in_use',
					  HINT = 'Erase when that has ended.';
		END IF;
		EXECUTE format($sql$
			UPDATE quarantine q
			SET source_key = erased_key(q.source, q.source_key),
				payload = erased_payload(q.payload, $1, $2, $3, erased_key(q.source, q.source_key)),
				problem = CASE WHEN strpos(q.problem, $2) > 0 OR strpos(q.problem, q.source_key) > 0 THEN 'erased'
							   ELSE q.problem END
			WHERE q.fact = %1$L AND q.holder IS NULL
			  AND (q.payload ->> $1 = $2 OR EXISTS (SELECT FROM %2$s f WHERE f.key_hash = q.key_hash AND f.%3$I = $3))
			$sql$, fact.fact, fact.fact_table, person_column)
		USING person_column, person, erased;
		GET DIAGNOSTICS in_quarantine = ROW_COUNT;
		EXECUTE format($sql$
			UPDATE conflicts c
			SET source_key = erased_key(c.source, c.source_key),
				payload = erased_payload(c.payload, $1, $2, $3, erased_key(c.source, c.source_key))
			WHERE c.fact = %1$L
			  AND (c.payload ->> $1 = $2 OR EXISTS (SELECT FROM %2$s f WHERE f.id = c.existing_id AND f.%3$I = $3))
			$sql$, fact.fact, fact.fact_table, person_column)
		USING person_column, person, erased;
		GET DIAGNOSTICS in_conflicts = ROW_COUNT;
		changed := changed + in_quarantine + in_conflicts;
	END LOOP;
	RETURN changed;
END;
$body$;
COMMENT ON FUNCTION erase_aside(regclass, text, text, text) IS 'erase_aside(''ledger.events'', ''work_item'', ''ticket 4711'', ''erased:...''): erase a name in quarantine and conflicts, when it has been in the facts. Returns in how many rows. An error while rows of it wait for another load.';
