CREATE TABLE api_keys (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	api_key text NOT NULL CHECK (btrim(api_key) <> '' AND length(api_key) <= 60),
	provider text,
	owner text,
	created_on date NOT NULL CHECK (created_on BETWEEN '2000-01-01' AND '2100-12-31'),
	rotation_days bigint NOT NULL DEFAULT 90 CHECK (rotation_days BETWEEN 1 AND 3650),
	is_in_use boolean NOT NULL DEFAULT true,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	note text,
	CONSTRAINT name_of_a_key_and_never_the_key
		CHECK (api_key !~ '^(sk|pk|rk)[-_]|^(xai|gsk|ghp|glpat|hf|AIza|ya29)[-_.]?|[A-Za-z0-9+/=_-]{40}')
);

COMMENT ON TABLE api_keys IS
'The keys of providers by their names, and how old they are: never a key itself. Append-only: a row with a later created_on is the new key in the place of the old one, one with is_in_use = false ends it.';
COMMENT ON COLUMN api_keys.id IS 'Number of the row.';
COMMENT ON COLUMN api_keys.api_key IS 'Name of the key, as the provider shows it. What looks like a key is refused.';
COMMENT ON COLUMN api_keys.provider IS 'Provider that it is for.';
COMMENT ON COLUMN api_keys.owner IS 'Who rotates it.';
COMMENT ON COLUMN api_keys.created_on IS 'Day on which this key was made.';
COMMENT ON COLUMN api_keys.rotation_days IS 'Days after which another one has to take its place.';
COMMENT ON COLUMN api_keys.is_in_use IS 'Whether there is such a key; no: it was withdrawn on that day.';
COMMENT ON COLUMN api_keys.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN api_keys.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN api_keys.note IS 'Remark.';
