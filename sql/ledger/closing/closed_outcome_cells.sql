CREATE TABLE closed_outcome_cells (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	booked_month date NOT NULL,
	owned_from date NOT NULL,
	agent text,
	own_unit text,
	outcome text,
	kind text NOT NULL,
	has_item boolean NOT NULL,
	quantity bigint,
	live_outcomes bigint
);

CREATE INDEX ON closed_outcome_cells (entry);

COMMENT ON TABLE closed_outcome_cells IS 'What the book of closed months was made from: the sums of outcomes, as they were when the month was closed.';
COMMENT ON COLUMN closed_outcome_cells.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_outcome_cells.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_outcome_cells.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN closed_outcome_cells.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN closed_outcome_cells.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN closed_outcome_cells.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN closed_outcome_cells.outcome IS 'Outcome.';
COMMENT ON COLUMN closed_outcome_cells.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN closed_outcome_cells.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN closed_outcome_cells.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN closed_outcome_cells.live_outcomes IS 'Rows of outcomes that are not reversed.';
