-- One statement, so that all is frozen in one snapshot.  To compile its plan (jit)
-- would take longer than to run it.
CREATE OR REPLACE FUNCTION freeze_month(of_entry bigint, of_month date) RETURNS numeric
	LANGUAGE sql SET jit = off
BEGIN ATOMIC
	WITH span AS (
		-- what was before the first closing is frozen with it
		SELECT CASE WHEN open_from() = '-infinity' THEN '-infinity' ELSE of_month END AS first_day,
			   next_month(of_month) AS end_day
	),
	lines AS (
		INSERT INTO closed_lines (entry, in_force, month, service_month, agent, business_unit, unit_of_work, layer,
				vendor, component, cost, estimated_cost,
			   events, unpriced_events, tokens, outcomes, all_outcomes, human_cost, outcomes_without_baseline, reviews,
			   unpriced_reviews, judged, accurate)
		SELECT of_entry, true, month, service_month, agent, business_unit, unit_of_work, layer, vendor, component,
			   sum(cost), sum(estimated_cost), sum(events)::bigint, sum(unpriced_events)::bigint, sum(tokens),
			   sum(outcomes)::bigint, sum(all_outcomes)::bigint, sum(human_cost),
			   sum(outcomes_without_baseline)::bigint, sum(reviews)::bigint, sum(unpriced_reviews)::bigint,
			   sum(judged)::bigint, sum(accurate)::bigint
		FROM computed_book
		WHERE month = of_month
		GROUP BY month, service_month, agent, business_unit, unit_of_work, layer, vendor, component
		RETURNING agent, service_month
	),
	-- once each, whatever the planner takes them for
	unit_rows_of_month AS MATERIALIZED (
		SELECT * FROM computed_unit_months WHERE month = of_month
	),
	charged AS MATERIALIZED (
		SELECT service_month, agent, business_unit, unit_of_work, amount FROM computed_chargeback_lines
				WHERE month = of_month
	),
	statements AS (
		INSERT INTO closed_statements (entry, in_force, month, service_month, agent, business_unit, pl_line,
				unit_of_work, amount, direct_cost, review_cost,
			   shared_cost, amortization_cost, cost, model_cost, visible_cost, estimated_cost, events, unpriced_events,
			   tokens, model_tokens, outcomes, all_outcomes, baseline, human_cost, outcomes_without_baseline, reviews,
			   unpriced_reviews, judged, accurate)
		SELECT of_entry, true, s.month, s.service_month, s.agent, s.business_unit,
			   coalesce(u.pl_line, s.business_unit), s.unit_of_work, c.amount, s.direct_cost, s.review_cost,
			   s.shared_cost, s.amortization_cost, s.cost, s.model_cost, s.visible_cost, s.estimated_cost, s.events,
			   s.unpriced_events, s.tokens, s.model_tokens, s.outcomes, s.all_outcomes, s.baseline, s.human_cost,
			   s.outcomes_without_baseline, s.reviews, s.unpriced_reviews, s.judged, s.accurate
		FROM unit_rows_of_month s
		JOIN charged c
			ON c.service_month = s.service_month AND c.agent = s.agent
			AND c.business_unit = s.business_unit AND c.unit_of_work = s.unit_of_work
		LEFT JOIN business_units u ON u.business_unit = s.business_unit
	),
	drivers AS (
		INSERT INTO closed_drivers (entry, in_force, month, agent, agent_from, business_unit, unit_of_work, deployment,
			driver, quantity)
		-- as the rows of agent_periods begin once they are frozen; where no agent is named there are none
		SELECT of_entry, true, month, agent,
			   CASE agent WHEN 'unattributed' THEN agent_from ELSE greatest(agent_from, first_day) END,
			   business_unit, unit_of_work, deployment, driver, quantity
		FROM computed_driver_weights CROSS JOIN span
		WHERE month = of_month
	),
	first_lines AS (
		SELECT agent, min(service_month) AS service_month FROM lines WHERE agent <> 'unattributed' GROUP BY agent
	),
	-- all agents that are known now, were, or have a line
	agent_spans AS (
		SELECT a.agent, span.first_day, span.end_day, true AS takes_part
		FROM (SELECT agent FROM agents
			  UNION SELECT agent FROM closed_agent_periods WHERE in_force
			  UNION SELECT agent FROM first_lines) a
		CROSS JOIN span
		UNION ALL
		-- earlier months of which there is a line for the first time
		SELECT l.agent, l.service_month, coalesce(c.valid_from, span.first_day), false
		FROM first_lines l
		CROSS JOIN span
		LEFT JOIN LATERAL (SELECT min(valid_from) AS valid_from FROM closed_agent_periods f
						   WHERE f.in_force AND f.agent = l.agent) c ON true
		WHERE l.service_month < coalesce(c.valid_from, span.first_day)
	),
	agent_rows AS (
		INSERT INTO closed_agent_periods (entry, in_force, agent, valid_from, valid_until, business_unit, unit_of_work,
			deployment, hired, retired, takes_part)
		SELECT of_entry, true, s.agent, greatest(p.valid_from, s.first_day), least(p.valid_until, s.end_day),
			   p.business_unit, p.unit_of_work, p.deployment, p.hired, p.retired, s.takes_part
		FROM agent_spans s
		JOIN present_agents p ON p.agent = s.agent AND p.valid_from < s.end_day AND p.valid_until > s.first_day
		UNION ALL
		-- days before the first row of the agent
		SELECT of_entry, true, s.agent, s.first_day, least(s.end_day, coalesce(f.valid_from, 'infinity')),
			   NULL, NULL, NULL, NULL, NULL, false
		FROM agent_spans s
		LEFT JOIN (SELECT agent, min(valid_from) AS valid_from FROM agents GROUP BY agent) f ON f.agent = s.agent
		WHERE coalesce(f.valid_from, 'infinity') > s.first_day
	),
	outcome_rule_rows AS (
		INSERT INTO closed_outcome_rules (entry, in_force, unit_of_work, outcome, counts, valid_from, valid_until)
		SELECT of_entry, true, unit_of_work, outcome, counts, greatest(valid_from, first_day),
			   least(valid_until, end_day)
		FROM present_outcome_rules JOIN span ON valid_from < end_day AND valid_until > first_day
	),
	baseline_rows AS (
		INSERT INTO closed_human_baselines (entry, in_force, unit_of_work, cost_per_outcome, salary, benefits, overhead,
			turnover, fte_cost, outcomes_per_fte, valid_from, valid_until)
		SELECT of_entry, true, unit_of_work, cost_per_outcome, salary, benefits, overhead, turnover, fte_cost,
			   outcomes_per_fte, greatest(valid_from, first_day),
			   least(valid_until, end_day)
		FROM present_human_baselines JOIN span ON valid_from < end_day AND valid_until > first_day
	),
	fixed_share_rows AS (
		INSERT INTO closed_fixed_shares (entry, in_force, share_key, agent, weight, valid_from, valid_until)
		SELECT of_entry, true, share_key, agent, weight, greatest(valid_from, first_day), least(valid_until, end_day)
		FROM present_fixed_shares JOIN span ON valid_from < end_day AND valid_until > first_day
	),
	budget_rows AS (
		INSERT INTO closed_budgets (entry, in_force, business_unit, budget_line, version, monthly_amount, note,
			line_kind, is_known_unit, is_known_line, valid_from, valid_until)
		SELECT of_entry, true, business_unit, budget_line, version, monthly_amount, note, line_kind, is_known_unit,
			   is_known_line, greatest(valid_from, first_day), least(valid_until, end_day)
		FROM present_budgets JOIN span ON valid_from < end_day AND valid_until > first_day
	),
	layer_rows AS (
		INSERT INTO closed_cost_layers (entry, in_force, layer, visible, layer_order, valid_from, valid_until)
		SELECT of_entry, true, layer, visible, layer_order, first_day, end_day FROM cost_layers CROSS JOIN span
	),
	-- once each, too
	groups_of_month AS MATERIALIZED (
		SELECT * FROM computed_group_months(ARRAY['customer', 'campaign']) WHERE month = of_month
	),
	classes_of_month AS MATERIALIZED (
		SELECT * FROM computed_customer_classes WHERE month = of_month
	),
	group_rows AS (
		INSERT INTO closed_groups (entry, in_force, month, grouped_by, name, work_items, outcomes, direct_cost,
			review_cost, shared_cost, amortization_cost, prior_period_cost, prior_period_outcomes, opex_cost,
			unclassified_cost)
		SELECT of_entry, true, g.month, g.grouped_by, g.name, g.work_items, g.outcomes, g.direct_cost,
			   g.review_cost, g.shared_cost, g.amortization_cost, g.prior_period_cost, g.prior_period_outcomes,
			   CASE g.grouped_by WHEN 'customer' THEN coalesce(c.opex_cost, 0) END,
			   CASE g.grouped_by WHEN 'customer' THEN coalesce(c.unclassified_cost, 0) END
		FROM groups_of_month g
		LEFT JOIN classes_of_month c ON g.grouped_by = 'customer' AND c.customer = g.name
	),
	event_cells AS (
		INSERT INTO closed_event_cells (entry, in_force,
			booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item, events,
			live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored)
		SELECT of_entry, true,
			booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item, events,
			live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored
		FROM event_months
		WHERE booked_month = of_month
	),
	outcome_cells AS (
		INSERT INTO closed_outcome_cells (entry, in_force,
			booked_month, owned_from, agent, own_unit, outcome, kind, has_item, quantity, live_outcomes)
		SELECT of_entry, true,
			booked_month, owned_from, agent, own_unit, outcome, kind, has_item, quantity, live_outcomes
		FROM outcome_months
		WHERE booked_month = of_month
	),
	review_cells AS (
		INSERT INTO closed_review_cells (entry, in_force,
			booked_month, owned_from, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
			unpriced_reviews, minute_cost, fees, cost)
		SELECT of_entry, true,
			booked_month, owned_from, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
			unpriced_reviews, minute_cost, fees, cost
		FROM review_months
		WHERE booked_month = of_month
	),
	pool_rows AS (
		INSERT INTO closed_pools (entry, in_force,
			pool_kind, pool_id, kind, month, service_month, layer, vendor, driver, amount, agent, business_unit,
			deployment)
		SELECT of_entry, true,
			pool_kind, pool_id, kind, month, service_month, layer, vendor, driver, amount, agent, business_unit,
			deployment
		FROM pool_facts
		WHERE month = of_month
	),
	reclassification_rows AS (
		INSERT INTO closed_reclassifications (entry, in_force,
			month, service_month, agent, business_unit, unit_of_work, layer, vendor, component, cost,
			estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, human_cost,
			outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate)
		SELECT of_entry, true,
			month, service_month, agent, business_unit, unit_of_work, layer, vendor, component, cost,
			estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, human_cost,
			outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate
		FROM reclassification_lines
		WHERE month = of_month
	),
	account_rows AS (
		INSERT INTO closed_accounts (entry, in_force, layer, account, class, clearing_account, amortization_account,
			accrual_account, true_up_account, valid_from, valid_until)
		SELECT of_entry, true, layer, account, class, clearing_account, amortization_account, accrual_account,
			   true_up_account, first_day, end_day
		FROM accounts CROSS JOIN span
	),
	unit_rows AS (
		INSERT INTO closed_business_units (entry, in_force, business_unit, pl_line, cost_center, entity, valid_from,
			valid_until)
		SELECT of_entry, true, business_unit, pl_line, cost_center, entity, first_day, end_day
		FROM business_units CROSS JOIN span
	),
	-- an item of which all was taken back is in balances with its unit, though
	-- item_balances have nothing left of it
	reversed_items AS (
		SELECT DISTINCT r.work_item, first_of_month(r.owned_on) AS service_month,
			   item_unit(r.work_item, of_month, r.owned_on) AS own_unit
		FROM (SELECT work_item, owned_on FROM events
			  WHERE reverses IS NOT NULL AND booked_on >= of_month AND booked_on < next_month(of_month)
			  UNION
			  SELECT work_item, owned_on FROM outcomes
			  WHERE reverses IS NOT NULL AND booked_on >= of_month AND booked_on < next_month(of_month)
			  UNION
			  SELECT work_item, owned_on FROM reviews
			  WHERE reverses IS NOT NULL AND booked_on >= of_month AND booked_on < next_month(of_month)) r
		WHERE r.work_item IS NOT NULL
	),
	item_units AS (
		INSERT INTO closed_item_units (entry, in_force, booked_month, service_month, work_item, token, business_unit)
		SELECT of_entry, true, of_month, service_month, work_item,
			   runrate_internal.person_token((SELECT secret FROM key_secret), work_item), own_unit
		FROM (SELECT work_item, first_of_month(owned_on) AS service_month, own_unit
			  FROM item_balances
			  WHERE booked_month = of_month
			  GROUP BY work_item, first_of_month(owned_on), own_unit
			  HAVING sum(events) <> 0 OR sum(unpriced_events) <> 0 OR sum(tokens) <> 0 OR sum(cost) <> 0
					OR sum(credit_cost) <> 0 OR sum(gpu_seconds) <> 0 OR sum(vectors_stored) <> 0
					OR sum(quantity) <> 0 OR sum(reviews) <> 0 OR sum(minute_cost) <> 0 OR sum(fees) <> 0
					OR sum(review_cost) <> 0
			  UNION
			  TABLE reversed_items) i
		WHERE own_unit IS NOT NULL
	)
	-- what has been seen, in the same snapshot
	SELECT sum(runrate_internal.mark_closing(s.source_table, of_entry::integer))
	FROM (SELECT 'changes'::regclass AS source_table
		  UNION ALL
		  SELECT reference_table FROM reference_catalogue WHERE kind IN ('superseding', 'decision')) s;
END;
COMMENT ON FUNCTION freeze_month(bigint, date) IS 'freeze_month(3, date ''2026-04-01''): keep the book, the statements, the drivers and what customers and campaigns cost in a month, and what is known now of agents, rules, baselines, shares, budgets, layers, accounts and business units in it. Returns how many changes and rows of reference it was the first to see.';
