CREATE OR REPLACE VIEW cost_layer_versions WITH (security_invoker = true) AS
SELECT l.layer, l.visible, l.layer_order, l.description,
	coalesce(c.known_from, 0) AS known_from, NULL::integer AS known_until
FROM cost_layers l
LEFT JOIN last_changes c ON c.table_name = 'cost_layers' AND c.key = l.layer COLLATE "C"
UNION ALL
SELECT r.layer, r.visible, r.layer_order, r.description,
	s.known_from, s.known_until
FROM change_spans s
CROSS JOIN LATERAL jsonb_to_record(s.before) AS r(layer text, visible boolean, layer_order bigint,
	description text)
WHERE s.table_name = 'cost_layers' AND s.before IS NOT NULL AND s.known_from < s.known_until;

COMMENT ON VIEW cost_layer_versions IS 'The rows of cost_layers as closings saw them: as of closing k a row holds if k >= known_from and k is below known_until or that is empty. For what is known now k is 2147483647.';
COMMENT ON COLUMN cost_layer_versions.layer IS 'Name of the layer.';
COMMENT ON COLUMN cost_layer_versions.visible IS 'Whether the layer is on the bill that everybody sees.';
COMMENT ON COLUMN cost_layer_versions.layer_order IS 'Position in reports.';
COMMENT ON COLUMN cost_layer_versions.description IS 'What belongs to the layer.';
COMMENT ON COLUMN cost_layer_versions.known_from IS 'First closing that saw the row so; 0: it was so before the history begins; 2147483647: none has yet.';
COMMENT ON COLUMN cost_layer_versions.known_until IS 'First closing that saw it changed or gone; 2147483647: none has yet; empty: the row is so now.';
