CREATE OR REPLACE VIEW check_work_items WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, NULL::date AS month, f.found, f.examined, f.cost, f.example
FROM (VALUES
	(70::bigint, 'outcomes without events'::text,
	'Work items with a counted outcome that cost nothing: their events are missing or carry another key.'::text),
	(100, 'work items counted more than once', 'More than one counted outcome: reverse what is double.'),
	(140, 'unknown work items', 'Not in work_items; only checked if that has rows.'))
	c (check_order, check_name, meaning)
LEFT JOIN find_in_items() f ON f.check_order = c.check_order;
