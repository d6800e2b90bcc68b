CREATE OR REPLACE FUNCTION warn_of_prices() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	suspects bigint;
	example text;
BEGIN
	CALL runrate_internal.use_ledger(tg_relid);
	SELECT count(*), (array_agg(format('%s %s, meter %s, %s for %s: %s', p.provider, p.model, p.meter, p.price, p.per,
		s.finding) ORDER BY p.id))[1]
	INTO suspects, example
	FROM suspect_prices((SELECT min(n.id) FROM new_prices n)) s
	JOIN prices p ON p.id = s.id;
	IF suspects > 0 THEN
		RAISE WARNING '% of "prices" % hardly what % should be',
			CASE suspects WHEN 1 THEN '1 row' ELSE suspects || ' rows' END, CASE suspects WHEN 1 THEN 'is'
				ELSE 'are' END, CASE suspects WHEN 1 THEN 'it' ELSE 'they' END
			USING DETAIL = format('First: %s.', example),
				  HINT = format('See %I.price_findings.', tg_table_schema);
	END IF;
	RETURN NULL;
END;
$body$;

COMMENT ON FUNCTION warn_of_prices() IS
'warn_of_prices(): trigger after a statement that inserts prices. One warning if some are hardly what they should be.';

CREATE OR REPLACE TRIGGER warn_of_prices AFTER INSERT ON prices REFERENCING NEW TABLE AS new_prices
FOR EACH STATEMENT EXECUTE FUNCTION warn_of_prices();
