CREATE TABLE event_month_balances (
	id bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY,
	booked_month date NOT NULL,
	owned_from date NOT NULL,
	agent text,
	own_unit text,
	layer text,
	provider text,
	model text,
	cost_basis text,
	kind text NOT NULL,
	has_item boolean NOT NULL,
	events bigint,
	live_events bigint,
	unpriced_events bigint,
	tokens numeric,
	cost numeric,
	credit_cost numeric,
	gpu_seconds numeric,
	vectors_stored numeric
);
CREATE INDEX ON event_month_balances (booked_month, agent);

COMMENT ON TABLE event_month_balances IS 'Sums of events by month, split where owner, rules or baselines change within it. Several rows may have one key: they are added up.';
COMMENT ON COLUMN event_month_balances.id IS 'Number of the row; nothing else is unique.';
COMMENT ON COLUMN event_month_balances.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN event_month_balances.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN event_month_balances.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN event_month_balances.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN event_month_balances.layer IS 'Layer of cost.';
COMMENT ON COLUMN event_month_balances.provider IS 'Who bills it.';
COMMENT ON COLUMN event_month_balances.model IS 'Model.';
COMMENT ON COLUMN event_month_balances.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
COMMENT ON COLUMN event_month_balances.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN event_month_balances.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN event_month_balances.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN event_month_balances.live_events IS 'Events that are not reversed.';
COMMENT ON COLUMN event_month_balances.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN event_month_balances.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN event_month_balances.cost IS 'Cost.';
COMMENT ON COLUMN event_month_balances.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN event_month_balances.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN event_month_balances.vectors_stored IS 'Quantity on the meter vectors_stored.';
