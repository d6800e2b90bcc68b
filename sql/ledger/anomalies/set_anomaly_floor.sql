CREATE OR REPLACE PROCEDURE set_anomaly_floor(amount numeric)
LANGUAGE sql
BEGIN ATOMIC
	UPDATE ledger_settings SET anomaly_floor = amount WHERE amount IS NULL OR check_amount('amount', amount);
END;

COMMENT ON PROCEDURE set_anomaly_floor(numeric) IS
'set_anomaly_floor(25): from now on anomalies and what is made of it leave out days that are off by less than 25 in the currency of the ledger, past days as well; weekly_anomaly_report counts them. 0 leaves out none, NULL goes back to a hundred minor units. Only for the owner of the ledger.';
