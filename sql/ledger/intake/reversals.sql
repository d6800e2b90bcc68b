-- One function reverse_... for each table of facts. The table is a constant of
-- its body, which stands for the same table whatever that or its schema is named.
DO $do$
DECLARE
	fact record;
BEGIN
	FOR fact IN SELECT c.fact_table, c.fact, c.kind FROM facts_catalogue c
	LOOP
		EXECUTE format($sql$
			CREATE OR REPLACE FUNCTION %1$I(id bigint, reason text, reversed_on date DEFAULT NULL) RETURNS bigint
				LANGUAGE sql RETURN runrate_internal.reverse_fact(%2$L::regclass, id, reason, reversed_on);
			COMMENT ON FUNCTION %1$I(bigint, text, date) IS %3$L
			$sql$,
			'reverse_' || fact.kind, fact.fact_table,
			format('reverse_%s(42, ''billed twice''): cancel a row of %s with one of the opposite sign that is like it in all else. It is owned by the same day and booked there too, unless reversed_on is a later day, at the latest tomorrow. Returns its id. An error if there is no such row, or it is a reversal or already reversed.',
				fact.kind, fact.fact));
	END LOOP;
END;
$do$;
