CREATE OR REPLACE PROCEDURE check_model_rules(prices jsonb)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	rule record;
BEGIN
	FOR rule IN SELECT r.* FROM runrate.genai_model_rules(check_model_rules.prices) r LOOP
		BEGIN
			PERFORM '' ~ rule.pattern;
		EXCEPTION WHEN invalid_regular_expression THEN
			RAISE EXCEPTION 'price list has a rule for names that is not a regular expression'
				USING ERRCODE = 'invalid_regular_expression',
					  DETAIL = format('Model %s, key match: %s.', quote_literal(rule.price_model),
							left(rule.pattern, 100));
		END;
	END LOOP;
END;
$body$;

COMMENT ON PROCEDURE check_model_rules(jsonb) IS
'check_model_rules(prices): an error if a rule of a price list of genai-prices is not a regular expression.';
