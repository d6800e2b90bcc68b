CREATE TABLE closed_review_cells (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	booked_month date NOT NULL,
	owned_from date NOT NULL,
	agent text,
	own_unit text,
	verdict text,
	kind text NOT NULL,
	has_item boolean NOT NULL,
	reviews bigint,
	live_reviews bigint,
	unpriced_reviews bigint,
	minute_cost numeric,
	fees numeric,
	cost numeric
);

CREATE INDEX ON closed_review_cells (entry);

COMMENT ON TABLE closed_review_cells IS 'What the book of closed months was made from: the sums of reviews, as they were when the month was closed.';
COMMENT ON COLUMN closed_review_cells.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_review_cells.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_review_cells.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN closed_review_cells.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN closed_review_cells.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN closed_review_cells.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN closed_review_cells.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN closed_review_cells.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN closed_review_cells.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN closed_review_cells.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN closed_review_cells.live_reviews IS 'Reviews that are not reversed.';
COMMENT ON COLUMN closed_review_cells.unpriced_reviews IS 'Reviews whose cost is not known yet.';
COMMENT ON COLUMN closed_review_cells.minute_cost IS 'Minutes times the cost of an hour, exact; a sixtieth of it is cost.';
COMMENT ON COLUMN closed_review_cells.fees IS 'Fees.';
COMMENT ON COLUMN closed_review_cells.cost IS 'Cost of reviews, each as it was rounded when it arrived.';
