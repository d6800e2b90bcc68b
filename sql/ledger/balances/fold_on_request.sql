-- A constraint trigger cannot be replaced.
DROP TRIGGER IF EXISTS fold_on_request ON fold_requests;
CREATE CONSTRAINT TRIGGER fold_on_request AFTER INSERT ON fold_requests
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION runrate_internal.fold_on_request();
