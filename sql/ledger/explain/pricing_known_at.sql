-- An event may have waited for a price, which it names, or for an exchange
-- rate or an alias: then it is as soon as they give its cost.
CREATE OR REPLACE FUNCTION pricing_known_at(event_id bigint) RETURNS timestamptz
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT (
			WITH priced AS (
				SELECT greatest(event.recorded_at, max(p.recorded_at)) AS known_at, array_agg(p.currency) AS currencies
				FROM prices p
				WHERE p.id = ANY (event.price_rows)
			)
			SELECT coalesce((
				SELECT moment.known_at
				FROM (
					SELECT priced.known_at
					UNION
					SELECT f.recorded_at FROM fx f
					WHERE f.currency = ANY (priced.currencies) AND f.valid_from <= event.occurred_at
						AND f.recorded_at > priced.known_at
					UNION
					SELECT a.recorded_at FROM model_aliases a
					WHERE a.provider = event.provider AND a.recorded_at > priced.known_at
					-- try them one after the other
					ORDER BY 1 OFFSET 0
				) moment
				WHERE runrate_internal.event_cost(event, moment.known_at) = event.cost
				LIMIT 1), priced.known_at)
			FROM priced)
		FROM events event
		WHERE event.id = event_id;
	END;

COMMENT ON FUNCTION pricing_known_at(bigint) IS
'pricing_known_at(id): when the prices, exchange rates and aliases were known that an event got its computed cost from.';
