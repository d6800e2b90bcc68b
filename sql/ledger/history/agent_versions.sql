CREATE OR REPLACE VIEW agent_versions WITH (security_invoker = true) AS
SELECT a.agent, a.valid_from, a.business_unit, a.unit_of_work, a.deployment, a.hired, a.retired,
	coalesce(c.known_from, 0) AS known_from, NULL::integer AS known_until
FROM agents a
LEFT JOIN last_changes c ON c.table_name = 'agents' AND c.key = a.agent COLLATE "C" AND c.valid_from = a.valid_from
UNION ALL
SELECT r.agent, r.valid_from, r.business_unit, r.unit_of_work, r.deployment, r.hired, r.retired,
	s.known_from, s.known_until
FROM change_spans s
CROSS JOIN LATERAL jsonb_to_record(s.before) AS r(agent text, valid_from date, business_unit text,
	unit_of_work text, deployment text, hired date, retired date)
WHERE s.table_name = 'agents' AND s.before IS NOT NULL AND s.known_from < s.known_until;

COMMENT ON VIEW agent_versions IS 'The rows of agents as closings saw them: as of closing k a row holds if k >= known_from and k is below known_until or that is empty. For what is known now k is 2147483647.';
COMMENT ON COLUMN agent_versions.agent IS 'Agent.';
COMMENT ON COLUMN agent_versions.valid_from IS 'First day on which the row holds.';
COMMENT ON COLUMN agent_versions.business_unit IS 'Business unit of the agent.';
COMMENT ON COLUMN agent_versions.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN agent_versions.deployment IS 'third_party or self_hosted.';
COMMENT ON COLUMN agent_versions.hired IS 'First day of service; empty: always.';
COMMENT ON COLUMN agent_versions.retired IS 'Last day of service; empty: still in service.';
COMMENT ON COLUMN agent_versions.known_from IS 'First closing that saw the row so; 0: it was so before the history begins; 2147483647: none has yet.';
COMMENT ON COLUMN agent_versions.known_until IS 'First closing that saw it changed or gone; 2147483647: none has yet; empty: the row is so now.';
