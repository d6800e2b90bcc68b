-- Accessors of cost_summary

CREATE FUNCTION runrate.total_cost(summary runrate.cost_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_total_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.total_cost(runrate.cost_summary) IS
'total_cost(summary): the exact cost of all layers, as sum(cost) over the events gives it. NULL if no cost is known.';

CREATE FUNCTION runrate.layer_cost(summary runrate.cost_summary, layer text) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_layer_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.layer_cost(runrate.cost_summary, text) IS
'layer_cost(summary, ''human_review''): the exact cost of one layer, as sum(cost) FILTER (WHERE layer = ...) gives it. NULL if no cost of that layer is known.';

CREATE FUNCTION runrate.event_count(summary runrate.cost_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_event_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.event_count(runrate.cost_summary) IS
'event_count(summary): the number of events, with and without a known cost.';

CREATE FUNCTION runrate.priced_count(summary runrate.cost_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_priced_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.priced_count(runrate.cost_summary) IS
'priced_count(summary): the number of events whose cost is known; event_count(summary) minus this is what the total leaves out.';

CREATE FUNCTION runrate.outcome_count(summary runrate.cost_summary) RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_outcome_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.outcome_count(runrate.cost_summary) IS
'outcome_count(summary): the number of outcomes.';

CREATE FUNCTION runrate.unit_cost(summary runrate.cost_summary) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_unit_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.unit_cost(runrate.cost_summary) IS
'unit_cost(summary): total cost divided by the number of outcomes, the fully loaded cost per outcome. NULL if there is no outcome, no known cost, or a cost that is not finite.';

CREATE FUNCTION runrate.visible_cost(summary runrate.cost_summary, visible_layer text DEFAULT 'model_api')
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_visible_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.visible_cost(runrate.cost_summary, text) IS
'visible_cost(summary), visible_cost(summary, visible_layer => ''tokens''): the cost of the layer that the model vendor bills, the tip of the iceberg; 0 if it has no known cost but others have. NULL if no cost is known.';

CREATE FUNCTION runrate.hidden_cost(summary runrate.cost_summary, visible_layer text DEFAULT 'model_api')
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_hidden_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.hidden_cost(runrate.cost_summary, text) IS
'hidden_cost(summary), hidden_cost(summary, visible_layer => ''tokens''): the cost of all layers but the visible one; visible_cost plus hidden_cost is total_cost. NULL if no cost is known.';

CREATE FUNCTION runrate.hidden_ratio(summary runrate.cost_summary, visible_layer text DEFAULT 'model_api')
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_hidden_ratio' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.hidden_ratio(runrate.cost_summary, text) IS
'hidden_ratio(summary), hidden_ratio(summary, visible_layer => ''tokens''): hidden cost divided by total cost, 0 to 1 where no layer is negative. NULL if the total is 0, unknown or not finite.';

CREATE FUNCTION runrate.layer_costs(summary runrate.cost_summary) RETURNS TABLE (layer text, cost numeric,
	event_count bigint, priced_count bigint)
	AS 'MODULE_PATHNAME', 'rr_layer_costs' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 12;
COMMENT ON FUNCTION runrate.layer_costs(runrate.cost_summary) IS
'layer_costs(summary): a row per layer, sorted by name, with its exact cost (NULL if unknown), its events, and those whose cost is known. Use it in FROM: SELECT l.* FROM summaries, runrate.layer_costs(summary) l.';
