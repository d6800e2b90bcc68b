CREATE OR REPLACE FUNCTION copy_comments(from_view oid, to_view regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	c record;
BEGIN
	EXECUTE format('COMMENT ON VIEW %s IS %L', to_view,
		'Computed with the versions that are set: ' || obj_description(from_view, 'pg_class'));
	FOR c IN
		SELECT a.attname, col_description(from_view, a.attnum) AS words
		FROM pg_attribute a
		WHERE a.attrelid = from_view AND a.attnum > 0
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', to_view, c.attname, c.words);
	END LOOP;
END;
$body$;
COMMENT ON FUNCTION copy_comments(oid, regclass) IS 'copy_comments(''book''::regclass, ''restated_book''::regclass): comment on a view and its columns as on another one, of which it has the columns.';
