CREATE TABLE price_names (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	dimension text NOT NULL CHECK (dimension IN ('service_tier', 'speed', 'provider', 'cost_basis')),
	name text NOT NULL,
	price_name text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	source text NOT NULL DEFAULT 'manual',
	note text,
	is_built_in boolean NOT NULL DEFAULT false,
	closing integer
);

-- See outcome_rules.
INSERT INTO price_names (id, dimension, name, price_name, source, recorded_at, is_built_in)
OVERRIDING SYSTEM VALUE
SELECT -row_number() OVER (), n.dimension, n.name, n.price_name, 'runrate', '1970-01-01 00:00+00', true
FROM (VALUES
	('service_tier', 'default', 'standard'),
	('service_tier', 'auto', 'standard'),
	('service_tier', 'standard_only', 'standard'),
	('service_tier', 'on_demand', 'standard'),
	('service_tier', 'ON_DEMAND', 'standard'),
	('service_tier', 'TRAFFIC_TYPE_UNSPECIFIED', 'standard'),
	('service_tier', 'SERVICE_TIER_UNSPECIFIED', 'standard'),
	('service_tier', 'STANDARD', 'standard'),
	('service_tier', 'unspecified', 'standard'),
	('service_tier', 'SERVICE_TIER_DEFAULT', 'standard'),
	('service_tier', 'SERVICE_TIER_PRIORITY', 'priority'),
	('service_tier', 'ON_DEMAND_PRIORITY', 'priority'),
	('service_tier', 'PRIORITY', 'priority'),
	('service_tier', 'priority_on_demand', 'priority'),
	('service_tier', 'fast', 'priority'),
	('service_tier', 'ON_DEMAND_FLEX', 'flex'),
	('service_tier', 'FLEX', 'flex'),
	('service_tier', 'flex_discount', 'flex'),
	('service_tier', 'batches', 'batch'),
	('service_tier', 'BATCH', 'batch'),
	('service_tier', 'PROVISIONED_THROUGHPUT', 'provisioned'),
	('service_tier', 'provisioned_throughput', 'provisioned'),
	('service_tier', 'reserved', 'provisioned'),
	('service_tier', 'scale', 'provisioned'),
	('speed', 'default', 'standard'),
	('provider', 'aws.bedrock', 'bedrock'),
	('provider', 'AWS', 'bedrock'),
	('provider', 'aws_bedrock', 'bedrock'),
	('provider', 'az.ai.openai', 'azure'),
	('provider', 'azure.ai.openai', 'azure'),
	('provider', 'azure_openai', 'azure'),
	('provider', 'az.ai.inference', 'azure_ai'),
	('provider', 'azure.ai.inference', 'azure_ai'),
	('provider', 'gcp.gemini', 'gemini'),
	('provider', 'gcp.gen_ai', 'gemini'),
	('provider', 'gcp.vertex_ai', 'vertex_ai'),
	('provider', 'google', 'gemini'),
	('provider', 'Google', 'gemini'),
	('provider', 'google-gla', 'gemini'),
	('provider', 'google-vertex', 'vertex_ai'),
	('provider', 'OpenAI', 'openai'),
	('provider', 'Anthropic', 'anthropic'),
	('provider', 'mistral_ai', 'mistral'),
	('provider', 'mistralai', 'mistral'),
	('provider', 'x_ai', 'xai'),
	('provider', 'x-ai', 'xai'),
	('provider', 'ibm.watsonx.ai', 'watsonx'),
	('provider', 'bedrock_converse', 'bedrock'),
	('provider', 'bedrock_mantle', 'bedrock'),
	('provider', 'amazon_nova', 'bedrock'),
	('provider', 'azure_text', 'azure'),
	('provider', 'cohere_chat', 'cohere'),
	('provider', 'text-completion-openai', 'openai'),
	('provider', 'vertex_ai_beta', 'vertex_ai'),
	('provider', 'ai21_chat', 'ai21'),
	('provider', 'text-completion-codestral', 'codestral'),
	-- what the one price list calls what the other calls otherwise
	('provider', 'gemini', 'google'),
	('provider', 'vertex_ai', 'google'),
	('provider', 'xai', 'x-ai'),
	('provider', 'bedrock', 'aws'),
	('provider', 'aws', 'bedrock'),
	('provider', 'fireworks', 'fireworks_ai'),
	('provider', 'fireworks_ai', 'fireworks'),
	('provider', 'together', 'together_ai'),
	('provider', 'together_ai', 'together'),
	('provider', 'moonshotai', 'moonshot'),
	('provider', 'moonshot', 'moonshotai')
) n(dimension, name, price_name);

COMMENT ON TABLE price_names IS
'What the price book calls a service tier, a speed or a provider that has other names in usage objects and price lists. A name that is not here is the name in the price book. Append-only: a later row for the same dimension and name supersedes. In dimension cost_basis it says for a provider, or * for all, whether the cost that is reported in the usage is booked or the one that is computed.';
COMMENT ON COLUMN price_names.id IS 'Number of the row.';
COMMENT ON COLUMN price_names.dimension IS 'What is named: service_tier, speed, provider; or cost_basis, the choice of the cost that is booked.';
COMMENT ON COLUMN price_names.name IS 'Name in an event or a price list.';
COMMENT ON COLUMN price_names.price_name IS 'Name in the price book; standard is what needs no name; empty: the name is its own again. For cost_basis: reported or computed.';
COMMENT ON COLUMN price_names.recorded_at IS 'When the row was written; a question as known at a time ignores later rows.';
COMMENT ON COLUMN price_names.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN price_names.source IS 'Where it comes from: runrate is what a ledger begins with.';
COMMENT ON COLUMN price_names.note IS 'Remark.';
COMMENT ON COLUMN price_names.is_built_in IS 'Whether every ledger comes with the row. Its id is below zero, so that it is never that of a row of yours.';
COMMENT ON COLUMN price_names.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
