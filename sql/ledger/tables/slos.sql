CREATE TABLE slos (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	agent text NOT NULL DEFAULT '*',
	metric text NOT NULL CONSTRAINT metric_is_cost_per_outcome_accuracy_review_ratio_spend_outcomes
		CHECK (metric IN ('cost_per_outcome', 'direct_cost_per_outcome', 'accuracy', 'review_ratio',
						  'spend', 'outcomes')),
	target numeric CONSTRAINT target_is_above_0 CHECK (target > 0 AND target < 1e15),
	tolerance numeric CONSTRAINT tolerance_is_a_fraction_of_the_target CHECK (tolerance BETWEEN 0 AND 1000000),
	red numeric CHECK (red BETWEEN 0 AND 1000000),
	critical numeric CHECK (critical BETWEEN 0 AND 1000000),
	direction text CONSTRAINT direction_is_ceiling_floor_or_band CHECK (direction IN ('ceiling', 'floor', 'band')),
	periods bigint NOT NULL DEFAULT 2 CHECK (periods >= 1),
	min_outcomes bigint NOT NULL DEFAULT 10 CHECK (min_outcomes >= 0),
	tier_limit numeric CHECK (tier_limit >= 0 AND tier_limit < 1e15),
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	note text,
	closing integer,
	CONSTRAINT tolerance_is_at_most_red_and_red_at_most_critical
		CHECK (tolerance <= red AND tolerance <= critical AND red <= critical),
	CONSTRAINT accuracy_is_a_share_of_0_to_1 CHECK (metric <> 'accuracy' OR target <= 1)
);

COMMENT ON TABLE slos IS
'Service-level objectives: what an agent is to cost and to achieve. A period takes the objective that holds on its first day. Append-only: a later row for the same agent and metric supersedes, one without a target ends it.';
COMMENT ON COLUMN slos.id IS 'Number of the row.';
COMMENT ON COLUMN slos.agent IS 'Agent, or * for each agent that has no row of its own for the metric.';
COMMENT ON COLUMN slos.metric IS 'What is measured: cost_per_outcome (fully loaded), direct_cost_per_outcome (events only), accuracy (accurate of judged reviews), review_ratio (reviews for each outcome), spend (fully loaded cost of a month), outcomes (counted outcomes of a month).';
COMMENT ON COLUMN slos.target IS 'Target: money for costs, 0 to 1 for accuracy and review_ratio, for spend and outcomes those of a month. Empty: from then on there is no objective.';
COMMENT ON COLUMN slos.tolerance IS 'How far off, as a fraction of the target, is still green. Empty: 0.15; for accuracy 0.';
COMMENT ON COLUMN slos.red IS 'From which fraction of the target off it is red. Empty: 0.20; for accuracy 0.02.';
COMMENT ON COLUMN slos.critical IS 'From which fraction of the target off it is critical. Empty: 0.50; for accuracy 0.10.';
COMMENT ON COLUMN slos.direction IS 'Which side is bad: ceiling above the target, floor below, band both. Empty: floor for accuracy and outcomes, ceiling for the others.';
COMMENT ON COLUMN slos.periods IS 'How many periods in a row red has to last before it is acted on as red.';
COMMENT ON COLUMN slos.min_outcomes IS 'With fewer outcomes in the period (judged reviews, for accuracy) the status is insufficient_evidence.';
COMMENT ON COLUMN slos.tier_limit IS 'Largest fully loaded cost of a month; an agent whose month is projected to cost more is to be paused. Empty: no limit.';
COMMENT ON COLUMN slos.valid_from IS 'First day on which it holds, in the time zone of the ledger.';
COMMENT ON COLUMN slos.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN slos.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN slos.note IS 'Remark, such as who agreed to it.';
COMMENT ON COLUMN slos.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
