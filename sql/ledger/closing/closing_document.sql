-- The document of an entry: what is signed.  Texts that may name a person are
-- tokens in it; remarks are not in it.
CREATE OR REPLACE FUNCTION closing_body(of_entry bigint) RETURNS SETOF text
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT b.line
	FROM (
		SELECT runrate_internal.canonical_line('line', ROW(
				month, service_month, agent, business_unit, unit_of_work, layer, vendor, component, cost,
				estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, human_cost,
				outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate)) AS line
		FROM closed_lines
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('statement', ROW(
				month, service_month, agent, business_unit, pl_line, unit_of_work, amount, direct_cost,
				review_cost, shared_cost, amortization_cost, cost, model_cost, visible_cost, estimated_cost,
				events, unpriced_events, tokens, model_tokens, outcomes, all_outcomes, baseline, human_cost,
				outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate))
		FROM closed_statements
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('driver', ROW(
				month, agent, agent_from, business_unit, unit_of_work, deployment, driver, quantity))
		FROM closed_drivers
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('agent', ROW(
				agent, valid_from, valid_until, business_unit, unit_of_work, deployment, hired, retired,
				takes_part))
		FROM closed_agent_periods
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('outcome_rule', ROW(
				unit_of_work, outcome, counts, valid_from, valid_until))
		FROM closed_outcome_rules
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('human_baseline', ROW(
				unit_of_work, cost_per_outcome, salary, benefits, overhead, turnover, fte_cost, outcomes_per_fte,
				valid_from, valid_until))
		FROM closed_human_baselines
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('fixed_share', ROW(
				share_key, agent, weight, valid_from, valid_until))
		FROM closed_fixed_shares
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('budget', ROW(
				business_unit, budget_line, version, monthly_amount, line_kind, is_known_unit,
				is_known_line, valid_from, valid_until))
		FROM closed_budgets
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('layer', ROW(
				layer, visible, layer_order, valid_from, valid_until))
		FROM closed_cost_layers
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('business_unit', ROW(
				business_unit, pl_line, cost_center, entity, valid_from, valid_until))
		FROM closed_business_units
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('group', ROW(
				month, grouped_by, name, work_items, outcomes, direct_cost, review_cost, shared_cost, amortization_cost,
				prior_period_cost, prior_period_outcomes, opex_cost, unclassified_cost))
		FROM closed_groups
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('event_cell', ROW(
				booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item,
				events, live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored))
		FROM closed_event_cells
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('outcome_cell', ROW(
				booked_month, owned_from, agent, own_unit, outcome, kind, has_item, quantity, live_outcomes))
		FROM closed_outcome_cells
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('review_cell', ROW(
				booked_month, owned_from, agent, own_unit, verdict, kind, has_item, reviews, live_reviews,
				unpriced_reviews, minute_cost, fees, cost))
		FROM closed_review_cells
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('pool', ROW(
				pool_kind, pool_id, kind, month, service_month, layer, vendor, driver, amount, agent,
				business_unit, deployment))
		FROM closed_pools
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('reclassification', ROW(
				month, service_month, agent, business_unit, unit_of_work, layer, vendor, component, cost,
				estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, human_cost,
				outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate))
		FROM closed_reclassifications
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('account', ROW(
				layer, account, class, clearing_account, amortization_account, accrual_account, true_up_account,
						valid_from,
				valid_until))
		FROM closed_accounts
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('item_unit', ROW(
				booked_month, service_month, token, business_unit))
		FROM closed_item_units
		WHERE entry = of_entry
		UNION ALL
		SELECT runrate_internal.canonical_line('source', ROW(
				source, columns, row_count, digest))
		FROM closed_digests
		WHERE entry = of_entry
	) b
	ORDER BY b.line COLLATE "C";
END;
COMMENT ON FUNCTION closing_body(bigint) IS 'closing_body(3): what an entry of closings has frozen, as lines of text in the order of their bytes.';

CREATE OR REPLACE FUNCTION closing_document(c closings) RETURNS SETOF text
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT d.line
	FROM (
		SELECT h.line_number, h.line
		FROM ledger_settings s,
			LATERAL (VALUES
				(1, 'runrate-close' || chr(9) || '1'),
				(2, runrate_internal.canonical_line('ledger', ROW(s.ledger_id, s.currency, minor_unit(), s.time_zone))),
				(3, runrate_internal.canonical_line('entry', ROW(c.entry, c.kind, c.month, c.version,
						c.closed_through))),
				(4, runrate_internal.canonical_line('recorded', ROW(c.recorded_at, c.recorded_by, c.ledger_version))),
				(5, runrate_internal.canonical_line('note', ROW(c.note))),
				(6, runrate_internal.canonical_line('accepted', ROW(array_to_string(c.accepted, ', ')))),
				(7, runrate_internal.canonical_line('previous', ROW(c.previous_digest)))) h (line_number, line)
		UNION ALL
		SELECT 7 + b.line_number, b.line
		FROM closing_body(c.entry) WITH ORDINALITY b (line, line_number)
	) d
	ORDER BY d.line_number;
END;
COMMENT ON FUNCTION closing_document(closings) IS 'closing_document(c) FROM closings c: the lines over which the digest of an entry is made.';

CREATE OR REPLACE FUNCTION document_digest(c closings) RETURNS text
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT runrate_internal.sha256_of_lines(d.line ORDER BY d.line_number)
	FROM closing_document(c) WITH ORDINALITY d (line, line_number);
END;
COMMENT ON FUNCTION document_digest(closings) IS 'document_digest(c) FROM closings c: the SHA-256 over the document of an entry, in hexadecimal digits.';
