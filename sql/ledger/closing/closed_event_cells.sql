CREATE TABLE closed_event_cells (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
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

CREATE INDEX ON closed_event_cells (entry);

COMMENT ON TABLE closed_event_cells IS 'What the book of closed months was made from: the sums of events, as they were when the month was closed.';
COMMENT ON COLUMN closed_event_cells.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_event_cells.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_event_cells.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN closed_event_cells.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN closed_event_cells.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN closed_event_cells.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN closed_event_cells.layer IS 'Layer of cost.';
COMMENT ON COLUMN closed_event_cells.provider IS 'Who bills it.';
COMMENT ON COLUMN closed_event_cells.model IS 'Model.';
COMMENT ON COLUMN closed_event_cells.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
COMMENT ON COLUMN closed_event_cells.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN closed_event_cells.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN closed_event_cells.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN closed_event_cells.live_events IS 'Events that are not reversed.';
COMMENT ON COLUMN closed_event_cells.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN closed_event_cells.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN closed_event_cells.cost IS 'Cost.';
COMMENT ON COLUMN closed_event_cells.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN closed_event_cells.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN closed_event_cells.vectors_stored IS 'Quantity on the meter vectors_stored.';
