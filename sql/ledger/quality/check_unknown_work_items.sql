-- Strict, so that it is planned by itself: all checks in one plan would be
-- compiled for longer than they take.
CREATE OR REPLACE FUNCTION find_unknown_work_items() RETURNS SETOF finding
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 1
	BEGIN ATOMIC
		SELECT NULL::date AS month, count(*) FILTER (WHERE w.work_item IS NULL) AS found, count(*) AS examined,
			   sum(i.cost) FILTER (WHERE w.work_item IS NULL) AS cost, min(i.work_item)
					FILTER (WHERE w.work_item IS NULL) AS example
		FROM item_counts i
		LEFT JOIN work_items w ON w.work_item = i.work_item
		WHERE EXISTS (SELECT FROM work_items);
	END;
COMMENT ON FUNCTION find_unknown_work_items() IS 'find_unknown_work_items(): the figures of check_unknown_work_items.';

CREATE OR REPLACE VIEW check_unknown_work_items WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (140::bigint, 'unknown work items'::text,
	'Not in work_items; only checked if that has rows.'::text)) c (check_order, check_name, meaning)
LEFT JOIN find_unknown_work_items() f ON true;
