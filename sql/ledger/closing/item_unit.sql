-- The business unit of its own under which a fact of a work item is booked.  In
-- a closed month of service it is the one with which the item is closed there,
-- as far as it is; otherwise the one that it has now.

CREATE OR REPLACE FUNCTION closed_item_month(of_item text, of_owned_on date) RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	-- what nothing is left of is no line, folded in one row or in several
	SELECT min(i.booked_month)
	FROM (SELECT b.booked_month
		  FROM item_balances b
		  WHERE b.work_item = of_item AND b.booked_month < (SELECT open_from())
			AND b.owned_on >= first_of_month(of_owned_on) AND b.owned_on < next_month(first_of_month(of_owned_on))
		  GROUP BY b.booked_month
		  HAVING sum(events) <> 0 OR sum(unpriced_events) <> 0 OR sum(tokens) <> 0 OR sum(cost) <> 0
			OR sum(credit_cost) <> 0 OR sum(gpu_seconds) <> 0 OR sum(vectors_stored) <> 0 OR sum(quantity) <> 0
			OR sum(reviews) <> 0 OR sum(minute_cost) <> 0 OR sum(fees) <> 0 OR sum(review_cost) <> 0) i;
END;
COMMENT ON FUNCTION closed_item_month(text, date) IS 'closed_item_month(''ticket 4711'', date ''2026-04-12''): the first closed month in which something is booked, and not taken back, that belongs to a work item and took place in the month of that day; empty: none.';

CREATE OR REPLACE FUNCTION item_unit(of_item text, of_booked_month date, of_owned_on date) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN m.closed_month IS NOT NULL
				THEN (SELECT u.business_unit
					  FROM closed_item_units u
					  WHERE u.in_force AND u.work_item = of_item AND u.booked_month = m.closed_month
						AND u.service_month = first_of_month(of_owned_on))
				ELSE (SELECT w.business_unit FROM work_items w WHERE w.work_item = of_item) END
	FROM (SELECT CASE WHEN of_booked_month < open_from() THEN of_booked_month
					  WHEN of_owned_on < open_from() THEN closed_item_month(of_item, of_owned_on)
				 END AS closed_month) m;
END;
COMMENT ON FUNCTION item_unit(text, date, date) IS 'item_unit(''ticket 4711'', date ''2026-05-01'', date ''2026-04-12''): the business unit of its own under which what is booked in a month and took place on a day belongs to a work item; empty: it has none.';
