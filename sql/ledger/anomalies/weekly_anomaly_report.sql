CREATE OR REPLACE VIEW weekly_anomaly_report WITH (security_invoker = true) AS
WITH flagged AS (
	-- A day that is odd in spend and in cost per outcome is one odd day: it counts with the largest amount.
	SELECT week_start(day) AS week, agent, bool_or(is_anomaly)::integer AS agent_days,
		   (NOT bool_or(is_anomaly))::integer AS small_days, 0 AS items,
		   max(excess_cost) FILTER (WHERE is_anomaly) AS excess_cost,
		   format('%s on %s', agent, to_char(day::timestamp, 'YYYY-MM-DD')) AS what
	FROM agent_day_scores
	WHERE is_odd
	GROUP BY day, agent
	UNION ALL
	SELECT week_start(day), agent, 0, 0, 1, excess_cost, format('work item %s of %s', work_item, agent)
	FROM work_item_anomalies
),
ranked AS (
	SELECT *, row_number() OVER (PARTITION BY week ORDER BY excess_cost DESC NULLS LAST, what COLLATE "C") AS place
	FROM flagged
),
agents_of_week AS (
	SELECT DISTINCT ON (week) week, agent
	FROM flagged
	WHERE excess_cost > 0
	GROUP BY week, agent
	ORDER BY week, sum(excess_cost) DESC, agent COLLATE "C"
),
counts AS (
	SELECT week, sum(agent_days) AS agent_days, sum(small_days) AS small_days, sum(items) AS items,
		   coalesce(sum(excess_cost) FILTER (WHERE agent_days = 1 AND excess_cost > 0), 0) AS day_cost,
		   coalesce(sum(excess_cost) FILTER (WHERE items = 1 AND excess_cost > 0), 0) AS item_cost,
		   string_agg(format('%s (%s)', what, round(excess_cost, 2)), '; ' ORDER BY place)
				FILTER (WHERE place <= 3 AND excess_cost > 0) AS top_three
	FROM ranked
	GROUP BY week
),
breaches AS (
	SELECT period_start AS week, count(*) AS breaches
	FROM slo_history
	WHERE period_type = 'week' AND status IN ('yellow', 'red', 'critical')
	GROUP BY period_start
),
report AS (
	SELECT week, coalesce(agent_days, 0) AS agent_days, coalesce(small_days, 0) AS small_days,
		   coalesce(items, 0) AS items, coalesce(day_cost, 0) AS day_cost, coalesce(item_cost, 0) AS item_cost, floor,
		   agent, top_three, coalesce(breaches, 0) AS breaches
	FROM (SELECT week_start(owned_on) AS week FROM event_days WHERE owned_on <= (SELECT day FROM last_day)
		GROUP BY week_start(owned_on)) AS weeks
	CROSS JOIN (SELECT anomaly_floor() AS floor) AS setting
	LEFT JOIN counts USING (week) LEFT JOIN agents_of_week USING (week) LEFT JOIN breaches USING (week)
)
SELECT week, agent_days::bigint AS anomalous_agent_days, items::bigint AS anomalous_work_items,
	   small_days::bigint AS agent_days_below_floor, floor::numeric(38,12) AS anomaly_floor,
	   day_cost::numeric(38,12) AS agent_day_excess_cost, item_cost::numeric(38,12) AS work_item_excess_cost,
	   agent::text AS worst_agent, top_three::text AS top_three, breaches AS slo_breaches,
	   concat(format('Week of %s: %s odd agent-days, %s %s above the norm; %s odd work items, %s %s above the norm; %s SLO breaches.',
					 to_char(week::timestamp, 'YYYY-MM-DD'), agent_days, round(day_cost, 2), ledger_currency(), items,
							round(item_cost, 2), ledger_currency(), breaches),
			  CASE WHEN small_days > 0 THEN format(' Left out: %s odd agent-days below %s %s.', small_days, plain(floor),
												   ledger_currency()) END,
			  ' Worst agent: ' || agent || '.', ' Dearest: ' || top_three || '.') AS message
FROM report
ORDER BY week DESC;

COMMENT ON VIEW weekly_anomaly_report IS 'One line a week for those who pay: what was out of the ordinary, what it cost, and how many objectives were missed. Weeks begin on Monday in the time zone of the ledger.';
COMMENT ON COLUMN weekly_anomaly_report.week IS 'Monday of the week.';
COMMENT ON COLUMN weekly_anomaly_report.anomalous_agent_days IS 'Days of agents in anomalies; a day counts once.';
COMMENT ON COLUMN weekly_anomaly_report.anomalous_work_items IS 'Rows of work_item_anomalies whose last event is of the week.';
COMMENT ON COLUMN weekly_anomaly_report.agent_days_below_floor IS 'Days that would be in anomalies but for the floor.';
COMMENT ON COLUMN weekly_anomaly_report.anomaly_floor IS 'Days of agents that are off by less money are left out, see set_anomaly_floor.';
COMMENT ON COLUMN weekly_anomaly_report.agent_day_excess_cost IS 'Money above what these days were expected to cost; days below are not subtracted.';
COMMENT ON COLUMN weekly_anomaly_report.work_item_excess_cost IS 'Money above the norm of these items. Not to be added to agent_day_excess_cost: a dear item can make a dear day.';
COMMENT ON COLUMN weekly_anomaly_report.worst_agent IS 'Agent with the most money above the norm.';
COMMENT ON COLUMN weekly_anomaly_report.top_three IS 'The three days or items with the most money above the norm, and that money.';
COMMENT ON COLUMN weekly_anomaly_report.slo_breaches IS 'Rows of slo_history of that week that are yellow, red or critical.';
COMMENT ON COLUMN weekly_anomaly_report.message IS 'The row in a sentence, to be mailed.';
