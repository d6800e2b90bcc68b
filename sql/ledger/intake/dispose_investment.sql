CREATE OR REPLACE FUNCTION dispose_investment(id bigint, month date, reason text) RETURNS bigint
	LANGUAGE sql RETURN runrate_internal.dispose_investment('disposals'::regclass, id, month, reason);

COMMENT ON FUNCTION dispose_investment(bigint, date, text) IS
'dispose_investment(7, ''2026-04-01'', ''agent shut down''): expense in a month what is left of an investment; the months before stay as they are. Any day of the month will do. If the month is closed, the first open one takes its place, with a notice. Returns the id of a row of disposals, which reverse_disposal cancels. An error if there is no such investment, if it is reversed or already disposed of, or if the month is not one of its amortization.';
