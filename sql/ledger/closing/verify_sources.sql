-- Digests over the rows from which a closing was made, made anew.  What master
-- data it saw is compared for the last one, on which the others follow.  Events
-- cannot be where the closing has a line of a month of which some were dropped.
CREATE OR REPLACE FUNCTION verify_sources(ledger_table regclass, OUT month date, OUT entry bigint, OUT source text,
	OUT expected text, OUT found text) RETURNS SETOF record
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	RETURN QUERY
	SELECT c.month, d.entry, d.source, d.row_count || ' rows ' || d.digest, n.row_count || ' rows ' || n.digest
	FROM closings c
	LEFT JOIN entries_in_force e ON e.entry = c.entry
	CROSS JOIN LATERAL digested_sources(c.entry, c.month) s
	JOIN closed_digests d ON d.entry = c.entry AND d.source = s.source
	CROSS JOIN LATERAL digest_rows(ledger_table, s.source_table, d.columns, s.row_condition, s.row_order) n
	WHERE (s.is_lasting OR e.entry IS NOT NULL)
	  AND (s.source NOT LIKE '% as seen' OR c.entry = (SELECT max(l.entry) FROM closings l WHERE l.kind = 'close'))
	  AND NOT (s.source = 'events'
			   AND EXISTS (SELECT
						   FROM closed_lines l
						   JOIN dropped_events g ON g.owned_month = l.service_month
						   WHERE l.entry = c.entry))
	  AND (n.row_count, n.digest) IS DISTINCT FROM (d.row_count, d.digest);
END;
$body$;
COMMENT ON FUNCTION verify_sources(regclass) IS 'verify_sources(''ledger.events''): tables whose rows are not those from which a month was closed.';
