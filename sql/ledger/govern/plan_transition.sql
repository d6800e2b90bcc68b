CREATE OR REPLACE FUNCTION plan_transition(agent text, from_provider text, from_model text, to_provider text,
	to_model text, planned_on date, one_off_cost numeric, from_month date, to_month date, note text DEFAULT NULL)
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	SELECT check_ran(plan_transition.from_provider, plan_transition.from_model);

	INSERT INTO transition_plans (agent, from_provider, from_model, to_provider, to_model, planned_on, one_off_cost,
		monthly_saving, note)
	SELECT plan_transition.agent, plan_transition.from_provider, plan_transition.from_model,
		   plan_transition.to_provider, plan_transition.to_model, plan_transition.planned_on,
		   plan_transition.one_off_cost, w.monthly_saving, plan_transition.note
	FROM what_if_model(plan_transition.agent, plan_transition.to_provider, plan_transition.to_model,
		plan_transition.from_month, plan_transition.to_month, plan_transition.one_off_cost,
		plan_transition.from_model) w
	RETURNING id;
END;

COMMENT ON FUNCTION plan_transition(text, text, text, text, text, date, numeric, date, date, text) IS
'plan_transition(''support'', ''anthropic'', ''claude-3'', ''anthropic'', ''claude-haiku'', ''2026-05-15'', 40000, ''2026-01-01'', ''2026-03-01''): propose that an agent moves from one model to another on a day, with the monthly saving that what_if_model finds for its calls of the former in these months. Writes a row of transition_plans and returns its id.';
