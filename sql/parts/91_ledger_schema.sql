
-- What a ledger is made of lives in procedures of this schema: each holds
-- plain DDL with unqualified names and is called by runrate.create_ledger()
-- with the search_path set to the ledger.
CREATE SCHEMA runrate_internal;
COMMENT ON SCHEMA runrate_internal IS
'Parts of create_ledger and functions that the objects of a ledger call. Not for direct use.';

GRANT USAGE ON SCHEMA runrate_internal TO PUBLIC;
