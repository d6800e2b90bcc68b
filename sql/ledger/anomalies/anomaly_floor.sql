CREATE OR REPLACE FUNCTION anomaly_floor() RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(s.anomaly_floor, usual_anomaly_floor()) FROM ledger_settings s;
END;

COMMENT ON FUNCTION anomaly_floor() IS
'anomaly_floor(): how much an odd day of an agent has to cost above or below what was expected to be in anomalies, in the currency of the ledger. Set by set_anomaly_floor; otherwise a hundred minor units: 1 dollar, 100 yen.';
