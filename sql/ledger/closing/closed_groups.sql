CREATE TABLE closed_groups (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	month date NOT NULL,
	grouped_by text NOT NULL,
	name text NOT NULL,
	work_items bigint NOT NULL,
	outcomes bigint NOT NULL,
	direct_cost numeric NOT NULL,
	review_cost numeric NOT NULL,
	shared_cost numeric NOT NULL,
	amortization_cost numeric NOT NULL,
	prior_period_cost numeric NOT NULL,
	prior_period_outcomes bigint NOT NULL,
	opex_cost numeric,
	unclassified_cost numeric
);

CREATE INDEX ON closed_groups (month) WHERE in_force;

CREATE INDEX ON closed_groups (entry);

COMMENT ON TABLE closed_groups IS 'Costs and work by customer and by campaign in closed months, as they were when these were closed.';
COMMENT ON COLUMN closed_groups.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_groups.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_groups.month IS 'Month in which it is booked.';
COMMENT ON COLUMN closed_groups.grouped_by IS 'customer or campaign.';
COMMENT ON COLUMN closed_groups.name IS 'Customer or campaign; unattributed: what belongs to none.';
COMMENT ON COLUMN closed_groups.work_items IS 'Work items with events.';
COMMENT ON COLUMN closed_groups.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN closed_groups.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN closed_groups.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN closed_groups.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN closed_groups.amortization_cost IS 'Share of amortization.';
COMMENT ON COLUMN closed_groups.prior_period_cost IS 'What of the cost was booked late for earlier months.';
COMMENT ON COLUMN closed_groups.prior_period_outcomes IS 'What of the outcomes was.';
COMMENT ON COLUMN closed_groups.opex_cost IS 'What of the cost of a customer is on accounts of class opex; empty: a campaign.';
COMMENT ON COLUMN closed_groups.unclassified_cost IS 'What of the cost of a customer is on accounts without a class; empty: a campaign.';
