CREATE OR REPLACE VIEW token_list_price_periods WITH (security_invoker = true) AS
SELECT r.agent, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.agent ORDER BY r.valid_from), 'infinity') AS valid_until,
	   r.price_per_million_tokens
FROM token_list_prices r
WHERE NOT EXISTS (SELECT FROM token_list_prices later
				  WHERE later.agent = r.agent AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW token_list_price_periods IS
'The rows of token_list_prices that hold, with the days for which each does. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN token_list_price_periods.agent IS 'Agent.';
COMMENT ON COLUMN token_list_price_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN token_list_price_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN token_list_price_periods.price_per_million_tokens IS 'Price of a million tokens; empty: there is no comparison.';
