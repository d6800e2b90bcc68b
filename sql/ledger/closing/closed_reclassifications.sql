CREATE TABLE closed_reclassifications (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	month date NOT NULL,
	service_month date NOT NULL,
	agent text NOT NULL,
	business_unit text NOT NULL,
	unit_of_work text NOT NULL,
	layer text,
	vendor text,
	component text NOT NULL,
	cost numeric NOT NULL,
	estimated_cost numeric NOT NULL,
	events bigint NOT NULL,
	unpriced_events bigint NOT NULL,
	tokens numeric NOT NULL,
	outcomes bigint NOT NULL,
	all_outcomes bigint NOT NULL,
	human_cost numeric,
	outcomes_without_baseline bigint NOT NULL,
	reviews bigint NOT NULL,
	unpriced_reviews bigint NOT NULL,
	judged bigint NOT NULL,
	accurate bigint NOT NULL
);

CREATE INDEX ON closed_reclassifications (entry);

COMMENT ON TABLE closed_reclassifications IS 'The reclassified lines of closed months, as they were when the month was closed; closed_lines have them, too.';
COMMENT ON COLUMN closed_reclassifications.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_reclassifications.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_reclassifications.month IS 'Month in which it is booked.';
COMMENT ON COLUMN closed_reclassifications.service_month IS 'Month in which it took place.';
COMMENT ON COLUMN closed_reclassifications.agent IS 'Agent.';
COMMENT ON COLUMN closed_reclassifications.business_unit IS 'Business unit.';
COMMENT ON COLUMN closed_reclassifications.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN closed_reclassifications.layer IS 'Layer of cost; empty in outcomes.';
COMMENT ON COLUMN closed_reclassifications.vendor IS 'Provider or vendor; empty in outcomes.';
COMMENT ON COLUMN closed_reclassifications.component IS 'direct, review, shared, amortization or outcome.';
COMMENT ON COLUMN closed_reclassifications.cost IS 'Cost; negative, here and below: taken from the unit.';
COMMENT ON COLUMN closed_reclassifications.estimated_cost IS 'What of it is an estimate.';
COMMENT ON COLUMN closed_reclassifications.events IS 'Events.';
COMMENT ON COLUMN closed_reclassifications.unpriced_events IS 'Events without a cost.';
COMMENT ON COLUMN closed_reclassifications.tokens IS 'Tokens.';
COMMENT ON COLUMN closed_reclassifications.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN closed_reclassifications.all_outcomes IS 'All outcomes.';
COMMENT ON COLUMN closed_reclassifications.human_cost IS 'What people would have cost for the outcomes that count; empty: no baseline.';
COMMENT ON COLUMN closed_reclassifications.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN closed_reclassifications.reviews IS 'Reviews.';
COMMENT ON COLUMN closed_reclassifications.unpriced_reviews IS 'Reviews without a cost.';
COMMENT ON COLUMN closed_reclassifications.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN closed_reclassifications.accurate IS 'Those that found the work accurate.';
