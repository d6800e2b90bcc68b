-- Whoever asks for a provider or a model that neither an event nor the price book has
-- would get an answer that is about nothing, as one that costs nothing.
CREATE OR REPLACE FUNCTION warn_of_model(provider text, model text) RETURNS boolean
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT warn(format('%s "%s" is in no event and no price', a.kind, a.name),
			coalesce('Did you mean "' || nearest_name(a.name, k.names) || '"?',
				'SELECT DISTINCT provider, model FROM model_costs lists those that ran.'))
		FROM (VALUES ('provider', provider), ('model', model)) a (kind, name)
		CROSS JOIN LATERAL (SELECT array_agg(n.name) AS names FROM known_names n WHERE n.kind = a.kind) k
		WHERE a.name <> '' AND a.name <> ALL (coalesce(k.names, '{}'))
		ORDER BY a.kind DESC
		LIMIT 1;
	END;
COMMENT ON FUNCTION warn_of_model(text, text) IS
'warn_of_model(''openai'', ''gpt-5''): true after a WARNING, with what was probably meant, if neither an event nor the price book has that provider or, if it has, that model; NULL as an argument: not asked for.';
