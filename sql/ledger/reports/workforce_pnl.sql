CREATE OR REPLACE VIEW workforce_pnl WITH (security_invoker = true) AS
SELECT m.month, m.agent, m.business_unit, m.unit_of_work, m.deployment, m.outcomes,
	   m.direct_cost::numeric(38,12) AS direct_cost,
	   m.shared_cost::numeric(38,12) AS overhead_cost,
	   m.review_cost::numeric(38,12) AS review_cost,
	   m.write_off_cost::numeric(38,12) AS write_off_cost,
	   m.cost::numeric(38,12) AS fully_loaded_cost,
	   per_outcome(m.cost, m.outcomes)::numeric(32,6) AS unit_cost,
	   h.cost_per_outcome::numeric(32,6) AS human_unit_cost,
	   (h.cost_per_outcome * m.outcomes)::numeric(38,12) AS human_cost,
	   (h.cost_per_outcome * m.outcomes - m.cost)::numeric(38,12) AS saving,
	   ratio(m.model_cost * 1000000, m.model_tokens)::numeric(32,6) AS cost_per_million_tokens
FROM (SELECT month, agent,
			 min(home_business_unit) AS business_unit,
			 CASE WHEN min(unit_of_work) FILTER (WHERE outcomes <> 0) = max(unit_of_work) FILTER (WHERE outcomes <> 0)
				  THEN min(unit_of_work) FILTER (WHERE outcomes <> 0)
				  ELSE min(home_unit_of_work) END AS unit_of_work,
			 min(deployment) AS deployment,
			 sum(outcomes)::bigint AS outcomes,
			 sum(direct_cost) AS direct_cost, sum(shared_cost) AS shared_cost,
			 sum(review_cost) AS review_cost, sum(write_off_cost) AS write_off_cost,
			 sum(direct_cost + shared_cost + review_cost + write_off_cost) AS cost,
			 sum(model_cost) AS model_cost, sum(model_tokens) AS model_tokens
	  FROM agent_months
	  GROUP BY month, agent) m
LEFT JOIN LATERAL (SELECT b.cost_per_outcome
				   FROM human_baselines b
				   WHERE b.unit_of_work = m.unit_of_work AND b.valid_from <= m.month
				   ORDER BY b.valid_from DESC, b.recorded_at DESC, b.id DESC
				   LIMIT 1) h ON true;

COMMENT ON VIEW workforce_pnl IS
'Each agent as a member of the workforce, by month: what it did, what it costs, what people would have cost, and what is saved. SELECT * FROM workforce_pnl ORDER BY month, saving DESC.';
COMMENT ON COLUMN workforce_pnl.month IS 'Month, as its first day.';
COMMENT ON COLUMN workforce_pnl.agent IS 'Agent; unattributed: cost that no agent is named for.';
COMMENT ON COLUMN workforce_pnl.business_unit IS 'Business unit of the agent at the end of the month.';
COMMENT ON COLUMN workforce_pnl.unit_of_work IS 'Unit of work of the outcomes; that of the agent at the end of the month if there are none, or several.';
COMMENT ON COLUMN workforce_pnl.deployment IS 'third_party: paid by the call; self_hosted: a share of a cluster; unattributed: the agent is not in agents.';
COMMENT ON COLUMN workforce_pnl.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN workforce_pnl.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN workforce_pnl.overhead_cost IS 'Share of shared costs.';
COMMENT ON COLUMN workforce_pnl.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN workforce_pnl.write_off_cost IS 'Share of the write-offs of investments.';
COMMENT ON COLUMN workforce_pnl.fully_loaded_cost IS 'The sum of the four.';
COMMENT ON COLUMN workforce_pnl.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
COMMENT ON COLUMN workforce_pnl.human_unit_cost IS 'What a person costs for one unit of work, valid on the first day of the month, from human_baselines; empty: not known.';
COMMENT ON COLUMN workforce_pnl.human_cost IS 'What people would have cost for the same outcomes.';
COMMENT ON COLUMN workforce_pnl.saving IS 'human_cost less fully_loaded_cost; negative: a loss.';
COMMENT ON COLUMN workforce_pnl.cost_per_million_tokens IS 'Cost of the layers model_api and inference, whether by the call or as a share of a cluster, for a million tokens of events in these layers: comparable with the price list of a provider. Empty: no tokens.';
