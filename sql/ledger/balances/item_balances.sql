CREATE TABLE item_balances (
	id bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY,
	booked_month date NOT NULL,
	owned_on date NOT NULL,
	work_item text NOT NULL,
	agent text,
	own_unit text,
	layer text,
	outcome text,
	events bigint,
	unpriced_events bigint,
	tokens numeric,
	cost numeric,
	credit_cost numeric,
	gpu_seconds numeric,
	vectors_stored numeric,
	quantity bigint,
	reviews bigint,
	minute_cost numeric,
	fees numeric,
	review_cost numeric
);
CREATE INDEX ON item_balances (work_item);
CREATE INDEX ON item_balances (booked_month);

COMMENT ON TABLE item_balances IS 'What belongs to each work item, by the day that decides its owner: events by layer, outcomes by their name, reviews. Several rows may have one key: they are added up.';
COMMENT ON COLUMN item_balances.id IS 'Number of the row; nothing else is unique.';
COMMENT ON COLUMN item_balances.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN item_balances.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN item_balances.work_item IS 'Work item.';
COMMENT ON COLUMN item_balances.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN item_balances.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN item_balances.layer IS 'Layer of cost.';
COMMENT ON COLUMN item_balances.outcome IS 'Outcome.';
COMMENT ON COLUMN item_balances.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN item_balances.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN item_balances.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN item_balances.cost IS 'Cost.';
COMMENT ON COLUMN item_balances.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN item_balances.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN item_balances.vectors_stored IS 'Quantity on the meter vectors_stored.';
COMMENT ON COLUMN item_balances.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN item_balances.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN item_balances.minute_cost IS 'Minutes times the cost of an hour, exact.';
COMMENT ON COLUMN item_balances.fees IS 'Fees of reviews.';
COMMENT ON COLUMN item_balances.review_cost IS 'Cost of reviews, each as it was rounded when it arrived.';
