
-- Facts: append-only, idempotent, priced on arrival

CREATE FUNCTION runrate_internal.append_fact() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_append_fact' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.append_fact() IS
'append_fact(kind, derived columns ...): trigger before each row that is inserted into or updated in a fact table. Puts rows aside that contradict themselves or whose key is known, computes the cost of the others, and refuses updates that are more than that.';

CREATE FUNCTION runrate_internal.report_intake() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_report_intake' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.report_intake() IS
'report_intake(money): trigger after a statement that inserts facts. One warning if rows were put aside or have no cost; money is the name of the column that is computed.';

CREATE FUNCTION runrate_internal.refuse_change() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_refuse_change_trigger' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.refuse_change() IS
'refuse_change(fact): trigger before a statement that would change an append-only table. The argument is what the rows are, if a function reverse_... cancels them; without it a later row supersedes them.';

CREATE FUNCTION runrate_internal.event_cost(event record, as_known_at timestamptz) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_event_cost' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.event_cost(record, timestamptz) IS
'event_cost(e, NULL) FROM ledger.events e: what the event costs by its billed amount or, without one, by its usage and the price book, in the currency of the ledger, whatever cost it has. as_known_at: prices, aliases and exchange rates recorded later are ignored; NULL: none is. NULL if there is no price.';

CREATE FUNCTION runrate_internal.event_price_lines(event record, as_known_at timestamptz,
	OUT meter text, OUT quantity numeric, OUT price_row bigint, OUT price numeric, OUT per bigint, OUT amount numeric,
	OUT currency text, OUT rate numeric)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'rr_event_price_lines' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.event_price_lines(record, timestamptz) IS
'event_price_lines(e, NULL) FROM ledger.events e: the quantities and prices that event_cost is made of: amount = quantity * price / per * rate, exact up to 18 decimals, in the currency of the ledger; currency is that of the price, and rate what it was worth at the time of the event, 1 if it is that of the ledger. No rows for an event without a price and for one that was billed in an amount.';

-- One function reverse_<fact> in the ledger: negated are the columns that count or are money
CREATE PROCEDURE runrate_internal.create_reversal(table_name text, fact text, negated text[], copied text[])
LANGUAGE plpgsql
AS $ledger$
BEGIN
	EXECUTE format($function$
		CREATE FUNCTION %2$I(id bigint, reason text, occurred_at timestamptz DEFAULT NULL) RETURNS bigint
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
			INSERT INTO %1$I (occurred_at, source, source_key, reverses, reason, %3$s)
			SELECT coalesce(%2$I.occurred_at, original.occurred_at), 'reversal', '%1$s:' || original.id, original.id, %2$I.reason, %4$s
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
	EXECUTE format('COMMENT ON FUNCTION %I(bigint, text, timestamptz) IS %L', 'reverse_' || fact,
		format('reverse_%s(42, ''billed twice''): cancel a row of %s with a row of the opposite sign, at the same time unless occurred_at is given. Returns its id. An error if there is no such row, or it is a reversal or already reversed.', fact, table_name));
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_reversal(text, text, text[], text[]) IS
'create_reversal(table_name, fact, negated, copied): the function of a ledger that cancels a row of a fact table. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_reversals()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	-- not usage, which says what was used and not what is cancelled: it would contradict the row
	CALL runrate_internal.create_reversal('events', 'event',
		ARRAY['cost', 'input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'cache_write_5m_tokens',
			'cache_write_1h_tokens', 'input_audio_tokens', 'cached_audio_tokens', 'input_image_tokens',
			'cached_image_tokens', 'input_video_tokens', 'cached_video_tokens', 'output_tokens',
			'reasoning_tokens', 'output_audio_tokens', 'output_image_tokens', 'web_search_requests',
			'requests', 'quantity', 'billed_amount'],
		ARRAY['agent', 'work_item', 'layer', 'provider', 'model', 'attempt', 'cost_basis', 'service_tier',
			'inference_geo', 'meter', 'billing_currency', 'price_rows', 'price_problem']);
	CALL runrate_internal.create_reversal('outcomes', 'outcome',
		ARRAY['quantity'], ARRAY['agent', 'work_item', 'outcome']);
	CALL runrate_internal.create_reversal('reviews', 'review',
		ARRAY['minutes', 'fee', 'cost'], ARRAY['agent', 'work_item', 'reviewer', 'hourly_cost', 'verdict']);
	CALL runrate_internal.create_reversal('shared_costs', 'shared_cost',
		ARRAY['amount', 'billed_amount'],
		ARRAY['month', 'layer', 'vendor', 'driver', 'agent', 'business_unit', 'deployment', 'description', 'billing_currency']);
	CALL runrate_internal.create_reversal('investments', 'investment',
		ARRAY['amount', 'billed_amount'],
		ARRAY['first_month', 'months', 'layer', 'vendor', 'driver', 'agent', 'business_unit', 'deployment', 'description', 'billing_currency']);
	CALL runrate_internal.create_reversal('invoices', 'invoice',
		ARRAY['amount', 'billed_amount'],
		ARRAY['month', 'vendor', 'invoice_id', 'description', 'billing_currency']);
	CALL runrate_internal.create_reversal('revenue', 'revenue',
		ARRAY['amount', 'billed_amount'],
		ARRAY['month', 'business_unit', 'billing_currency']);
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_reversals() IS
'create_reversals(): the functions of a ledger that cancel facts. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_pricing()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE FUNCTION price_pending() RETURNS bigint
	LANGUAGE plpgsql SET search_path FROM CURRENT
	AS $body$
	DECLARE
		priced bigint := 0;
		updated bigint;
		bill text;
	BEGIN
		-- The trigger computes the cost, whatever is written here, and skips rows that still
		-- have no price.  Reversals come second: they take the cost of what they reverse.
		UPDATE events SET cost = 0 WHERE cost IS NULL AND reverses IS NULL;
		GET DIAGNOSTICS priced = ROW_COUNT;
		UPDATE events SET cost = 0 WHERE cost IS NULL AND reverses IS NOT NULL;
		GET DIAGNOSTICS updated = ROW_COUNT;
		priced := priced + updated;
		UPDATE reviews SET cost = 0 WHERE cost IS NULL AND reverses IS NULL;
		GET DIAGNOSTICS updated = ROW_COUNT;
		priced := priced + updated;
		UPDATE reviews SET cost = 0 WHERE cost IS NULL AND reverses IS NOT NULL;
		GET DIAGNOSTICS updated = ROW_COUNT;
		priced := priced + updated;
		FOREACH bill IN ARRAY ARRAY['shared_costs', 'investments', 'invoices', 'revenue']
		LOOP
			EXECUTE format('UPDATE %I SET amount = 0 WHERE amount IS NULL AND reverses IS NULL', bill);
			GET DIAGNOSTICS updated = ROW_COUNT;
			priced := priced + updated;
			EXECUTE format('UPDATE %I SET amount = 0 WHERE amount IS NULL AND reverses IS NOT NULL', bill);
			GET DIAGNOSTICS updated = ROW_COUNT;
			priced := priced + updated;
		END LOOP;
		RETURN priced;
	END;
	$body$;
	COMMENT ON FUNCTION price_pending() IS
	'price_pending(): compute the cost of events, reviews and bills that have none, now that prices, hourly costs or exchange rates have been added. Returns how many rows got their cost; events.price_problem says what the others still lack.';

	CREATE FUNCTION repriced_costs(from_month date, to_month date, as_known_at timestamptz)
	RETURNS TABLE (month date, agent text, provider text, model text, events bigint,
		booked_cost numeric, repriced_cost numeric, difference numeric)
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		WITH repriced AS (
			SELECT month_of(e.occurred_at) AS month, coalesce(e.agent, 'unattributed') AS agent, e.provider, e.model,
				CASE WHEN e.reverses IS NULL THEN 1 ELSE -1 END AS events, e.cost AS booked,
				-- a cost that was reported as such names no prices and is what it is
				CASE WHEN e.cost IS NOT NULL AND e.price_rows IS NULL AND e.billed_amount IS NULL THEN e.cost
					WHEN e.reverses IS NULL THEN runrate_internal.event_cost(e, as_known_at)
					ELSE -runrate_internal.event_cost(o, as_known_at) END AS repriced
			FROM events e
			LEFT JOIN events o ON o.id = e.reverses
			WHERE e.occurred_at >= start_of(from_month)
			AND e.occurred_at < start_of((to_month + interval '1 month')::date)
		)
		SELECT r.month, r.agent, r.provider, r.model, sum(r.events)::bigint,
			sum(r.booked)::numeric(30,12), sum(r.repriced)::numeric(30,12),
			(coalesce(sum(r.repriced), 0) - coalesce(sum(r.booked), 0))::numeric(30,12)
		FROM repriced r
		GROUP BY r.month, r.agent, r.provider, r.model
		ORDER BY r.month, r.agent, r.provider, r.model;
	END;
	-- In PL/pgSQL, because an SQL body would depend on the row type of events,
	-- and then nobody could add a column to that.
	CREATE FUNCTION price_usage(format text, usage jsonb, provider text, model text DEFAULT NULL, at timestamptz DEFAULT now())
	RETURNS TABLE (meter text, quantity numeric, price_row bigint, price numeric, per bigint, amount numeric, currency text, rate numeric)
	LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
	AS $body$
	BEGIN
		RETURN QUERY
		SELECT l.meter, l.quantity, l.price_row, l.price, l.per, l.amount, l.currency, l.rate
		FROM runrate.usage_columns(price_usage.format, price_usage.usage) u,
			LATERAL runrate_internal.event_price_lines(
				jsonb_populate_record(NULL::events, to_jsonb(u) || jsonb_strip_nulls(jsonb_build_object(
					'provider', price_usage.provider, 'model', price_usage.model, 'occurred_at', price_usage.at))), NULL) l;
	END;
	$body$;
	COMMENT ON FUNCTION price_usage(text, jsonb, text, text, timestamptz) IS
	'price_usage(''openai_chat'', ''{"model": "gpt-4o", "usage": {"prompt_tokens": 1000}}'', ''azure''): what a call with this usage costs by the price book, a row for each quantity and price. amount is in the currency of the ledger: quantity * price / per * rate, where currency is that of the price and rate the exchange rate valid at the time, 1 for that of the ledger. model is that of the usage unless given; at decides which prices hold. No rows if there is no price.';

	COMMENT ON FUNCTION repriced_costs(date, date, timestamptz) IS
	'repriced_costs(''2026-01-01'', ''2026-03-01'', now()): what the events of these months (the first days of the first and the last one) would cost by the prices, aliases and exchange rates recorded until as_known_at, beside what is booked. NULL: all that are recorded. Costs that were reported with their event stay. Changes nothing.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_pricing() IS
'create_pricing(): the functions of a ledger that price events again. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_append()
LANGUAGE plpgsql
AS $ledger$
DECLARE
	fact record;
	reference text;
BEGIN
	FOR fact IN
		SELECT * FROM (VALUES
			('events', 'event', ARRAY['cost', 'cost_basis', 'price_rows', 'price_problem']),
			('outcomes', 'outcome', ARRAY[]::text[]),
			('reviews', 'review', ARRAY['cost']),
			('shared_costs', 'shared_cost', ARRAY['amount']),
			('investments', 'investment', ARRAY['amount']),
			('invoices', 'invoice', ARRAY['amount']),
			('revenue', 'revenue', ARRAY['amount'])) f (table_name, kind, derived)
	LOOP
		EXECUTE format('CREATE TRIGGER append_fact BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION runrate_internal.append_fact(%s)',
			fact.table_name, (SELECT string_agg(quote_literal(a), ', ') FROM unnest(fact.kind || fact.derived) a));
		EXECUTE format('CREATE TRIGGER report_intake AFTER INSERT ON %I EXECUTE FUNCTION runrate_internal.report_intake(%s)',
			fact.table_name, coalesce(quote_literal(fact.derived[1]), ''));
		EXECUTE format('CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON %I EXECUTE FUNCTION runrate_internal.refuse_change(%L)',
			fact.table_name, fact.kind);
	END LOOP;

	FOREACH reference IN ARRAY ARRAY['prices', 'model_aliases', 'outcome_rules', 'reviewer_costs', 'human_baselines', 'budgets', 'fixed_shares', 'fx']
	LOOP
		EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION runrate_internal.refuse_change()',
			reference);
	END LOOP;

	CALL runrate_internal.create_reversals();
	CALL runrate_internal.create_pricing();
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_append() IS
'create_append(): what makes the facts of a ledger append-only, idempotent and priced. Called by create_ledger.';
