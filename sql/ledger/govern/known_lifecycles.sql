CREATE OR REPLACE VIEW known_lifecycles WITH (security_invoker = true) AS
SELECT r.provider, r.model, r.deprecated_on, r.retires_on,
	   CASE WHEN r.successor_model IS NOT NULL
				THEN coalesce(r.successor_provider, r.provider) END AS successor_provider,
	   r.successor_model
FROM model_lifecycles r
WHERE NOT EXISTS (SELECT FROM model_lifecycles later
				  WHERE later.provider = r.provider AND later.model = r.model
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW known_lifecycles IS 'The rows of model_lifecycles that hold: of several for one model the one recorded last.';
COMMENT ON COLUMN known_lifecycles.provider IS 'Provider.';
COMMENT ON COLUMN known_lifecycles.model IS 'Model.';
COMMENT ON COLUMN known_lifecycles.deprecated_on IS 'Day from which it is deprecated; empty: it is not.';
COMMENT ON COLUMN known_lifecycles.retires_on IS 'First day on which it cannot be used any more; empty: not announced.';
COMMENT ON COLUMN known_lifecycles.successor_provider IS 'Provider of what follows it.';
COMMENT ON COLUMN known_lifecycles.successor_model IS 'Model that follows it; empty: none is named.';
