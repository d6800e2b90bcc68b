CREATE OR REPLACE VIEW known_names WITH (security_invoker = true) AS
SELECT 'agent'::text AS kind, a.agent AS name FROM agents a
UNION
SELECT 'agent', e.agent FROM event_months e WHERE e.agent IS NOT NULL
UNION
SELECT 'unit of work', a.unit_of_work FROM agents a WHERE a.unit_of_work IS NOT NULL
UNION
SELECT 'business unit', u.business_unit FROM known_units u
UNION
SELECT 'entity', u.entity FROM business_units u WHERE u.entity IS NOT NULL
UNION
SELECT 'layer', l.layer FROM cost_layers l
UNION
SELECT 'provider', p.provider FROM prices p
UNION
SELECT 'provider', e.provider FROM event_months e WHERE e.provider IS NOT NULL
UNION
SELECT 'model', p.model FROM prices p WHERE p.model <> ''
UNION
SELECT 'model', e.model FROM event_months e WHERE e.model IS NOT NULL
UNION
SELECT 'approver role', r.approver_role
FROM (SELECT t.approver_role FROM approval_tiers t UNION ALL SELECT t.second_approver_role FROM approval_tiers t) r
WHERE r.approver_role IS NOT NULL
UNION
SELECT 'budget line', n.name
FROM (SELECT u.pl_line FROM known_units u
	  UNION ALL SELECT s.description FROM shared_costs s
	  UNION ALL SELECT i.description FROM investments i
	  UNION ALL SELECT l.layer FROM cost_layers l
	  UNION ALL VALUES ('total'), ('agent labour')) n (name)
WHERE n.name IS NOT NULL;

COMMENT ON VIEW known_names IS 'Names that reference rows can refer to.';
COMMENT ON COLUMN known_names.kind IS 'What has the name: agent, unit of work, business unit, entity, layer, provider, model, approver role, budget line.';
COMMENT ON COLUMN known_names.name IS 'Name.';
