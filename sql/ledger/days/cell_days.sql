-- The rows of a day are added up by what the tables hold and by the period of
-- the agent; quantities are those that decide about overhead.
CREATE OR REPLACE VIEW cell_days WITH (security_invoker = true) AS
SELECT first_of_month(d.day) AS month, d.day,
	   coalesce(d.agent, 'unattributed') AS agent,
	   coalesce(d.agent_from, '-infinity') AS agent_from,
	   coalesce(d.business_unit, 'unattributed') AS business_unit,
	   coalesce(d.unit_of_work, 'unattributed') AS unit_of_work,
	   coalesce(sum(d.cost), 0) AS direct_cost,
	   summed_review_cost(sum(d.minute_cost), sum(d.fees)) AS review_cost,
	   coalesce(sum(d.events), 0)::bigint AS events,
	   coalesce(sum(d.unpriced_events), 0)::bigint AS unpriced_events,
	   coalesce(sum(d.outcomes), 0)::bigint AS outcomes,
	   coalesce(sum(d.reviews), 0)::bigint AS reviews,
	   coalesce(sum(d.reviews) FILTER (WHERE d.verdict IS NOT NULL), 0)::bigint AS judged,
	   coalesce(sum(d.reviews) FILTER (WHERE d.verdict = 'accurate'), 0)::bigint AS accurate,
	   coalesce(sum(d.cost) FILTER (WHERE d.is_own) - coalesce(sum(d.credit_cost) FILTER (WHERE d.is_own), 0),
			0) AS direct_cost_quantity,
	   coalesce(sum(d.events) FILTER (WHERE d.is_own), 0)::numeric AS events_quantity,
	   coalesce(sum(d.tokens) FILTER (WHERE d.is_own), 0) AS tokens_quantity,
	   coalesce(sum(d.gpu_seconds) FILTER (WHERE d.is_own), 0) AS gpu_seconds_quantity,
	   coalesce(sum(d.vectors_stored) FILTER (WHERE d.is_own), 0) AS vectors_stored_quantity,
	   coalesce(sum(d.outcomes) FILTER (WHERE d.is_own), 0)::numeric AS outcomes_quantity
FROM (SELECT e.owned_on AS day, e.agent, a.valid_from AS agent_from, coalesce(e.own_unit,
	a.business_unit) AS business_unit, a.unit_of_work, e.is_own,
			 e.cost, e.credit_cost, e.events, e.unpriced_events, e.tokens, e.gpu_seconds, e.vectors_stored,
			 NULL::bigint AS outcomes, NULL::text AS verdict, NULL::bigint AS reviews, NULL::numeric AS minute_cost,
					NULL::numeric AS fees
	  -- A day of an agent has many rows, of layers and models, which do not matter from here on.
	  FROM (SELECT owned_on, agent, own_unit, owned_on >= booked_month AS is_own, sum(cost) AS cost,
				   sum(credit_cost) AS credit_cost, sum(events)::bigint AS events,
				   sum(unpriced_events)::bigint AS unpriced_events, sum(tokens) AS tokens,
				   sum(gpu_seconds) AS gpu_seconds, sum(vectors_stored) AS vectors_stored
			FROM event_days
			GROUP BY owned_on, agent, own_unit, owned_on >= booked_month) e
	  LEFT JOIN agent_periods a ON a.agent = e.agent AND a.is_open = (e.owned_on >= (SELECT open_from()))
		  AND e.owned_on >= a.valid_from AND e.owned_on < a.valid_until
	  UNION ALL
	  SELECT o.owned_on, o.agent, a.valid_from, coalesce(o.own_unit, a.business_unit), a.unit_of_work,
			 o.owned_on >= o.booked_month,
			 NULL::numeric, NULL::numeric, NULL::bigint, NULL::bigint, NULL::numeric, NULL::numeric, NULL::numeric,
			 CASE WHEN coalesce(own.counts, every.counts) THEN o.quantity END, NULL::text, NULL::bigint, NULL::numeric,
					NULL::numeric
	  FROM (SELECT o.*, o.owned_on >= (SELECT open_from()) AS is_open FROM outcome_days o) o
	  LEFT JOIN agent_periods a ON a.agent = o.agent AND a.is_open = o.is_open
		  AND o.owned_on >= a.valid_from AND o.owned_on < a.valid_until
	  LEFT JOIN outcome_rule_periods own
		  ON own.outcome = o.outcome AND own.unit_of_work = a.unit_of_work AND own.unit_of_work <> '*'
		  AND own.is_open = o.is_open AND o.owned_on >= own.valid_from AND o.owned_on < own.valid_until
	  LEFT JOIN outcome_rule_periods every
		  ON every.outcome = o.outcome AND every.unit_of_work = '*'
		  AND every.is_open = o.is_open AND o.owned_on >= every.valid_from AND o.owned_on < every.valid_until
	  UNION ALL
	  SELECT r.owned_on, r.agent, a.valid_from, coalesce(r.own_unit, a.business_unit), a.unit_of_work,
			 r.owned_on >= r.booked_month,
			 NULL::numeric, NULL::numeric, NULL::bigint, NULL::bigint, NULL::numeric, NULL::numeric, NULL::numeric,
			 NULL::bigint, r.verdict, r.reviews, r.minute_cost, r.fees
	  FROM review_days r
	  LEFT JOIN agent_periods a ON a.agent = r.agent AND a.is_open = (r.owned_on >= (SELECT open_from()))
		  AND r.owned_on >= a.valid_from AND r.owned_on < a.valid_until) d
GROUP BY d.day, d.agent, d.agent_from, d.business_unit, d.unit_of_work;

COMMENT ON VIEW cell_days IS 'Costs and work by day of service and cell (agent, period of the agent, business unit, unit of work), without overhead.';
COMMENT ON COLUMN cell_days.month IS 'Month of the day.';
COMMENT ON COLUMN cell_days.day IS 'Day to which it belongs, whenever it was booked.';
COMMENT ON COLUMN cell_days.agent IS 'Agent.';
COMMENT ON COLUMN cell_days.agent_from IS 'First day of the row of agents that holds; -infinity: none.';
COMMENT ON COLUMN cell_days.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN cell_days.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN cell_days.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN cell_days.review_cost IS 'Cost of reviews: minutes of the day at the cost of an hour, cut off after 12 decimals, and fees.';
COMMENT ON COLUMN cell_days.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN cell_days.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN cell_days.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN cell_days.reviews IS 'Reviews.';
COMMENT ON COLUMN cell_days.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN cell_days.accurate IS 'Reviews that found the work accurate.';
COMMENT ON COLUMN cell_days.direct_cost_quantity IS 'What of direct_cost is booked in its own month and no credit: the driver direct_cost.';
COMMENT ON COLUMN cell_days.events_quantity IS 'Events booked in their own month: the driver events.';
COMMENT ON COLUMN cell_days.tokens_quantity IS 'Tokens booked in their own month: the driver tokens.';
COMMENT ON COLUMN cell_days.gpu_seconds_quantity IS 'Quantity on the meter gpu_seconds booked in its own month: that driver.';
COMMENT ON COLUMN cell_days.vectors_stored_quantity IS 'Quantity on the meter vectors_stored booked in its own month: that driver.';
COMMENT ON COLUMN cell_days.outcomes_quantity IS 'Outcomes that count and are booked in their own month: the driver outcomes.';
