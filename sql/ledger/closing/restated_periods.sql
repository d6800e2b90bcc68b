-- Who owned what in the month that is restated, and by which rules it went, in
-- versions.  Earlier months, of which there are lines of a prior period, are as
-- they are.

CREATE OR REPLACE VIEW restated_agent_periods WITH (security_invoker = true) AS
SELECT
	agent, valid_from, starts_at, ends_at, business_unit, unit_of_work, deployment, hired, retired,
	least(valid_until, (SELECT restated_month())) AS valid_until, takes_part
FROM agent_periods
WHERE valid_from < (SELECT restated_month())
UNION ALL
SELECT
	agent, greatest(valid_from, (SELECT restated_month())), start_of(valid_from), start_of(valid_until),
	business_unit, unit_of_work, deployment, hired, retired, valid_until, takes_part
FROM closed_agent_periods
WHERE entry = (SELECT restated_entry('owners')) AND valid_until > (SELECT restated_month())
UNION ALL
SELECT
	agent, greatest(valid_from, (SELECT restated_month())), start_of(valid_from), start_of(valid_until),
	business_unit, unit_of_work, deployment, hired, retired, valid_until, true
FROM present_agents
WHERE (SELECT restated_entry('owners')) = 0 AND valid_until > (SELECT restated_month());

COMMENT ON VIEW restated_agent_periods IS 'The rows of agent_periods, of the month that is restated in the version that is set.';
COMMENT ON COLUMN restated_agent_periods.agent IS 'Agent.';
COMMENT ON COLUMN restated_agent_periods.valid_from IS 'First day on which the row holds.';
COMMENT ON COLUMN restated_agent_periods.starts_at IS 'Begin of that day.';
COMMENT ON COLUMN restated_agent_periods.ends_at IS 'When the next row of the agent takes over; infinity: it is the last one.';
COMMENT ON COLUMN restated_agent_periods.business_unit IS 'Business unit of the agent.';
COMMENT ON COLUMN restated_agent_periods.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN restated_agent_periods.deployment IS 'third_party or self_hosted.';
COMMENT ON COLUMN restated_agent_periods.hired IS 'First day of service; empty: always.';
COMMENT ON COLUMN restated_agent_periods.retired IS 'Last day of service; empty: still in service.';
COMMENT ON COLUMN restated_agent_periods.valid_until IS 'First day of the next row of the agent; infinity: it is the last one.';
COMMENT ON COLUMN restated_agent_periods.takes_part IS 'Whether it takes part in pools that are shared by agent; in closed months only those do that were known when these were closed.';

CREATE OR REPLACE VIEW restated_outcome_rule_periods WITH (security_invoker = true) AS
SELECT
	unit_of_work, outcome, starts_at, ends_at, counts, valid_from, least(valid_until,
			(SELECT restated_month())) AS valid_until
FROM outcome_rule_periods
WHERE valid_from < (SELECT restated_month())
UNION ALL
SELECT
	unit_of_work, outcome, start_of(valid_from), start_of(valid_until), counts,
	greatest(valid_from, (SELECT restated_month())), valid_until
FROM closed_outcome_rules
WHERE entry = (SELECT restated_entry('policy')) AND valid_until > (SELECT restated_month())
UNION ALL
SELECT
	unit_of_work, outcome, start_of(valid_from), start_of(valid_until), counts,
	greatest(valid_from, (SELECT restated_month())), valid_until
FROM present_outcome_rules
WHERE (SELECT restated_entry('policy')) = 0 AND valid_until > (SELECT restated_month());

COMMENT ON VIEW restated_outcome_rule_periods IS 'The rows of outcome_rule_periods, of the month that is restated in the version that is set.';
COMMENT ON COLUMN restated_outcome_rule_periods.unit_of_work IS 'Unit of work, or * for all.';
COMMENT ON COLUMN restated_outcome_rule_periods.outcome IS 'Outcome.';
COMMENT ON COLUMN restated_outcome_rule_periods.starts_at IS 'From when the rule holds.';
COMMENT ON COLUMN restated_outcome_rule_periods.ends_at IS 'When the next rule takes over; infinity: it is the last one.';
COMMENT ON COLUMN restated_outcome_rule_periods.counts IS 'Whether the outcome counts.';
COMMENT ON COLUMN restated_outcome_rule_periods.valid_from IS 'First day on which the rule holds.';
COMMENT ON COLUMN restated_outcome_rule_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';

CREATE OR REPLACE VIEW restated_human_baseline_periods WITH (security_invoker = true) AS
SELECT
	unit_of_work, valid_from, least(valid_until, (SELECT restated_month())) AS valid_until, cost_per_outcome, salary,
	benefits, overhead, turnover, fte_cost, outcomes_per_fte
FROM human_baseline_periods
WHERE valid_from < (SELECT restated_month())
UNION ALL
SELECT
	unit_of_work, greatest(valid_from, (SELECT restated_month())), valid_until, cost_per_outcome, salary,
	benefits, overhead, turnover, fte_cost, outcomes_per_fte
FROM closed_human_baselines
WHERE entry = (SELECT restated_entry('policy')) AND valid_until > (SELECT restated_month())
UNION ALL
SELECT
	unit_of_work, greatest(valid_from, (SELECT restated_month())), valid_until, cost_per_outcome, salary,
	benefits, overhead, turnover, fte_cost, outcomes_per_fte
FROM present_human_baselines
WHERE (SELECT restated_entry('policy')) = 0 AND valid_until > (SELECT restated_month());

COMMENT ON VIEW restated_human_baseline_periods IS 'The rows of human_baseline_periods, of the month that is restated in the version that is set.';
COMMENT ON COLUMN restated_human_baseline_periods.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN restated_human_baseline_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN restated_human_baseline_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN restated_human_baseline_periods.cost_per_outcome IS 'Cost of a person for one, as given or by its parts; empty: there is no comparison.';
COMMENT ON COLUMN restated_human_baseline_periods.salary IS 'Salary of a full-time employee in a year.';
COMMENT ON COLUMN restated_human_baseline_periods.benefits IS 'Benefits in a year.';
COMMENT ON COLUMN restated_human_baseline_periods.overhead IS 'Office, software, training in a year.';
COMMENT ON COLUMN restated_human_baseline_periods.turnover IS 'Hiring and turnover in a year.';
COMMENT ON COLUMN restated_human_baseline_periods.fte_cost IS 'What a full-time employee costs in a year: the sum of the parts, or cost_per_outcome for all that one gets done.';
COMMENT ON COLUMN restated_human_baseline_periods.outcomes_per_fte IS 'Units of work that a full-time employee gets done in a year.';

CREATE OR REPLACE VIEW restated_fixed_share_periods WITH (security_invoker = true) AS
SELECT
	share_key, agent, valid_from, least(valid_until, (SELECT restated_month())) AS valid_until, weight
FROM fixed_share_periods
WHERE valid_from < (SELECT restated_month())
UNION ALL
SELECT
	share_key, agent, greatest(valid_from, (SELECT restated_month())), valid_until, weight
FROM closed_fixed_shares
WHERE entry = (SELECT restated_entry('policy')) AND valid_until > (SELECT restated_month())
UNION ALL
SELECT
	share_key, agent, greatest(valid_from, (SELECT restated_month())), valid_until, weight
FROM present_fixed_shares
WHERE (SELECT restated_entry('policy')) = 0 AND valid_until > (SELECT restated_month());

COMMENT ON VIEW restated_fixed_share_periods IS 'The rows of fixed_share_periods, of the month that is restated in the version that is set.';
COMMENT ON COLUMN restated_fixed_share_periods.share_key IS 'Name that the driver of a shared cost refers to.';
COMMENT ON COLUMN restated_fixed_share_periods.agent IS 'Agent that bears the share.';
COMMENT ON COLUMN restated_fixed_share_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN restated_fixed_share_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN restated_fixed_share_periods.weight IS 'Share; empty: the agent takes part no more.';
