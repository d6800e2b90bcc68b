CREATE OR REPLACE VIEW retirement_candidates WITH (security_invoker = true) AS
SELECT c.agent, c.trigger_name, c.trigger_order, c.since, c.months,
	   c.money_at_stake::numeric(38,12) AS money_at_stake, c.evidence, c.action
FROM (SELECT r.agent, t.trigger_name, t.trigger_order, t.since, t.months, t.money_at_stake, t.evidence, t.action
	  FROM agent_reviews r
	  CROSS JOIN LATERAL (VALUES
		  ('zombie', 1::bigint, r.is_zombie, r.zombie_since, r.months_zombie, r.cost,
		   'cost and no outcome', 'retire'),
		  ('accuracy_below_floor', 2, r.is_inaccurate, r.inaccurate_since, r.months_inaccurate,
		   r.cost * (1 - r.accuracy_ratio),
		   format('accuracy %s, floor %s', plain(round(r.accuracy_ratio, 4)), plain(round(r.accuracy_floor, 4))), 'retrain'),
		  ('dearer_than_people', 3, r.is_dearer, r.dearer_since, r.months_dearer, -r.saving,
		   format('unit cost %s, people save %s', plain(round(r.unit_cost, 6)), plain(round(-r.saving, 2))), 'replace'),
		  ('over_target', 4, r.is_over_target AND r.months_over_target >= 2, r.over_target_since, r.months_over_target,
		   r.cost - r.target_unit_cost * r.outcomes,
		   format('unit cost %s, target %s', plain(round(r.unit_cost, 6)), plain(round(r.target_unit_cost, 6))),
		   'investigate')
	  ) t (trigger_name, trigger_order, holds, since, months, money_at_stake, evidence, action)
	  WHERE t.holds AND r.month = (SELECT last_complete_month()) AND r.agent <> 'unattributed'
	  UNION ALL
	  SELECT m.agent, 'model_deprecated', 5, l.deprecated_on, months_since(l.deprecated_on, m.month), m.cost,
			 concat(l.provider, ' ', l.model, ', retires ' || day_text(l.retires_on),
					', followed by ' || l.successor_provider || ' ' || l.successor_model), 'migrate'
	  FROM agent_models m
	  JOIN known_lifecycles l ON l.provider = m.provider AND l.model = m.model
	  WHERE m.month = (SELECT last_complete_month()) AND l.deprecated_on <= day_of(now())
	  UNION ALL
	  SELECT m.agent, 'cheaper_model', 6, day_of(p.recorded_at), months_since(day_of(p.recorded_at), m.month),
			 p.monthly_saving,
			 format('%s %s, pays its migration in %s months', p.to_provider, p.to_model,
					plain(round(runrate.payback_months(p.one_off_cost, p.monthly_saving), 1))),
			 'migrate'
	  FROM agent_models m
	  JOIN known_transitions p ON p.agent = m.agent AND p.from_provider = m.provider AND p.from_model = m.model
	  WHERE m.month = (SELECT last_complete_month()) AND p.status IN ('proposed', 'approved')
		AND p.monthly_saving * 12 > p.one_off_cost) c
-- whom nobody has to retire any more
WHERE NOT EXISTS (SELECT FROM agent_periods a
				  WHERE a.agent = c.agent AND day_of(now()) >= a.valid_from AND day_of(now()) < a.valid_until
					AND a.retired < day_of(now()))
ORDER BY c.money_at_stake DESC, c.agent, c.trigger_order;

COMMENT ON VIEW retirement_candidates IS
'Agents to be retired, retrained, replaced or moved to another model, by the last month that is over: a row for each trigger that holds, the most money first. Agents that have been retired are none.';
COMMENT ON COLUMN retirement_candidates.agent IS 'Agent.';
COMMENT ON COLUMN retirement_candidates.trigger_name IS
'zombie: it costs and achieves nothing. accuracy_below_floor: see performance_reviews. dearer_than_people: by human_baselines. over_target: two months or more above the target of its unit cost. model_deprecated: it uses a model that its provider has deprecated, by model_lifecycles. cheaper_model: transition_plans has an open one that pays its migration within twelve months.';
COMMENT ON COLUMN retirement_candidates.trigger_order IS 'Position of the trigger.';
COMMENT ON COLUMN retirement_candidates.since IS 'First month, or day, from which it has held without a break.';
COMMENT ON COLUMN retirement_candidates.months IS 'Months for which it has held.';
COMMENT ON COLUMN retirement_candidates.money_at_stake IS
'What it costs in a month, by the last one that is over. zombie: all cost of the agent. accuracy_below_floor: the part of it that was spent on wrong work. dearer_than_people: what people would have saved. over_target: what is above target * outcomes. model_deprecated: what is paid for the model. cheaper_model: the monthly saving.';
COMMENT ON COLUMN retirement_candidates.evidence IS 'The figures behind it.';
COMMENT ON COLUMN retirement_candidates.action IS 'retire, retrain, replace, investigate or migrate.';
