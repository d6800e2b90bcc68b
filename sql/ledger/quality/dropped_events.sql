CREATE OR REPLACE VIEW dropped_events WITH (security_invoker = true) AS
SELECT owned_month, keys - events AS events
FROM key_months
WHERE keys > events;

COMMENT ON VIEW dropped_events IS 'Months of which events were dropped with their partition. Their balances stay, and there is nothing left to compare them with.';
COMMENT ON COLUMN dropped_events.owned_month IS 'Month of the day that decides owner, unit of work and rules.';
COMMENT ON COLUMN dropped_events.events IS 'Rows of events that are gone.';
