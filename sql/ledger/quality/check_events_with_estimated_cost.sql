-- A correction of an estimate belongs to the month of its event: an event of which no
-- estimate is left is none, and one that was computed may have become one.
CREATE OR REPLACE VIEW check_events_with_estimated_cost WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (20::bigint, 'events with estimated cost'::text,
	'Priced as a tier that they were not served at, or reported as estimates.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.month, sum(b.found) AS found, sum(b.examined) AS examined, sum(b.cost) AS cost, min(b.example) AS example
	FROM (
		SELECT m.booked_month AS month, sum(m.live_events) FILTER (WHERE m.cost_basis = 'estimated') AS found,
			sum(m.live_events) AS examined,
			sum(m.cost) FILTER (WHERE m.cost_basis = 'estimated' AND m.kind = 'original') AS cost,
			min(m.provider) FILTER (WHERE m.cost_basis = 'estimated' AND m.live_events > 0) AS example
		FROM event_months m
		GROUP BY m.booked_month
		UNION ALL
		SELECT first_of_month(e.booked_on),
			sum(CASE WHEN e.cost_basis <> 'estimated' THEN e.event_count
					WHEN e.cost + a.cost = 0 THEN -e.event_count ELSE 0 END) FILTER (WHERE NOT a.is_reversed),
			0, sum(a.cost), min(e.provider) FILTER (WHERE e.cost_basis <> 'estimated')
		FROM (
			SELECT coalesce(o.corrects, o.id) AS event, sum(f.cost) AS cost,
				bool_or(f.reverses IS NOT NULL) AS is_reversed
			FROM events f
			JOIN events o ON o.id = coalesce(f.reverses, f.corrects)
			WHERE (f.reverses IS NOT NULL OR f.corrects IS NOT NULL) AND f.cost_basis = 'estimated'
			GROUP BY 1
		) a
		JOIN events e ON e.id = a.event
		WHERE a.cost <> 0
		GROUP BY 1
	) b
	GROUP BY b.month
) f ON true;
