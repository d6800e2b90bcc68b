-- SECURITY DEFINER for the reason that close_month() is
CREATE OR REPLACE FUNCTION reclassify(month date, agent text, from_unit text, to_unit text, reason text) RETURNS numeric
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT reclassify_lines('events'::regclass, first_of_month(month), agent, from_unit, to_unit, reason);
END;
REVOKE EXECUTE ON FUNCTION reclassify(date, text, text, text, text) FROM PUBLIC;

COMMENT ON FUNCTION reclassify(date, text, text, text, text) IS
'reclassify(date ''2026-04-01'', ''triage'', ''unattributed'', ''claims'', ''registered in May''): move what an agent cost and did in a closed month from one business unit to another one, where it was frozen with the wrong one, or with none. Any day of the month will do. The closed month stays as it is: a pair of lines that sum to zero is booked in the first open month, for the month in which it took place, as a line of a prior period. Moves all that stands in from_unit then; call it again for what comes late, and with the units swapped to take it back. Reopening the month makes it void, as an open month follows the master data. Returns the cost that was moved. For the owner of the ledger and controllers.';
