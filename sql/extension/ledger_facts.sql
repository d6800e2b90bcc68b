
-- What functions of a ledger do to a table of facts, which they name by its
-- identity: they work on the same table whatever that or its schema is named

CREATE FUNCTION runrate_internal.reverse_fact(fact_table regclass, id bigint, reason text, reversed_on date)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_reverse_fact' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.reverse_fact(regclass, bigint, text, date) IS
'reverse_fact(''ledger.events'', 42, ''billed twice'', NULL): what reverse_event and the like of a ledger do.';

CREATE FUNCTION runrate_internal.settle_parked(fact_table regclass) RETURNS void
	AS 'MODULE_PATHNAME', 'rr_settle_parked_rows' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.settle_parked(regclass) IS
'settle_parked(''ledger.events''): put the rows of quarantine through again that waited for a transaction which has ended.';

CREATE FUNCTION runrate_internal.fact_key_hash(secret uuid, source text, source_key text) RETURNS uuid
	AS 'MODULE_PATHNAME', 'rr_fact_key_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.fact_key_hash(uuid, text, text) IS
'fact_key_hash(secret, source, source_key): the hash by which the key of a fact is kept unique: SipHash-2-4 with 128 bits.';

-- The trigger computes the cost, whatever is written here; of events that still have
-- no price it brings price_problem up to date, other rows it skips.  Reversals come
-- second: they take the cost of what they reverse.
CREATE FUNCTION runrate_internal.price_facts(fact_table regclass, money_column text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	condition text;
	updated bigint;
	priced bigint := 0;
BEGIN
	IF fact_table IS NULL THEN
		RETURN NULL;
	END IF;
	PERFORM runrate_internal.settle_parked(fact_table);
	IF money_column IS NOT NULL THEN
		FOREACH condition IN ARRAY ARRAY['reverses IS NULL', 'reverses IS NOT NULL']
		LOOP
			EXECUTE format('WITH completed AS (UPDATE %1$s SET %2$I = 0 WHERE %2$I IS NULL AND %3$s RETURNING %2$I AS money) SELECT count(money) FROM completed',
				fact_table, money_column, condition) INTO updated;
			priced := priced + updated;
		END LOOP;
	END IF;
	RETURN priced;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.price_facts(regclass, text) IS
'price_facts(''ledger.events'', ''cost''): what price_pending of a ledger does to one table. Returns how many rows got their cost.';

CREATE FUNCTION runrate_internal.price_usage(events regclass, format text, usage jsonb, provider text, model text,
	at timestamptz,
	OUT meter text, OUT quantity numeric, OUT price_row bigint, OUT price numeric, OUT per bigint, OUT amount numeric,
	OUT currency text, OUT rate numeric)
RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	RETURN QUERY EXECUTE pg_catalog.format($query$
		SELECT l.meter, l.quantity, l.price_row, l.price, l.per, l.amount, l.currency, l.rate
		FROM runrate.usage_columns($1, $2) u,
			LATERAL runrate_internal.event_price_lines(
				jsonb_populate_record(NULL::%s, to_jsonb(u) || jsonb_strip_nulls(jsonb_build_object(
					'provider', $3, 'model', $4, 'occurred_at', $5, 'usage_format', $1)) || jsonb_build_object('usage', $2)), NULL) l
		$query$, events)
	USING format, usage, provider, model, at;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.price_usage(regclass, text, jsonb, text, text, timestamptz) IS
'price_usage(''ledger.events'', format, usage, provider, model, at): what price_usage of a ledger does.';
