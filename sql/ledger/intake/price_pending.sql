CREATE OR REPLACE FUNCTION price_pending() RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	SELECT coalesce(sum(runrate_internal.price_facts(c.fact_table, c.money_column)), 0)::bigint
	FROM facts_catalogue c;
END;

COMMENT ON FUNCTION price_pending() IS
'price_pending(): compute the cost of events, reviews and bills that have none, now that prices, hourly costs or exchange rates have been added, and take in rows of quarantine that settle themselves. Returns how many rows got their cost, without those of closed months, in whose place the first open month has a reversal and a row with the cost; events.price_problem says what the others still lack.';
