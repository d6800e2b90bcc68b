CREATE TYPE variance_effect AS (
	unit_of_work text,
	agent text,
	base_outcomes bigint,
	outcomes bigint,
	base_cost numeric,
	cost numeric,
	effect text,
	dimension text,
	value text,
	amount numeric
);

COMMENT ON TYPE variance_effect IS 'A part of the change of the cost of an agent between two months, see variance_effects().';
COMMENT ON COLUMN variance_effect.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN variance_effect.agent IS 'Agent.';
COMMENT ON COLUMN variance_effect.base_outcomes IS 'Outcomes of the agent in the earlier month; the same in all of its rows, as are the next three.';
COMMENT ON COLUMN variance_effect.outcomes IS 'Outcomes in the later month.';
COMMENT ON COLUMN variance_effect.base_cost IS 'Fully loaded cost of the earlier month.';
COMMENT ON COLUMN variance_effect.cost IS 'Fully loaded cost of the later month.';
COMMENT ON COLUMN variance_effect.effect IS 'price, model_mix, tokens_per_attempt, attempts_per_outcome, direct, review, volume or overhead; new, gone or without_outcomes: no unit cost to compare.';
COMMENT ON COLUMN variance_effect.dimension IS 'What value names: model, layer, review or agent.';
COMMENT ON COLUMN variance_effect.value IS 'Model, layer, agent, or what it is about reviews.';
COMMENT ON COLUMN variance_effect.amount IS 'Money, above zero: dearer.';
