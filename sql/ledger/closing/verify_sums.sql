CREATE OR REPLACE FUNCTION sums_query(month_key text, keys text, sums text[], source text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT format('SELECT %1$s AS month, runrate_internal.canonical_line(''sums'', ROW(%2$s, %3$s)) AS line'
						  ' FROM (%4$s) s GROUP BY %1$s, %2$s HAVING %5$s',
						  month_key, keys, string_agg(format('coalesce(sum(%s), 0)', m), ', ' ORDER BY n), source,
						  string_agg(format('sum(%s) <> 0', m), ' OR ' ORDER BY n))
			FROM unnest(sums) WITH ORDINALITY u (m, n));
COMMENT ON FUNCTION sums_query(text, text, text[], text) IS 'sums_query(''month'', ''agent'', ''{cost}'', ''SELECT * FROM closed_lines''): a query for sums by keys, each as a line, without those that are all zero.';

-- One statement a check, so that both sides are of one snapshot.  Of each check
-- and month the first lines that differ.
-- Of the thousands of expressions in what it runs each is evaluated a few times:
-- compiling them (jit) would take ten times as long as all the rest.
CREATE OR REPLACE FUNCTION verify_sums(ledger_table regclass) RETURNS TABLE (check_name text, month date,
		expected text, found text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off
AS $body$
DECLARE
	c record;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	FOR c IN SELECT * FROM compared_sums()
	LOOP
		RETURN QUERY EXECUTE format($sql$
			WITH expected AS MATERIALIZED (%s), found AS MATERIALIZED (%s)
			SELECT $1, d.month, d.expected, d.found
			FROM (SELECT d.*, row_number() OVER (PARTITION BY d.month ORDER BY coalesce(d.expected,
					d.found) COLLATE "C") AS n
				  FROM (SELECT e.month, e.line AS expected, NULL AS found
						FROM (TABLE expected EXCEPT ALL TABLE found) e
						UNION ALL
						SELECT f.month, NULL, f.line
						FROM (TABLE found EXCEPT ALL TABLE expected) f) d) d
			WHERE d.n <= 10
			ORDER BY d.month, d.n
			$sql$, sums_query(c.month_key, c.keys, c.sums, c.expected), sums_query(c.month_key, c.keys, c.sums,
					c.found))
		USING c.check_name;
	END LOOP;
END;
$body$;
COMMENT ON FUNCTION verify_sums(regclass) IS 'verify_sums(''ledger.events''): what of compared_sums differs, line by line.';
