
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
'price_facts(''ledger.events'', ''cost''): what price_pending of a ledger does to one table. Returns how many rows got their cost; those of closed months, which are replaced, are not counted.';

CREATE FUNCTION runrate_internal.price_usage(events regclass, format text, usage jsonb, provider text, model text,
	at timestamptz,
	OUT meter text, OUT quantity numeric, OUT price_row bigint, OUT price numeric, OUT per bigint, OUT amount numeric,
	OUT currency text, OUT rate numeric)
RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	-- the event that the usage would be, of the columns u
	event CONSTANT text := pg_catalog.format($sql$
		jsonb_populate_record(NULL::%s, to_jsonb(u) || jsonb_strip_nulls(jsonb_build_object('provider', $3,
			'model', $4, 'occurred_at', $5, 'usage_format', $1)) || jsonb_build_object('usage', $2))$sql$, events);
	is_misspelt boolean;
	problem text;
BEGIN
	RETURN QUERY EXECUTE pg_catalog.format($query$
		SELECT l.meter, l.quantity, l.price_row, l.price, l.per, l.amount, l.currency, l.rate
		FROM runrate.usage_columns($1, $2) u
		CROSS JOIN LATERAL runrate_internal.event_price_lines(%s, NULL) l
		$query$, event)
	USING format, usage, provider, model, at;
	IF FOUND OR usage IS NULL THEN
		RETURN;
	END IF;
	BEGIN
		EXECUTE pg_catalog.format($query$
			SELECT %I.warn_of_model($3, coalesce($4, u.model)) FROM runrate.usage_columns($1, $2) u
			$query$, (runrate_internal.ledger_schemas(events))[2])
		INTO is_misspelt
		USING format, usage, provider, model;
	EXCEPTION
		-- who may price but not see what is there
		WHEN insufficient_privilege THEN
			NULL;
	END;
	IF is_misspelt THEN
		RETURN;
	END IF;
	EXECUTE pg_catalog.format($query$
		SELECT CASE WHEN $5 IS NULL THEN 'at is not given' ELSE w.problem END
		FROM runrate.usage_columns($1, $2) u
		CROSS JOIN LATERAL runrate_internal.event_what_if(%s, coalesce($3, ''), coalesce($4, u.model, ''), $5) w
		$query$, event)
	INTO problem
	USING format, usage, provider, model, at;
	-- nothing was used, or it is free
	IF problem IS NOT NULL THEN
		RAISE WARNING 'the usage has no price' USING DETAIL = problem;
	END IF;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.price_usage(regclass, text, jsonb, text, text, timestamptz) IS
'price_usage(''ledger.events'', format, usage, provider, model, at): what price_usage of a ledger does.';

-- Partitions of a table of facts

CREATE FUNCTION runrate_internal.partition_of(fact_table regclass, at timestamptz) RETURNS regclass
	AS 'MODULE_PATHNAME', 'rr_partition_of' LANGUAGE C STABLE STRICT;
COMMENT ON FUNCTION runrate_internal.partition_of(regclass, timestamptz) IS
'partition_of(''ledger.events'', now()): the partition that has the facts of a moment. NULL: there is none.';

-- Made as a table by itself first, with the comments of the columns, which takes
-- no lock on the partitioned one that a load would wait for.
CREATE PROCEDURE runrate_internal.add_partition(fact_table regclass, schema text, month date, time_zone text,
	moved_from regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	of_table record;
	partition text;
	from_at CONSTANT timestamptz := month::timestamp AT TIME ZONE time_zone;
	until_at CONSTANT timestamptz := (month + interval '1 month') AT TIME ZONE time_zone;
BEGIN
	SELECT c.relname AS name, c.relowner::regrole AS owner,
		   (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
			FROM pg_attribute a
			WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
	INTO of_table
	FROM pg_class c
	WHERE c.oid = fact_table;
	partition := format('%I.%I', schema, of_table.name || to_char(month::timestamp, '"_p"YYYY_MM'));
	EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', partition, fact_table);
	EXECUTE format('ALTER TABLE %s OWNER TO %s', partition, of_table.owner);
	EXECUTE format('COMMENT ON TABLE %s IS %L', partition,
		format('Rows of %s, %s.', of_table.name, to_char(month::timestamp, 'YYYY-MM')));
	IF moved_from IS NOT NULL THEN
		EXECUTE format('INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s WHERE occurred_at >= $1 AND occurred_at < $2',
			partition, of_table.columns, moved_from) USING from_at, until_at;
		EXECUTE format('DELETE FROM %s WHERE occurred_at >= $1 AND occurred_at < $2', moved_from)
			USING from_at, until_at;
	END IF;
	EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', fact_table, partition, from_at,
		until_at);
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.add_partition(regclass, text, date, text, regclass) IS
'add_partition(''ledger.events'', schema, ''2026-03-01'', time_zone, NULL): make the partition of a table of facts for a month, of the owner of that. moved_from: a table, which is no partition any more, whose rows of the month are moved into it.';

CREATE FUNCTION runrate_internal.months_without_partition(fact_table regclass, time_zone text, months_ahead bigint,
	OUT month date, OUT has_rows boolean)
RETURNS SETOF record
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	default_partition CONSTANT regclass := (SELECT nullif(p.partdefid, 0) FROM pg_partitioned_table p
		WHERE p.partrelid = fact_table);
	used date[] := '{}';
BEGIN
	IF default_partition IS NOT NULL THEN
		EXECUTE format('SELECT ARRAY(SELECT DISTINCT date_trunc(''month'', d.occurred_at AT TIME ZONE $1)::date FROM %s d)',
			default_partition) INTO used USING time_zone;
	END IF;
	RETURN QUERY
	SELECT m.month, m.month = ANY (used)
	FROM (SELECT (date_trunc('month', now() AT TIME ZONE time_zone) + n * interval '1 month')::date AS month
		  FROM generate_series(0, least(months_ahead, 120)) n
		  UNION SELECT unnest(used)) m
	WHERE runrate_internal.partition_of(fact_table, m.month::timestamp AT TIME ZONE time_zone)
			IS NOT DISTINCT FROM default_partition
	  AND runrate_internal.partition_of(fact_table,
			(m.month + interval '1 month' - interval '1 microsecond') AT TIME ZONE time_zone)
			IS NOT DISTINCT FROM default_partition
	ORDER BY m.month;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.months_without_partition(regclass, text, bigint) IS
'months_without_partition(''ledger.events'', time_zone, 3): the present month, so many after it, and those of rows in the default partition, as far as they have no partition; has_rows: there are such rows.';

CREATE FUNCTION runrate_internal.add_partitions(fact_table regclass, months_ahead bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	ledger runrate.ledgers%ROWTYPE := runrate_internal.owned_ledger((runrate_internal.ledger_schemas(fact_table))[1]);
	default_partition regclass;
	wanted record;
	is_detached boolean := false;
	made bigint := 0;
BEGIN
	SELECT nullif(p.partdefid, 0) INTO default_partition FROM pg_partitioned_table p WHERE p.partrelid = fact_table;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'table "%" is not partitioned', (SELECT c.relname FROM pg_class c WHERE c.oid = fact_table)
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'A ledger has partitions if create_ledger(..., partition_events => true) made it.';
	END IF;
	IF months_ahead IS NULL OR months_ahead NOT BETWEEN 0 AND 120 THEN
		RAISE EXCEPTION 'months_ahead must be between 0 and 120'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	-- one at a time, beside loads
	EXECUTE format('LOCK TABLE %s IN SHARE UPDATE EXCLUSIVE MODE', fact_table);
	FOR wanted IN
		SELECT m.month, m.has_rows
		FROM runrate_internal.months_without_partition(fact_table, ledger.time_zone, months_ahead) m
	LOOP
		-- rows are moved past the triggers, as nothing is added or taken away
		IF wanted.has_rows AND NOT is_detached THEN
			EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', fact_table, default_partition);
			is_detached := true;
		END IF;
		CALL runrate_internal.add_partition(fact_table, ledger.schema, wanted.month, ledger.time_zone,
			CASE WHEN wanted.has_rows THEN default_partition END);
		made := made + 1;
	END LOOP;
	IF is_detached THEN
		EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s DEFAULT', fact_table, default_partition);
	END IF;
	RETURN made;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.add_partitions(regclass, bigint) IS
'add_partitions(''ledger.events'', 3): what add_event_partitions of a ledger does.';
