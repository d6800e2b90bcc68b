CREATE OR REPLACE FUNCTION load_model_rules(prices jsonb) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	WITH listed AS (
		SELECT DISTINCT ON (r.provider, r.pattern) r.provider, r.pattern, r.alias_order, r.price_provider, r.price_model
		FROM runrate.genai_model_rules(load_model_rules.prices) r
		ORDER BY r.provider, r.pattern, r.alias_order
	),
	known AS (
		SELECT DISTINCT ON (a.provider, a.pattern) a.provider, a.pattern, a.alias_order, a.price_provider,
			a.price_model, a.source
		FROM model_aliases a
		WHERE a.provider IN (SELECT m.provider FROM list_models('genai', load_model_rules.prices) m)
		ORDER BY a.provider, a.pattern, a.valid_from DESC, a.recorded_at DESC, a.id DESC
	),
	written AS (
		INSERT INTO model_aliases (provider, pattern, alias_order, price_provider, price_model, source)
		SELECT coalesce(l.provider, k.provider), coalesce(l.pattern, k.pattern), coalesce(l.alias_order, k.alias_order),
			l.price_provider, l.price_model, 'genai'
		FROM listed l
		FULL JOIN known k ON k.provider = l.provider AND k.pattern = l.pattern
		WHERE coalesce(k.source, 'genai') = 'genai'
			AND ((l.alias_order, l.price_provider, l.price_model) IS DISTINCT
				FROM (k.alias_order, k.price_provider, k.price_model))
			AND (l.pattern IS NOT NULL OR k.price_model IS NOT NULL)
		ORDER BY 1, 3
		RETURNING 1
	)
	SELECT count(*) FROM written;
END;

COMMENT ON FUNCTION load_model_rules(jsonb) IS
'load_model_rules(prices): write into model_aliases where the rules of a price list of genai-prices differ from them; the number of rows written.';
