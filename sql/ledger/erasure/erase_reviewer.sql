CREATE OR REPLACE FUNCTION erase_reviewer(reviewer text) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	SELECT erase_ledger_reviewer('events'::regclass, reviewer);
END;
COMMENT ON FUNCTION erase_reviewer(text) IS
'erase_reviewer(''anna''): put a token, erased:<32 digits>, in place of the name of a reviewer in reviews, reviewer_costs, quarantine and conflicts, in closed months, too. Keys of the reviews become hashes, their reasons go. No total, report or digest changes. A review that comes again is known and dropped; for new ones the reviewer needs a row of reviewer_costs again. Waits for loads, and keeps them waiting. Returns in how many rows. Cannot be undone. Only for the owner of the ledger. An error if there is no such reviewer.';
