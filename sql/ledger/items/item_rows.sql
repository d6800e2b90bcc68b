-- Days are either open or closed, and so are periods: with that in the join an open
-- day is not compared with the periods of each month that was ever closed.
CREATE OR REPLACE VIEW item_rows WITH (security_invoker = true) AS
SELECT d.booked_month AS month, first_of_month(d.owned_on) AS service_month, d.owned_on, d.work_item,
	   d.agent, coalesce(p.valid_from, '-infinity') AS agent_from,
	   coalesce(d.own_unit, p.business_unit) AS paying_unit, p.unit_of_work,
	   d.layer, l.visible, d.events, d.unpriced_events, d.tokens, d.cost, d.credit_cost, d.gpu_seconds,
	   d.vectors_stored,
	   CASE WHEN coalesce(own.counts, every.counts) THEN d.quantity END AS outcomes,
	   d.reviews, d.minute_cost, d.fees, d.review_cost
FROM (SELECT d.*, d.owned_on >= (SELECT open_from()) AS is_open, d.booked_month >= (SELECT open_from()) AS is_open_month
	  FROM item_days d) d
LEFT JOIN agent_periods p
	ON p.agent = d.agent AND p.is_open = d.is_open AND d.owned_on >= p.valid_from AND d.owned_on < p.valid_until
LEFT JOIN cost_layer_periods l
	ON l.layer = d.layer AND l.is_open = d.is_open_month
	AND d.booked_month >= l.valid_from AND d.booked_month < l.valid_until
LEFT JOIN outcome_rule_periods own
	ON own.outcome = d.outcome AND own.unit_of_work = p.unit_of_work AND own.unit_of_work <> '*'
	AND own.is_open = d.is_open AND d.owned_on >= own.valid_from AND d.owned_on < own.valid_until
LEFT JOIN outcome_rule_periods every
	ON every.outcome = d.outcome AND every.unit_of_work = '*'
	AND every.is_open = d.is_open AND d.owned_on >= every.valid_from AND d.owned_on < every.valid_until;

COMMENT ON VIEW item_rows IS 'The rows of item_days with who owned them and what counts of them.';
COMMENT ON COLUMN item_rows.month IS 'Month in which it is booked.';
COMMENT ON COLUMN item_rows.service_month IS 'Month to which it belongs.';
COMMENT ON COLUMN item_rows.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN item_rows.work_item IS 'Work item.';
COMMENT ON COLUMN item_rows.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN item_rows.agent_from IS 'First day of the row of agents that held; -infinity: none.';
COMMENT ON COLUMN item_rows.paying_unit IS 'Business unit that pays; empty: none.';
COMMENT ON COLUMN item_rows.unit_of_work IS 'Unit of work of the agent; empty: none.';
COMMENT ON COLUMN item_rows.layer IS 'Layer of cost; empty: not of events.';
COMMENT ON COLUMN item_rows.visible IS 'Whether the layer is marked visible; empty: not known.';
COMMENT ON COLUMN item_rows.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN item_rows.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN item_rows.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN item_rows.cost IS 'Cost of events.';
COMMENT ON COLUMN item_rows.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN item_rows.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN item_rows.vectors_stored IS 'Quantity on the meter vectors_stored.';
COMMENT ON COLUMN item_rows.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN item_rows.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN item_rows.minute_cost IS 'Minutes times the cost of an hour, exact.';
COMMENT ON COLUMN item_rows.fees IS 'Fees of reviews.';
COMMENT ON COLUMN item_rows.review_cost IS 'Cost of reviews, each as it was rounded when it arrived.';
