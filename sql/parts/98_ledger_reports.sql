
-- Reports on costs
--
-- Amounts are exact.  Only quotients are rounded, to the six decimals of their type.

CREATE PROCEDURE runrate_internal.create_reports()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CALL runrate_internal.create_unit_costs();
	CALL runrate_internal.create_statements();
	CALL runrate_internal.create_item_reports();
	CALL runrate_internal.create_workforce_pnl();
	CALL runrate_internal.create_tie_out();
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_reports() IS
'create_reports(): unit costs, chargeback and the other reports on costs. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_unit_costs()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW unit_costs WITH (security_invoker = true) AS
	SELECT d.month, d.agent, d.unit_of_work,
		   d.outcomes, d.events,
		   d.direct_cost::numeric(38,12) AS direct_cost,
		   d.review_cost::numeric(38,12) AS review_cost,
		   d.overhead_cost::numeric(38,12) AS overhead_cost,
		   (d.direct_cost + d.review_cost + d.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
		   per_outcome(d.direct_cost, d.outcomes)::numeric(32,6) AS direct_unit_cost,
		   per_outcome(d.direct_cost + d.review_cost + d.overhead_cost, d.outcomes)::numeric(32,6) AS unit_cost,
		   ratio(d.accurate, d.judged)::numeric(32,6) AS accuracy_ratio,
		   ratio(d.reviews, d.outcomes)::numeric(32,6) AS review_ratio,
		   d.unpriced_events
	FROM (SELECT month, agent,
				 CASE WHEN min(unit_of_work) FILTER (WHERE outcomes <> 0) = max(unit_of_work) FILTER (WHERE outcomes <> 0)
					  THEN min(unit_of_work) FILTER (WHERE outcomes <> 0)
					  ELSE min(home_unit_of_work) END AS unit_of_work,
				 sum(outcomes)::bigint AS outcomes, sum(events)::bigint AS events,
				 sum(direct_cost) AS direct_cost, sum(review_cost) AS review_cost, sum(shared_cost + write_off_cost) AS overhead_cost,
				 sum(accurate)::bigint AS accurate, sum(judged)::bigint AS judged, sum(reviews)::bigint AS reviews,
				 sum(unpriced_events)::bigint AS unpriced_events
		  FROM agent_months
		  GROUP BY month, agent) d;
	COMMENT ON VIEW unit_costs IS
	'What an outcome of each agent costs, by month, with everything in it. SELECT * FROM unit_costs ORDER BY month, agent. The rows of a month sum to the cost of the company.';
	COMMENT ON COLUMN unit_costs.month IS 'Month, as its first day.';
	COMMENT ON COLUMN unit_costs.agent IS 'Agent; unattributed: cost that no agent is named for.';
	COMMENT ON COLUMN unit_costs.unit_of_work IS 'Unit of work of the outcomes; that of the agent at the end of the month if there are none, or several.';
	COMMENT ON COLUMN unit_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
	COMMENT ON COLUMN unit_costs.events IS 'Events, less those that were reversed.';
	COMMENT ON COLUMN unit_costs.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN unit_costs.review_cost IS 'Cost of reviews by people.';
	COMMENT ON COLUMN unit_costs.overhead_cost IS 'Share of shared costs and write-offs.';
	COMMENT ON COLUMN unit_costs.fully_loaded_cost IS 'The sum of the three.';
	COMMENT ON COLUMN unit_costs.direct_unit_cost IS 'direct_cost for each outcome; empty: no outcomes.';
	COMMENT ON COLUMN unit_costs.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
	COMMENT ON COLUMN unit_costs.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1; empty: none was judged.';
	COMMENT ON COLUMN unit_costs.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
	COMMENT ON COLUMN unit_costs.unpriced_events IS 'Events whose cost is not known yet and not in the figures.';

	CREATE VIEW unit_costs_daily WITH (security_invoker = true) AS
	SELECT d.day, d.agent, d.unit_of_work,
		   d.outcomes, d.events,
		   d.direct_cost::numeric(38,12) AS direct_cost,
		   d.review_cost::numeric(38,12) AS review_cost,
		   d.overhead_cost::numeric(38,12) AS overhead_cost,
		   (d.direct_cost + d.review_cost + d.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
		   per_outcome(d.direct_cost, d.outcomes)::numeric(32,6) AS direct_unit_cost,
		   per_outcome(d.direct_cost + d.review_cost + d.overhead_cost, d.outcomes)::numeric(32,6) AS unit_cost,
		   ratio(d.accurate, d.judged)::numeric(32,6) AS accuracy_ratio,
		   ratio(d.reviews, d.outcomes)::numeric(32,6) AS review_ratio,
		   d.unpriced_events
	FROM read_agent_days() d;
	COMMENT ON VIEW unit_costs_daily IS
	'The same as unit_costs by day. The overhead of a month is spread over its days by the direct cost of the agent, so that the days sum to the month.';
	COMMENT ON COLUMN unit_costs_daily.day IS 'Day.';
	COMMENT ON COLUMN unit_costs_daily.agent IS 'Agent; unattributed: cost that no agent is named for.';
	COMMENT ON COLUMN unit_costs_daily.unit_of_work IS 'Unit of work of the agent on that day.';
	COMMENT ON COLUMN unit_costs_daily.outcomes IS 'Outcomes that count, less those that were reversed.';
	COMMENT ON COLUMN unit_costs_daily.events IS 'Events, less those that were reversed.';
	COMMENT ON COLUMN unit_costs_daily.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN unit_costs_daily.review_cost IS 'Cost of reviews by people.';
	COMMENT ON COLUMN unit_costs_daily.overhead_cost IS 'The day''s share of the shared costs and write-offs of the month.';
	COMMENT ON COLUMN unit_costs_daily.fully_loaded_cost IS 'The sum of the three.';
	COMMENT ON COLUMN unit_costs_daily.direct_unit_cost IS 'direct_cost for each outcome; empty: no outcomes.';
	COMMENT ON COLUMN unit_costs_daily.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
	COMMENT ON COLUMN unit_costs_daily.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1; empty: none was judged.';
	COMMENT ON COLUMN unit_costs_daily.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
	COMMENT ON COLUMN unit_costs_daily.unpriced_events IS 'Events whose cost is not known yet and not in the figures.';

	CREATE VIEW unit_costs_weekly WITH (security_invoker = true) AS
	SELECT d.week, d.agent, d.unit_of_work,
		   d.outcomes, d.events,
		   d.direct_cost::numeric(38,12) AS direct_cost,
		   d.review_cost::numeric(38,12) AS review_cost,
		   d.overhead_cost::numeric(38,12) AS overhead_cost,
		   (d.direct_cost + d.review_cost + d.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
		   per_outcome(d.direct_cost, d.outcomes)::numeric(32,6) AS direct_unit_cost,
		   per_outcome(d.direct_cost + d.review_cost + d.overhead_cost, d.outcomes)::numeric(32,6) AS unit_cost,
		   ratio(d.accurate, d.judged)::numeric(32,6) AS accuracy_ratio,
		   ratio(d.reviews, d.outcomes)::numeric(32,6) AS review_ratio,
		   d.unpriced_events
	FROM (SELECT date_trunc('week', day::timestamp)::date AS week, agent,
				 CASE WHEN min(unit_of_work) = max(unit_of_work) THEN min(unit_of_work) ELSE 'several' END AS unit_of_work,
				 sum(outcomes)::bigint AS outcomes, sum(events)::bigint AS events,
				 sum(direct_cost) AS direct_cost, sum(review_cost) AS review_cost, sum(overhead_cost) AS overhead_cost,
				 sum(accurate)::bigint AS accurate, sum(judged)::bigint AS judged, sum(reviews)::bigint AS reviews,
				 sum(unpriced_events)::bigint AS unpriced_events
		  FROM read_agent_days()
		  GROUP BY 1, 2) d;
	COMMENT ON VIEW unit_costs_weekly IS
	'The same as unit_costs by week, from the days of unit_costs_daily. A week may be in two months.';
	COMMENT ON COLUMN unit_costs_weekly.week IS 'Week, as its Monday.';
	COMMENT ON COLUMN unit_costs_weekly.agent IS 'Agent; unattributed: cost that no agent is named for.';
	COMMENT ON COLUMN unit_costs_weekly.unit_of_work IS 'Unit of work of the agent in that week; several: it changed.';
	COMMENT ON COLUMN unit_costs_weekly.outcomes IS 'Outcomes that count, less those that were reversed.';
	COMMENT ON COLUMN unit_costs_weekly.events IS 'Events, less those that were reversed.';
	COMMENT ON COLUMN unit_costs_weekly.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN unit_costs_weekly.review_cost IS 'Cost of reviews by people.';
	COMMENT ON COLUMN unit_costs_weekly.overhead_cost IS 'The days'' shares of the shared costs and write-offs of their months.';
	COMMENT ON COLUMN unit_costs_weekly.fully_loaded_cost IS 'The sum of the three.';
	COMMENT ON COLUMN unit_costs_weekly.direct_unit_cost IS 'direct_cost for each outcome; empty: no outcomes.';
	COMMENT ON COLUMN unit_costs_weekly.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
	COMMENT ON COLUMN unit_costs_weekly.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1; empty: none was judged.';
	COMMENT ON COLUMN unit_costs_weekly.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
	COMMENT ON COLUMN unit_costs_weekly.unpriced_events IS 'Events whose cost is not known yet and not in the figures.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_unit_costs() IS
'create_unit_costs(): unit costs by month, week and day. Called by create_reports.';

CREATE PROCEDURE runrate_internal.create_statements()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW iceberg WITH (security_invoker = true) AS
	SELECT c.month, c.layer, l.layer_order,
		   CASE WHEN l.visible THEN 'visible' ELSE 'hidden' END AS visibility,
		   c.cost::numeric(38,12) AS cost,
		   ratio(c.cost, sum(c.cost) OVER month)::numeric(32,6) AS spend_ratio,
		   (sum(c.cost) OVER month)::numeric(38,12) AS month_cost
	FROM (SELECT month, layer, sum(cost) AS cost FROM monthly_costs GROUP BY month, layer) c
	LEFT JOIN cost_layers l ON l.layer = c.layer
	WINDOW month AS (PARTITION BY c.month)
	ORDER BY c.month, l.layer_order, c.layer;
	COMMENT ON VIEW iceberg IS
	'All costs by month and layer: what is on the bill of the model provider, and what is below the water line. SELECT month, visibility, sum(cost), sum(spend_ratio) FROM iceberg GROUP BY month, visibility.';
	COMMENT ON COLUMN iceberg.month IS 'Month, as its first day.';
	COMMENT ON COLUMN iceberg.layer IS 'Layer of cost.';
	COMMENT ON COLUMN iceberg.layer_order IS 'Position from the tip down; empty: the layer is not in cost_layers.';
	COMMENT ON COLUMN iceberg.visibility IS 'visible or hidden; a layer that is not in cost_layers is hidden.';
	COMMENT ON COLUMN iceberg.cost IS 'Cost of the layer: events, reviews, shared costs and write-offs.';
	COMMENT ON COLUMN iceberg.spend_ratio IS 'Its part of the cost of the month, 0 to 1; empty: the month costs nothing.';
	COMMENT ON COLUMN iceberg.month_cost IS 'Cost of the month, the same in all rows of it.';

	CREATE VIEW chargeback WITH (security_invoker = true) AS
	SELECT m.month, coalesce(b.pl_line, m.business_unit) AS pl_line, m.business_unit, m.agent, m.unit_of_work,
		   m.outcomes AS volume,
		   per_outcome(m.direct_cost + m.review_cost + m.shared_cost + m.write_off_cost, m.outcomes)::numeric(32,6) AS unit_cost,
		   (m.direct_cost + m.review_cost + m.shared_cost + m.write_off_cost)::numeric(38,12) AS amount,
		   m.direct_cost::numeric(38,12) AS direct_cost,
		   m.review_cost::numeric(38,12) AS review_cost,
		   m.shared_cost::numeric(38,12) AS overhead_cost,
		   m.write_off_cost::numeric(38,12) AS write_off_cost
	FROM agent_months m
	LEFT JOIN business_units b ON b.business_unit = m.business_unit
	ORDER BY m.month, pl_line, m.business_unit, m.agent;
	COMMENT ON VIEW chargeback IS
	'What each business unit is charged for each agent, by month. The rows of a month sum to the cost of the company; what belongs to no business unit is charged to unattributed.';
	COMMENT ON COLUMN chargeback.month IS 'Month, as its first day.';
	COMMENT ON COLUMN chargeback.pl_line IS 'Line of the profit and loss statement; the business unit where none is named.';
	COMMENT ON COLUMN chargeback.business_unit IS 'Business unit that pays: that of the work item, else that of the agent when the cost arose.';
	COMMENT ON COLUMN chargeback.agent IS 'Agent.';
	COMMENT ON COLUMN chargeback.unit_of_work IS 'Unit of work of the outcomes; that of the agent at the end of the month if there are none, or several.';
	COMMENT ON COLUMN chargeback.volume IS 'Outcomes that count.';
	COMMENT ON COLUMN chargeback.unit_cost IS 'amount for each of them; empty: no outcomes.';
	COMMENT ON COLUMN chargeback.amount IS 'What is charged: the sum of the four costs.';
	COMMENT ON COLUMN chargeback.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN chargeback.review_cost IS 'Cost of reviews by people.';
	COMMENT ON COLUMN chargeback.overhead_cost IS 'Share of shared costs.';
	COMMENT ON COLUMN chargeback.write_off_cost IS 'Share of the write-offs of investments.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_statements() IS
'create_statements(): iceberg and chargeback. Called by create_reports.';

CREATE PROCEDURE runrate_internal.create_item_reports()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW work_item_costs WITH (security_invoker = true) AS
	SELECT i.work_item, w.kind, coalesce(w.customer, 'unattributed') AS customer, w.campaign,
		   coalesce(w.business_unit, i.business_unit) AS business_unit,
		   i.first_month, i.last_month, i.events, i.outcomes,
		   i.model_cost::numeric(38,12) AS model_cost,
		   i.retry_cost::numeric(38,12) AS retry_cost,
		   i.tool_cost::numeric(38,12) AS tool_cost,
		   (i.direct_cost - i.model_cost - i.retry_cost - i.tool_cost)::numeric(38,12) AS other_direct_cost,
		   i.direct_cost::numeric(38,12) AS direct_cost,
		   i.review_cost::numeric(38,12) AS review_cost,
		   i.overhead_cost::numeric(38,12) AS overhead_cost,
		   (i.direct_cost + i.review_cost + i.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
		   i.model_cost::numeric(38,12) AS visible_cost,
		   (i.direct_cost + i.review_cost + i.overhead_cost - i.model_cost)::numeric(38,12) AS hidden_cost
	FROM read_items() i
	LEFT JOIN work_items w ON w.work_item = i.work_item;
	COMMENT ON VIEW work_item_costs IS
	'What each work item costs over its life, with everything in it. SELECT * FROM work_item_costs ORDER BY fully_loaded_cost DESC LIMIT 10. The row unattributed has what belongs to no work item, so that all rows sum to the cost of the company.';
	COMMENT ON COLUMN work_item_costs.work_item IS 'Work item.';
	COMMENT ON COLUMN work_item_costs.kind IS 'Kind of work, from work_items.';
	COMMENT ON COLUMN work_item_costs.customer IS 'Customer, from work_items.';
	COMMENT ON COLUMN work_item_costs.campaign IS 'Campaign, from work_items.';
	COMMENT ON COLUMN work_item_costs.business_unit IS 'Business unit that pays: that of the work item, else that of its agents; several: more than one.';
	COMMENT ON COLUMN work_item_costs.first_month IS 'First month with an event, outcome, review or overhead.';
	COMMENT ON COLUMN work_item_costs.last_month IS 'Last such month.';
	COMMENT ON COLUMN work_item_costs.events IS 'Events, less those that were reversed.';
	COMMENT ON COLUMN work_item_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
	COMMENT ON COLUMN work_item_costs.model_cost IS 'Cost of events in visible layers: calls of models.';
	COMMENT ON COLUMN work_item_costs.retry_cost IS 'Cost of events in the layer retries.';
	COMMENT ON COLUMN work_item_costs.tool_cost IS 'Cost of events in the layer tool_calls.';
	COMMENT ON COLUMN work_item_costs.other_direct_cost IS 'Cost of events in other layers.';
	COMMENT ON COLUMN work_item_costs.direct_cost IS 'The sum of the four: cost of events.';
	COMMENT ON COLUMN work_item_costs.review_cost IS 'Cost of reviews by people.';
	COMMENT ON COLUMN work_item_costs.overhead_cost IS 'Share of the shared costs and write-offs that its agents have.';
	COMMENT ON COLUMN work_item_costs.fully_loaded_cost IS 'The sum of direct, review and overhead cost.';
	COMMENT ON COLUMN work_item_costs.visible_cost IS 'What everybody sees: the model cost.';
	COMMENT ON COLUMN work_item_costs.hidden_cost IS 'All the rest.';

	CREATE VIEW customer_costs WITH (security_invoker = true) AS
	SELECT c.month, c.customer, c.work_items, c.outcomes,
		   c.direct_cost::numeric(38,12) AS direct_cost,
		   c.review_cost::numeric(38,12) AS review_cost,
		   c.overhead_cost::numeric(38,12) AS overhead_cost,
		   (c.direct_cost + c.review_cost + c.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
		   per_outcome(c.direct_cost + c.review_cost + c.overhead_cost, c.outcomes)::numeric(32,6) AS unit_cost
	FROM read_customer_months() c;
	COMMENT ON VIEW customer_costs IS
	'What it costs to serve each customer, by month, with everything in it. The rows of a month sum to the cost of the company.';
	COMMENT ON COLUMN customer_costs.month IS 'Month, as its first day.';
	COMMENT ON COLUMN customer_costs.customer IS 'Customer of the work items; unattributed: they have none, or there is no work item.';
	COMMENT ON COLUMN customer_costs.work_items IS 'Work items with an event in the month.';
	COMMENT ON COLUMN customer_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
	COMMENT ON COLUMN customer_costs.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN customer_costs.review_cost IS 'Cost of reviews by people.';
	COMMENT ON COLUMN customer_costs.overhead_cost IS 'Share of shared costs and write-offs.';
	COMMENT ON COLUMN customer_costs.fully_loaded_cost IS 'The sum of the three.';
	COMMENT ON COLUMN customer_costs.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_item_reports() IS
'create_item_reports(): costs of work items and customers. Called by create_reports.';

CREATE PROCEDURE runrate_internal.create_workforce_pnl()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW workforce_pnl WITH (security_invoker = true) AS
	SELECT m.month, m.agent, m.business_unit, m.unit_of_work, m.deployment, m.outcomes,
		   m.direct_cost::numeric(38,12) AS direct_cost,
		   m.shared_cost::numeric(38,12) AS overhead_cost,
		   m.review_cost::numeric(38,12) AS review_cost,
		   m.write_off_cost::numeric(38,12) AS write_off_cost,
		   m.cost::numeric(38,12) AS fully_loaded_cost,
		   per_outcome(m.cost, m.outcomes)::numeric(32,6) AS unit_cost,
		   h.cost_per_outcome::numeric(32,6) AS human_unit_cost,
		   (h.cost_per_outcome * m.outcomes)::numeric(38,12) AS human_cost,
		   (h.cost_per_outcome * m.outcomes - m.cost)::numeric(38,12) AS saving,
		   ratio(m.model_cost * 1000000, m.model_tokens)::numeric(32,6) AS cost_per_million_tokens
	FROM (SELECT month, agent,
				 min(home_business_unit) AS business_unit,
				 CASE WHEN min(unit_of_work) FILTER (WHERE outcomes <> 0) = max(unit_of_work) FILTER (WHERE outcomes <> 0)
					  THEN min(unit_of_work) FILTER (WHERE outcomes <> 0)
					  ELSE min(home_unit_of_work) END AS unit_of_work,
				 min(deployment) AS deployment,
				 sum(outcomes)::bigint AS outcomes,
				 sum(direct_cost) AS direct_cost, sum(shared_cost) AS shared_cost,
				 sum(review_cost) AS review_cost, sum(write_off_cost) AS write_off_cost,
				 sum(direct_cost + shared_cost + review_cost + write_off_cost) AS cost,
				 sum(model_cost) AS model_cost, sum(model_tokens) AS model_tokens
		  FROM agent_months
		  GROUP BY month, agent) m
	LEFT JOIN LATERAL (SELECT b.cost_per_outcome
					   FROM human_baselines b
					   WHERE b.unit_of_work = m.unit_of_work AND b.valid_from <= m.month
					   ORDER BY b.valid_from DESC, b.recorded_at DESC, b.id DESC
					   LIMIT 1) h ON true;
	COMMENT ON VIEW workforce_pnl IS
	'Each agent as a member of the workforce, by month: what it did, what it costs, what people would have cost, and what is saved. SELECT * FROM workforce_pnl ORDER BY month, saving DESC.';
	COMMENT ON COLUMN workforce_pnl.month IS 'Month, as its first day.';
	COMMENT ON COLUMN workforce_pnl.agent IS 'Agent; unattributed: cost that no agent is named for.';
	COMMENT ON COLUMN workforce_pnl.business_unit IS 'Business unit of the agent at the end of the month.';
	COMMENT ON COLUMN workforce_pnl.unit_of_work IS 'Unit of work of the outcomes; that of the agent at the end of the month if there are none, or several.';
	COMMENT ON COLUMN workforce_pnl.deployment IS 'third_party: paid by the call; self_hosted: a share of a cluster; unattributed: the agent is not in agents.';
	COMMENT ON COLUMN workforce_pnl.outcomes IS 'Outcomes that count, less those that were reversed.';
	COMMENT ON COLUMN workforce_pnl.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN workforce_pnl.overhead_cost IS 'Share of shared costs.';
	COMMENT ON COLUMN workforce_pnl.review_cost IS 'Cost of reviews by people.';
	COMMENT ON COLUMN workforce_pnl.write_off_cost IS 'Share of the write-offs of investments.';
	COMMENT ON COLUMN workforce_pnl.fully_loaded_cost IS 'The sum of the four.';
	COMMENT ON COLUMN workforce_pnl.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
	COMMENT ON COLUMN workforce_pnl.human_unit_cost IS 'What a person costs for one unit of work, valid on the first day of the month, from human_baselines; empty: not known.';
	COMMENT ON COLUMN workforce_pnl.human_cost IS 'What people would have cost for the same outcomes.';
	COMMENT ON COLUMN workforce_pnl.saving IS 'human_cost less fully_loaded_cost; negative: a loss.';
	COMMENT ON COLUMN workforce_pnl.cost_per_million_tokens IS 'Cost of the layers model_api and inference, whether by the call or as a share of a cluster, for a million tokens of events in these layers: comparable with the price list of a provider. Empty: no tokens.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_workforce_pnl() IS
'create_workforce_pnl(): agents as members of the workforce. Called by create_reports.';

CREATE PROCEDURE runrate_internal.create_tie_out()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW tie_out WITH (security_invoker = true) AS
	SELECT check_name, month,
		   sum(expected)::numeric(38,12) AS expected,
		   sum(actual)::numeric(38,12) AS actual,
		   (sum(expected) - sum(actual))::numeric(38,12) AS difference
	FROM compare_reports()
	GROUP BY GROUPING SETS ((check_name, month), (check_name))
	HAVING grouping(month) = 1 OR month IS NOT NULL;
	COMMENT ON VIEW tie_out IS
	'Every report against the facts themselves, by month and in total. SELECT * FROM tie_out WHERE difference <> 0 has to be empty. It reads all reports, so it takes as long as all of them together.';
	COMMENT ON COLUMN tie_out.check_name IS 'Report whose cost is compared; events, outcomes and all_outcomes are counts: rows of events against unit_costs, outcomes that count against the volume of chargeback, and all outcomes; pool_shares: shared costs and write-offs against the shares of agents.';
	COMMENT ON COLUMN tie_out.month IS 'Month, as its first day; empty: all months.';
	COMMENT ON COLUMN tie_out.expected IS 'What the facts add up to.';
	COMMENT ON COLUMN tie_out.actual IS 'What the report adds up to.';
	COMMENT ON COLUMN tie_out.difference IS 'expected less actual: has to be 0.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_tie_out() IS
'create_tie_out(): the comparison of all reports with the facts. Called by create_reports.';
