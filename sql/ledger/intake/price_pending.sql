CREATE OR REPLACE FUNCTION price_pending() RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
DECLARE
	priced bigint := 0;
	updated bigint;
	bill text;
BEGIN
	-- The trigger computes the cost, whatever is written here; of events that still have
	-- no price it brings price_problem up to date, other rows it skips.  Reversals come second: they take the cost of what they reverse.
	WITH completed AS (
		UPDATE events SET cost = 0 WHERE cost IS NULL AND reverses IS NULL RETURNING cost
	)
	SELECT count(c.cost) INTO priced FROM completed c;
	WITH completed AS (
		UPDATE events SET cost = 0 WHERE cost IS NULL AND reverses IS NOT NULL RETURNING cost
	)
	SELECT priced + count(c.cost) INTO priced FROM completed c;
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
