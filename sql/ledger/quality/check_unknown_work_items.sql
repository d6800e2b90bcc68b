CREATE OR REPLACE VIEW check_unknown_work_items WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (140::bigint, 'unknown work items'::text,
	'Not in work_items; only checked if that has rows.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE w.work_item IS NULL) AS found, count(*) AS examined,
		   sum(i.cost) FILTER (WHERE w.work_item IS NULL) AS cost, min(i.work_item)
				FILTER (WHERE w.work_item IS NULL) AS example
	FROM item_counts i
	LEFT JOIN work_items w ON w.work_item = i.work_item
	WHERE EXISTS (SELECT FROM work_items)
) f ON true;
