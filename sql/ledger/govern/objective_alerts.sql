-- A week or a month is judged when it is over; what is critical does not wait,
-- and a month that is going to cost more than its limit neither.
CREATE OR REPLACE FUNCTION objective_alerts(as_of date) RETURNS SETOF alert_found
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH objectives AS MATERIALIZED (SELECT * FROM slo_history)
	SELECT jsonb_build_array('slo', h.agent, h.metric, h.period_type, h.period_start, h.action)::text,
		   'slo', CASE h.action WHEN 'pause' THEN 4 WHEN 'product lead and CFO' THEN 3 ELSE 2 END,
		   h.agent, h.metric, h.period_type, h.period_start, h.action,
		   format('%s: %s in the %s of %s %s%s%s. To do: %s.', h.agent, replace(h.metric, '_', ' '), h.period_type,
				  day_text(h.period_start),
				  CASE h.status WHEN 'no_data' THEN 'has no data' ELSE 'is ' || replace(h.status, '_', ' ') END,
				  ', ' || plain(round(h.actual, 4)) || ' against ' || plain(round(h.target, 4)),
				  CASE WHEN h.periods_in_breach > 1
					   THEN format(', off for %s %ss in a row', h.periods_in_breach, h.period_type) END,
				  h.action)
	FROM objectives h
	WHERE h.action <> 'none' AND NOT (h.over_tier_limit AND h.escalated_status NOT IN ('red', 'critical'))
	  AND CASE h.period_type
			WHEN 'week' THEN h.period_start = week_start(as_of) - 7
				OR h.period_start = week_start(as_of) AND h.escalated_status = 'critical'
			ELSE next_month(h.period_start) = first_of_month(as_of) END
	UNION ALL
	SELECT jsonb_build_array('tier_limit', l.agent, l.period_start)::text, 'tier_limit', 4, l.agent, 'spend', 'month',
		   l.period_start, 'pause',
		   format('%s: the month of %s is going to cost %s, the limit is %s. To do: pause.', l.agent,
				  day_text(l.period_start), plain(round(l.projected_cost, 2)), plain(round(l.tier_limit, 2)))
	FROM (SELECT h.agent, h.period_start, max(h.projected_cost) AS projected_cost, min(h.tier_limit) AS tier_limit
		  FROM objectives h
		  WHERE h.over_tier_limit AND h.period_type = 'month'
			AND h.period_start IN (first_of_month(as_of), first_of_month(first_of_month(as_of) - 1))
		  GROUP BY h.agent, h.period_start) l
	UNION ALL
	SELECT jsonb_build_array('drift', d.agent, d.metric, d.alarm_day)::text, 'drift', greatest(d.severity, 1), d.agent,
		   d.metric, 'day', d.alarm_day, 'look', d.message
	FROM drift_report d
	WHERE d.day BETWEEN as_of - 7 AND as_of;
END;

COMMENT ON FUNCTION objective_alerts(date) IS 'objective_alerts(as_of): objectives that were missed in the last week or month that was over by a day, what is critical or too dear in the present ones, and what has drifted up to the last day, once for each drift.';
