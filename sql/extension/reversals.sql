-- One function reverse_<fact> in the ledger: negated are the columns that count or are money
CREATE PROCEDURE runrate_internal.create_reversal(table_name text, fact text, negated text[], copied text[])
LANGUAGE plpgsql
AS $ledger$
BEGIN
	EXECUTE format($function$
		CREATE OR REPLACE FUNCTION %2$I(id bigint, reason text, reversed_on date DEFAULT NULL) RETURNS bigint
		LANGUAGE plpgsql SET search_path FROM CURRENT
		AS $body$
		DECLARE
			original %1$I;
			reversal bigint;
		BEGIN
			IF btrim(reason) = '' OR reason IS NULL THEN
				RAISE EXCEPTION 'reason must not be empty'
					USING ERRCODE = 'invalid_parameter_value';
			END IF;
			SELECT f.* INTO original FROM %1$I f WHERE f.id = %2$I.id;
			IF original.id IS NULL THEN
				RAISE EXCEPTION 'table "%1$s" has no row %%', coalesce(id::text, 'NULL')
					USING ERRCODE = 'no_data_found';
			END IF;
			IF original.reverses IS NOT NULL THEN
				RAISE EXCEPTION 'row %% of table "%1$s" is itself a reversal', id
					USING ERRCODE = 'object_not_in_prerequisite_state',
						  HINT = 'Insert the row that was reversed again under another key.';
			END IF;
			-- without a row the trigger has found the key of another reversal
			INSERT INTO %1$I (occurred_at, owned_on, booked_on, source, source_key, reverses, reason, %3$s)
			SELECT greatest(start_of(%2$I.reversed_on), original.occurred_at), original.owned_on,
				greatest(%2$I.reversed_on, original.booked_on), 'reversal', '%1$s:' || original.id, original.id, %2$I.reason, %4$s
			WHERE NOT EXISTS (SELECT FROM %1$I f WHERE f.reverses = original.id)
			RETURNING %1$I.id INTO reversal;
			IF reversal IS NULL THEN
				RAISE EXCEPTION 'row %% of table "%1$s" is already reversed', id
					USING ERRCODE = 'object_not_in_prerequisite_state';
			END IF;
			RETURN reversal;
		END;
		$body$
		$function$,
		table_name, 'reverse_' || fact,
		(SELECT string_agg(quote_ident(c), ', ') FROM unnest(negated || copied) c),
		(SELECT string_agg('-original.' || quote_ident(c), ', ') FROM unnest(negated) c) ||
			coalesce((SELECT ', ' || string_agg('original.' || quote_ident(c), ', ') FROM unnest(copied) c), ''));
	EXECUTE format('COMMENT ON FUNCTION %I(bigint, text, date) IS %L', 'reverse_' || fact,
		format('reverse_%s(42, ''billed twice''): cancel a row of %s with a row of the opposite sign, owned by the same day and booked there too, unless reversed_on is a later day. Returns its id. An error if there is no such row, or it is a reversal or already reversed.', fact, table_name));
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_reversal(text, text, text[], text[]) IS
'create_reversal(table_name, fact, negated, copied): the function of a ledger that cancels a row of a fact table. Called by create_ledger.';
