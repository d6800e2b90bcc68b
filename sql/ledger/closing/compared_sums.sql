-- Months of which events were dropped have nothing to compare their balances with.
CREATE OR REPLACE FUNCTION of_kept_facts(name text, owned_day text, source text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN name = 'event'
		THEN format('SELECT * FROM (%s) k WHERE NOT EXISTS (SELECT FROM dropped_events d WHERE d.owned_month = first_of_month(k.%I))',
			source, owned_day)
		ELSE source END;
COMMENT ON FUNCTION of_kept_facts(text, text, text) IS 'of_kept_facts(''event'', ''owned_on'', ''SELECT * FROM event_days''): a query without the rows of months of which events were dropped with their partition.';

-- The facts of a family with the business unit that their work items name.
CREATE OR REPLACE FUNCTION owned_contributions(name text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN format($q$SELECT c.*, c.work_item IS NOT NULL AS has_item, first_of_month(c.owned_on) AS service_month,
						CASE WHEN c.work_item IS NULL THEN NULL
							 WHEN c.owned_on >= (SELECT open_from()) THEN w.business_unit
							 ELSE item_unit(c.work_item, c.booked_month, c.owned_on) END AS own_unit
					 FROM %s_contributions c
					 LEFT JOIN work_items w ON w.work_item = c.work_item$q$, name);
COMMENT ON FUNCTION owned_contributions(text) IS 'owned_contributions(''event''): a query of what the facts of a family contribute to balances.';

-- What has to be the same by keys and sums: what was frozen and what is computed,
-- facts and each form of the balances.  Events without a cost are not compared
-- in closed months: one that is reversed later is no longer one, in its own month.
CREATE OR REPLACE FUNCTION compared_sums(OUT check_name text, OUT month_key text, OUT keys text, OUT sums text[],
	OUT expected text, OUT found text) RETURNS SETOF record
	LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
	WITH family (name, keys, day_sums, item_key, item_sums) AS (VALUES
		('event', 'agent, layer, provider, model, cost_basis, kind',
		 '{events,live_events,unpriced_events,tokens,cost,credit_cost,gpu_seconds,vectors_stored}'::text[],
		 'layer', '{events,unpriced_events,tokens,cost,credit_cost,gpu_seconds,vectors_stored}'::text[]),
		('outcome', 'agent, outcome, kind', '{quantity,live_outcomes}', 'outcome', '{quantity}'),
		('review', 'agent, verdict, kind', '{reviews,live_reviews,unpriced_reviews,minute_cost,fees,cost}',
		 'NULL::text', '{reviews,minute_cost,fees,review_cost}')
	)
	SELECT c.*
	FROM (VALUES
		('lines', 'month', 'service_month, agent, business_unit, unit_of_work, layer, vendor, component',
		 '{cost,estimated_cost,events,tokens,outcomes,all_outcomes,human_cost,outcomes_without_baseline,reviews,unpriced_reviews,judged,accurate}'::text[],
		 'SELECT * FROM closed_lines WHERE in_force',
		 'SELECT * FROM computed_book WHERE month < (SELECT open_from())'),
		('statements', 'month', 'service_month, agent, business_unit, unit_of_work',
		 '{cost,amount,direct_cost,review_cost,shared_cost,amortization_cost,outcomes}',
		 'SELECT * FROM closed_statements WHERE in_force',
		 'SELECT * FROM computed_chargeback_lines WHERE month < (SELECT open_from())'),
		('drivers', 'month', 'agent, agent_from, business_unit, unit_of_work, deployment, driver', '{quantity}',
		 'SELECT * FROM closed_drivers WHERE in_force',
		 'SELECT * FROM computed_driver_weights WHERE month < (SELECT open_from())'),
		('customers', 'month', 'grouped_by', '{cost,outcomes}',
		 'SELECT month, grouped_by, outcomes, direct_cost + review_cost + shared_cost + amortization_cost AS cost FROM closed_groups WHERE in_force',
		 'SELECT month, g AS grouped_by, outcomes, cost FROM closed_lines, (VALUES (''customer''), (''campaign'')) v (g) WHERE in_force')) c
	UNION ALL
	SELECT format('balances of %ss by day', f.name), 'booked_month', 'owned_on, has_item, own_unit, ' || f.keys,
			f.day_sums,
		   of_kept_facts(f.name, 'owned_on', owned_contributions(f.name)),
		   of_kept_facts(f.name, 'owned_on', format('SELECT * FROM %s_days', f.name))
	FROM family f
	UNION ALL
	SELECT format('balances of %ss by month', f.name), 'booked_month', 'service_month, has_item, own_unit, ' || f.keys,
			f.day_sums,
		   of_kept_facts(f.name, 'service_month', owned_contributions(f.name)),
		   of_kept_facts(f.name, 'service_month',
						 format('SELECT *, first_of_month(owned_from) AS service_month FROM %s_months', f.name))
	FROM family f
	UNION ALL
	SELECT format('balances of items: %ss', f.name), 'booked_month',
		   'owned_on, work_item, agent, own_unit, ' || f.item_key, f.item_sums,
		   of_kept_facts(f.name, 'owned_on',
						 format('SELECT o.*%s FROM (%s) o WHERE o.work_item IS NOT NULL',
								CASE f.name WHEN 'review' THEN ', o.cost AS review_cost' ELSE '' END,
								owned_contributions(f.name))),
		   of_kept_facts(f.name, 'owned_on', 'SELECT * FROM item_days')
	FROM family f;
END;
COMMENT ON FUNCTION compared_sums() IS 'compared_sums(): what verify_books compares, a check each: the sums of two queries, by month and other keys.';
