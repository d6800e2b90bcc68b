-- Computed by the owner, for unit readers: see my_chargeback_rows() and its like
DO $do$
DECLARE
	report record;
	c record;
BEGIN
	FOR report IN
		SELECT u.report AS name, u.source::regclass AS source FROM unit_reports u
	LOOP
		EXECUTE format('CREATE OR REPLACE VIEW %I WITH (security_barrier = true) AS SELECT r.* FROM %I() r',
			'my_' || report.name, format('my_%s_rows', report.name));
		EXECUTE format('COMMENT ON VIEW %I IS %L', 'my_' || report.name,
			format('The rows of %s of the business units that the current role may read by grant_access(role_name, ''unit_reader'', business_unit), with the shared costs and drivers of the whole company. No rows for others, who may read the report itself. %s',
				report.name, obj_description(report.source, 'pg_class')));
		FOR c IN
			SELECT a.attname, col_description(a.attrelid, a.attnum) AS words
			FROM pg_attribute a
			WHERE a.attrelid = report.source AND a.attnum > 0
		LOOP
			EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', 'my_' || report.name, c.attname, c.words);
		END LOOP;
	END LOOP;
END;
$do$;
