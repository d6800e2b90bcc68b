CREATE TABLE fold_requests (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
COMMENT ON TABLE fold_requests IS 'Loaders that want to fold balances at commit. Each deletes its row when it does, so that nobody sees any.';
COMMENT ON COLUMN fold_requests.id IS 'Number of the row.';
