CREATE TABLE key_secret (
	secret uuid NOT NULL DEFAULT encode(substring(
		sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) FROM 1 FOR 16), 'hex')::uuid
);
CREATE UNIQUE INDEX ON key_secret ((true));
INSERT INTO key_secret DEFAULT VALUES;

COMMENT ON TABLE key_secret IS 'Secret of the ledger with which the keys of facts are hashed, so that nobody can aim at a hash. One row that never changes: the hashes of all facts are made with it.';
COMMENT ON COLUMN key_secret.secret IS '128 random bits.';
