-- What a price is compared with are other prices of the provider for the meter, a
-- thousand times more or less than their median, and for tokens bounds far outside
-- of what anybody charges: a price for one token that was entered as one for a
-- million is a millionth.
CREATE OR REPLACE FUNCTION suspect_prices(from_id bigint) RETURNS TABLE (id bigint, finding text)
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH known AS (
		SELECT a.attname::text AS meter FROM pg_attribute a WHERE a.attrelid = 'events'::regclass AND a.attnum > 0
		UNION SELECT m.meter FROM runrate_internal.litellm_meters() m
		UNION SELECT m.meter FROM runrate_internal.genai_meters() m
	),
	judged AS MATERIALIZED (
		SELECT p.id, p.provider, p.model, p.meter, p.price / p.per AS unit_price,
			coalesce(p.currency, ledger_currency()) AS currency
		FROM prices p
		WHERE p.id >= from_id AND p.price IS NOT NULL
	),
	peers AS MATERIALIZED (
		SELECT p.provider, p.meter, coalesce(p.currency, ledger_currency()) AS currency,
			percentile_disc(0.5) WITHIN GROUP (ORDER BY p.price / p.per) AS unit_price
		FROM prices p
		WHERE p.price > 0 AND (p.provider, p.meter) IN (SELECT j.provider, j.meter FROM judged j)
			-- of new rows the prices of other models, so that a correction is not held against what it corrects
			AND (from_id = 0 OR (p.id < from_id AND (p.provider, p.model, p.meter) NOT
				IN (SELECT j.provider, j.model, j.meter FROM judged j)))
		GROUP BY 1, 2, 3
		-- of fewer nobody knows which is the odd one
		HAVING count(DISTINCT p.model) > 2
	)
	SELECT j.id, CASE
		WHEN j.unit_price < 0 THEN 'negative'
		WHEN j.unit_price > 1000 * o.unit_price
		THEN 'more than a thousand times the usual price of this provider for the meter'
		WHEN j.unit_price > 0 AND j.unit_price < o.unit_price / 1000
			THEN 'less than a thousandth of the usual price of this provider for the meter'
		WHEN k.meter IS NULL THEN 'no column of events has the name of the meter'
		ELSE 'not the price of a token: ' || trim_scale(j.unit_price * 1000000) || ' for a million' END
	FROM judged j
	LEFT JOIN peers o ON o.provider = j.provider AND o.meter = j.meter AND o.currency = j.currency
	LEFT JOIN known k ON k.meter = j.meter
	WHERE j.unit_price < 0
		OR j.unit_price > 1000 * o.unit_price
		OR (j.unit_price > 0 AND j.unit_price < o.unit_price / 1000)
		-- other meters may be anybody's own
		OR (k.meter IS NULL AND j.meter ~ 'token|^(input|output|prompt|completion|cached?|reasoning|total)(_|$)')
		OR (j.meter ~ '_tokens$' AND j.currency IN ('USD', 'EUR', 'GBP', 'CHF', 'CAD', 'AUD')
			AND (j.unit_price > 0.01 OR (j.unit_price > 0 AND j.unit_price < 0.0000000001)));
END;

COMMENT ON FUNCTION suspect_prices(bigint) IS
'suspect_prices(0): the rows of prices that are hardly what they should be, and why; from_id: only those from this number on, compared with those before it.';
