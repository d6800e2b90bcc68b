
-- The way of a ledger from version to version

CREATE PROCEDURE runrate.upgrade_ledger(schema text DEFAULT 'ledger')
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	current_version text := runrate_internal.owned_ledger_version(schema);
	library_version text := runrate_internal.version();
	parts bigint[] := runrate_internal.version_parts(current_version);
BEGIN
	IF parts = runrate_internal.version_parts(library_version) THEN
		RAISE NOTICE 'ledger "%" is of version % already', schema, current_version;
		RETURN;
	END IF;
	IF parts > runrate_internal.version_parts(library_version) THEN
		RAISE EXCEPTION 'ledger "%" is of version %, newer than the library, which is of version %', schema, current_version, library_version
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'Install the newer runrate and run ALTER EXTENSION runrate UPDATE.';
	END IF;

	-- A version that changes the objects of a ledger has its step here, for
	-- ledgers whose parts are below it, and the last one writes the new
	-- version to the settings.  0.1.0 is the first, so no ledger is older.
	RAISE EXCEPTION 'there is no upgrade of ledger "%" from version % to version %', schema, current_version, library_version
		USING ERRCODE = 'feature_not_supported';
END;
$body$;
COMMENT ON PROCEDURE runrate.upgrade_ledger(text) IS
'upgrade_ledger(''ledger''): bring the objects of a ledger to the version of the library, after ALTER EXTENSION runrate UPDATE. Changes nothing if it is of that version. An error if there is no such ledger, if it is not yours, or if it is newer than the library.';
