CREATE OR REPLACE FUNCTION erase_work_item(work_item text) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	SELECT erase_ledger_item('events'::regclass, work_item);
END;
COMMENT ON FUNCTION erase_work_item(text) IS
'erase_work_item(''ticket 4711''): put a token, erased:<32 digits>, in place of the name of a work item in facts, work_items, changes, quarantine, conflicts and alerts, in closed months, too. Keys of its facts become hashes, their reasons and usage objects go. No total, report or digest changes but for the name. A fact that comes again is known and dropped; a new one under the name is a new work item. Waits for loads, and keeps them waiting. Returns in how many rows. Cannot be undone. Only for the owner of the ledger. An error if there is no such work item.';
