CREATE TABLE cost_layers (
	layer text PRIMARY KEY,
	visible boolean NOT NULL DEFAULT false,
	layer_order bigint NOT NULL,
	description text,
	is_built_in boolean NOT NULL DEFAULT false,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user
);

COMMENT ON TABLE cost_layers IS
'The layers of cost. The visible one is the bill of the model provider, all others are below the water line. Add rows for layers of your own.';
COMMENT ON COLUMN cost_layers.layer IS 'Name of the layer, as events and shared costs have it.';
COMMENT ON COLUMN cost_layers.visible IS 'Whether the layer is on the bill that everybody sees.';
COMMENT ON COLUMN cost_layers.layer_order IS 'Position in reports, from the tip of the iceberg down.';
COMMENT ON COLUMN cost_layers.description IS 'What belongs to the layer.';
COMMENT ON COLUMN cost_layers.is_built_in IS 'Whether every ledger comes with the row. A row of yours for the same layer takes its place.';
COMMENT ON COLUMN cost_layers.recorded_at IS 'When the row was written or last changed; changes has what it was before.';
COMMENT ON COLUMN cost_layers.recorded_by IS 'Role that wrote or last changed it.';

INSERT INTO cost_layers (is_built_in, layer, visible, layer_order, description) VALUES
	(true, 'model_api', true, 10, 'Calls of a model that a provider bills'),
	(true, 'inference', false, 20, 'Own or rented machines that run models'),
	(true, 'caching', false, 30, 'Caches of prompts and answers'),
	(true, 'gateway', false, 40, 'Gateways and routers in front of models'),
	(true, 'vector_db', false, 50, 'Vector databases and retrieval'),
	(true, 'retries', false, 60, 'Every attempt after the first'),
	(true, 'tool_calls', false, 70, 'Tools that agents call: search, code execution, paid interfaces'),
	(true, 'observability', false, 80, 'Traces, logs and evaluation of live traffic'),
	(true, 'evaluation', false, 90, 'Tests of agents before and after changes'),
	(true, 'security', false, 100, 'Guardrails, red teaming, compliance'),
	(true, 'training_data', false, 110, 'Data for fine-tuning and prompts'),
	(true, 'human_review', false, 120, 'People who check or finish what agents did'),
	(true, 'integration', false, 130, 'Building and migrating agents, written off month by month');
