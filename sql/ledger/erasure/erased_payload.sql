-- The hash is that of rows which are facts, so that both still belong together.
CREATE OR REPLACE FUNCTION erased_key(source text, source_key text) RETURNS text
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT CASE WHEN starts_with(source_key, 'erased:') THEN source_key
				ELSE 'erased:' || coalesce(runrate_internal.fact_key_hash((SELECT s.secret FROM key_secret s), source,
																		  source_key)::text, '') END
	WHERE source_key IS NOT NULL;
END;
COMMENT ON FUNCTION erased_key(text, text) IS 'erased_key(''helpdesk'', ''ticket 4711''): what stands in place of the key of a row when that is erased.';

CREATE OR REPLACE FUNCTION erased_payload(payload jsonb, person_column text, person text, erased text, erased_key text)
	RETURNS jsonb
	LANGUAGE sql IMMUTABLE
	RETURN payload - ARRAY['usage', 'reason', 'source_key']
		|| CASE WHEN payload ->> person_column = person THEN jsonb_build_object(person_column, erased)
				ELSE '{}' END
		|| CASE WHEN payload ->> 'source_key' IS NOT NULL THEN jsonb_build_object('source_key', erased_key)
				ELSE '{}' END;
COMMENT ON FUNCTION erased_payload(jsonb, text, text, text, text) IS 'erased_payload(payload, ''work_item'', ''ticket 4711'', ''erased:...'', ''erased:...''): a row that was put aside without a name, its key, its usage object and its reason.';
