\echo Use "CREATE EXTENSION runrate" to load this file. \quit

-- Names in this script are qualified; this is the second line of defence.
SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE SCHEMA runrate;
COMMENT ON SCHEMA runrate IS
'Functions and aggregates that turn the events of AI agents into fully loaded cost per outcome. Call them with the schema name; build no tables or views of your own in this schema.';

GRANT USAGE ON SCHEMA runrate TO PUBLIC;

-- Support functions of the toolkit, the parts of create_ledger, and functions
-- that the objects of a ledger call
CREATE SCHEMA runrate_internal;
COMMENT ON SCHEMA runrate_internal IS
'Parts of create_ledger and functions that the objects of a ledger call. Not for direct use.';

GRANT USAGE ON SCHEMA runrate_internal TO PUBLIC;
