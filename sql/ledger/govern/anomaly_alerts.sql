CREATE OR REPLACE FUNCTION anomaly_alerts(as_of date) RETURNS SETOF alert_found
LANGUAGE sql STABLE
BEGIN ATOMIC
	-- A day that is odd in spend and in cost per outcome is one odd day.
	SELECT jsonb_build_array('anomaly', a.agent, a.day)::text, 'anomaly',
		   CASE WHEN max(a.cost_multiple) >= multiple_limit() THEN 3
				WHEN bool_or(a.direction = 'high') THEN 2 ELSE 1 END,
		   a.agent, NULL::text, 'day', a.day, 'investigate',
		   format('%s on %s: %s.', a.agent, day_text(a.day),
				  string_agg(format('%s %s instead of %s (%s)', replace(a.metric, '_', ' '),
									plain(round(a.actual, 4)), plain(round(a.expected, 4)), a.reason), '; '
							 ORDER BY a.metric DESC))
	FROM anomalies a
	WHERE a.day BETWEEN as_of - 7 AND as_of
	GROUP BY a.agent, a.day
	UNION ALL
	SELECT jsonb_build_array('work_items', i.agent, i.day)::text, 'work_items', 2, i.agent, NULL, 'day', i.day,
		   'investigate',
		   format('%s on %s: work items at %s times the norm or more: %s, the dearest %s %s instead of %s.', i.agent,
				  day_text(i.day), multiple_limit(), count(*),
				  (array_agg(i.work_item ORDER BY i.direct_cost DESC, i.work_item COLLATE "C"))[1],
				  plain(round(max(i.direct_cost), 4)),
				  plain(round((array_agg(i.norm_cost ORDER BY i.direct_cost DESC, i.work_item COLLATE "C"))[1], 4)))
	FROM work_item_anomalies i
	WHERE i.day BETWEEN as_of - 7 AND as_of AND i.cost_multiple >= multiple_limit()
	GROUP BY i.agent, i.day;
END;

COMMENT ON FUNCTION anomaly_alerts(date) IS 'anomaly_alerts(as_of): the odd days of agents and work items of the week before a day.';
