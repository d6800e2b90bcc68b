-- Events have the day that their time falls on as owned_on, and so have
-- reversals, which have the time of their original.
DO $do$
BEGIN
	IF (SELECT s.partition_events FROM ledger_settings s) THEN
		CREATE OR REPLACE VIEW key_months WITH (security_invoker = true) AS
		SELECT month AS owned_month, sum(events)::bigint AS events, sum(keys)::bigint AS keys
		FROM (SELECT first_of_month(e.owned_on) AS month, count(*) AS events, 0 AS keys
			  FROM events e
			  GROUP BY 1
			  UNION ALL
			  SELECT month_of(k.occurred_at), 0, count(*)
			  FROM event_keys k
			  GROUP BY 1) c
		GROUP BY month;
	ELSE
		CREATE OR REPLACE VIEW key_months WITH (security_invoker = true) AS
		SELECT NULL::date AS owned_month, 0::bigint AS events, 0::bigint AS keys
		WHERE false;
	END IF;
END;
$do$;

COMMENT ON VIEW key_months IS 'How many events there are, and how many keys of events, where these have a table of their own. More keys: events were dropped with their partition. More events: keys are missing, and what comes again is counted twice.';
COMMENT ON COLUMN key_months.owned_month IS 'Month of the day that decides owner, unit of work and rules.';
COMMENT ON COLUMN key_months.events IS 'Rows of events.';
COMMENT ON COLUMN key_months.keys IS 'Keys of events.';
