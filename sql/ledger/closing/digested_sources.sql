-- Texts that may name a person and can be erased are not in digests: the key of
-- a fact is there as its hash, work items and reviewers as tokens.
CREATE OR REPLACE FUNCTION digested_columns(of_table oid) RETURNS text
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT string_agg(a.attname, ', ' ORDER BY a.attnum)
	FROM pg_attribute a
	WHERE a.attrelid = of_table AND a.attnum > 0 AND NOT a.attisdropped
	  AND a.attname NOT IN ('source_key', 'reason', 'usage', 'description', 'note', 'closing', 'known_from',
			'known_until');
END;
COMMENT ON FUNCTION digested_columns(oid) IS 'digested_columns(''ledger.events''::regclass): the columns of a table that are in the digests of closings.';

CREATE OR REPLACE FUNCTION digested_field(column_name text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN column_name IN ('work_item', 'reviewer')
				THEN format('runrate_internal.person_token($1, f.%I)', column_name)
				WHEN column_name = 'key'
				THEN $q$CASE f.table_name WHEN 'work_items' THEN runrate_internal.person_token($1,
						f.key) ELSE f.key END$q$
				WHEN column_name IN ('before', 'after') THEN format($q$f.%I - 'work_item'$q$, column_name)
				ELSE format('f.%I', column_name) END;
COMMENT ON FUNCTION digested_field(text) IS 'digested_field(''work_item''): what of a column is in digests, as an expression; $1 is the secret of the ledger.';

-- What a closing is made from, and which rows of it are the entry''s: facts that
-- are booked in the month, changes and rows that it was the first to see, and
-- master data as it saw them.
CREATE OR REPLACE FUNCTION digested_sources(of_entry bigint, of_month date, OUT source text, OUT source_table regclass,
	OUT row_condition text, OUT row_order text, OUT is_lasting boolean) RETURNS SETOF record
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT f.fact, f.fact_table, format('f.booked_on >= %L AND f.booked_on < %L', of_month, next_month(of_month)),
			'f.id',
		   false
	FROM facts_catalogue f
	UNION ALL
	SELECT s.name, s.source_table, format('f.closing = %s', of_entry), s.row_order, true
	FROM (SELECT 'changes'::text AS name, 'changes'::regclass AS source_table, 'f.id' AS row_order
		  UNION ALL
		  -- experiments and their steps have names and no numbers
		  SELECT c.relname::text, r.reference_table,
				 CASE WHEN EXISTS (SELECT FROM pg_attribute a
								   WHERE a.attrelid = c.oid AND a.attname = 'id') THEN 'f.id' END
		  FROM reference_catalogue r
		  JOIN pg_class c ON c.oid = r.reference_table
		  WHERE r.kind IN ('superseding', 'decision')) s
	UNION ALL
	SELECT v.name, v.source_table,
		   format('f.known_from <= %1$s AND (f.known_until IS NULL OR f.known_until > %1$s)', of_entry),
		   NULL, false
	FROM (VALUES ('agents as seen', 'agent_versions'::regclass), ('business_units as seen', 'business_unit_versions'),
				 ('cost_layers as seen', 'cost_layer_versions'), ('accounts as seen', 'account_versions'))
		v (name, source_table);
END;
COMMENT ON FUNCTION digested_sources(bigint, date) IS 'digested_sources(3, date ''2026-04-01''): the tables and views over which an entry of closings has digests, a condition for their rows, and by what number they are ordered; empty: by their text. is_lasting: what a month has seen stays so when it is reopened.';

CREATE OR REPLACE FUNCTION digest_rows(ledger_table regclass, source_table regclass, columns text, row_condition text,
	row_order text, OUT row_count bigint, OUT digest text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	line text;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	line := format('runrate_internal.canonical_line(''row'', ROW(%s))',
		(SELECT string_agg(digested_field(c.name), ', ' ORDER BY c.position)
		 FROM string_to_table(columns, ', ') WITH ORDINALITY c (name, position)));
	-- ordered below the aggregate, so that an index on the number does it
	EXECUTE format($sql$
		SELECT count(*), coalesce(runrate_internal.sha256_of_lines(l.line), encode(sha256(''), 'hex'))
		FROM (SELECT %1$s AS line FROM %2$s f WHERE %3$s ORDER BY %4$s) l
		$sql$,
		line, source_table, row_condition, coalesce(row_order, line || ' COLLATE "C"'))
	INTO row_count, digest
	USING (SELECT s.secret FROM key_secret s);
END;
$body$;
COMMENT ON FUNCTION digest_rows(regclass, regclass, text, text, text) IS
'digest_rows(''ledger.events'', ''ledger.reviews'', ''id, owned_on, cost'', ''f.booked_on >= ...'', ''f.id''): how many rows of a table fulfil a condition, and the SHA-256 over these columns of them, a line each.';
