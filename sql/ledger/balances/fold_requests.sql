CREATE TABLE fold_requests (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
CREATE CONSTRAINT TRIGGER fold_on_request AFTER INSERT ON fold_requests
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION runrate_internal.fold_on_request();

COMMENT ON TABLE fold_requests IS 'Loaders that want to fold balances at commit. Each deletes its row when it does, so that nobody sees any.';
COMMENT ON COLUMN fold_requests.id IS 'Number of the row.';
