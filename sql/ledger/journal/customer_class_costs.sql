-- By customer and cell and not by work item, as only what is not cost of goods
-- sold is asked for: hardly ever more than a few pools.
CREATE OR REPLACE VIEW customer_drivers WITH (security_invoker = true) AS
SELECT l.month, l.customer, l.agent, l.agent_from, l.business_unit, l.unit_of_work, d.driver, d.quantity
FROM (SELECT i.month, i.customer, coalesce(i.agent, 'unattributed') AS agent, i.agent_from,
			 coalesce(i.paying_unit, 'unattributed') AS business_unit,
			 coalesce(i.unit_of_work, 'unattributed') AS unit_of_work,
			 sum(i.events) AS events, sum(i.tokens) AS tokens,
			 coalesce(sum(i.cost), 0) - coalesce(sum(i.credit_cost), 0) AS direct_cost,
			 sum(i.gpu_seconds) AS gpu_seconds, sum(i.vectors_stored) AS vectors_stored, sum(i.outcomes) AS outcomes
	  FROM (SELECT r.*, CASE WHEN c.id IS NULL THEN w.customer ELSE c.before ->> 'customer' END AS customer
			FROM item_rows r
			JOIN (SELECT month, closing_entry FROM item_bookings WHERE month = service_month) k ON k.month = r.month
			LEFT JOIN work_items w ON w.work_item = r.work_item
			LEFT JOIN LATERAL item_change_after(r.work_item, k.closing_entry) c ON true
			WHERE r.owned_on >= r.month) i
	  WHERE i.customer IS NOT NULL
	  GROUP BY 1, 2, 3, 4, 5, 6) l
CROSS JOIN LATERAL (VALUES ('events', l.events), ('tokens', l.tokens), ('direct_cost', l.direct_cost),
						   ('gpu_seconds', l.gpu_seconds), ('vectors_stored', l.vectors_stored),
						   ('outcomes', l.outcomes)) d (driver, quantity)
WHERE d.quantity <> 0;

COMMENT ON VIEW customer_drivers IS 'How much of each measured driver the work items of a customer have in a month, by the cell (agent, period of the agent, business unit, unit of work) that owned them.';
COMMENT ON COLUMN customer_drivers.month IS 'Month.';
COMMENT ON COLUMN customer_drivers.customer IS 'Customer.';
COMMENT ON COLUMN customer_drivers.agent IS 'Agent.';
COMMENT ON COLUMN customer_drivers.agent_from IS 'First day of the row of agents that held; -infinity: none.';
COMMENT ON COLUMN customer_drivers.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN customer_drivers.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN customer_drivers.driver IS 'Driver.';
COMMENT ON COLUMN customer_drivers.quantity IS 'Its quantity.';

-- Strict, so that it is not inlined: only the months that are asked for are worked out.
CREATE OR REPLACE FUNCTION customer_drivers_of(of_month date) RETURNS SETOF customer_drivers
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 2000
BEGIN ATOMIC
	SELECT * FROM customer_drivers d WHERE d.month = of_month;
END;
COMMENT ON FUNCTION customer_drivers_of(date) IS 'customer_drivers_of(date ''2026-04-01''): the rows of customer_drivers of one month.';

CREATE OR REPLACE VIEW class_shares WITH (security_invoker = true) AS
SELECT s.month, s.service_month, s.agent, s.agent_from, s.business_unit, s.unit_of_work, s.driver, a.class,
	   sum(s.cost) AS cost
FROM (SELECT month, service_month, agent, agent_from, business_unit, unit_of_work, driver, layer, cost
	  FROM measured_shares
	  WHERE driver_quantity IS NOT NULL
	  UNION ALL
	  SELECT month, service_month, agent, agent_from, business_unit, unit_of_work, 'other'::text, layer, cost
	  FROM agent_shares
	  WHERE driver_quantity IS NOT NULL) s
CROSS JOIN LATERAL layer_accounts(s.layer, s.month) a
WHERE a.class IS DISTINCT FROM 'cogs'
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

COMMENT ON VIEW class_shares IS 'What each cell bears of pools that are no cost of goods sold, by driver and class.';
COMMENT ON COLUMN class_shares.month IS 'Month in which the pools are booked.';
COMMENT ON COLUMN class_shares.service_month IS 'Month that they are for.';
COMMENT ON COLUMN class_shares.agent IS 'Agent.';
COMMENT ON COLUMN class_shares.agent_from IS 'First day of the row of agents that held; -infinity: none.';
COMMENT ON COLUMN class_shares.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN class_shares.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN class_shares.driver IS 'Driver; other: shared by agent, and in each by direct cost, where it has none by events.';
COMMENT ON COLUMN class_shares.class IS 'opex; empty: not known.';
COMMENT ON COLUMN class_shares.cost IS 'Cost.';

-- Their costs are not read: of most ledgers that leaves pools alone.
CREATE OR REPLACE VIEW cogs_layers WITH (security_invoker = true) AS
SELECT layer
FROM account_periods
WHERE layer <> '*' AND class = 'cogs'
GROUP BY layer
HAVING count(*) = (SELECT count(*) + 1 FROM entries_in_force);

COMMENT ON VIEW cogs_layers IS 'Layers whose cost is cost of goods sold in every month, open and closed.';
COMMENT ON COLUMN cogs_layers.layer IS 'Layer.';

CREATE OR REPLACE VIEW customer_class_costs WITH (security_invoker = true) AS
SELECT c.month, c.customer, c.class, sum(c.cost) AS cost
FROM (SELECT e.month, e.customer, a.class, e.cost
	  FROM (SELECT i.booked_month AS month, i.layer, sum(i.cost) AS cost,
				   CASE WHEN c.id IS NULL THEN w.customer ELSE c.before ->> 'customer' END AS customer
			FROM item_days i
			LEFT JOIN work_items w ON w.work_item = i.work_item
			LEFT JOIN LATERAL item_change_after(i.work_item,
				naming_entry(i.work_item, i.booked_month, first_of_month(i.owned_on))) c ON true
			WHERE i.layer IS NOT NULL AND i.layer NOT IN (SELECT layer FROM cogs_layers)
			GROUP BY 1, 2, 4) e
	  CROSS JOIN LATERAL layer_accounts(e.layer, e.month) a
	  UNION ALL
	  SELECT r.month, r.customer, a.class, r.cost
	  FROM (SELECT l.month, CASE WHEN c.id IS NULL THEN w.customer ELSE c.before ->> 'customer' END AS customer,
				   sum(l.cost) AS cost
			-- divided as item_lines does it
			FROM (SELECT month, service_month, work_item, summed_review_cost(sum(minute_cost), sum(fees)) AS cost
				  FROM item_rows
				  WHERE (minute_cost IS NOT NULL OR fees IS NOT NULL)
					AND 'human_review' NOT IN (SELECT layer FROM cogs_layers)
				  GROUP BY work_item, month, service_month, agent, agent_from, paying_unit, unit_of_work) l
			LEFT JOIN work_items w ON w.work_item = l.work_item
			LEFT JOIN LATERAL item_change_after(l.work_item, naming_entry(l.work_item, l.month, l.service_month)) c
				ON true
			GROUP BY 1, 2) r
	  CROSS JOIN LATERAL layer_accounts('human_review', r.month) a
	  UNION ALL
	  SELECT s.month, q.customer, s.class, runrate_internal.share_of(s.cost, q.quantity, t.quantity)
	  FROM class_shares s
	  JOIN (SELECT t.*, bool_or(t.driver = 'direct_cost') OVER (PARTITION BY t.month, t.agent, t.agent_from,
				t.business_unit, t.unit_of_work) AS has_direct_cost
			FROM driver_weights t) t
		  ON t.month = s.service_month AND t.agent = s.agent AND t.agent_from = s.agent_from
		  AND t.business_unit = s.business_unit AND t.unit_of_work = s.unit_of_work
		  AND t.driver = CASE WHEN s.driver <> 'other' THEN s.driver WHEN t.has_direct_cost THEN 'direct_cost'
							  ELSE 'events' END
	  JOIN (SELECT b.month, b.service_month, d.customer, d.agent, d.agent_from, d.business_unit, d.unit_of_work,
				   d.driver, sum(d.quantity) AS quantity
			FROM item_bookings b
			CROSS JOIN LATERAL customer_drivers_of(b.service_month) d
			-- a group, which a condition on month reaches and which is worked out once
			GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) q
		  ON q.month = s.month AND q.service_month = s.service_month AND q.agent = s.agent
		  AND q.agent_from = s.agent_from AND q.business_unit = s.business_unit AND q.unit_of_work = s.unit_of_work
		  AND q.driver = t.driver) c
WHERE c.customer IS NOT NULL AND c.class IS DISTINCT FROM 'cogs'
GROUP BY c.month, c.customer, c.class;

COMMENT ON VIEW customer_class_costs IS 'Costs of customers that are no cost of goods sold, by month and class.';
COMMENT ON COLUMN customer_class_costs.month IS 'Month in which they are booked.';
COMMENT ON COLUMN customer_class_costs.customer IS 'Customer.';
COMMENT ON COLUMN customer_class_costs.class IS 'opex; empty: not known.';
COMMENT ON COLUMN customer_class_costs.cost IS 'Cost.';
