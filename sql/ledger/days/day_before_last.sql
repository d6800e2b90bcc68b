CREATE OR REPLACE VIEW day_before_last WITH (security_invoker = true) AS
SELECT greatest(
	(SELECT d.owned_on FROM event_days d WHERE d.owned_on < (SELECT day FROM last_day)
	 GROUP BY d.owned_on, d.agent HAVING sum(d.events) <> 0 ORDER BY d.owned_on DESC LIMIT 1),
	(SELECT d.owned_on FROM outcome_days d WHERE d.owned_on < (SELECT day FROM last_day)
	 GROUP BY d.owned_on, d.agent HAVING sum(d.quantity) <> 0 ORDER BY d.owned_on DESC LIMIT 1),
	(SELECT d.owned_on FROM review_days d WHERE d.owned_on < (SELECT day FROM last_day)
	 GROUP BY d.owned_on, d.agent HAVING sum(d.reviews) <> 0 ORDER BY d.owned_on DESC LIMIT 1)) AS day;

COMMENT ON VIEW day_before_last IS 'The last day with data before last_day, which may not be over: yesterday, for drift_report.';
COMMENT ON COLUMN day_before_last.day IS 'Day in the time zone of the ledger.';
