CREATE OR REPLACE VIEW key_rotation WITH (security_invoker = true) AS
SELECT k.api_key, k.provider, k.owner, k.created_on,
	   (k.created_on + k.rotation_days::integer) AS rotate_by,
	   k.created_on + k.rotation_days::integer < day_of(now()) AS is_overdue
FROM (SELECT DISTINCT ON (r.api_key) r.*
	  FROM api_keys r
	  ORDER BY r.api_key, r.created_on DESC, r.recorded_at DESC, r.id DESC) k
WHERE k.is_in_use;

COMMENT ON VIEW key_rotation IS 'The keys of providers in use and until when each has to be rotated: SELECT * FROM key_rotation WHERE is_overdue.';
COMMENT ON COLUMN key_rotation.api_key IS 'Name of the key.';
COMMENT ON COLUMN key_rotation.provider IS 'Provider that it is for.';
COMMENT ON COLUMN key_rotation.owner IS 'Who rotates it.';
COMMENT ON COLUMN key_rotation.created_on IS 'Day on which the present key was made.';
COMMENT ON COLUMN key_rotation.rotate_by IS 'Last day on which it is young enough.';
COMMENT ON COLUMN key_rotation.is_overdue IS 'Whether that day is gone.';
