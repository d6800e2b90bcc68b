CREATE OR REPLACE VIEW known_transitions WITH (security_invoker = true) AS
SELECT r.agent, r.from_provider, r.from_model, r.to_provider, r.to_model, r.status, r.planned_on, r.one_off_cost,
	   r.monthly_saving, r.note, r.recorded_at, r.recorded_by
FROM transition_plans r
WHERE NOT EXISTS (SELECT FROM transition_plans later
				  WHERE later.agent = r.agent AND later.from_provider = r.from_provider
					AND later.from_model = r.from_model AND later.to_provider = r.to_provider
					AND later.to_model = r.to_model
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW known_transitions IS 'The rows of transition_plans that hold: of several for one agent and the same two models the one recorded last.';
COMMENT ON COLUMN known_transitions.agent IS 'Agent.';
COMMENT ON COLUMN known_transitions.from_provider IS 'Provider of the model that it uses.';
COMMENT ON COLUMN known_transitions.from_model IS 'Model that it uses.';
COMMENT ON COLUMN known_transitions.to_provider IS 'Provider of the model that it is to use.';
COMMENT ON COLUMN known_transitions.to_model IS 'Model that it is to use.';
COMMENT ON COLUMN known_transitions.status IS 'proposed, approved, done or rejected.';
COMMENT ON COLUMN known_transitions.planned_on IS 'Day on which it is to be done.';
COMMENT ON COLUMN known_transitions.one_off_cost IS 'What it costs, once.';
COMMENT ON COLUMN known_transitions.monthly_saving IS 'What it saves in a month; empty: not known.';
COMMENT ON COLUMN known_transitions.note IS 'Remark.';
COMMENT ON COLUMN known_transitions.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN known_transitions.recorded_by IS 'Role that wrote it.';
