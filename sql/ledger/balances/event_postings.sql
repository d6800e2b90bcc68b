CREATE TABLE event_postings (
	id bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY,
	booked_month date NOT NULL,
	owned_on date NOT NULL,
	agent text,
	layer text,
	provider text,
	model text,
	cost_basis text,
	kind text NOT NULL,
	work_item text,
	events bigint,
	live_events bigint,
	unpriced_events bigint,
	tokens numeric,
	cost numeric,
	credit_cost numeric,
	gpu_seconds numeric,
	vectors_stored numeric
)
-- emptied again and again: what is dead is to be found by nobody
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

COMMENT ON TABLE event_postings IS 'Sums of events as statements post them, until they are folded into event_day_balances, event_month_balances and item_balances. Readers add both up.';
COMMENT ON COLUMN event_postings.id IS 'Number of the row; nothing else is unique.';
COMMENT ON COLUMN event_postings.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN event_postings.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN event_postings.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN event_postings.layer IS 'Layer of cost.';
COMMENT ON COLUMN event_postings.provider IS 'Who bills it.';
COMMENT ON COLUMN event_postings.model IS 'Model.';
COMMENT ON COLUMN event_postings.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
COMMENT ON COLUMN event_postings.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN event_postings.work_item IS 'Work item; empty: none is named.';
COMMENT ON COLUMN event_postings.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN event_postings.live_events IS 'Events that are not reversed.';
COMMENT ON COLUMN event_postings.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN event_postings.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN event_postings.cost IS 'Cost.';
COMMENT ON COLUMN event_postings.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN event_postings.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN event_postings.vectors_stored IS 'Quantity on the meter vectors_stored.';
