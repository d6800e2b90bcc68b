CREATE OR REPLACE VIEW anomalies WITH (security_invoker = true) AS
SELECT day, agent::text AS agent, metric::text AS metric,
	   actual::numeric(38,12) AS actual, expected::numeric(38,12) AS expected,
	   bounded(score)::numeric(32,6) AS score, bounded(cost_multiple)::numeric(32,6) AS cost_multiple,
	   CASE WHEN score < 0 THEN 'low' ELSE 'high' END AS direction,
	   concat_ws(', ', CASE WHEN score IS NOT NULL THEN score_text END,
				 CASE WHEN cost_multiple >= multiple_limit()
					  THEN format('%s times the norm', trim_scale(round(bounded(cost_multiple), 1))) END,
				 CASE WHEN evidence >= 400 AND score IS NOT NULL
					  THEN format('as rare as one in %s agent-days', round(1 / probability)) END) AS reason,
	   excess_cost, anomaly_floor::numeric(38,12) AS anomaly_floor,
	   probability::numeric(32,6) AS probability, evidence::bigint AS evidence
FROM agent_day_scores
WHERE is_anomaly
ORDER BY day DESC, excess_cost DESC, agent, metric;

COMMENT ON VIEW anomalies IS 'Days on which an agent cost far more or less than it used to, by day and for each outcome, as rare as one agent-day in a hundred by the scores of the last 1,000 days of all agents; while fewer than 400 are known a score beyond 3.5, or three times the mean of the 28 days before. Nothing that is off by less than a fifth, or by less money than anomaly_floor. Days that cost too little are only listed once the pattern of the week is known. Cost is that of events and reviews, and again of events alone where reviews cost something; overhead has no days. A day can have a row a metric: excess_cost is not to be added up over them. Cost per outcome of days with at least 5 outcomes.';
COMMENT ON COLUMN anomalies.day IS 'Day in the time zone of the ledger.';
COMMENT ON COLUMN anomalies.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN anomalies.metric IS 'spend: cost of the day, of events and reviews; direct_spend: of events alone; cost_per_outcome and direct_cost_per_outcome: that cost divided by the outcomes of the day. The direct ones only for agents whose reviews cost something.';
COMMENT ON COLUMN anomalies.actual IS 'What it was, in money.';
COMMENT ON COLUMN anomalies.expected IS 'What such a day costs, in money: level and pattern of the week once four weeks are known, before that the median of the 28 days with data before.';
COMMENT ON COLUMN anomalies.score IS 'How many standard deviations it is from expected: seasonal_score over 8 weeks, before four weeks are known anomaly_score over 28 days. Positive: too much. Empty if the past has no spread.';
COMMENT ON COLUMN anomalies.cost_multiple IS 'Multiple of the mean of the 28 days with data before; empty with fewer than 8.';
COMMENT ON COLUMN anomalies.direction IS 'high or low.';
COMMENT ON COLUMN anomalies.reason IS 'Why the day is listed.';
COMMENT ON COLUMN anomalies.excess_cost IS 'Money above expected on that day; negative: below.';
COMMENT ON COLUMN anomalies.anomaly_floor IS 'Days that are off by less money are left out, see set_anomaly_floor.';
COMMENT ON COLUMN anomalies.probability IS 'Share of the agent-days that it was compared with, this one with them, that were at least as odd; small is odd.';
COMMENT ON COLUMN anomalies.evidence IS 'Number of earlier agent-days that it was compared with, at most 1,000; with fewer than 400 the score alone decides.';
