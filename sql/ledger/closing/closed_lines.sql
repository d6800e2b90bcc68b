CREATE TABLE closed_lines (
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

CREATE INDEX ON closed_lines (month) WHERE in_force;

CREATE INDEX ON closed_lines (entry);

COMMENT ON TABLE closed_lines IS
'The book of closed months as it was when they were closed. See the view book for the columns.';
COMMENT ON COLUMN closed_lines.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_lines.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN closed_lines.service_month IS 'Month in which it took place.';
COMMENT ON COLUMN closed_lines.agent IS 'Agent.';
COMMENT ON COLUMN closed_lines.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN closed_lines.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN closed_lines.layer IS 'Layer of cost; empty in outcomes.';
COMMENT ON COLUMN closed_lines.vendor IS 'Provider or vendor; empty in outcomes.';
COMMENT ON COLUMN closed_lines.component IS 'direct, review, shared, amortization or outcome.';
COMMENT ON COLUMN closed_lines.cost IS 'Cost.';
COMMENT ON COLUMN closed_lines.estimated_cost IS 'What of it was estimated.';
COMMENT ON COLUMN closed_lines.events IS 'Events.';
COMMENT ON COLUMN closed_lines.unpriced_events IS 'Events without a cost.';
COMMENT ON COLUMN closed_lines.tokens IS 'Tokens.';
COMMENT ON COLUMN closed_lines.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN closed_lines.all_outcomes IS 'All outcomes.';
COMMENT ON COLUMN closed_lines.human_cost IS 'What people would have cost for the outcomes that count.';
COMMENT ON COLUMN closed_lines.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN closed_lines.reviews IS 'Reviews.';
COMMENT ON COLUMN closed_lines.unpriced_reviews IS 'Reviews without a cost.';
COMMENT ON COLUMN closed_lines.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN closed_lines.accurate IS 'Those that found the work accurate.';
