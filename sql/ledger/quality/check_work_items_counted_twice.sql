-- Strict, so that it is planned by itself: all checks in one plan would be
-- compiled for longer than they take.
CREATE OR REPLACE FUNCTION find_work_items_counted_twice() RETURNS SETOF finding
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 1
	BEGIN ATOMIC
		SELECT NULL::date AS month, count(*) FILTER (WHERE i.outcomes > 1) AS found,
			   count(*) FILTER (WHERE i.outcomes > 0) AS examined,
			   sum(i.cost) FILTER (WHERE i.outcomes > 1) AS cost,
			   min(i.work_item) FILTER (WHERE i.outcomes > 1) AS example
		FROM item_counts i;
	END;
COMMENT ON FUNCTION find_work_items_counted_twice() IS 'find_work_items_counted_twice(): the figures of check_work_items_counted_twice.';

CREATE OR REPLACE VIEW check_work_items_counted_twice WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (100::bigint, 'work items counted more than once'::text,
	'More than one counted outcome: reverse what is double.'::text)) c (check_order, check_name, meaning)
LEFT JOIN find_work_items_counted_twice() f ON true;
