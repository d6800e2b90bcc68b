
-- The dimensions and settings of a ledger

CREATE PROCEDURE runrate_internal.create_dimensions()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE TABLE business_units (
		business_unit text PRIMARY KEY CHECK (business_unit <> 'unattributed'),
		name text,
		pl_line text,
		owner text,
		recorded_at timestamptz NOT NULL DEFAULT now()
	);
	COMMENT ON TABLE business_units IS
	'The business units that are charged for the work of agents. Plain master data: change rows as the organisation changes.';
	COMMENT ON COLUMN business_units.business_unit IS 'Short name, to which agents and work items refer.';
	COMMENT ON COLUMN business_units.name IS 'Name for reports.';
	COMMENT ON COLUMN business_units.pl_line IS 'Line of the profit and loss statement on which its AI cost belongs; its own name where this is empty.';
	COMMENT ON COLUMN business_units.owner IS 'Who answers for the cost.';
	COMMENT ON COLUMN business_units.recorded_at IS 'When the row was written.';

	CREATE TABLE agents (
		agent text NOT NULL CHECK (agent <> 'unattributed'),
		valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (isfinite(valid_from)),
		business_unit text,
		unit_of_work text,
		deployment text NOT NULL DEFAULT 'third_party' CHECK (deployment IN ('third_party', 'self_hosted')),
		hired date,
		retired date,
		recorded_at timestamptz NOT NULL DEFAULT now(),
		PRIMARY KEY (agent, valid_from)
	);
	COMMENT ON TABLE agents IS
	'The agents on the payroll. An agent that changes its business unit or unit of work gets a further row with the day from which it holds; cost before that day stays where it was.';
	COMMENT ON COLUMN agents.agent IS 'Name of the agent, as events have it.';
	COMMENT ON COLUMN agents.valid_from IS 'First day, in the time zone of the ledger, on which the row holds; it does until the next row of the agent.';
	COMMENT ON COLUMN agents.business_unit IS 'Business unit that pays for the agent, unless a work item names its own.';
	COMMENT ON COLUMN agents.unit_of_work IS 'What the agent is paid for: ticket, claim, loan. Outcome rules and human baselines refer to it.';
	COMMENT ON COLUMN agents.deployment IS 'third_party: paid by the call, as a contractor; self_hosted: a share of a cluster, as an employee.';
	COMMENT ON COLUMN agents.hired IS 'First day of service; empty: always.';
	COMMENT ON COLUMN agents.retired IS 'Last day of service; empty: still in service.';
	COMMENT ON COLUMN agents.recorded_at IS 'When the row was written.';

	CREATE TABLE work_items (
		work_item text PRIMARY KEY CHECK (work_item <> 'unattributed'),
		kind text,
		customer text,
		campaign text,
		business_unit text,
		recorded_at timestamptz NOT NULL DEFAULT now()
	);
	COMMENT ON TABLE work_items IS
	'What agents work on: tickets, claims, loans. Only needed for what the events do not say: customer, kind, campaign, or a business unit of its own.';
	COMMENT ON COLUMN work_items.work_item IS 'Key of the work item, as events, outcomes and reviews have it.';
	COMMENT ON COLUMN work_items.kind IS 'Kind of work, such as refund or complaint.';
	COMMENT ON COLUMN work_items.customer IS 'Customer for whom the work is done.';
	COMMENT ON COLUMN work_items.campaign IS 'Campaign, project or experiment that the work belongs to.';
	COMMENT ON COLUMN work_items.business_unit IS 'Business unit that pays, if it is not that of the agent.';
	COMMENT ON COLUMN work_items.recorded_at IS 'When the row was written.';

	CREATE TABLE cost_layers (
		layer text PRIMARY KEY,
		visible boolean NOT NULL DEFAULT false,
		layer_order bigint NOT NULL,
		description text
	);
	COMMENT ON TABLE cost_layers IS
	'The layers of cost. The visible one is the bill of the model provider, all others are below the water line. Add rows for layers of your own.';
	COMMENT ON COLUMN cost_layers.layer IS 'Name of the layer, as events and shared costs have it.';
	COMMENT ON COLUMN cost_layers.visible IS 'Whether the layer is on the bill that everybody sees.';
	COMMENT ON COLUMN cost_layers.layer_order IS 'Position in reports, from the tip of the iceberg down.';
	COMMENT ON COLUMN cost_layers.description IS 'What belongs to the layer.';

	INSERT INTO cost_layers (layer, visible, layer_order, description) VALUES
		('model_api', true, 10, 'Calls of a model that a provider bills'),
		('inference', false, 20, 'Own or rented machines that run models'),
		('caching', false, 30, 'Caches of prompts and answers'),
		('gateway', false, 40, 'Gateways and routers in front of models'),
		('vector_db', false, 50, 'Vector databases and retrieval'),
		('retries', false, 60, 'Every attempt after the first'),
		('tool_calls', false, 70, 'Tools that agents call: search, code execution, paid interfaces'),
		('observability', false, 80, 'Traces, logs and evaluation of live traffic'),
		('evaluation', false, 90, 'Tests of agents before and after changes'),
		('security', false, 100, 'Guardrails, red teaming, compliance'),
		('training_data', false, 110, 'Data for fine-tuning and prompts'),
		('human_review', false, 120, 'People who check or finish what agents did'),
		('integration', false, 130, 'Building and migrating agents, written off month by month');
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_dimensions() IS
'create_dimensions(): the master data of a ledger. Called by create_ledger.';
