-- What the book of one month is made from, in versions

CREATE OR REPLACE VIEW restated_event_months WITH (security_invoker = true) AS
SELECT
	(SELECT restated_month()) AS booked_month, c.owned_from, c.agent, c.own_unit, c.layer, c.provider, c.model,
	c.cost_basis, c.kind, c.has_item, c.events, c.live_events, c.unpriced_events, c.tokens, c.cost, c.credit_cost,
	c.gpu_seconds, c.vectors_stored
FROM closed_event_cells c
WHERE c.entry = CASE c.kind WHEN 'original' THEN (SELECT restated_entry('original'))
							WHEN 'reversal' THEN (SELECT restated_entry('reversal'))
							ELSE (SELECT restated_entry('correction')) END
UNION ALL
SELECT
	(SELECT restated_month()), e.owned_from, e.agent, e.own_unit, e.layer, e.provider, e.model, e.cost_basis,
	e.kind, e.has_item, e.events, e.live_events, e.unpriced_events, e.tokens, e.cost, e.credit_cost, e.gpu_seconds,
	e.vectors_stored
FROM event_months e
WHERE CASE e.kind WHEN 'original' THEN (SELECT restated_entry('original'))
				  WHEN 'reversal' THEN (SELECT restated_entry('reversal'))
				  ELSE (SELECT restated_entry('correction')) END = 0
  AND (e.booked_month = (SELECT restated_month())
	   OR (e.booked_month > (SELECT restated_month()) AND e.owned_from >= (SELECT restated_month())
		   AND e.owned_from < (SELECT next_month(restated_month()))));

COMMENT ON VIEW restated_event_months IS 'The rows of event_months of the month that is restated, in the versions that are set; now: with what was booked later and took place in it.';
COMMENT ON COLUMN restated_event_months.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN restated_event_months.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN restated_event_months.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN restated_event_months.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN restated_event_months.layer IS 'Layer of cost.';
COMMENT ON COLUMN restated_event_months.provider IS 'Who bills it.';
COMMENT ON COLUMN restated_event_months.model IS 'Model.';
COMMENT ON COLUMN restated_event_months.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
COMMENT ON COLUMN restated_event_months.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN restated_event_months.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN restated_event_months.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN restated_event_months.live_events IS 'Events that are not reversed.';
COMMENT ON COLUMN restated_event_months.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN restated_event_months.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN restated_event_months.cost IS 'Cost.';
COMMENT ON COLUMN restated_event_months.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN restated_event_months.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN restated_event_months.vectors_stored IS 'Quantity on the meter vectors_stored.';

CREATE OR REPLACE VIEW restated_outcome_months WITH (security_invoker = true) AS
SELECT
	(SELECT restated_month()) AS booked_month, c.owned_from, c.agent, c.own_unit, c.outcome, c.kind, c.has_item,
	c.quantity, c.live_outcomes
FROM closed_outcome_cells c
WHERE c.entry = CASE c.kind WHEN 'original' THEN (SELECT restated_entry('original'))
							WHEN 'reversal' THEN (SELECT restated_entry('reversal'))
							ELSE (SELECT restated_entry('correction')) END
UNION ALL
SELECT
	(SELECT restated_month()), e.owned_from, e.agent, e.own_unit, e.outcome, e.kind, e.has_item, e.quantity,
	e.live_outcomes
FROM outcome_months e
WHERE CASE e.kind WHEN 'original' THEN (SELECT restated_entry('original'))
				  WHEN 'reversal' THEN (SELECT restated_entry('reversal'))
				  ELSE (SELECT restated_entry('correction')) END = 0
  AND (e.booked_month = (SELECT restated_month())
	   OR (e.booked_month > (SELECT restated_month()) AND e.owned_from >= (SELECT restated_month())
		   AND e.owned_from < (SELECT next_month(restated_month()))));

COMMENT ON VIEW restated_outcome_months IS 'The rows of outcome_months of the month that is restated, in the versions that are set; now: with what was booked later and took place in it.';
COMMENT ON COLUMN restated_outcome_months.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN restated_outcome_months.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN restated_outcome_months.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN restated_outcome_months.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN restated_outcome_months.outcome IS 'Outcome.';
COMMENT ON COLUMN restated_outcome_months.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN restated_outcome_months.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN restated_outcome_months.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN restated_outcome_months.live_outcomes IS 'Rows of outcomes that are not reversed.';

CREATE OR REPLACE VIEW restated_review_months WITH (security_invoker = true) AS
SELECT
	(SELECT restated_month()) AS booked_month, c.owned_from, c.agent, c.own_unit, c.verdict, c.kind, c.has_item,
	c.reviews, c.live_reviews, c.unpriced_reviews, c.minute_cost, c.fees, c.cost
FROM closed_review_cells c
WHERE c.entry = CASE c.kind WHEN 'original' THEN (SELECT restated_entry('original'))
							WHEN 'reversal' THEN (SELECT restated_entry('reversal'))
							ELSE (SELECT restated_entry('correction')) END
UNION ALL
SELECT
	(SELECT restated_month()), e.owned_from, e.agent, e.own_unit, e.verdict, e.kind, e.has_item, e.reviews,
	e.live_reviews, e.unpriced_reviews, e.minute_cost, e.fees, e.cost
FROM review_months e
WHERE CASE e.kind WHEN 'original' THEN (SELECT restated_entry('original'))
				  WHEN 'reversal' THEN (SELECT restated_entry('reversal'))
				  ELSE (SELECT restated_entry('correction')) END = 0
  AND (e.booked_month = (SELECT restated_month())
	   OR (e.booked_month > (SELECT restated_month()) AND e.owned_from >= (SELECT restated_month())
		   AND e.owned_from < (SELECT next_month(restated_month()))));

COMMENT ON VIEW restated_review_months IS 'The rows of review_months of the month that is restated, in the versions that are set; now: with what was booked later and took place in it.';
COMMENT ON COLUMN restated_review_months.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN restated_review_months.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN restated_review_months.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN restated_review_months.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN restated_review_months.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN restated_review_months.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN restated_review_months.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN restated_review_months.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN restated_review_months.live_reviews IS 'Reviews that are not reversed.';
COMMENT ON COLUMN restated_review_months.unpriced_reviews IS 'Reviews whose cost is not known yet.';
COMMENT ON COLUMN restated_review_months.minute_cost IS 'Minutes times the cost of an hour, exact; a sixtieth of it is cost.';
COMMENT ON COLUMN restated_review_months.fees IS 'Fees.';
COMMENT ON COLUMN restated_review_months.cost IS 'Cost of reviews, each as it was rounded when it arrived.';

CREATE OR REPLACE VIEW pool_versions WITH (security_invoker = true) AS
SELECT entry, pool_kind, pool_id, kind, month, service_month, layer, vendor, driver, amount, agent, business_unit,
	   deployment
FROM closed_pools
UNION ALL
SELECT 0::bigint, pool_kind, pool_id, kind, month, service_month, layer, vendor, driver, amount, agent, business_unit,
	   deployment
FROM pool_facts
WHERE month = (SELECT restated_month()) OR (month > (SELECT restated_month())
		AND service_month = (SELECT restated_month()));

COMMENT ON VIEW pool_versions IS 'Pools by the entry of closings that froze them; 0: those of the month that is restated as they are now.';
COMMENT ON COLUMN pool_versions.entry IS 'Entry of closings.';
COMMENT ON COLUMN pool_versions.pool_kind IS 'shared_cost, amortization or disposal.';
COMMENT ON COLUMN pool_versions.pool_id IS 'Row of shared_costs, investments or disposals.';
COMMENT ON COLUMN pool_versions.kind IS 'original or reversal.';
COMMENT ON COLUMN pool_versions.month IS 'Month in which it is booked.';
COMMENT ON COLUMN pool_versions.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN pool_versions.layer IS 'Layer of cost.';
COMMENT ON COLUMN pool_versions.vendor IS 'Who billed it.';
COMMENT ON COLUMN pool_versions.driver IS 'What it is allocated by.';
COMMENT ON COLUMN pool_versions.amount IS 'Amount; empty: not known then.';
COMMENT ON COLUMN pool_versions.agent IS 'Agent that it is for alone.';
COMMENT ON COLUMN pool_versions.business_unit IS 'Business unit that it is restricted to.';
COMMENT ON COLUMN pool_versions.deployment IS 'Deployment that it is restricted to.';

-- A rate that became known belongs to the rates and not to the facts.
CREATE OR REPLACE VIEW restated_pools WITH (security_invoker = true) AS
SELECT p.pool_kind, p.pool_id, p.service_month, p.layer, p.vendor, p.driver, p.agent, p.business_unit, p.deployment,
	   CASE WHEN f.pool_id IS NULL THEN p.amount END AS amount
FROM pool_versions p
LEFT JOIN pool_versions f
	ON f.entry = (SELECT restated_entry('first')) AND f.pool_kind = p.pool_kind AND f.pool_id = p.pool_id
	AND f.service_month = p.service_month
WHERE p.entry = CASE p.kind WHEN 'original' THEN (SELECT restated_entry('original'))
							ELSE (SELECT restated_entry('reversal')) END;

COMMENT ON VIEW restated_pools IS 'The pools of the month that is restated, in the versions that are set.';
COMMENT ON COLUMN restated_pools.pool_kind IS 'shared_cost, amortization or disposal.';
COMMENT ON COLUMN restated_pools.pool_id IS 'Row of shared_costs, investments or disposals.';
COMMENT ON COLUMN restated_pools.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN restated_pools.layer IS 'Layer of cost.';
COMMENT ON COLUMN restated_pools.vendor IS 'Who billed it.';
COMMENT ON COLUMN restated_pools.driver IS 'What it is allocated by.';
COMMENT ON COLUMN restated_pools.agent IS 'Agent that it is for alone.';
COMMENT ON COLUMN restated_pools.business_unit IS 'Business unit that it is restricted to.';
COMMENT ON COLUMN restated_pools.deployment IS 'Deployment that it is restricted to.';
COMMENT ON COLUMN restated_pools.amount IS 'Amount; empty: that of the first version, or of the rates.';

-- The amount of a pool that both versions have is by the rates.
CREATE OR REPLACE VIEW restated_cost_pools WITH (security_invoker = true) AS
SELECT p.pool_kind, p.pool_id, (SELECT restated_month()) AS month, p.service_month, p.layer, p.vendor,
	   NULL::text AS description, p.driver, coalesce(r.amount, p.amount) AS amount, p.agent, p.business_unit,
			p.deployment
FROM restated_pools p
LEFT JOIN pool_versions r
	ON r.entry = (SELECT restated_entry('rates')) AND r.pool_kind = p.pool_kind AND r.pool_id = p.pool_id
	AND r.service_month = p.service_month
WHERE coalesce(r.amount, p.amount) IS NOT NULL;

COMMENT ON VIEW restated_cost_pools IS 'The rows of cost_pools of the month that is restated, in the versions that are set.';
COMMENT ON COLUMN restated_cost_pools.pool_kind IS 'shared_cost, amortization or disposal.';
COMMENT ON COLUMN restated_cost_pools.pool_id IS 'Row of shared_costs, investments or disposals.';
COMMENT ON COLUMN restated_cost_pools.month IS 'Month in which it is booked.';
COMMENT ON COLUMN restated_cost_pools.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN restated_cost_pools.layer IS 'Layer of cost.';
COMMENT ON COLUMN restated_cost_pools.vendor IS 'Who billed it.';
COMMENT ON COLUMN restated_cost_pools.description IS 'What it is.';
COMMENT ON COLUMN restated_cost_pools.driver IS 'What it is allocated by.';
COMMENT ON COLUMN restated_cost_pools.amount IS 'Amount of the month; negative: a credit or reversal.';
COMMENT ON COLUMN restated_cost_pools.agent IS 'Only this agent has it.';
COMMENT ON COLUMN restated_cost_pools.business_unit IS 'Only what this business unit pays for takes part.';
COMMENT ON COLUMN restated_cost_pools.deployment IS 'Only agents of this deployment take part.';

-- By the closing alone: were the month open, its agents would be owned as the
-- master data say, and nothing would be left to move.
CREATE OR REPLACE VIEW restated_reclassification_lines WITH (security_invoker = true) AS
SELECT
	month, service_month, agent, business_unit, unit_of_work, layer, vendor, component, cost,
	estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, human_cost,
	outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate
FROM closed_reclassifications
WHERE entry = (SELECT restated_entry('owners'))
UNION ALL
SELECT
	month, service_month, agent, business_unit, unit_of_work, layer, vendor, component, cost,
	estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, human_cost,
	outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate
FROM reclassification_lines
WHERE (SELECT restated_entry('owners')) = 0 AND month = (SELECT restated_month());

COMMENT ON VIEW restated_reclassification_lines IS 'The reclassified lines that are booked in the month that is restated, in the version that is set.';
COMMENT ON COLUMN restated_reclassification_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN restated_reclassification_lines.service_month IS 'Month in which it took place.';
COMMENT ON COLUMN restated_reclassification_lines.agent IS 'Agent.';
COMMENT ON COLUMN restated_reclassification_lines.business_unit IS 'Business unit.';
COMMENT ON COLUMN restated_reclassification_lines.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN restated_reclassification_lines.layer IS 'Layer of cost; empty in outcomes.';
COMMENT ON COLUMN restated_reclassification_lines.vendor IS 'Provider or vendor; empty in outcomes.';
COMMENT ON COLUMN restated_reclassification_lines.component IS 'direct, review, shared, amortization or outcome.';
COMMENT ON COLUMN restated_reclassification_lines.cost IS 'Cost; negative, here and below: taken from the unit.';
COMMENT ON COLUMN restated_reclassification_lines.estimated_cost IS 'What of it is an estimate.';
COMMENT ON COLUMN restated_reclassification_lines.events IS 'Events.';
COMMENT ON COLUMN restated_reclassification_lines.unpriced_events IS 'Events without a cost.';
COMMENT ON COLUMN restated_reclassification_lines.tokens IS 'Tokens.';
COMMENT ON COLUMN restated_reclassification_lines.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN restated_reclassification_lines.all_outcomes IS 'All outcomes.';
COMMENT ON COLUMN restated_reclassification_lines.human_cost IS 'What people would have cost for the outcomes that count; empty: no baseline.';
COMMENT ON COLUMN restated_reclassification_lines.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN restated_reclassification_lines.reviews IS 'Reviews.';
COMMENT ON COLUMN restated_reclassification_lines.unpriced_reviews IS 'Reviews without a cost.';
COMMENT ON COLUMN restated_reclassification_lines.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN restated_reclassification_lines.accurate IS 'Those that found the work accurate.';
