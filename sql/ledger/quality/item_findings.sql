-- Items are added up once for all checks of them.
CREATE OR REPLACE VIEW item_findings WITH (security_invoker = true) AS
SELECT f.check_order, f.found, f.examined, f.cost, f.example
FROM (SELECT count(*) FILTER (WHERE i.outcomes > 0 AND i.events <= 0) AS free_items,
			 min(i.work_item) FILTER (WHERE i.outcomes > 0 AND i.events <= 0) AS free_item,
			 count(*) FILTER (WHERE i.outcomes > 0) AS done_items,
			 count(*) FILTER (WHERE i.outcomes > 1) AS double_items,
			 sum(i.cost) FILTER (WHERE i.outcomes > 1) AS double_cost,
			 min(i.work_item) FILTER (WHERE i.outcomes > 1) AS double_item,
			 count(*) FILTER (WHERE w.work_item IS NULL) AS unknown_items,
			 sum(i.cost) FILTER (WHERE w.work_item IS NULL) AS unknown_cost,
			 min(i.work_item) FILTER (WHERE w.work_item IS NULL) AS unknown_item,
			 count(*) AS items
	  FROM item_counts i
	  LEFT JOIN work_items w ON w.work_item = i.work_item) i
CROSS JOIN LATERAL (
	SELECT 70::bigint, i.free_items, i.done_items, NULL::numeric, i.free_item
	UNION ALL
	SELECT 100, i.double_items, i.done_items, i.double_cost, i.double_item
	UNION ALL
	SELECT 140, i.unknown_items, i.items, i.unknown_cost, i.unknown_item
	WHERE EXISTS (SELECT FROM work_items)) f (check_order, found, examined, cost, example);

COMMENT ON VIEW item_findings IS 'What the checks of work items find.';
COMMENT ON COLUMN item_findings.check_order IS 'Which check, by its position in data_quality.';
COMMENT ON COLUMN item_findings.found IS 'How many were found.';
COMMENT ON COLUMN item_findings.examined IS 'How many were looked at.';
COMMENT ON COLUMN item_findings.cost IS 'Cost that is on what was found; empty: none is known.';
COMMENT ON COLUMN item_findings.example IS 'One of what was found.';

-- Strict, so that it is planned by itself, and never compiled (jit), which takes
-- longer than reading does.
CREATE OR REPLACE FUNCTION find_in_items() RETURNS SETOF item_findings
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 3 SET jit = off
	BEGIN ATOMIC
		SELECT * FROM item_findings;
	END;
COMMENT ON FUNCTION find_in_items() IS 'find_in_items(): the rows of item_findings.';
