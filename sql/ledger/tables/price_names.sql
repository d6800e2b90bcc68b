CREATE TABLE price_names (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	dimension text NOT NULL CHECK (dimension IN ('service_tier', 'speed', 'provider', 'cost_basis')),
	name text NOT NULL,
	price_name text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	source text NOT NULL DEFAULT 'manual',
	note text
);

INSERT INTO price_names (dimension, name, price_name, source) VALUES
	('service_tier', 'default', 'standard', 'runrate'),
	('service_tier', 'auto', 'standard', 'runrate'),
	('service_tier', 'standard_only', 'standard', 'runrate'),
	('service_tier', 'on_demand', 'standard', 'runrate'),
	('service_tier', 'ON_DEMAND', 'standard', 'runrate'),
	('service_tier', 'TRAFFIC_TYPE_UNSPECIFIED', 'standard', 'runrate'),
	('service_tier', 'SERVICE_TIER_UNSPECIFIED', 'standard', 'runrate'),
	('service_tier', 'STANDARD', 'standard', 'runrate'),
	('service_tier', 'ON_DEMAND_PRIORITY', 'priority', 'runrate'),
	('service_tier', 'PRIORITY', 'priority', 'runrate'),
	('service_tier', 'priority_on_demand', 'priority', 'runrate'),
	('service_tier', 'fast', 'priority', 'runrate'),
	('service_tier', 'ON_DEMAND_FLEX', 'flex', 'runrate'),
	('service_tier', 'FLEX', 'flex', 'runrate'),
	('service_tier', 'flex_discount', 'flex', 'runrate'),
	('service_tier', 'batches', 'batch', 'runrate'),
	('service_tier', 'BATCH', 'batch', 'runrate'),
	('service_tier', 'PROVISIONED_THROUGHPUT', 'provisioned', 'runrate'),
	('service_tier', 'provisioned_throughput', 'provisioned', 'runrate'),
	('service_tier', 'reserved', 'provisioned', 'runrate'),
	('service_tier', 'scale', 'provisioned', 'runrate'),
	('speed', 'default', 'standard', 'runrate'),
	('provider', 'aws.bedrock', 'bedrock', 'runrate'),
	('provider', 'AWS', 'bedrock', 'runrate'),
	('provider', 'aws_bedrock', 'bedrock', 'runrate'),
	('provider', 'az.ai.openai', 'azure', 'runrate'),
	('provider', 'azure.ai.openai', 'azure', 'runrate'),
	('provider', 'azure_openai', 'azure', 'runrate'),
	('provider', 'az.ai.inference', 'azure_ai', 'runrate'),
	('provider', 'azure.ai.inference', 'azure_ai', 'runrate'),
	('provider', 'gcp.gemini', 'gemini', 'runrate'),
	('provider', 'gcp.gen_ai', 'gemini', 'runrate'),
	('provider', 'gcp.vertex_ai', 'vertex_ai', 'runrate'),
	('provider', 'google', 'gemini', 'runrate'),
	('provider', 'Google', 'gemini', 'runrate'),
	('provider', 'google-gla', 'gemini', 'runrate'),
	('provider', 'google-vertex', 'vertex_ai', 'runrate'),
	('provider', 'OpenAI', 'openai', 'runrate'),
	('provider', 'Anthropic', 'anthropic', 'runrate'),
	('provider', 'mistral_ai', 'mistral', 'runrate'),
	('provider', 'mistralai', 'mistral', 'runrate'),
	('provider', 'x_ai', 'xai', 'runrate'),
	('provider', 'x-ai', 'xai', 'runrate'),
	('provider', 'ibm.watsonx.ai', 'watsonx', 'runrate'),
	('provider', 'bedrock_converse', 'bedrock', 'runrate'),
	('provider', 'bedrock_mantle', 'bedrock', 'runrate'),
	('provider', 'amazon_nova', 'bedrock', 'runrate'),
	('provider', 'azure_text', 'azure', 'runrate'),
	('provider', 'cohere_chat', 'cohere', 'runrate'),
	('provider', 'text-completion-openai', 'openai', 'runrate'),
	('provider', 'vertex_ai_beta', 'vertex_ai', 'runrate'),
	('provider', 'ai21_chat', 'ai21', 'runrate'),
	('provider', 'text-completion-codestral', 'codestral', 'runrate'),
	-- what the one price list calls what the other calls otherwise
	('provider', 'gemini', 'google', 'runrate'),
	('provider', 'vertex_ai', 'google', 'runrate'),
	('provider', 'xai', 'x-ai', 'runrate'),
	('provider', 'bedrock', 'aws', 'runrate'),
	('provider', 'aws', 'bedrock', 'runrate'),
	('provider', 'fireworks', 'fireworks_ai', 'runrate'),
	('provider', 'fireworks_ai', 'fireworks', 'runrate'),
	('provider', 'together', 'together_ai', 'runrate'),
	('provider', 'together_ai', 'together', 'runrate'),
	('provider', 'moonshotai', 'moonshot', 'runrate'),
	('provider', 'moonshot', 'moonshotai', 'runrate');

COMMENT ON TABLE price_names IS
'What the price book calls a service tier, a speed or a provider that has other names in usage objects and price lists. A name that is not here is the name in the price book. Append-only: a later row for the same dimension and name supersedes. In dimension cost_basis it says for a provider, or * for all, whether the cost that is reported in the usage is booked or the one that is computed.';
COMMENT ON COLUMN price_names.id IS 'Number of the row.';
COMMENT ON COLUMN price_names.dimension IS 'What is named: service_tier, speed, provider; or cost_basis, the choice of the cost that is booked.';
COMMENT ON COLUMN price_names.name IS 'Name in an event or a price list.';
COMMENT ON COLUMN price_names.price_name IS 'Name in the price book; standard is what needs no name; empty: the name is its own again. For cost_basis: reported or computed.';
COMMENT ON COLUMN price_names.recorded_at IS 'When the row was written; a question as known at a time ignores later rows.';
COMMENT ON COLUMN price_names.source IS 'Where it comes from: runrate is what a ledger begins with.';
COMMENT ON COLUMN price_names.note IS 'Remark.';
