-- What the work of a month adds up to, day by day: reports take it by spans of
-- a month in which nothing changes.
CREATE OR REPLACE FUNCTION tie_work() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'events', booked_month, sum(events) FILTER (WHERE owned_on >= booked_month), 0::numeric FROM event_days
			GROUP BY booked_month
		UNION ALL
		SELECT 'unpriced_events', booked_month, sum(live_events) FILTER (WHERE cost_basis IS NULL), 0::numeric
			FROM event_days WHERE booked_month >= (SELECT open_from()) GROUP BY booked_month
		UNION ALL
		SELECT v.check_name, o.month, v.amount, 0::numeric
		FROM (SELECT month, sum(outcomes) AS outcomes,
					 sum(human_cost) FILTER (WHERE is_own_period AND without_baseline = 0) AS human_cost
			  FROM (SELECT o.booked_month AS month, o.owned_on >= o.booked_month AS is_own_period,
						   sum(o.quantity) AS outcomes,
						   sum(o.quantity * h.cost_per_outcome) AS human_cost,
						   coalesce(sum(o.quantity) FILTER (WHERE h.cost_per_outcome IS NULL), 0) AS without_baseline
					FROM outcome_days o
					LEFT JOIN agent_periods a ON a.agent = o.agent AND o.owned_on >= a.valid_from
						AND o.owned_on < a.valid_until
					LEFT JOIN outcome_rule_periods r
						ON r.unit_of_work = a.unit_of_work AND r.unit_of_work <> '*' AND r.outcome = o.outcome
						AND o.owned_on >= r.valid_from AND o.owned_on < r.valid_until
					LEFT JOIN outcome_rule_periods every
						ON every.unit_of_work = '*' AND every.outcome = o.outcome
						AND o.owned_on >= every.valid_from AND o.owned_on < every.valid_until
					LEFT JOIN human_baseline_periods h
						ON h.unit_of_work = a.unit_of_work AND o.owned_on >= h.valid_from AND o.owned_on < h.valid_until
					WHERE coalesce(r.counts, every.counts)
					GROUP BY o.booked_month, o.owned_on >= o.booked_month, o.agent,
						coalesce(o.own_unit, a.business_unit), a.unit_of_work) o
			  GROUP BY month) o
		CROSS JOIN LATERAL (VALUES ('outcomes', o.outcomes), ('human_cost', o.human_cost)) v (check_name, amount);
	END;
COMMENT ON FUNCTION tie_work() IS 'tie_work(): events, outcomes that count and what people would have cost for them, added up day by day.';
