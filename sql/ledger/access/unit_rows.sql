-- The rows of reports that the acting role may read as unit reader
--
-- Functions with SECURITY DEFINER and not views with the rights of the owner: a
-- plan shows how many rows of others a filter removes, and what statistics say of
-- them; of a function EXPLAIN, the settings that print plans, and conditions of
-- the reader see what it returns and nothing else.  The plan has no role in it,
-- so one that is kept serves the next role as well.

CREATE OR REPLACE FUNCTION units_of_reader() RETURNS SETOF text
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT DISTINCT u.business_unit
	FROM unit_readers u
	JOIN pg_roles r ON r.rolname = u.role_name
	WHERE pg_has_role(runrate_internal.acting_role(), r.oid, 'USAGE');
END;
COMMENT ON FUNCTION units_of_reader() IS 'units_of_reader(): the business units that the acting role, or a role of which it is a member, may read as unit_reader.';

DO $do$
DECLARE
	report record;
BEGIN
	FOR report IN
		SELECT u.report AS name, u.source FROM unit_reports u
	LOOP
		EXECUTE format($sql$
			CREATE OR REPLACE FUNCTION %1$I() RETURNS SETOF %2$I
				LANGUAGE sql STABLE SECURITY DEFINER
				SET search_path = pg_catalog, pg_temp SET client_min_messages = error SET jit = off
			BEGIN ATOMIC
				SELECT r.* FROM %2$I r WHERE r.business_unit IN (SELECT units_of_reader());
			END;
			REVOKE EXECUTE ON FUNCTION %1$I() FROM PUBLIC;
			COMMENT ON FUNCTION %1$I() IS %3$L
			$sql$, format('my_%s_rows', report.name), report.source,
			format('my_%1$s_rows(): what my_%1$s shows.', report.name));
	END LOOP;
END;
$do$;
