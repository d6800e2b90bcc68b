-- From the end, so that few days are read.
CREATE OR REPLACE VIEW last_day WITH (security_invoker = true) AS
SELECT greatest(
	(SELECT d.owned_on FROM event_days d WHERE d.owned_on <= day_of(now())
	 GROUP BY d.owned_on, d.agent HAVING sum(d.events) <> 0 ORDER BY d.owned_on DESC LIMIT 1),
	(SELECT d.owned_on FROM outcome_days d WHERE d.owned_on <= day_of(now())
	 GROUP BY d.owned_on, d.agent HAVING sum(d.quantity) <> 0 ORDER BY d.owned_on DESC LIMIT 1),
	(SELECT d.owned_on FROM review_days d WHERE d.owned_on <= day_of(now())
	 GROUP BY d.owned_on, d.agent HAVING sum(d.reviews) <> 0 ORDER BY d.owned_on DESC LIMIT 1)) AS day;

COMMENT ON VIEW last_day IS 'The last day with data that is not after the present one: one row, empty in a ledger without facts. What reports on objectives and anomalies take for today.';
COMMENT ON COLUMN last_day.day IS 'Day in the time zone of the ledger.';
