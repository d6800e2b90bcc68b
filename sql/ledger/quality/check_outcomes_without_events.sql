-- Strict, so that it is planned by itself: all checks in one plan would be
-- compiled for longer than they take.
CREATE OR REPLACE FUNCTION find_outcomes_without_events() RETURNS SETOF finding
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 1
	BEGIN ATOMIC
		SELECT NULL::date AS month, count(*) FILTER (WHERE i.outcomes > 0 AND i.events <= 0) AS found,
			   count(*) FILTER (WHERE i.outcomes > 0) AS examined, NULL::numeric AS cost,
			   min(i.work_item) FILTER (WHERE i.outcomes > 0 AND i.events <= 0) AS example
		FROM item_counts i;
	END;
COMMENT ON FUNCTION find_outcomes_without_events() IS 'find_outcomes_without_events(): the figures of check_outcomes_without_events.';

CREATE OR REPLACE VIEW check_outcomes_without_events WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (70::bigint, 'outcomes without events'::text,
	'Work items with a counted outcome that cost nothing: their events are missing or carry another key.'::text)) c (check_order, check_name, meaning)
LEFT JOIN find_outcomes_without_events() f ON true;
