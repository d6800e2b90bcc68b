-- SECURITY DEFINER, as the digests have persons as tokens, and who knows the
-- secret of these could find out who they are.
CREATE OR REPLACE FUNCTION verify_books(of_entry bigint DEFAULT NULL, kept_digest text DEFAULT NULL,
		OUT check_name text,
	OUT month date, OUT entry bigint, OUT object text, OUT expected text, OUT found text) RETURNS SETOF record
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT 'digest kept elsewhere'::text, c.month, verify_books.of_entry, 'closings'::text, verify_books.kept_digest,
			c.digest
	FROM (SELECT verify_books.of_entry AS entry) k
	LEFT JOIN closings c ON c.entry = k.entry
	WHERE (verify_books.of_entry IS NOT NULL OR verify_books.kept_digest IS NOT NULL) AND c.digest IS DISTINCT
			FROM verify_books.kept_digest
	UNION ALL
	SELECT * FROM verify_chain()
	UNION ALL
	SELECT * FROM verify_in_force()
	UNION ALL
	SELECT 'rows', s.month, s.entry, s.source, s.expected, s.found FROM verify_sources('events'::regclass) s
	UNION ALL
	SELECT 'work items', NULL, NULL, i.work_item, i.expected, i.found FROM verify_items() i
	UNION ALL
	SELECT s.check_name, s.month, e.entry, NULL, s.expected, s.found
	FROM verify_sums('events'::regclass) s
	LEFT JOIN entries_in_force e ON e.month = s.month
	UNION ALL
	SELECT 'definitions', d.month, d.entry, d.object, d.expected, d.found FROM verify_definitions('events'::regclass) d
	UNION ALL
	SELECT 'protection', NULL, NULL, l.object, NULL, l.fault FROM ledger_faults l;
END;
REVOKE EXECUTE ON FUNCTION verify_books(bigint, text) FROM PUBLIC;

COMMENT ON FUNCTION verify_books(bigint, text) IS
'verify_books(): what differs in the books, and where: digests made anew from what is stored, facts behind closed months, lines and statements computed anew, balances against facts, triggers and functions. check_name is what was checked, object the table or thing that differs, expected and found one line of each, empty where there is none. No rows: nothing differs. With of_entry and kept_digest it also compares a digest that was kept elsewhere, which alone shows that a whole chain was made anew. It reads everything: minutes for many millions of facts. For the owner of the ledger and controllers.';
