CREATE OR REPLACE VIEW book WITH (security_invoker = true) AS
SELECT month, service_month, agent, business_unit, unit_of_work, layer, vendor, component, cost,
	   estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, human_cost,
	   outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate
FROM closed_lines
WHERE in_force
UNION ALL
SELECT month, service_month, agent, business_unit, unit_of_work, layer, vendor, component, cost,
	   estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, human_cost,
	   outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate
FROM computed_book
WHERE month >= (SELECT open_from()) AND month < (SELECT open_until());

COMMENT ON VIEW book IS
'The book: all costs and all work by month, agent, business unit, unit of work, layer, vendor and component, to the present month. Every monthly report is added up from it. Several lines may have one key: they are added up. Of closed months as it was when these were closed.';
COMMENT ON COLUMN book.month IS 'Month in which it is booked.';
COMMENT ON COLUMN book.service_month IS 'Month in which it took place; before month: booked late, as a line of a prior period.';
COMMENT ON COLUMN book.agent IS 'Agent; unattributed: none is named, or nobody takes part in a pool.';
COMMENT ON COLUMN book.business_unit IS 'Business unit that pays: that of the work item, else that of the agent on the day of the fact. A reversal follows what it reverses.';
COMMENT ON COLUMN book.unit_of_work IS 'Unit of work of the agent on the day of the fact.';
COMMENT ON COLUMN book.layer IS 'Layer of cost; empty in outcomes.';
COMMENT ON COLUMN book.vendor IS 'Provider of the events or vendor of the pool; unattributed: none is named. Empty in outcomes.';
COMMENT ON COLUMN book.component IS 'direct, review, shared, amortization or outcome.';
COMMENT ON COLUMN book.cost IS 'Cost, as far as it is known.';
COMMENT ON COLUMN book.estimated_cost IS 'What of the cost of events is an estimate.';
COMMENT ON COLUMN book.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN book.unpriced_events IS 'Events whose cost is not known yet, without those that were reversed, whenever that was.';
COMMENT ON COLUMN book.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN book.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN book.all_outcomes IS 'The same with those that do not count.';
COMMENT ON COLUMN book.human_cost IS 'What people would have cost for the outcomes that count, each by the baseline of its day; empty: no baseline.';
COMMENT ON COLUMN book.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN book.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN book.unpriced_reviews IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN book.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN book.accurate IS 'Those of them that found the work accurate.';
