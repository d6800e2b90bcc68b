-- The functions tie_...() are strict, so that they are not inlined: each is
-- planned by itself.  As one query tie_out would have thousands of expressions,
-- and compiling them (jit) would take minutes.

-- Sums by day first: a day costs less to group by than the month of a day.
-- Months of which events were dropped have nothing to compare their balances with.
CREATE OR REPLACE FUNCTION tie_facts() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT v.check_name, first_of_month(f.booked_on), v.amount, 0::numeric
		FROM (SELECT booked_on, sum(event_count) AS events, runrate.exact_sum(cost) AS cost FROM events
			WHERE NOT EXISTS (SELECT FROM dropped_events d WHERE d.owned_month = first_of_month(owned_on))
			GROUP BY booked_on) f
		CROSS JOIN LATERAL (VALUES ('facts: events', f.events), ('facts: cost of events', f.cost)) v (check_name,
			amount)
		UNION ALL
		SELECT 'facts: outcomes', first_of_month(booked_on), sum(quantity), 0::numeric FROM outcomes GROUP BY booked_on
		UNION ALL
		SELECT 'facts: cost of reviews', first_of_month(booked_on), runrate.exact_sum(cost), 0::numeric FROM reviews
			GROUP BY booked_on
		UNION ALL
		SELECT v.check_name, b.booked_month, 0::numeric, v.amount
		FROM (SELECT booked_month, sum(events) AS events, sum(cost) AS cost FROM event_months
			WHERE NOT EXISTS (SELECT FROM dropped_events d WHERE d.owned_month = first_of_month(owned_from))
			GROUP BY booked_month) b
		CROSS JOIN LATERAL (VALUES ('facts: events', b.events), ('facts: cost of events', b.cost)) v (check_name,
			amount)
		UNION ALL
		SELECT 'facts: outcomes', booked_month, 0::numeric, sum(quantity) FROM outcome_months GROUP BY booked_month
		UNION ALL
		SELECT 'facts: cost of reviews', booked_month, 0::numeric, sum(cost) FROM review_months GROUP BY booked_month
		UNION ALL
		-- where events have been dropped, only that is known
		SELECT 'facts: keys of events', owned_month, events, least(events, keys) FROM key_months
		UNION ALL
		SELECT 'facts: events dropped', owned_month, events, events FROM dropped_events;
	END;
COMMENT ON FUNCTION tie_facts() IS 'tie_facts(): the facts themselves against the balances that reports read. compare_balances has every measure of them, in every form.';
