-- A model that never ran has nothing to compare, which is one thing; a name that
-- is in no event and in no price book is most likely mistyped.
CREATE OR REPLACE FUNCTION check_ran(provider text, model text) RETURNS boolean
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT CASE
			WHEN EXISTS (SELECT FROM event_months m WHERE m.provider = check_ran.provider AND m.model = check_ran.model)
				OR EXISTS (SELECT FROM prices p WHERE p.provider = check_ran.provider AND p.model = check_ran.model)
				THEN true
			ELSE refuse('undefined_object', format('no event and no price is of model %s of %s',
							coalesce(quote_literal(model), 'NULL'), coalesce(quote_literal(provider), 'NULL')),
						concat('Did you mean '
							   || quote_literal(nearest_name(model, (
									SELECT array_agg(DISTINCT m.model) FROM event_months m
									WHERE m.provider = check_ran.provider AND m.model IS NOT NULL)))
							   || '? ', 'SELECT DISTINCT provider, model FROM model_costs lists those that ran.'))
			END;
	END;
COMMENT ON FUNCTION check_ran(text, text) IS 'check_ran(''openai'', ''gpt-5''): true, or an error if neither an event nor the price book knows such a model.';
