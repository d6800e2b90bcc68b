CREATE OR REPLACE VIEW month_book WITH (security_invoker = true) AS
SELECT part, month, agent, business_unit, layer, vendor, cost, unallocated,
	   events, unpriced_events, tokens, outcomes, all_outcomes, unit_of_work,
	   reviews, unpriced_reviews, judged, accurate,
	   pool_kind, pool_id, driver, driver_quantity, driver_total
FROM month_book_of(NULL);

COMMENT ON VIEW month_book IS
'Everything about a month, of which the other working views and the reports take parts, so that events are read once. part says what a row is: a cost (direct, review, shared, write_off), outcome, driver, or pool_share. Do not add up cost over parts that are not costs.';
COMMENT ON COLUMN month_book.part IS 'direct, review, shared, write_off, outcome, driver or pool_share.';
COMMENT ON COLUMN month_book.month IS 'Month.';
COMMENT ON COLUMN month_book.agent IS 'Agent.';
COMMENT ON COLUMN month_book.business_unit IS 'Business unit that pays; empty in driver and pool_share.';
COMMENT ON COLUMN month_book.layer IS 'Layer of cost.';
COMMENT ON COLUMN month_book.vendor IS 'Provider of the events or vendor of the pool.';
COMMENT ON COLUMN month_book.cost IS 'Cost; in pool_share the share, which shared and write_off contain too.';
COMMENT ON COLUMN month_book.unallocated IS 'Whether it belongs to a pool that no agent takes part in.';
COMMENT ON COLUMN month_book.events IS 'Events, in direct.';
COMMENT ON COLUMN month_book.unpriced_events IS 'Events whose cost is not known yet, in direct.';
COMMENT ON COLUMN month_book.tokens IS 'Tokens, in direct.';
COMMENT ON COLUMN month_book.outcomes IS 'Outcomes that count, in outcome.';
COMMENT ON COLUMN month_book.all_outcomes IS 'All outcomes, in outcome.';
COMMENT ON COLUMN month_book.unit_of_work IS 'Unit of work of the agent when the outcomes were reached, in outcome.';
COMMENT ON COLUMN month_book.reviews IS 'Reviews, in review.';
COMMENT ON COLUMN month_book.unpriced_reviews IS 'Reviews whose cost is not known yet, in review.';
COMMENT ON COLUMN month_book.judged IS 'Reviews with a verdict, in review.';
COMMENT ON COLUMN month_book.accurate IS 'Reviews that found the work accurate, in review.';
COMMENT ON COLUMN month_book.pool_kind IS 'shared_cost or write_off, in pool_share.';
COMMENT ON COLUMN month_book.pool_id IS 'Row of shared_costs or investments, in pool_share.';
COMMENT ON COLUMN month_book.driver IS 'Driver, in driver and pool_share.';
COMMENT ON COLUMN month_book.driver_quantity IS 'Quantity of the driver that the agent has, in driver and pool_share.';
COMMENT ON COLUMN month_book.driver_total IS 'Quantity of all agents that take part, in pool_share.';
