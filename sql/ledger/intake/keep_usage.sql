CREATE OR REPLACE PROCEDURE keep_usage(kept boolean)
LANGUAGE sql
BEGIN ATOMIC
	UPDATE ledger_settings SET keep_usage = kept;
END;

COMMENT ON PROCEDURE keep_usage(boolean) IS
'keep_usage(true): from now on keep the usage object of an event in its row, which makes the table about three times as large. Otherwise it is read, and what it says is in the columns of tokens, model and tier; only rows that go to quarantine keep it.';
