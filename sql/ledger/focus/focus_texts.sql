-- What names of the ledger are called in FOCUS

CREATE OR REPLACE FUNCTION focus_unit(meter text, per bigint) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN concat_ws(' ', nullif(per, 1), CASE
		WHEN meter IS NULL OR meter ~ 'requests$' THEN 'Requests'
		WHEN meter ~ 'tokens$' THEN 'Tokens'
		ELSE initcap(regexp_replace(meter, '[^A-Za-z0-9]+', ' ', 'g')) END);

COMMENT ON FUNCTION focus_unit(text, bigint) IS
'focus_unit(''input_tokens'', 1000000): the unit of a price as FOCUS writes units: 1000000 Tokens. A meter without a unit of its own is counted in requests.';

CREATE OR REPLACE FUNCTION focus_meter(meter text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN initcap(replace(coalesce(meter, 'requests'), '_', ' '));

COMMENT ON FUNCTION focus_meter(text) IS 'focus_meter(''cache_read_tokens''): a meter as a text to show: Cache Read Tokens.';

CREATE OR REPLACE FUNCTION focus_moment(at timestamptz) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

COMMENT ON FUNCTION focus_moment(timestamptz) IS
'focus_moment(''2026-10-01 00:00-04''): a moment as FOCUS writes it, in UTC whatever the session''s time zone: 2026-10-01T04:00:00Z.';

-- A service has one category: two layers that are one service are named alike.
CREATE OR REPLACE VIEW focus_services WITH (security_invoker = true) AS
SELECT s.layer, s.service, s.service_category, s.service_subcategory
FROM (VALUES
	('model_api', 'models', 'AI and Machine Learning', 'Generative AI'),
	('retries', 'models', 'AI and Machine Learning', 'Generative AI'),
	('inference', 'inference', 'AI and Machine Learning', 'AI Platforms'),
	('caching', 'caching', 'Databases', 'Caching'),
	('gateway', 'gateway', 'Integration', 'API Management'),
	('vector_db', 'vector database', 'Databases', 'Other (Databases)'),
	('tool_calls', 'tools', 'AI and Machine Learning', 'Other (AI and Machine Learning)'),
	('observability', 'observability', 'Management and Governance', 'Observability'),
	('evaluation', 'evaluation', 'AI and Machine Learning', 'Other (AI and Machine Learning)'),
	('security', 'security', 'Security', 'Other (Security)'),
	('training_data', 'training data', 'AI and Machine Learning', 'Machine Learning'),
	('human_review', 'human review', 'Business Applications', 'Other (Business Applications)'),
	('integration', 'integration', 'Developer Tools', 'Other (Developer Tools)')
) s (layer, service, service_category, service_subcategory);

COMMENT ON VIEW focus_services IS 'What the built-in layers of cost are in FOCUS.';
COMMENT ON COLUMN focus_services.layer IS 'Layer of cost; one that is not here is of the category Other.';
COMMENT ON COLUMN focus_services.service IS 'What ServiceName says after the name of the vendor.';
COMMENT ON COLUMN focus_services.service_category IS 'ServiceCategory.';
COMMENT ON COLUMN focus_services.service_subcategory IS 'ServiceSubcategory.';
