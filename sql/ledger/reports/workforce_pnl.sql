CREATE OR REPLACE VIEW workforce_pnl WITH (security_invoker = true) AS
SELECT m.month, m.agent, m.business_unit, m.unit_of_work,
	   coalesce(a.deployment, 'unattributed') AS deployment,
	   m.outcomes,
	   m.direct_cost::numeric(38,12) AS direct_cost,
	   m.review_cost::numeric(38,12) AS review_cost,
	   m.shared_cost::numeric(38,12) AS shared_cost,
	   m.amortization_cost::numeric(38,12) AS amortization_cost,
	   (m.shared_cost + m.amortization_cost)::numeric(38,12) AS overhead_cost,
	   m.cost::numeric(38,12) AS fully_loaded_cost,
	   period_unit_cost(m.cost, m.outcomes, m.events, m.reviews)::numeric(32,6) AS unit_cost,
	   coalesce(per_outcome(m.human_cost, m.outcomes), m.baseline)::numeric(32,6) AS human_unit_cost,
	   m.human_cost::numeric(38,12) AS human_cost,
	   (m.human_cost - m.cost)::numeric(38,12) AS saving,
	   m.outcomes_without_baseline,
	   m.model_cost::numeric(38,12) AS model_cost,
	   ratio(m.model_cost * 1000000, m.model_tokens)::numeric(32,6) AS cost_per_million_tokens,
	   m.prior_period_cost::numeric(38,12) AS prior_period_cost,
	   m.prior_period_outcomes,
	   m.prior_period_saving::numeric(38,12) AS prior_period_saving,
	   is_over(m.month) AS is_complete,
	   h.salary::numeric(38,12) AS fte_salary,
	   h.benefits::numeric(38,12) AS fte_benefits,
	   h.overhead::numeric(38,12) AS fte_overhead,
	   h.turnover::numeric(38,12) AS fte_turnover,
	   h.fte_cost::numeric(38,12) AS fte_cost,
	   (h.outcomes_per_fte / 12)::numeric(32,6) AS fte_capacity,
	   ratio(m.outcomes * 12, h.outcomes_per_fte)::numeric(32,6) AS ftes_replaced,
	   per_outcome(m.human_cost - m.cost, m.outcomes)::numeric(32,6) AS saving_per_outcome,
	   per_outcome(m.reviews, m.outcomes)::numeric(32,6) AS review_ratio,
	   -- (human_cost - cost but for reviews) / outcomes / (review_cost / reviews), divided once
	   CASE WHEN m.outcomes > 0
				THEN ratio((m.human_cost - m.cost + m.review_cost) * m.reviews, m.review_cost * m.outcomes)
			END::numeric(32,6) AS break_even_review_ratio,
	   ratio(m.human_cost, m.cost)::numeric(32,6) AS return_on_ai_spend,
	   ratio(m.human_cost - m.cost, m.cost)::numeric(32,6) AS return_on_investment,
	   q.price_per_million_tokens::numeric(38,12) AS list_price_per_million_tokens,
	   CASE WHEN a.deployment = 'self_hosted'
				THEN ceil(m.model_cost * 1000000 / q.price_per_million_tokens) END::numeric(38,0) AS break_even_tokens
FROM (SELECT month, agent, business_unit, unit_of_work,
			 coalesce(sum(outcomes) FILTER (WHERE service_month = month), 0)::bigint AS outcomes,
			 coalesce(sum(events) FILTER (WHERE service_month = month), 0)::bigint AS events,
			 coalesce(sum(reviews) FILTER (WHERE service_month = month), 0)::bigint AS reviews,
			 coalesce(sum(direct_cost) FILTER (WHERE service_month = month), 0) AS direct_cost,
			 coalesce(sum(review_cost) FILTER (WHERE service_month = month), 0) AS review_cost,
			 coalesce(sum(shared_cost) FILTER (WHERE service_month = month), 0) AS shared_cost,
			 coalesce(sum(amortization_cost) FILTER (WHERE service_month = month), 0) AS amortization_cost,
			 coalesce(sum(cost) FILTER (WHERE service_month = month), 0) AS cost,
			 sum(human_cost) FILTER (WHERE service_month = month) AS human_cost,
			 max(baseline) FILTER (WHERE service_month = month) AS baseline,
			 coalesce(sum(outcomes_without_baseline) FILTER (WHERE service_month = month),
					0)::bigint AS outcomes_without_baseline,
			 coalesce(sum(model_cost) FILTER (WHERE service_month = month), 0) AS model_cost,
			 coalesce(sum(model_tokens) FILTER (WHERE service_month = month), 0) AS model_tokens,
			 coalesce(sum(cost) FILTER (WHERE service_month < month), 0) AS prior_period_cost,
			 coalesce(sum(outcomes) FILTER (WHERE service_month < month), 0)::bigint AS prior_period_outcomes,
			 sum(human_cost - cost) FILTER (WHERE service_month < month) AS prior_period_saving
	  FROM unit_months
	  GROUP BY month, agent, business_unit, unit_of_work) m
LEFT JOIN agent_periods a ON a.agent = m.agent AND next_month(m.month) > a.valid_from
	AND next_month(m.month) <= a.valid_until
LEFT JOIN human_baseline_periods h ON h.unit_of_work = m.unit_of_work AND next_month(m.month) > h.valid_from
	AND next_month(m.month) <= h.valid_until
LEFT JOIN token_list_price_periods q ON q.agent = m.agent AND next_month(m.month) > q.valid_from
	AND next_month(m.month) <= q.valid_until;

COMMENT ON VIEW workforce_pnl IS
'Each agent as a member of the workforce, by month: what it did, what it costs, what people would have cost, and what is saved. SELECT * FROM workforce_pnl ORDER BY month, saving DESC. A row for each business unit that pays and each unit of work: nothing is added up before it is compared with people. fully_loaded_cost and prior_period_cost together sum to the cost of the company.';
COMMENT ON COLUMN workforce_pnl.month IS 'Month, as its first day.';
COMMENT ON COLUMN workforce_pnl.agent IS 'Agent; unattributed: cost that no agent is named for.';
COMMENT ON COLUMN workforce_pnl.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN workforce_pnl.unit_of_work IS 'Unit of work of the agent on the day of the event, outcome or review.';
COMMENT ON COLUMN workforce_pnl.deployment IS 'Deployment of the agent at the end of the month. third_party: paid by the call; self_hosted: a share of a cluster; unattributed: the agent is not in agents.';
COMMENT ON COLUMN workforce_pnl.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN workforce_pnl.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN workforce_pnl.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN workforce_pnl.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN workforce_pnl.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN workforce_pnl.overhead_cost IS 'The sum of the last two.';
COMMENT ON COLUMN workforce_pnl.fully_loaded_cost IS 'The sum of direct_cost, review_cost and overhead_cost.';
COMMENT ON COLUMN workforce_pnl.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
COMMENT ON COLUMN workforce_pnl.human_unit_cost IS 'human_cost for each outcome; without outcomes what a person costs for one on the last day of the month, from human_baselines. Empty: not known.';
COMMENT ON COLUMN workforce_pnl.human_cost IS 'What people would have cost for the same outcomes, each by the baseline of its day. 0 without outcomes, if there is a baseline; empty: one of the outcomes has none, or there is none.';
COMMENT ON COLUMN workforce_pnl.saving IS 'human_cost less fully_loaded_cost; negative: a loss. Empty: human_cost is not known.';
COMMENT ON COLUMN workforce_pnl.outcomes_without_baseline IS 'Outcomes that count and have no baseline on their day.';
COMMENT ON COLUMN workforce_pnl.model_cost IS 'What of the cost is for running models: the layers model_api and inference, whether by the call or as a share of a cluster.';
COMMENT ON COLUMN workforce_pnl.cost_per_million_tokens IS 'model_cost for a million tokens of events in these two layers: comparable with the price list of a provider. Empty: no tokens.';
COMMENT ON COLUMN workforce_pnl.prior_period_cost IS 'Cost that is booked in this month for earlier ones; not in the figures before.';
COMMENT ON COLUMN workforce_pnl.prior_period_outcomes IS 'Outcomes that are booked in this month for earlier ones; negative: reversed.';
COMMENT ON COLUMN workforce_pnl.prior_period_saving IS 'What they change in the saving of earlier months; empty: nothing, or not known.';
COMMENT ON COLUMN workforce_pnl.is_complete IS 'Whether the month is over.';
COMMENT ON COLUMN workforce_pnl.fte_salary IS 'Salary of a full-time employee in a year, by human_baselines on the last day of the month, here and in the columns that follow.';
COMMENT ON COLUMN workforce_pnl.fte_benefits IS 'Benefits of a full-time employee in a year.';
COMMENT ON COLUMN workforce_pnl.fte_overhead IS 'Office, software, training of a full-time employee in a year.';
COMMENT ON COLUMN workforce_pnl.fte_turnover IS 'Hiring and turnover for a full-time employee in a year.';
COMMENT ON COLUMN workforce_pnl.fte_cost IS 'What a full-time employee costs in a year: the sum of the four, or human_unit_cost for all that one gets done.';
COMMENT ON COLUMN workforce_pnl.fte_capacity IS 'Units of work that a full-time employee gets done in a month, a twelfth of those of a year.';
COMMENT ON COLUMN workforce_pnl.ftes_replaced IS 'How many full-time employees get as much done in a month: outcomes by fte_capacity.';
COMMENT ON COLUMN workforce_pnl.saving_per_outcome IS 'saving for each outcome; negative: the agent is dearer than a person.';
COMMENT ON COLUMN workforce_pnl.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
COMMENT ON COLUMN workforce_pnl.break_even_review_ratio IS 'The review_ratio at which the agent costs as much as a person, if a review costs what it did: above it people alone are cheaper. Below 0: they are even without reviews. Empty: no reviews, no outcomes, or human_cost is not known.';
COMMENT ON COLUMN workforce_pnl.return_on_ai_spend IS 'human_cost by fully_loaded_cost; 1 is break-even. This is not a return on investment.';
COMMENT ON COLUMN workforce_pnl.return_on_investment IS 'saving by fully_loaded_cost; 0 is break-even, below 0 a loss.';
COMMENT ON COLUMN workforce_pnl.list_price_per_million_tokens IS 'What a provider charges for a million tokens as the agent uses them, by token_list_prices, beside cost_per_million_tokens; empty: nothing is recorded.';
COMMENT ON COLUMN workforce_pnl.break_even_tokens IS 'Tokens of a month from which own machines, at their model_cost, are cheaper than list_price_per_million_tokens; empty: the agent is no self-hosted one, or no list price is recorded.';
