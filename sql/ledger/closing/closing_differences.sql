-- What tie_out compares, of one month and as far as closing depends on it: facts
-- with balances, these with the book, and that with what is charged.
CREATE OR REPLACE FUNCTION closing_differences(of_month date, OUT check_name text, OUT difference numeric)
	RETURNS SETOF record
	LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH event AS (
		SELECT coalesce(sum(event_count), 0) AS events, coalesce(runrate.exact_sum(cost), 0) AS cost,
			   coalesce(runrate.exact_sum(cost) FILTER (WHERE work_item IS NOT NULL), 0) AS item_cost
		FROM events
		WHERE booked_on >= of_month AND booked_on < next_month(of_month)
	),
	event_month AS (
		SELECT coalesce(sum(events), 0) AS events, coalesce(sum(cost), 0) AS cost FROM event_months
		WHERE booked_month = of_month
	),
	event_day AS (
		SELECT coalesce(sum(events), 0) AS events, coalesce(sum(cost), 0) AS cost FROM event_days
		WHERE booked_month = of_month
	),
	outcome AS (
		SELECT coalesce(sum(quantity), 0) AS outcomes FROM outcomes
		WHERE booked_on >= of_month AND booked_on < next_month(of_month)
	),
	review AS (
		SELECT coalesce(runrate.exact_sum(cost), 0) AS cost FROM reviews
		WHERE booked_on >= of_month AND booked_on < next_month(of_month)
	),
	book AS (
		SELECT coalesce(sum(cost), 0) AS cost, coalesce(sum(cost) FILTER (WHERE component = 'direct'),
				0) AS direct_cost,
			   coalesce(sum(cost) FILTER (WHERE component IN ('shared', 'amortization')), 0) AS pool_cost,
			   coalesce(sum(all_outcomes), 0) AS outcomes
		FROM computed_book
		WHERE month = of_month
	)
	SELECT d.check_name, d.difference
	FROM event e, event_month m, event_day y, outcome o, review r, book b,
		LATERAL (VALUES
			('facts: events', e.events - m.events),
			('facts: cost of events', e.cost - m.cost),
			('facts: events by day', e.events - y.events),
			('facts: cost of events by day', e.cost - y.cost),
			('facts: cost of work items', e.item_cost
				- (SELECT coalesce(sum(cost), 0) FROM item_days WHERE booked_month = of_month)),
			('facts: outcomes', o.outcomes
				- (SELECT coalesce(sum(quantity), 0) FROM outcome_months WHERE booked_month = of_month)),
			('facts: cost of reviews', r.cost
				- (SELECT coalesce(sum(cost), 0) FROM review_months WHERE booked_month = of_month)),
			('book', m.cost - b.direct_cost),
			('book: outcomes', o.outcomes - b.outcomes),
			('pool_shares', (SELECT coalesce(sum(amount), 0) FROM cost_pools WHERE month = of_month) - b.pool_cost),
			('chargeback', b.cost - (SELECT coalesce(sum(cost), 0) FROM computed_chargeback_lines
					WHERE month = of_month)),
			('chargeback: booked amounts', round(b.cost, minor_unit()::integer)
				- (SELECT coalesce(sum(amount), 0) FROM computed_chargeback_lines WHERE month = of_month)))
			d (check_name, difference)
	WHERE d.difference <> 0;
END;
COMMENT ON FUNCTION closing_differences(date) IS 'closing_differences(date ''2026-04-01''): what of facts, balances, book and chargeback of a month does not add up. No rows: it can be closed.';
