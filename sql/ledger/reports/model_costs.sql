-- In closed months an event counts as unpriced if it was when these were closed.
CREATE OR REPLACE VIEW model_costs WITH (security_invoker = true) AS
SELECT m.month, m.provider, m.model,
	   m.events, m.unpriced_events,
	   m.tokens::numeric(38,0) AS tokens,
	   m.cost::numeric(38,12) AS cost,
	   ratio(m.cost * 1000000, m.tokens)::numeric(32,6) AS cost_per_million_tokens,
	   m.prior_period_cost::numeric(38,12) AS prior_period_cost,
	   m.reported_cost::numeric(38,12) AS reported_cost,
	   m.computed_cost::numeric(38,12) AS computed_cost,
	   m.estimated_cost::numeric(38,12) AS estimated_cost,
	   is_over(m.month) AS is_complete
FROM (SELECT booked_month AS month, coalesce(provider, 'unattributed') AS provider,
	coalesce(model, 'unattributed') AS model,
			 coalesce(sum(events) FILTER (WHERE owned_from >= booked_month), 0)::bigint AS events,
			 coalesce(sum(live_events) FILTER (WHERE cost_basis IS NULL), 0)::bigint AS unpriced_events,
			 coalesce(sum(tokens) FILTER (WHERE owned_from >= booked_month), 0) AS tokens,
			 coalesce(sum(cost) FILTER (WHERE owned_from >= booked_month), 0) AS cost,
			 coalesce(sum(cost) FILTER (WHERE owned_from < booked_month), 0) AS prior_period_cost,
			 coalesce(sum(cost) FILTER (WHERE owned_from >= booked_month AND cost_basis = 'reported'),
					0) AS reported_cost,
			 coalesce(sum(cost) FILTER (WHERE owned_from >= booked_month AND cost_basis = 'computed'),
					0) AS computed_cost,
			 coalesce(sum(cost) FILTER (WHERE owned_from >= booked_month AND cost_basis = 'estimated'),
					0) AS estimated_cost
	  FROM (SELECT booked_month, owned_from, provider, model, cost_basis, events, live_events, tokens, cost
			FROM closed_event_cells
			WHERE in_force
			UNION ALL
			SELECT booked_month, owned_from, provider, model, cost_basis, events, live_events, tokens, cost
			FROM event_months
			WHERE booked_month >= (SELECT open_from()) AND booked_month < (SELECT open_until())) e
	  GROUP BY 1, 2, 3) m;

COMMENT ON VIEW model_costs IS
'What the events of each model cost, by month and provider. SELECT * FROM model_costs ORDER BY month, cost DESC. cost and prior_period_cost together sum to the direct cost of the company.';
COMMENT ON COLUMN model_costs.month IS 'Month, as its first day.';
COMMENT ON COLUMN model_costs.provider IS 'Provider of the events; unattributed: they name none.';
COMMENT ON COLUMN model_costs.model IS 'Model, as events have it; unattributed: they name none, as calls of tools.';
COMMENT ON COLUMN model_costs.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN model_costs.unpriced_events IS 'Events whose cost is not known yet and not in the figures, without those that were reversed.';
COMMENT ON COLUMN model_costs.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN model_costs.cost IS 'Cost of the events.';
COMMENT ON COLUMN model_costs.cost_per_million_tokens IS 'cost for a million tokens; empty: no tokens.';
COMMENT ON COLUMN model_costs.prior_period_cost IS 'Cost that is booked in this month for earlier ones; not in the figures before.';
COMMENT ON COLUMN model_costs.reported_cost IS 'What of cost was reported with the events.';
COMMENT ON COLUMN model_costs.computed_cost IS 'What of cost was computed from prices.';
COMMENT ON COLUMN model_costs.estimated_cost IS 'What of cost is an estimate.';
COMMENT ON COLUMN model_costs.is_complete IS 'Whether the month is over.';
