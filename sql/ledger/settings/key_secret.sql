CREATE TABLE key_secret (
	id bigint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
	secret uuid NOT NULL DEFAULT encode(substring(
		sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) FROM 1 FOR 16), 'hex')::uuid,
	is_built_in boolean NOT NULL DEFAULT false
);

INSERT INTO key_secret (is_built_in) VALUES (true);

COMMENT ON TABLE key_secret IS 'Secret of the ledger with which the keys of facts are hashed, so that nobody can aim at a hash. One row that never changes: the hashes of all facts are made with it, and it goes where they go.';
COMMENT ON COLUMN key_secret.id IS '1, as there is one row.';
COMMENT ON COLUMN key_secret.secret IS '128 random bits.';
COMMENT ON COLUMN key_secret.is_built_in IS 'Whether the ledger came with the row, or with the ledger that it is a copy of: only then the row of another ledger may take its place.';
