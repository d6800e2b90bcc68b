CREATE OR REPLACE FUNCTION list_models(list text, prices jsonb, OUT provider text, OUT model text) RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT e.provider, e.model FROM runrate_internal.litellm_entries(CASE WHEN list_models.list = 'litellm'
		THEN list_models.prices END) e WHERE e.is_readable
	UNION ALL
	SELECT m.provider, m.model FROM runrate_internal.genai_models(CASE WHEN list_models.list = 'genai'
		THEN list_models.prices END) m;
END;

COMMENT ON FUNCTION list_models(text, jsonb) IS
'list_models(''genai'', prices): the models of a price list, with or without a price.';
