CREATE OR REPLACE FUNCTION share_rule(pool_amount numeric, driver text, agent text, driver_quantity numeric,
	driver_total numeric, amount numeric) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN driver_quantity IS NULL THEN format('%s by %s, of which no agent has any', plain(pool_amount),
		driver)
				WHEN driver_quantity = driver_total THEN format('%s, all of it for agent %s', plain(pool_amount), agent)
				ELSE format('%s by %s; agent %s has %s of %s, that is %s',
							plain(pool_amount), driver, agent, plain(driver_quantity), plain(driver_total),
								plain(amount)) END;

COMMENT ON FUNCTION share_rule(numeric, text, text, numeric, numeric, numeric) IS
'share_rule(pool_amount, driver, agent, driver_quantity, driver_total, amount): how an agent came to its share of a pool, as text.';
