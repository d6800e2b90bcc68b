-- These take the id of a row: with an argument of the table's row type nobody
-- could change the table any more.
CREATE OR REPLACE FUNCTION event_rule(event_id bigint) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT concat_ws('; ',
					 CASE WHEN event.cost IS NULL THEN 'no cost yet'
						  WHEN event.cost_basis = 'computed' THEN 'computed from usage and prices'
						  ELSE event.cost_basis END,
					 'rows of prices: ' || nullif(array_to_string(event.price_rows, ', '), ''),
					 event.price_problem,
					 CASE WHEN event.billed_amount IS NOT NULL
						  THEN format('billed %s %s', plain(event.billed_amount),
								coalesce(event.billing_currency, ledger_currency())) END,
					 'tier ' || event.service_tier,
					 CASE WHEN event.reverses IS NOT NULL THEN 'reverses event ' || event.reverses
						  WHEN event.corrects IS NOT NULL THEN 'corrects event ' || event.corrects END,
					 event.reason)
		FROM events event
		WHERE event.id = event_id;
	END;

COMMENT ON FUNCTION event_rule(bigint) IS 'event_rule(id): how the cost of an event was arrived at, as text.';
