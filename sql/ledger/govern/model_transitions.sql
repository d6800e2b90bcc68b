CREATE OR REPLACE VIEW model_transitions WITH (security_invoker = true) AS
SELECT t.quarter, t.agent, t.from_provider, t.from_model, t.to_provider, t.to_model, t.status, t.planned_on,
	   t.one_off_cost::numeric(38,12) AS one_off_cost,
	   t.monthly_saving::numeric(38,12) AS monthly_saving,
	   t.payback_months::numeric(32,6) AS payback_months,
	   (12 * t.monthly_saving - t.one_off_cost)::numeric(38,12) AS value_12m,
	   row_number() OVER (PARTITION BY t.quarter ORDER BY t.payback_months NULLS LAST, t.agent COLLATE "C",
			t.from_provider COLLATE "C", t.from_model COLLATE "C", t.to_provider COLLATE "C", t.to_model COLLATE "C")
			AS payback_order,
	   t.deprecated_on, t.retires_on,
	   CASE WHEN t.status IN ('proposed', 'approved') THEN t.planned_on < day_of(now())
			WHEN t.status = 'unplanned' THEN t.retires_on <= day_of(now()) ELSE false END AS is_overdue,
	   t.note, t.recorded_at, t.recorded_by
FROM (SELECT date_trunc('quarter', p.planned_on::timestamp)::date AS quarter, p.agent, p.from_provider, p.from_model,
			 p.to_provider, p.to_model, p.status, p.planned_on, p.one_off_cost, p.monthly_saving,
			 runrate.payback_months(p.one_off_cost, p.monthly_saving) AS payback_months,
			 l.deprecated_on, l.retires_on, p.note, p.recorded_at, p.recorded_by
	  FROM known_transitions p
	  LEFT JOIN known_lifecycles l ON l.provider = p.from_provider AND l.model = p.from_model
	  UNION ALL
	  -- nobody has planned anything for a model that is on its way out
	  SELECT date_trunc('quarter', coalesce(l.retires_on, l.deprecated_on)::timestamp)::date, u.agent, l.provider,
			 l.model, l.successor_provider, l.successor_model, 'unplanned', NULL, NULL, NULL, NULL, l.deprecated_on,
			 l.retires_on, NULL, NULL, NULL
	  FROM known_lifecycles l
	  JOIN (SELECT DISTINCT m.agent, m.provider, m.model FROM agent_models m
			WHERE m.month >= (SELECT last_complete_month())) u ON u.provider = l.provider AND u.model = l.model
	  WHERE coalesce(l.deprecated_on, l.retires_on) IS NOT NULL
		AND NOT EXISTS (SELECT FROM known_transitions p
						WHERE p.agent = u.agent AND p.from_provider = u.provider AND p.from_model = u.model
						  AND p.status <> 'rejected')
		AND NOT EXISTS (SELECT FROM agent_periods a
						WHERE a.agent = u.agent AND day_of(now()) >= a.valid_from AND day_of(now()) < a.valid_until
						  AND a.retired < day_of(now()))) t
ORDER BY t.quarter, payback_order;

COMMENT ON VIEW model_transitions IS
'The calendar of model transitions, quarter by quarter, the soonest paid back first: what is planned and decided in transition_plans, and agents that use a deprecated model of model_lifecycles and have no plan.';
COMMENT ON COLUMN model_transitions.quarter IS 'First day of the quarter of planned_on; without a plan that in which the model retires.';
COMMENT ON COLUMN model_transitions.agent IS 'Agent.';
COMMENT ON COLUMN model_transitions.from_provider IS 'Provider of the model that it uses.';
COMMENT ON COLUMN model_transitions.from_model IS 'Model that it uses.';
COMMENT ON COLUMN model_transitions.to_provider IS 'Provider of the model that it is to use; without a plan that of the successor.';
COMMENT ON COLUMN model_transitions.to_model IS 'Model that it is to use.';
COMMENT ON COLUMN model_transitions.status IS 'proposed, approved, done, rejected, or unplanned: it used the deprecated model last month or this one, and there is no plan.';
COMMENT ON COLUMN model_transitions.planned_on IS 'Day on which it is to be done.';
COMMENT ON COLUMN model_transitions.one_off_cost IS 'What migration and testing cost, once.';
COMMENT ON COLUMN model_transitions.monthly_saving IS 'What the agent then costs less in a month; negative: more.';
COMMENT ON COLUMN model_transitions.payback_months IS 'Months until the saving has paid the migration; empty: it never does.';
COMMENT ON COLUMN model_transitions.value_12m IS 'What twelve months of the saving leave of it: 12 * monthly_saving - one_off_cost; negative: a loss.';
COMMENT ON COLUMN model_transitions.payback_order IS 'Position in its quarter, the soonest paid back first.';
COMMENT ON COLUMN model_transitions.deprecated_on IS 'Day from which the provider deprecates the model that it uses.';
COMMENT ON COLUMN model_transitions.retires_on IS 'First day on which that cannot be used any more.';
COMMENT ON COLUMN model_transitions.is_overdue IS 'Whether the day is gone by and it is not done; without a plan whether the model has retired.';
COMMENT ON COLUMN model_transitions.note IS 'Remark of the last row.';
COMMENT ON COLUMN model_transitions.recorded_at IS 'When that row was written.';
COMMENT ON COLUMN model_transitions.recorded_by IS 'Role that wrote it.';
