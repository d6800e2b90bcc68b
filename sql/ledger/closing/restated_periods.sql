-- Who owned what in the month that is restated, and by which rules it went, in
-- versions.  Earlier months, of which there are lines of a prior period, are as
-- they were when the version was closed.

CREATE OR REPLACE VIEW restated_agent_periods WITH (security_invoker = true) AS
SELECT
	a.agent, a.valid_from, start_of(a.valid_from) AS starts_at, start_of(a.valid_until) AS ends_at, a.business_unit,
	a.unit_of_work, a.deployment, a.hired, a.retired, a.valid_until, a.takes_part
FROM (SELECT agent, valid_from, business_unit, unit_of_work, deployment, hired, retired, valid_until, takes_part
	  FROM closed_agent_periods
	  WHERE entry = ANY ((SELECT restated_entries('owners'))::bigint[])
	  UNION ALL
	  SELECT p.agent, greatest(p.valid_from, span.first_day), p.business_unit, p.unit_of_work, p.deployment, p.hired,
			 p.retired, least(p.valid_until, span.end_day), span.is_open
	  FROM present_agents p
	  CROSS JOIN LATERAL (
		  VALUES ((SELECT restated_open_from('owners')), 'infinity'::date, true),
				 ('-infinity'::date,
				  least((SELECT min(c.valid_from) FROM closed_agent_periods c
						 WHERE c.entry = ANY ((SELECT restated_entries('owners'))::bigint[]) AND c.agent = p.agent),
						(SELECT restated_month())), false)) span (first_day, end_day, is_open)
	  WHERE p.valid_from < span.end_day AND p.valid_until > span.first_day) a;

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
	r.unit_of_work, r.outcome, start_of(r.valid_from) AS starts_at, start_of(r.valid_until) AS ends_at, r.counts,
	r.valid_from, r.valid_until
FROM (SELECT unit_of_work, outcome, counts, valid_from, valid_until
	  FROM closed_outcome_rules
	  WHERE entry = ANY ((SELECT restated_entries('policy'))::bigint[])
	  UNION ALL
	  SELECT unit_of_work, outcome, counts, greatest(valid_from, (SELECT restated_open_from('policy'))), valid_until
	  FROM present_outcome_rules
	  WHERE valid_until > (SELECT restated_open_from('policy'))) r;

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
	unit_of_work, valid_from, valid_until, cost_per_outcome, salary, benefits, overhead, turnover, fte_cost,
	outcomes_per_fte
FROM closed_human_baselines
WHERE entry = ANY ((SELECT restated_entries('policy'))::bigint[])
UNION ALL
SELECT
	unit_of_work, greatest(valid_from, (SELECT restated_open_from('policy'))), valid_until, cost_per_outcome, salary,
	benefits, overhead, turnover, fte_cost, outcomes_per_fte
FROM present_human_baselines
WHERE valid_until > (SELECT restated_open_from('policy'));

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
	share_key, agent, valid_from, valid_until, weight
FROM closed_fixed_shares
WHERE entry = ANY ((SELECT restated_entries('policy'))::bigint[])
UNION ALL
SELECT
	share_key, agent, greatest(valid_from, (SELECT restated_open_from('policy'))), valid_until, weight
FROM present_fixed_shares
WHERE valid_until > (SELECT restated_open_from('policy'));

COMMENT ON VIEW restated_fixed_share_periods IS 'The rows of fixed_share_periods, of the month that is restated in the version that is set.';
COMMENT ON COLUMN restated_fixed_share_periods.share_key IS 'Name that the driver of a shared cost refers to.';
COMMENT ON COLUMN restated_fixed_share_periods.agent IS 'Agent that bears the share.';
COMMENT ON COLUMN restated_fixed_share_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN restated_fixed_share_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN restated_fixed_share_periods.weight IS 'Share; empty: the agent takes part no more.';
