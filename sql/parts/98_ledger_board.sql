
-- The board report, budgets, reconciliation and data quality

CREATE PROCEDURE runrate_internal.create_board_report()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CALL runrate_internal.create_data_quality();
	CALL runrate_internal.create_reconciliation();
	CALL runrate_internal.create_budget_report();
	CALL runrate_internal.create_board_lines();
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_board_report() IS
'create_board_report(): the board report and what it stands on. Called by create_ledger.';

-- What the reports below have in common; in the internal schema
CREATE PROCEDURE runrate_internal.create_board_parts()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW void_facts WITH (security_invoker = true) AS
	SELECT 'events' AS fact, id, reverses FROM events WHERE reverses IS NOT NULL
	UNION ALL SELECT 'outcomes', id, reverses FROM outcomes WHERE reverses IS NOT NULL
	UNION ALL SELECT 'reviews', id, reverses FROM reviews WHERE reverses IS NOT NULL
	UNION ALL SELECT 'shared_costs', id, reverses FROM shared_costs WHERE reverses IS NOT NULL
	UNION ALL SELECT 'investments', id, reverses FROM investments WHERE reverses IS NOT NULL
	UNION ALL SELECT 'invoices', id, reverses FROM invoices WHERE reverses IS NOT NULL
	UNION ALL SELECT 'revenue', id, reverses FROM revenue WHERE reverses IS NOT NULL;
	COMMENT ON VIEW void_facts IS 'All reversals. Checks of single rows leave out both the reversal and what it reverses.';
	COMMENT ON COLUMN void_facts.fact IS 'Table of facts.';
	COMMENT ON COLUMN void_facts.id IS 'Row that is a reversal.';
	COMMENT ON COLUMN void_facts.reverses IS 'Row that it reverses.';

	CREATE VIEW fact_keys WITH (security_invoker = true) AS
	SELECT 'events' AS fact, source, source_key FROM events
	UNION ALL SELECT 'outcomes', source, source_key FROM outcomes
	UNION ALL SELECT 'reviews', source, source_key FROM reviews
	UNION ALL SELECT 'shared_costs', source, source_key FROM shared_costs
	UNION ALL SELECT 'investments', source, source_key FROM investments
	UNION ALL SELECT 'invoices', source, source_key FROM invoices
	UNION ALL SELECT 'revenue', source, source_key FROM revenue;
	COMMENT ON VIEW fact_keys IS 'The keys of all facts, each of which is there once.';
	COMMENT ON COLUMN fact_keys.fact IS 'Table of facts.';
	COMMENT ON COLUMN fact_keys.source IS 'System that the row comes from.';
	COMMENT ON COLUMN fact_keys.source_key IS 'Key of the row in that system.';

	-- The only reports that ask how a cost was arrived at are here, so the
	-- cells of the cost views do not have it.
	CREATE VIEW basis_cells WITH (security_invoker = true) AS
	SELECT month_of(e.occurred_at) AS month,
		   coalesce(e.agent, 'unattributed') AS agent,
		   coalesce(e.provider, 'unattributed') AS vendor,
		   e.cost_basis,
		   e.cost IS NULL AS is_unpriced,
		   e.work_item IS NULL AS has_no_work_item,
		   coalesce(e.occurred_at < a.hired_at OR e.occurred_at >= a.retired_at, false) AS is_out_of_service,
		   count(*) FILTER (WHERE e.reverses IS NULL AND r.reverses IS NULL) AS events,
		   coalesce(runrate.exact_sum(e.cost), 0) AS cost
	FROM events e
	LEFT JOIN (SELECT reverses FROM events WHERE reverses IS NOT NULL) r ON r.reverses = e.id
	LEFT JOIN (SELECT agent, starts_at, ends_at, start_of(hired) AS hired_at, start_of(retired + 1) AS retired_at
			   FROM agent_periods
			   WHERE hired IS NOT NULL OR retired IS NOT NULL) a
		ON a.agent = e.agent AND e.occurred_at >= a.starts_at AND e.occurred_at < a.ends_at
	GROUP BY 1, 2, 3, 4, 5, 6, 7;
	COMMENT ON VIEW basis_cells IS 'Events by month and by what data_quality and vendor_reconciliation ask of them.';
	COMMENT ON COLUMN basis_cells.month IS 'Month.';
	COMMENT ON COLUMN basis_cells.agent IS 'Agent.';
	COMMENT ON COLUMN basis_cells.vendor IS 'Provider.';
	COMMENT ON COLUMN basis_cells.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
	COMMENT ON COLUMN basis_cells.is_unpriced IS 'Whether the cost is not known yet.';
	COMMENT ON COLUMN basis_cells.has_no_work_item IS 'Whether they belong to no work item.';
	COMMENT ON COLUMN basis_cells.is_out_of_service IS 'Whether the agent was not hired yet or was retired.';
	COMMENT ON COLUMN basis_cells.events IS 'Events, without those that are reversed and without reversals.';
	COMMENT ON COLUMN basis_cells.cost IS 'Cost, with reversals.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_board_parts() IS
'create_board_parts(): working views of the board report. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_quality_findings()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW quality_findings WITH (security_invoker = true) AS
	WITH book AS MATERIALIZED (
		SELECT part, month, agent, business_unit, layer, cost, unallocated, outcomes, pool_kind, pool_id,
			   part IN ('direct', 'review', 'shared', 'write_off') AS is_cost
		FROM read_month_book()
		WHERE part <> 'driver'
	),
	event_month AS (
		SELECT month, sum(events) AS events,
			   sum(events) FILTER (WHERE is_unpriced) AS unpriced,
			   min(vendor) FILTER (WHERE is_unpriced AND events > 0) AS unpriced_vendor,
			   sum(events) FILTER (WHERE cost_basis = 'estimated') AS estimated,
			   sum(cost) FILTER (WHERE cost_basis = 'estimated') AS estimated_cost,
			   min(vendor) FILTER (WHERE cost_basis = 'estimated' AND events > 0) AS estimated_vendor,
			   sum(events) FILTER (WHERE agent = 'unattributed') AS no_agent,
			   sum(cost) FILTER (WHERE agent = 'unattributed') AS no_agent_cost,
			   sum(events) FILTER (WHERE has_no_work_item) AS no_item,
			   sum(cost) FILTER (WHERE has_no_work_item) AS no_item_cost,
			   min(agent) FILTER (WHERE has_no_work_item AND events > 0) AS no_item_agent,
			   sum(events) FILTER (WHERE is_out_of_service) AS out_of_service,
			   sum(cost) FILTER (WHERE is_out_of_service) AS out_of_service_cost,
			   min(agent) FILTER (WHERE is_out_of_service AND events > 0) AS out_of_service_agent
		FROM basis_cells
		GROUP BY month
	),
	outcome_month AS (
		SELECT month_of(o.occurred_at) AS month, count(*) AS outcomes,
			   count(*) FILTER (WHERE NOT o.has_rule) AS no_rule,
			   min(o.outcome) FILTER (WHERE NOT o.has_rule) AS no_rule_outcome,
			   count(*) FILTER (WHERE o.agent = 'unattributed') AS no_agent
		FROM owned_outcomes o
		WHERE NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = 'outcomes' AND v.id = o.id)
		  AND NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = 'outcomes' AND v.reverses = o.id)
		GROUP BY 1
	),
	review_month AS (
		SELECT month_of(r.occurred_at) AS month, count(*) AS reviews,
			   count(*) FILTER (WHERE r.cost IS NULL) AS no_cost,
			   min(r.reviewer) FILTER (WHERE r.cost IS NULL) AS no_cost_reviewer,
			   count(*) FILTER (WHERE r.agent IS NULL) AS no_agent,
			   sum(r.cost) FILTER (WHERE r.agent IS NULL) AS no_agent_cost
		FROM reviews r
		WHERE r.reverses IS NULL
		  AND NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = 'reviews' AND v.reverses = r.id)
		GROUP BY 1
	),
	agent_month AS (
		SELECT month, agent,
			   sum(cost) FILTER (WHERE is_cost) AS cost,
			   sum(cost) FILTER (WHERE is_cost AND business_unit = 'unattributed') AS no_unit_cost,
			   sum(outcomes) AS outcomes
		FROM book
		WHERE agent <> 'unattributed' AND part <> 'pool_share'
		GROUP BY month, agent
	),
	payroll_month AS (
		SELECT month, count(*) FILTER (WHERE cost <> 0) AS agents,
			   count(*) FILTER (WHERE no_unit_cost <> 0) AS no_unit,
			   sum(no_unit_cost) AS no_unit_cost,
			   min(agent) FILTER (WHERE no_unit_cost <> 0) AS no_unit_agent,
			   count(*) FILTER (WHERE cost <> 0 AND outcomes <= 0) AS idle,
			   sum(cost) FILTER (WHERE outcomes <= 0) AS idle_cost,
			   min(agent) FILTER (WHERE cost <> 0 AND outcomes <= 0) AS idle_agent
		FROM agent_month
		GROUP BY month
	),
	pool_month AS (
		SELECT month, count(DISTINCT (pool_kind, pool_id)) AS pools,
			   count(*) FILTER (WHERE unallocated) AS unallocated,
			   sum(cost) FILTER (WHERE unallocated) AS unallocated_cost,
			   min(layer) FILTER (WHERE unallocated) AS unallocated_layer
		FROM book
		WHERE part = 'pool_share'
		GROUP BY month
	),
	bill AS (
		SELECT 'shared_costs' AS fact, id, month, amount, billing_currency FROM shared_costs WHERE reverses IS NULL
		UNION ALL SELECT 'investments', id, first_month, amount, billing_currency FROM investments WHERE reverses IS NULL
		UNION ALL SELECT 'invoices', id, month, amount, billing_currency FROM invoices WHERE reverses IS NULL
		UNION ALL SELECT 'revenue', id, month, amount, billing_currency FROM revenue WHERE reverses IS NULL
	),
	bill_month AS (
		SELECT month, count(*) AS bills,
			   count(*) FILTER (WHERE amount IS NULL) AS no_amount,
			   min(billing_currency) FILTER (WHERE amount IS NULL) AS no_amount_currency
		FROM bill b
		WHERE NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = b.fact AND v.reverses = b.id)
		GROUP BY month
	),
	agent_total AS (
		SELECT count(*) AS agents,
			   count(*) FILTER (WHERE NOT is_known) AS unknown,
			   sum(cost) FILTER (WHERE NOT is_known) AS unknown_cost,
			   min(agent) FILTER (WHERE NOT is_known) AS unknown_agent
		FROM (SELECT b.agent, sum(b.cost) FILTER (WHERE b.is_cost) AS cost, bool_or(a.agent IS NOT NULL) AS is_known
			  FROM book b
			  LEFT JOIN (SELECT DISTINCT agent FROM agents) a ON a.agent = b.agent
			  WHERE b.agent <> 'unattributed'
			  GROUP BY b.agent) a
	),
	layer_total AS (
		SELECT count(*) AS layers,
			   count(*) FILTER (WHERE NOT is_known) AS unknown,
			   sum(cost) FILTER (WHERE NOT is_known) AS unknown_cost,
			   min(layer) FILTER (WHERE NOT is_known) AS unknown_layer
		FROM (SELECT b.layer, sum(b.cost) AS cost, bool_or(l.layer IS NOT NULL) AS is_known
			  FROM book b
			  LEFT JOIN cost_layers l ON l.layer = b.layer
			  WHERE b.is_cost
			  GROUP BY b.layer) l
	),
	-- work_items is added up with the others: a join to so many rows costs more.
	item AS (
		SELECT work_item, sum(cost) AS cost, sum(events) AS events, sum(outcomes) AS outcomes,
			   bool_or(is_fact) AS is_fact, bool_or(NOT is_fact) AS is_known
		FROM (SELECT work_item, coalesce(runrate.exact_sum(cost), 0) AS cost,
					 sum(CASE WHEN reverses IS NULL THEN 1 ELSE -1 END) AS events, 0::numeric AS outcomes, true AS is_fact
			  FROM events
			  GROUP BY work_item
			  UNION ALL
			  -- one row may stand for many outcomes
			  SELECT work_item, 0, 0, count(*) FILTER (WHERE counts AND quantity > 0) - count(*) FILTER (WHERE counts AND quantity < 0), true
			  FROM owned_outcomes
			  GROUP BY work_item
			  UNION ALL
			  SELECT work_item, coalesce(runrate.exact_sum(cost), 0), 0, 0, true
			  FROM reviews
			  GROUP BY work_item
			  UNION ALL
			  SELECT work_item, 0, 0, 0, false
			  FROM work_items) i
		WHERE work_item <> 'unattributed'
		GROUP BY work_item
	),
	item_total AS (
		SELECT count(*) FILTER (WHERE is_fact) AS items,
			   count(*) FILTER (WHERE outcomes > 0) AS done,
			   count(*) FILTER (WHERE outcomes > 0 AND events <= 0) AS no_events,
			   min(work_item) FILTER (WHERE outcomes > 0 AND events <= 0) AS no_events_item,
			   count(*) FILTER (WHERE outcomes > 1) AS twice,
			   sum(cost) FILTER (WHERE outcomes > 1) AS twice_cost,
			   min(work_item) FILTER (WHERE outcomes > 1) AS twice_item,
			   bool_or(is_known) AS any_known,
			   count(*) FILTER (WHERE NOT is_known) AS unknown,
			   sum(cost) FILTER (WHERE NOT is_known) AS unknown_cost,
			   min(work_item) FILTER (WHERE NOT is_known) AS unknown_item
		FROM item
	),
	quarantine_total AS (
		SELECT count(*) AS rows, count(*) FILTER (WHERE NOT has_arrived) AS missing,
			   min(fact || ': ' || problem) FILTER (WHERE NOT has_arrived) AS problem
		FROM (SELECT q.fact, q.problem, k.source_key IS NOT NULL AS has_arrived
			  FROM quarantine q
			  LEFT JOIN fact_keys k ON k.fact = q.fact AND k.source = q.source AND k.source_key = q.source_key) q
	),
	conflict_total AS (
		SELECT count(*) AS rows,
			   count(*) FILTER (WHERE v.reverses IS NULL) AS standing,
			   min(c.fact || ', row ' || c.existing_id || ': ' || c.differs_in) FILTER (WHERE v.reverses IS NULL) AS example
		FROM conflicts c
		LEFT JOIN void_facts v ON v.fact = c.fact AND v.reverses = c.existing_id
	),
	finding (check_order, month, found, examined, cost, example) AS (
		SELECT v.*
		FROM event_month m
		CROSS JOIN LATERAL (VALUES
			(10, m.month, m.unpriced, m.events, NULL::numeric, m.unpriced_vendor),
			(20, m.month, m.estimated, m.events, m.estimated_cost, m.estimated_vendor),
			(30, m.month, m.no_agent, m.events, m.no_agent_cost, NULL),
			(60, m.month, m.no_item, m.events, m.no_item_cost, m.no_item_agent),
			(130, m.month, m.out_of_service, m.events, m.out_of_service_cost, m.out_of_service_agent)) v
		UNION ALL
		SELECT v.*
		FROM outcome_month m
		CROSS JOIN LATERAL (VALUES
			(40, m.month, m.no_agent, m.outcomes, NULL::numeric, NULL),
			(90, m.month, m.no_rule, m.outcomes, NULL, m.no_rule_outcome)) v
		UNION ALL
		SELECT v.*
		FROM review_month m
		CROSS JOIN LATERAL (VALUES
			(35, m.month, m.no_agent, m.reviews, m.no_agent_cost, NULL),
			(15, m.month, m.no_cost, m.reviews, NULL, m.no_cost_reviewer)) v
		UNION ALL
		SELECT v.*
		FROM payroll_month m
		CROSS JOIN LATERAL (VALUES
			(50, m.month, m.no_unit, m.agents, m.no_unit_cost, m.no_unit_agent),
			(80, m.month, m.idle, m.agents, m.idle_cost, m.idle_agent)) v
		UNION ALL
		SELECT 55, month, unallocated, pools, unallocated_cost, unallocated_layer FROM pool_month
		UNION ALL
		SELECT 17, month, no_amount, bills, NULL, no_amount_currency FROM bill_month
		UNION ALL
		SELECT 110, NULL, unknown, layers, unknown_cost, unknown_layer FROM layer_total
		UNION ALL
		SELECT 120, NULL, unknown, agents, unknown_cost, unknown_agent FROM agent_total
		UNION ALL
		SELECT v.*
		FROM item_total t
		CROSS JOIN LATERAL (VALUES
			(70, NULL::date, t.no_events, t.done, NULL::numeric, t.no_events_item),
			(100, NULL, t.twice, t.done, t.twice_cost, t.twice_item),
			(140, NULL, CASE WHEN t.any_known THEN t.unknown ELSE 0 END, t.items, t.unknown_cost, t.unknown_item)) v
		UNION ALL
		SELECT 150, NULL, missing, rows, NULL, problem FROM quarantine_total
		UNION ALL
		SELECT 160, NULL, standing, rows, NULL, example FROM conflict_total
	),
	-- A check that found nothing has one row, so that one sees that it was made.
	result AS (
		SELECT check_order, month, found, examined, cost, example FROM finding WHERE found > 0
		UNION ALL
		SELECT check_order, NULL, 0, sum(examined), NULL, NULL
		FROM finding
		GROUP BY check_order
		HAVING coalesce(max(found), 0) <= 0
	),
	spend AS (
		SELECT month, sum(cost) AS cost FROM book WHERE is_cost GROUP BY GROUPING SETS (month, ())
	)
	SELECT r.check_order, r.month, r.found, r.examined, r.cost,
		   ratio(r.cost, s.cost) AS spend_ratio,
		   r.example
	FROM result r
	LEFT JOIN spend s ON s.month IS NOT DISTINCT FROM r.month;
	COMMENT ON VIEW quality_findings IS 'The figures of data_quality, by the number of the check.';
	COMMENT ON COLUMN quality_findings.check_order IS 'Number of the check.';
	COMMENT ON COLUMN quality_findings.month IS 'Month; empty for checks of the whole ledger.';
	COMMENT ON COLUMN quality_findings.found IS 'How many were found.';
	COMMENT ON COLUMN quality_findings.examined IS 'Of how many.';
	COMMENT ON COLUMN quality_findings.cost IS 'Cost of what was found.';
	COMMENT ON COLUMN quality_findings.spend_ratio IS 'Its share of all cost.';
	COMMENT ON COLUMN quality_findings.example IS 'One of what was found.';

	-- See read_month_book().
	CREATE FUNCTION read_quality_findings() RETURNS SETOF quality_findings
	LANGUAGE plpgsql STABLE ROWS 200 SET search_path FROM CURRENT SET jit = off
	AS $body$
	BEGIN
		RETURN QUERY SELECT * FROM quality_findings;
	END;
	$body$;
	COMMENT ON FUNCTION read_quality_findings() IS 'read_quality_findings(): the rows of quality_findings, in a plan of their own. Reports read these.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_quality_findings() IS
'create_quality_findings(): the figures of the view data_quality. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_data_quality()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW data_quality WITH (security_invoker = true) AS
	SELECT c.check_order::bigint AS check_order,
		   c.check_name,
		   f.month,
		   coalesce(f.found, 0)::bigint AS found,
		   f.cost::numeric(38,12) AS cost,
		   f.spend_ratio::numeric(32,6) AS spend_ratio,
		   c.meaning || coalesce(' For example: ' || rtrim(f.example, '.') || '.', '') AS detail,
		   coalesce(f.examined, 0)::bigint AS examined,
		   (f.found / nullif(f.examined, 0))::numeric(32,6) AS found_ratio
	FROM (VALUES
		(10, 'events without cost', 'No price for them yet: see unpriced_usage, add prices, call price_pending().'),
		(15, 'reviews without cost', 'No hourly cost of the reviewer: add a row to reviewer_costs and call price_pending().'),
		(17, 'bills without exchange rate', 'Billed in a currency without a rate: add a row to fx and call price_pending().'),
		(20, 'events with estimated cost', 'Priced as a tier that they were not served at, or reported as estimates.'),
		(30, 'events without agent', 'Their cost is on no payroll.'),
		(35, 'reviews without agent', 'Their cost is on no payroll.'),
		(40, 'outcomes without agent', 'Nobody''s unit cost has them.'),
		(50, 'agents without business unit', 'Their cost is charged to nobody.'),
		(55, 'pools that nobody takes part in', 'Shared costs and write-offs whose driver is zero for all agents.'),
		(60, 'events without work item', 'Not in the cost of any work item.'),
		(70, 'outcomes without events', 'Work items with a counted outcome that cost nothing: their events are missing or carry another key.'),
		(80, 'agents without outcomes', 'They cost money in a month in which no outcome of theirs counts.'),
		(90, 'outcomes without rule', 'They do not count: add a row to outcome_rules.'),
		(100, 'work items counted more than once', 'More than one counted outcome: reverse what is double.'),
		(110, 'unknown layers', 'Shown as hidden: add them to cost_layers.'),
		(120, 'unknown agents', 'No business unit and no unit of work: add them to agents.'),
		(130, 'events of agents not in service', 'Before the agent was hired or after it was retired.'),
		(140, 'unknown work items', 'Not in work_items; only checked if that has rows.'),
		(150, 'rows in quarantine', 'They contradict themselves and their keys have not arrived since: see quarantine.'),
		(160, 'conflicts', 'The same key came with another content: see conflicts. Listed until the first row is reversed.')
	) c(check_order, check_name, meaning)
	LEFT JOIN read_quality_findings() f USING (check_order)
	ORDER BY check_order, f.month;
	COMMENT ON VIEW data_quality IS
	'What is missing or contradictory in the ledger. Checks by month have a row for each month in which something was found; a check that found nothing has one row with found = 0.';
	COMMENT ON COLUMN data_quality.check_order IS 'Position in the report.';
	COMMENT ON COLUMN data_quality.check_name IS 'What was looked for.';
	COMMENT ON COLUMN data_quality.month IS 'Month in which it was found; empty: the check is of the whole ledger, or nothing was found.';
	COMMENT ON COLUMN data_quality.found IS 'How many were found.';
	COMMENT ON COLUMN data_quality.cost IS 'Cost that is on them; empty: none is known.';
	COMMENT ON COLUMN data_quality.spend_ratio IS 'Its share of the cost of the month, or of the ledger, 0 to 1.';
	COMMENT ON COLUMN data_quality.detail IS 'What it means and what to do, with one of what was found.';
	COMMENT ON COLUMN data_quality.examined IS 'How many were looked at: events, outcomes, reviews, bills, pools, agents with cost, layers, work items or rows.';
	COMMENT ON COLUMN data_quality.found_ratio IS 'found as a share of examined, 0 to 1.';

	CREATE VIEW unpriced_usage WITH (security_invoker = true) AS
	SELECT coalesce(e.provider, 'unattributed') AS provider,
		   coalesce(e.model, 'unattributed') AS model,
		   coalesce(e.price_problem, e.meter, 'no usage') AS meter_or_problem,
		   count(*) AS events,
		   min(e.occurred_at) AS first_seen,
		   max(e.occurred_at) AS last_seen
	FROM events e
	WHERE e.cost IS NULL AND e.reverses IS NULL
	  AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id)
	GROUP BY 1, 2, 3;
	COMMENT ON VIEW unpriced_usage IS
	'Events whose cost is not known yet, and why. Add the prices, then call price_pending().';
	COMMENT ON COLUMN unpriced_usage.provider IS 'Provider of the events.';
	COMMENT ON COLUMN unpriced_usage.model IS 'Model, as the provider names it.';
	COMMENT ON COLUMN unpriced_usage.meter_or_problem IS 'What is missing.';
	COMMENT ON COLUMN unpriced_usage.events IS 'Number of events, without those that are reversed.';
	COMMENT ON COLUMN unpriced_usage.first_seen IS 'When the first one occurred.';
	COMMENT ON COLUMN unpriced_usage.last_seen IS 'When the last one occurred.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_data_quality() IS
'create_data_quality(): the views data_quality and unpriced_usage. Called by create_board_report.';

CREATE PROCEDURE runrate_internal.create_reconciliation()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW vendor_reconciliation WITH (security_invoker = true) AS
	WITH entry AS (
		SELECT month, vendor, cost AS metered, NULL::numeric AS invoiced,
			   CASE WHEN is_unpriced THEN events ELSE 0 END AS unpriced,
			   true AS is_metered, coalesce(cost_basis = 'computed', false) AS is_computed, false AS is_invoice, false AS is_open
		FROM basis_cells
		UNION ALL
		SELECT month, coalesce(vendor, 'unattributed'), amount, NULL, 0, true, false, false, amount IS NULL
		FROM shared_costs
		UNION ALL
		SELECT month, vendor, NULL, amount, 0, false, false, true, amount IS NULL
		FROM invoices
	),
	vendor_month AS (
		SELECT month, vendor,
			   coalesce(sum(metered), 0) AS metered,
			   sum(invoiced) AS invoiced,
			   sum(unpriced) AS unpriced,
			   bool_or(is_metered) AS is_metered,
			   bool_or(is_computed) AS is_computed,
			   bool_or(is_invoice) AS is_invoiced,
			   bool_or(is_open) AS is_open
		FROM entry
		GROUP BY month, vendor
	),
	classified AS (
		SELECT v.*, v.invoiced - v.metered AS difference,
			   CASE WHEN NOT is_invoiced AND metered = 0 AND unpriced = 0 AND NOT is_open THEN 'matched'
					WHEN NOT is_invoiced THEN 'missing_invoice'
					WHEN is_open THEN 'unknown'
					WHEN invoiced = metered THEN 'matched'
					WHEN NOT is_metered THEN 'missing_events'
					WHEN abs(invoiced - metered) < 0.01 OR abs(invoiced - metered) <= 0.0001 * abs(invoiced) THEN 'rounding'
					WHEN unpriced > 0 AND invoiced > metered THEN 'unpriced_usage'
					WHEN is_computed AND abs(invoiced - metered) <= 0.25 * abs(metered) THEN 'price_drift'
					ELSE 'unknown' END AS classification
		FROM vendor_month v
	)
	SELECT month, vendor,
		   metered::numeric(38,12) AS metered_cost,
		   invoiced::numeric(38,12) AS invoiced_cost,
		   difference::numeric(38,12) AS difference,
		   percent_of(difference, invoiced)::numeric(32,6) AS difference_pct,
		   unpriced::bigint AS unpriced_events,
		   classification,
		   CASE classification WHEN 'matched' THEN 0 WHEN 'rounding' THEN 1 WHEN 'price_drift' THEN 2 WHEN 'unpriced_usage' THEN 3
							   WHEN 'missing_invoice' THEN 4 WHEN 'missing_events' THEN 5 ELSE 6 END::bigint AS classification_order
	FROM classified;
	COMMENT ON VIEW vendor_reconciliation IS
	'What the ledger has metered against what vendors billed, by month of service and vendor. Metered are events by their provider and shared costs by their vendor; an investment is not, it is billed once and written off.';
	COMMENT ON COLUMN vendor_reconciliation.month IS 'Month of service.';
	COMMENT ON COLUMN vendor_reconciliation.vendor IS 'Provider of events or vendor of shared costs; unattributed: they name none.';
	COMMENT ON COLUMN vendor_reconciliation.metered_cost IS 'Cost of events and shared costs, as far as it is known.';
	COMMENT ON COLUMN vendor_reconciliation.invoiced_cost IS 'Sum of invoices; empty: there is none, or none with a known amount.';
	COMMENT ON COLUMN vendor_reconciliation.difference IS 'Invoiced less metered; above zero: the vendor bills more than the ledger knows of.';
	COMMENT ON COLUMN vendor_reconciliation.difference_pct IS 'difference in percent of what was invoiced.';
	COMMENT ON COLUMN vendor_reconciliation.unpriced_events IS 'Events of the vendor whose cost is not known yet.';
	COMMENT ON COLUMN vendor_reconciliation.classification IS
	'The first that holds: missing_invoice: there is none for what was metered. unknown: an amount waits for an exchange rate. matched: no difference. missing_events: nothing was metered. rounding: less than 0.01, or up to 0.01 percent of the invoice. unpriced_usage: billed more, and events have no cost yet. price_drift: up to 25 percent of what was metered, and costs were computed from the price book. unknown: everything else.';
	COMMENT ON COLUMN vendor_reconciliation.classification_order IS 'The same as a number, 0 (matched) to 6 (unknown), that sorts the worst last.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_reconciliation() IS
'create_reconciliation(): the view vendor_reconciliation. Called by create_board_report.';

CREATE PROCEDURE runrate_internal.create_budget_report()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW budget_vs_actual WITH (security_invoker = true) AS
	WITH cost AS MATERIALIZED (
		SELECT m.month, m.business_unit, coalesce(b.pl_line, m.business_unit) AS pl_line, m.layer, sum(m.cost) AS cost
		FROM monthly_costs m
		LEFT JOIN business_units b ON b.business_unit = m.business_unit
		GROUP BY 1, 2, 3, 4
	),
	last_month AS (
		SELECT max(month) AS month FROM cost
	),
	-- Every cost counts for its business unit and for the company, and under each kind of line.
	actual AS (
		SELECT c.month, scope.business_unit, line.kind, line.budget_line, sum(c.cost) AS actual
		FROM cost c
		CROSS JOIN LATERAL (VALUES ('*'), (c.business_unit)) scope(business_unit)
		CROSS JOIN LATERAL (VALUES ('total', 'total'), ('pl_line', c.pl_line), ('layer', c.layer)) line(kind, budget_line)
		GROUP BY 1, 2, 3, 4
		UNION ALL
		SELECT p.month, scope.business_unit, 'pool', p.description, sum(p.amount)
		FROM cost_pools p
		CROSS JOIN LATERAL (VALUES ('*'), (p.business_unit)) scope(business_unit)
		WHERE p.description IS NOT NULL
		GROUP BY 1, 2, 4
	),
	budget_period AS (
		SELECT business_unit, budget_line, valid_from, monthly_amount,
			   lead(valid_from) OVER (PARTITION BY business_unit, budget_line ORDER BY valid_from) AS valid_until
		FROM (SELECT DISTINCT ON (business_unit, budget_line, valid_from) business_unit, budget_line, valid_from, monthly_amount
			  FROM budgets
			  ORDER BY business_unit, budget_line, valid_from, recorded_at DESC, id DESC) b
	),
	-- A budget without an end runs to the end of the year of the last month
	-- with costs, or of the last change of a budget.
	horizon AS (
		SELECT make_date(extract(year FROM greatest((SELECT month FROM last_month), max(valid_from)))::integer, 12, 1) AS month FROM budgets
	),
	budget_month AS (
		SELECT b.business_unit, b.budget_line, (b.valid_from + make_interval(months => n::integer - 1))::date AS month, b.monthly_amount AS budget,
			   CASE WHEN b.budget_line = 'total' THEN 'total'
					WHEN b.budget_line IN (SELECT coalesce(pl_line, business_unit) FROM business_units) THEN 'pl_line'
					WHEN b.budget_line IN (SELECT layer FROM cost_layers) THEN 'layer'
					ELSE 'pool' END AS kind
		FROM (SELECT p.*, age(coalesce(p.valid_until, next_month(h.month))::timestamp, p.valid_from::timestamp) AS period FROM budget_period p CROSS JOIN horizon h) b
		CROSS JOIN LATERAL month_numbers((extract(year FROM b.period) * 12 + extract(month FROM b.period))::bigint) n
		WHERE b.monthly_amount IS NOT NULL
	),
	compared AS (
		SELECT b.month, b.business_unit, b.budget_line, b.budget,
			   CASE WHEN b.month <= l.last_month THEN coalesce(a.actual, 0) END AS actual
		FROM budget_month b
		CROSS JOIN (SELECT month AS last_month FROM last_month) l
		LEFT JOIN actual a USING (month, business_unit, kind, budget_line)
	)
	SELECT month, business_unit, budget_line,
		   budget::numeric(38,12) AS budget,
		   actual::numeric(38,12) AS actual,
		   (actual - budget)::numeric(38,12) AS difference,
		   ratio(actual, budget)::numeric(32,6) AS used_ratio,
		   CASE WHEN actual IS NULL THEN 'no_actual' WHEN actual > budget THEN 'over' ELSE 'within' END AS status
	FROM compared;
	COMMENT ON VIEW budget_vs_actual IS
	'Budgets against costs, by month. A budget without an end is listed to the end of the calendar year of the last month with costs, or of its last change if that is later, so that the months of a year sum to the budget of the year.';
	COMMENT ON COLUMN budget_vs_actual.month IS 'Month.';
	COMMENT ON COLUMN budget_vs_actual.business_unit IS 'Business unit, or * for the whole company.';
	COMMENT ON COLUMN budget_vs_actual.budget_line IS
	'What the money is for. total: all costs. The name of a P&L line: the costs of its business units. The name of a cost layer: the costs of that layer. Anything else, such as model migrations: the shared costs and write-offs that have it as their description; for a business unit, those that only it takes part in.';
	COMMENT ON COLUMN budget_vs_actual.budget IS 'Budget of the month.';
	COMMENT ON COLUMN budget_vs_actual.actual IS 'Cost of the month; empty for months after the last one with costs.';
	COMMENT ON COLUMN budget_vs_actual.difference IS 'Actual less budget; above zero: overspent.';
	COMMENT ON COLUMN budget_vs_actual.used_ratio IS 'Actual as a share of the budget, 1 is all of it; empty if the budget is zero.';
	COMMENT ON COLUMN budget_vs_actual.status IS 'within, over, or no_actual for months that are still to come.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_budget_report() IS
'create_budget_report(): the view budget_vs_actual. Called by create_board_report.';

CREATE PROCEDURE runrate_internal.create_board_lines()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW board_report WITH (security_invoker = true) AS
	WITH baseline AS (
		SELECT unit_of_work, cost_per_outcome, valid_from,
			   lead(valid_from, 1, 'infinity') OVER (PARTITION BY unit_of_work ORDER BY valid_from) AS valid_until
		FROM (SELECT DISTINCT ON (unit_of_work, valid_from) unit_of_work, valid_from, cost_per_outcome
			  FROM human_baselines
			  ORDER BY unit_of_work, valid_from, recorded_at DESC, id DESC) b
	),
	work AS MATERIALIZED (
		SELECT m.month, m.unit_of_work, m.outcomes, m.cost, m.visible_cost, m.review_cost, m.unattributed_cost,
			   b.cost_per_outcome * m.outcomes - m.cost AS saving
		FROM (SELECT month, unit_of_work, sum(outcomes) AS outcomes,
					 sum(direct_cost + review_cost + shared_cost + write_off_cost) AS cost,
					 sum(visible_cost) AS visible_cost, sum(review_cost) AS review_cost,
					 sum(direct_cost + review_cost + shared_cost + write_off_cost)
					 FILTER (WHERE agent = 'unattributed' OR business_unit = 'unattributed') AS unattributed_cost
			  FROM agent_months
			  GROUP BY month, unit_of_work) m
		LEFT JOIN baseline b ON b.unit_of_work = m.unit_of_work AND m.month >= b.valid_from AND m.month < b.valid_until
	),
	income AS (
		SELECT month, sum(amount) AS revenue FROM revenue GROUP BY month
	),
	basis AS (
		SELECT month, sum(events) FILTER (WHERE is_unpriced) AS unpriced,
			   sum(cost) FILTER (WHERE cost_basis = 'estimated') AS estimated_cost
		FROM basis_cells
		GROUP BY month
	),
	company AS (
		SELECT month, coalesce(w.cost, 0) AS cost, coalesce(w.outcomes, 0) AS outcomes,
			   coalesce(w.visible_cost, 0) AS visible_cost, coalesce(w.review_cost, 0) AS review_cost,
			   coalesce(w.unattributed_cost, 0) AS unattributed_cost, w.saving, i.revenue,
			   coalesce(b.unpriced, 0) AS unpriced, coalesce(b.estimated_cost, 0) AS estimated_cost
		FROM (SELECT month, sum(cost) AS cost, sum(outcomes) AS outcomes, sum(visible_cost) AS visible_cost,
					 sum(review_cost) AS review_cost, sum(unattributed_cost) AS unattributed_cost, sum(saving) AS saving
			  FROM work
			  GROUP BY month) w
		FULL JOIN income i USING (month)
		LEFT JOIN basis b USING (month)
	),
	line (month, line_order, line, unit, value) AS MATERIALIZED (
		SELECT v.*
		FROM company c
		CROSS JOIN LATERAL (VALUES
			(c.month, 1000, 'AI cost', ledger_currency(), c.cost),
			(c.month, 2000, 'revenue', ledger_currency(), c.revenue),
			(c.month, 3000, 'AI cost as share of revenue', 'ratio', round(ratio(c.cost, c.revenue), 6)),
			(c.month, 5000, 'blended cost per outcome', ledger_currency() || ' per outcome', round(c.cost / nullif(c.outcomes, 0), 6)),
			(c.month, 6000, 'outcomes', 'outcomes', c.outcomes),
			(c.month, 7000, 'visible cost', ledger_currency(), c.visible_cost),
			(c.month, 8000, 'hidden cost', ledger_currency(), c.cost - c.visible_cost),
			(c.month, 9000, 'hidden share', 'ratio', round(ratio(c.cost - c.visible_cost, c.cost), 6)),
			(c.month, 10000, 'human review cost', ledger_currency(), c.review_cost),
			(c.month, 11000, 'saving against human baseline', ledger_currency(), c.saving),
			(c.month, 12000, 'events without cost', 'events', c.unpriced),
			(c.month, 13000, 'estimated share of cost', 'ratio', round(ratio(c.estimated_cost, c.cost), 6)),
			(c.month, 14000, 'unattributed share of cost', 'ratio', round(ratio(c.unattributed_cost, c.cost), 6))) v
		UNION ALL
		SELECT month, 4000 + dense_rank() OVER (ORDER BY unit_of_work COLLATE "C"),
			   'cost per ' || unit_of_work, ledger_currency() || ' per ' || unit_of_work, round(cost / nullif(outcomes, 0), 6)
		FROM work
		WHERE unit_of_work <> 'unattributed'
	),
	compared AS (
		SELECT l.month, l.line_order, l.line, l.unit, l.value, m.value AS previous_month, y.value AS previous_year
		FROM line l
		LEFT JOIN line m ON m.line = l.line AND next_month(m.month) = l.month
		LEFT JOIN line y ON y.line = l.line AND y.month = (l.month - interval '1 year')::date
	)
	SELECT month, line_order::bigint AS line_order, line, unit,
		   value::numeric(38,12) AS value,
		   previous_month::numeric(38,12) AS previous_month,
		   (value - previous_month)::numeric(38,12) AS change,
		   percent_of(value - previous_month, previous_month)::numeric(32,6) AS change_pct,
		   previous_year::numeric(38,12) AS previous_year,
		   percent_of(value - previous_year, previous_year)::numeric(32,6) AS year_change_pct
	FROM compared
	ORDER BY month, line_order;
	COMMENT ON VIEW board_report IS
	'What the board asks each month, one row a line: what AI costs, what the company gets for it, and how far the figures can be trusted.';
	COMMENT ON COLUMN board_report.month IS 'Month; every month with a cost, an outcome or revenue.';
	COMMENT ON COLUMN board_report.line_order IS 'Position of the line.';
	COMMENT ON COLUMN board_report.line IS
	'AI cost: everything, fully loaded. cost per ...: for each unit of work, all cost of its agents by their counted outcomes. blended cost per outcome: AI cost by all counted outcomes. visible and hidden cost: by cost_layers. saving against human baseline: what people would have cost for the outcomes, less all cost of the agents, over the units of work that have a baseline on the first day of the month. unattributed share of cost: without an agent or a business unit.';
	COMMENT ON COLUMN board_report.unit IS 'Unit of the value: the currency of the ledger, ratio (0 to 1), outcomes or events.';
	COMMENT ON COLUMN board_report.value IS 'Value of the month; empty: there is none, such as a unit cost without outcomes.';
	COMMENT ON COLUMN board_report.previous_month IS 'Value of the calendar month before.';
	COMMENT ON COLUMN board_report.change IS 'Value less that of the month before.';
	COMMENT ON COLUMN board_report.change_pct IS 'The same in percent of the month before.';
	COMMENT ON COLUMN board_report.previous_year IS 'Value of the same month of the year before.';
	COMMENT ON COLUMN board_report.year_change_pct IS 'Value less that one, in percent of it.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_board_lines() IS
'create_board_lines(): the view board_report. Called by create_board_report.';
