-- One statement, so that every snapshot sees a posting either as such or
-- folded.  Rows of the same day and agent, and month and agent, are taken out
-- and put back with what is added to them: a day has one row for each key.
CREATE OR REPLACE FUNCTION fold_review_postings(at_most bigint) RETURNS bigint
	LANGUAGE sql
BEGIN ATOMIC
	WITH taken AS (
		DELETE FROM review_postings
		WHERE ctid = ANY (ARRAY(SELECT ctid FROM review_postings LIMIT at_most FOR UPDATE SKIP LOCKED))
		RETURNING *
	),
	resolved AS MATERIALIZED (
		SELECT t.booked_month, t.owned_on,
			   greatest(first_of_month(t.owned_on), latest_day(a.days, t.owned_on),
						latest_day(c.days, t.owned_on)) AS owned_from,
			   t.work_item, t.work_item IS NOT NULL AS has_item, t.agent,
			   CASE WHEN t.owned_on >= (SELECT open_from()) THEN w.business_unit
					ELSE item_unit(t.work_item, t.booked_month, t.owned_on) END AS own_unit,
			   t.verdict, t.kind, t.reviews, t.live_reviews, t.unpriced_reviews, t.minute_cost, t.fees, t.cost
		FROM taken t
		CROSS JOIN common_span_days c
		LEFT JOIN agent_span_days a ON a.agent = t.agent
		LEFT JOIN work_items w ON w.work_item = t.work_item
	),
	taken_days AS (
		DELETE FROM review_day_balances d
		USING (SELECT DISTINCT booked_month, owned_on, agent FROM resolved) r
		WHERE d.owned_on = r.owned_on AND d.booked_month = r.booked_month AND d.agent IS NOT DISTINCT FROM r.agent
		RETURNING d.*
	),
	days AS (
		INSERT INTO review_day_balances (
			booked_month, owned_on, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
			unpriced_reviews, minute_cost, fees, cost)
		SELECT booked_month, owned_on, agent, own_unit, verdict, kind, has_item,
			   nullif(sum(reviews), 0)::bigint, nullif(sum(live_reviews), 0)::bigint,
			   nullif(sum(unpriced_reviews), 0)::bigint, nullif(runrate.exact_sum(minute_cost), 0),
			   nullif(runrate.exact_sum(fees), 0), nullif(runrate.exact_sum(cost), 0)
		FROM (SELECT booked_month, owned_on, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
				 	 unpriced_reviews, minute_cost, fees, cost
			  FROM resolved
			  UNION ALL
			  SELECT booked_month, owned_on, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
				 	 unpriced_reviews, minute_cost, fees, cost
			  FROM taken_days) t
		GROUP BY booked_month, owned_on, agent, own_unit, verdict, kind, has_item
		HAVING sum(reviews) <> 0 OR sum(live_reviews) <> 0 OR sum(unpriced_reviews) <> 0 OR
			runrate.exact_sum(minute_cost) <> 0 OR runrate.exact_sum(fees) <> 0 OR runrate.exact_sum(cost) <> 0
	),
	taken_months AS (
		DELETE FROM review_month_balances m
		USING (SELECT DISTINCT booked_month, agent FROM resolved) r
		WHERE m.booked_month = r.booked_month AND m.agent IS NOT DISTINCT FROM r.agent
		RETURNING m.*
	),
	months AS (
		INSERT INTO review_month_balances (
			booked_month, owned_from, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
			unpriced_reviews, minute_cost, fees, cost)
		SELECT booked_month, owned_from, agent, own_unit, verdict, kind, has_item,
			   nullif(sum(reviews), 0)::bigint, nullif(sum(live_reviews), 0)::bigint,
			   nullif(sum(unpriced_reviews), 0)::bigint, nullif(runrate.exact_sum(minute_cost), 0),
			   nullif(runrate.exact_sum(fees), 0), nullif(runrate.exact_sum(cost), 0)
		FROM (SELECT booked_month, owned_from, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
				 	 unpriced_reviews, minute_cost, fees, cost
			  FROM resolved
			  UNION ALL
			  SELECT booked_month, owned_from, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
				 	 unpriced_reviews, minute_cost, fees, cost
			  FROM taken_months) t
		GROUP BY booked_month, owned_from, agent, own_unit, verdict, kind, has_item
		HAVING sum(reviews) <> 0 OR sum(live_reviews) <> 0 OR sum(unpriced_reviews) <> 0 OR
			runrate.exact_sum(minute_cost) <> 0 OR runrate.exact_sum(fees) <> 0 OR runrate.exact_sum(cost) <> 0
	),
	items AS (
		INSERT INTO item_balances (
			booked_month, owned_on, work_item, agent, own_unit, reviews, minute_cost, fees, review_cost)
		SELECT booked_month, owned_on, work_item, agent, own_unit,
			   nullif(sum(reviews), 0)::bigint, nullif(runrate.exact_sum(minute_cost), 0),
			   nullif(runrate.exact_sum(fees), 0), nullif(runrate.exact_sum(cost), 0)
		FROM resolved
		WHERE has_item
		GROUP BY booked_month, owned_on, work_item, agent, own_unit
		HAVING sum(reviews) <> 0 OR runrate.exact_sum(minute_cost) <> 0 OR runrate.exact_sum(fees) <> 0 OR
			runrate.exact_sum(cost) <> 0
	)
	SELECT count(*) FROM taken;
END;

COMMENT ON FUNCTION fold_review_postings(bigint) IS
'fold_review_postings(20000): move at most that many rows of review_postings into review_day_balances, review_month_balances and item_balances, and return how many. The caller holds the lock of fold_balances.';
