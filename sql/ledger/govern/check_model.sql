CREATE OR REPLACE FUNCTION check_model(provider text, model text) RETURNS boolean
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT CASE
			WHEN EXISTS (SELECT FROM prices p WHERE p.provider = check_model.provider AND p.model = check_model.model)
				OR EXISTS (SELECT FROM model_aliases a
						   WHERE a.provider = check_model.provider AND a.price_model IS NOT NULL
							 AND check_model.model ~ a.pattern)
				THEN true
			WHEN NOT EXISTS (SELECT FROM prices p WHERE p.provider = check_model.provider)
				THEN refuse('undefined_object', format('provider %s is not in the price book',
								coalesce(quote_literal(provider), 'NULL')),
							concat('Did you mean '
								   || quote_literal(nearest_name(provider, (SELECT array_agg(DISTINCT p.provider)
																			FROM prices p)))
								   || '? ', 'SELECT DISTINCT provider FROM prices lists them.'))
			ELSE refuse('undefined_object', format('model %s of %s is not in the price book',
							coalesce(quote_literal(model), 'NULL'), provider),
						concat('Did you mean '
							   || quote_literal(nearest_name(model, (SELECT array_agg(DISTINCT p.model) FROM prices p
																	 WHERE p.provider = check_model.provider)))
							   || '? ', format('SELECT DISTINCT model FROM prices WHERE provider = %L lists them.',
											   provider)))
			END;
	END;
COMMENT ON FUNCTION check_model(text, text) IS 'check_model(''openai'', ''gpt-5''): true, or an error if the price book knows no such model, by a row or by a rule of model_aliases.';
