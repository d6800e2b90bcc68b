-- What is booked late belongs to no unit cost: lines are those of the month of service only.
CREATE OR REPLACE VIEW variance_lines WITH (security_invoker = true) AS
SELECT b.booked_month AS month, coalesce(b.agent, 'unattributed') AS agent,
	   coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
	   'model'::text AS kind, concat_ws(' ', b.provider, coalesce(b.model, 'unattributed')) AS value,
	   coalesce(b.cost, 0) AS cost, coalesce(b.events, 0) AS attempts, coalesce(b.tokens, 0) AS tokens,
	   0::bigint AS reviews, 0::bigint AS outcomes
FROM event_months b
LEFT JOIN agent_periods a ON a.agent = b.agent AND b.owned_from >= a.valid_from AND b.owned_from < a.valid_until
WHERE b.layer IN ('model_api', 'inference', 'retries') AND b.owned_from >= b.booked_month
UNION ALL
SELECT b.month, b.agent, b.unit_of_work,
	   CASE WHEN b.component IN ('shared', 'amortization') THEN 'overhead'::text ELSE b.component END,
	   CASE WHEN b.component <> 'outcome' THEN b.layer END,
	   b.cost, 0::bigint, 0::numeric, b.reviews, b.outcomes
FROM book b
WHERE b.service_month = b.month AND (b.component <> 'direct' OR b.layer NOT IN ('model_api', 'inference', 'retries'));

COMMENT ON VIEW variance_lines IS 'What decides about the unit cost of a month: costs, attempts, tokens, reviews and outcomes by agent and unit of work, each cost by the model or the layer. Several lines may have one key: they are added up.';
COMMENT ON COLUMN variance_lines.month IS 'Month.';
COMMENT ON COLUMN variance_lines.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN variance_lines.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN variance_lines.kind IS 'model: events of models, retries with them; direct: other events; review, overhead; outcome: no cost.';
COMMENT ON COLUMN variance_lines.value IS 'Provider and model of kind model, else the layer of cost.';
COMMENT ON COLUMN variance_lines.cost IS 'Cost.';
COMMENT ON COLUMN variance_lines.attempts IS 'Events of kind model.';
COMMENT ON COLUMN variance_lines.tokens IS 'Their tokens.';
COMMENT ON COLUMN variance_lines.reviews IS 'Reviews.';
COMMENT ON COLUMN variance_lines.outcomes IS 'Outcomes that count.';
