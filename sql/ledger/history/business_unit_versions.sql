CREATE OR REPLACE VIEW business_unit_versions WITH (security_invoker = true) AS
SELECT b.business_unit, b.name, b.pl_line, b.cost_center, b.owner, b.entity,
	coalesce(c.known_from, 0) AS known_from, NULL::integer AS known_until
FROM business_units b
LEFT JOIN last_changes c ON c.table_name = 'business_units' AND c.key = b.business_unit COLLATE "C"
UNION ALL
SELECT r.business_unit, r.name, r.pl_line, r.cost_center, r.owner, r.entity,
	s.known_from, s.known_until
FROM change_spans s
CROSS JOIN LATERAL jsonb_to_record(s.before) AS r(business_unit text, name text, pl_line text, cost_center text,
	owner text, entity text)
WHERE s.table_name = 'business_units' AND s.before IS NOT NULL AND s.known_from < s.known_until;

COMMENT ON VIEW business_unit_versions IS 'The rows of business_units as closings saw them: as of closing k a row holds if k >= known_from and k is below known_until or that is empty. For what is known now k is 2147483647.';
COMMENT ON COLUMN business_unit_versions.business_unit IS 'Business unit.';
COMMENT ON COLUMN business_unit_versions.name IS 'Name for reports.';
COMMENT ON COLUMN business_unit_versions.pl_line IS 'Line of the profit and loss statement.';
COMMENT ON COLUMN business_unit_versions.cost_center IS 'Cost centre.';
COMMENT ON COLUMN business_unit_versions.owner IS 'Who answers for the cost.';
COMMENT ON COLUMN business_unit_versions.entity IS 'Legal entity that it belongs to.';
COMMENT ON COLUMN business_unit_versions.known_from IS 'First closing that saw the row so; 0: it was so before the history begins; 2147483647: none has yet.';
COMMENT ON COLUMN business_unit_versions.known_until IS 'First closing that saw it changed or gone; 2147483647: none has yet; empty: the row is so now.';
