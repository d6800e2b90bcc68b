CREATE TABLE closed_statements (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	month date NOT NULL,
	service_month date NOT NULL,
	agent text NOT NULL,
	business_unit text NOT NULL,
	pl_line text NOT NULL,
	unit_of_work text NOT NULL,
	amount numeric NOT NULL,
	direct_cost numeric NOT NULL,
	review_cost numeric NOT NULL,
	shared_cost numeric NOT NULL,
	amortization_cost numeric NOT NULL,
	cost numeric NOT NULL,
	model_cost numeric NOT NULL,
	visible_cost numeric NOT NULL,
	estimated_cost numeric NOT NULL,
	events bigint NOT NULL,
	unpriced_events bigint NOT NULL,
	tokens numeric NOT NULL,
	model_tokens numeric NOT NULL,
	outcomes bigint NOT NULL,
	all_outcomes bigint NOT NULL,
	baseline numeric,
	human_cost numeric,
	outcomes_without_baseline bigint NOT NULL,
	reviews bigint NOT NULL,
	unpriced_reviews bigint NOT NULL,
	judged bigint NOT NULL,
	accurate bigint NOT NULL
);

CREATE INDEX ON closed_statements (month) WHERE in_force;

CREATE INDEX ON closed_statements (entry);

COMMENT ON TABLE closed_statements IS
'The statements of closed months as they were when these were closed: a row for each month of service, agent, business unit and unit of work, with the amount that is charged. See the view unit_months for the columns.';
COMMENT ON COLUMN closed_statements.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_statements.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_statements.month IS 'Month in which it is booked.';
COMMENT ON COLUMN closed_statements.service_month IS 'Month in which it took place.';
COMMENT ON COLUMN closed_statements.agent IS 'Agent.';
COMMENT ON COLUMN closed_statements.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN closed_statements.pl_line IS 'Its line of the profit and loss statement.';
COMMENT ON COLUMN closed_statements.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN closed_statements.amount IS 'What is charged, in whole minor units of the currency.';
COMMENT ON COLUMN closed_statements.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN closed_statements.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN closed_statements.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN closed_statements.amortization_cost IS 'Share of amortization.';
COMMENT ON COLUMN closed_statements.cost IS 'The sum of the four.';
COMMENT ON COLUMN closed_statements.model_cost IS 'What of it is for running models.';
COMMENT ON COLUMN closed_statements.visible_cost IS 'What of it is in visible layers.';
COMMENT ON COLUMN closed_statements.estimated_cost IS 'What of it is an estimate.';
COMMENT ON COLUMN closed_statements.events IS 'Events.';
COMMENT ON COLUMN closed_statements.unpriced_events IS 'Events without a cost.';
COMMENT ON COLUMN closed_statements.tokens IS 'Tokens.';
COMMENT ON COLUMN closed_statements.model_tokens IS 'Tokens of models.';
COMMENT ON COLUMN closed_statements.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN closed_statements.all_outcomes IS 'All outcomes.';
COMMENT ON COLUMN closed_statements.baseline IS 'What a person costs for one unit of work.';
COMMENT ON COLUMN closed_statements.human_cost IS 'What people would have cost.';
COMMENT ON COLUMN closed_statements.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN closed_statements.reviews IS 'Reviews.';
COMMENT ON COLUMN closed_statements.unpriced_reviews IS 'Reviews without a cost.';
COMMENT ON COLUMN closed_statements.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN closed_statements.accurate IS 'Those that found the work accurate.';
