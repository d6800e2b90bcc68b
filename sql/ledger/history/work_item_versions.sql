CREATE OR REPLACE VIEW work_item_versions WITH (security_invoker = true) AS
SELECT w.work_item, w.kind, w.customer, w.campaign, w.business_unit,
	coalesce(c.known_from, 0) AS known_from, NULL::integer AS known_until
FROM work_items w
LEFT JOIN last_changes c ON c.table_name = 'work_items' AND c.key = w.work_item COLLATE "C"
UNION ALL
SELECT r.work_item, r.kind, r.customer, r.campaign, r.business_unit,
	s.known_from, s.known_until
FROM change_spans s
CROSS JOIN LATERAL jsonb_to_record(s.before) AS r(work_item text, kind text, customer text, campaign text,
	business_unit text)
WHERE s.table_name = 'work_items' AND s.before IS NOT NULL AND s.known_from < s.known_until;

COMMENT ON VIEW work_item_versions IS 'The rows of work_items as closings saw them: as of closing k a row holds if k >= known_from and k is below known_until or that is empty. For what is known now k is 2147483647.';
COMMENT ON COLUMN work_item_versions.work_item IS 'Work item.';
COMMENT ON COLUMN work_item_versions.kind IS 'Kind of work.';
COMMENT ON COLUMN work_item_versions.customer IS 'Customer for whom the work is done.';
COMMENT ON COLUMN work_item_versions.campaign IS 'Campaign that the work belongs to.';
COMMENT ON COLUMN work_item_versions.business_unit IS 'Business unit that pays, if it is not that of the agent.';
COMMENT ON COLUMN work_item_versions.known_from IS 'First closing that saw the row so; 0: it was so before the history begins; 2147483647: none has yet.';
COMMENT ON COLUMN work_item_versions.known_until IS 'First closing that saw it changed or gone; 2147483647: none has yet; empty: the row is so now.';
