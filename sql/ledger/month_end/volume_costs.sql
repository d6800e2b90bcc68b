CREATE OR REPLACE FUNCTION volume_costs(from_month date, to_month date)
RETURNS TABLE (month date, provider text, model text, meter text, period text, quantity numeric, list_cost numeric,
	volume_cost numeric, difference numeric, booked_difference numeric)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT v.month, v.provider, v.model, v.meter, v.period, v.quantity, v.list_cost::numeric(38,12),
		v.volume_cost::numeric(38,12), v.difference::numeric(38,12), coalesce(b.amount, 0)::numeric(38,12)
	FROM (
		SELECT p.month, p.provider, p.model, p.meter, p.period, sum(p.quantity) AS quantity,
			sum(p.list_cost) AS list_cost, sum(p.volume_cost) AS volume_cost,
			-- as it is booked, agent by agent
			sum(round(p.volume_cost - p.list_cost, 6)) AS difference
		FROM volume_parts(volume_costs.from_month, volume_costs.to_month) p
		GROUP BY p.month, p.provider, p.model, p.meter, p.period
	) v
	LEFT JOIN LATERAL (
		SELECT sum(k.amount) AS amount FROM month_end_bookings k
		WHERE k.month = v.month
			AND starts_with(k.line_key, concat_ws('/', 'volume', v.provider, v.model, v.meter, v.period, ''))
	) b ON true
	ORDER BY v.month, v.provider, v.model, v.meter, v.period;
END;

COMMENT ON FUNCTION volume_costs(date, date) IS
'volume_costs(''2026-01-01'', ''2026-03-01''): what was used in these months (the first days of the first and the last one) of what has volume prices, above its lowest threshold: what the price book and the events say that it cost, what it costs by volume_prices, difference, volume_cost less list_cost in steps of a millionth for each agent, and what of that book_month_end has booked. Changes nothing.';
