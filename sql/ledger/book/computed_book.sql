-- The types of all branches are the same, or no condition would reach them.
CREATE OR REPLACE VIEW computed_book WITH (security_invoker = true) AS
SELECT month, service_month, agent, business_unit, unit_of_work, layer, vendor, 'direct'::text AS component,
	   cost, estimated_cost, events, unpriced_events, tokens,
	   0::bigint AS outcomes, 0::bigint AS all_outcomes, NULL::numeric AS human_cost,
			0::bigint AS outcomes_without_baseline,
	   0::bigint AS reviews, 0::bigint AS unpriced_reviews, 0::bigint AS judged, 0::bigint AS accurate
FROM direct_lines
UNION ALL
SELECT month, service_month, agent, business_unit, unit_of_work, 'human_review'::text, 'unattributed'::text,
	'review'::text,
	   cost, 0::numeric, 0::bigint, 0::bigint, 0::numeric,
	   0::bigint, 0::bigint, NULL::numeric, 0::bigint,
	   reviews, unpriced_reviews, judged, accurate
FROM review_lines
UNION ALL
SELECT month, service_month, agent, business_unit, unit_of_work, layer, vendor,
	   CASE pool_kind WHEN 'shared_cost' THEN 'shared'::text ELSE 'amortization'::text END,
	   cost, 0::numeric, 0::bigint, 0::bigint, 0::numeric,
	   0::bigint, 0::bigint, NULL::numeric, 0::bigint,
	   0::bigint, 0::bigint, 0::bigint, 0::bigint
FROM pool_shares
UNION ALL
SELECT month, service_month, agent, business_unit, unit_of_work, NULL::text, NULL::text, 'outcome'::text,
	   0::numeric, 0::numeric, 0::bigint, 0::bigint, 0::numeric,
	   outcomes, all_outcomes, human_cost, outcomes_without_baseline,
	   0::bigint, 0::bigint, 0::bigint, 0::bigint
FROM outcome_lines
UNION ALL
SELECT month, service_month, agent, business_unit, unit_of_work, layer, vendor, component,
	   cost, estimated_cost, events, unpriced_events, tokens,
	   outcomes, all_outcomes, human_cost, outcomes_without_baseline,
	   reviews, unpriced_reviews, judged, accurate
FROM reclassification_lines;

COMMENT ON VIEW computed_book IS
'What the book is in open months, computed for all of them from balances, and from what was known when a month was closed.';
COMMENT ON COLUMN computed_book.month IS 'Month in which it is booked.';
COMMENT ON COLUMN computed_book.service_month IS 'Month in which it took place; before month: booked late, as a line of a prior period.';
COMMENT ON COLUMN computed_book.agent IS 'Agent; unattributed: none is named, or nobody takes part in a pool.';
COMMENT ON COLUMN computed_book.business_unit IS 'Business unit that pays: that of the work item, else that of the agent on the day of the fact. A reversal follows what it reverses.';
COMMENT ON COLUMN computed_book.unit_of_work IS 'Unit of work of the agent on the day of the fact.';
COMMENT ON COLUMN computed_book.layer IS 'Layer of cost; empty in outcomes.';
COMMENT ON COLUMN computed_book.vendor IS 'Provider of the events or vendor of the pool; unattributed: none is named. Empty in outcomes.';
COMMENT ON COLUMN computed_book.component IS 'direct, review, shared, amortization or outcome.';
COMMENT ON COLUMN computed_book.cost IS 'Cost, as far as it is known.';
COMMENT ON COLUMN computed_book.estimated_cost IS 'What of the cost of events is an estimate.';
COMMENT ON COLUMN computed_book.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN computed_book.unpriced_events IS 'Events whose cost is not known yet, without those that were reversed, whenever that was.';
COMMENT ON COLUMN computed_book.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN computed_book.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN computed_book.all_outcomes IS 'The same with those that do not count.';
COMMENT ON COLUMN computed_book.human_cost IS 'What people would have cost for the outcomes that count, each by the baseline of its day; empty: no baseline.';
COMMENT ON COLUMN computed_book.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN computed_book.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN computed_book.unpriced_reviews IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN computed_book.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN computed_book.accurate IS 'Those of them that found the work accurate.';
