CREATE OR REPLACE VIEW item_book WITH (security_invoker = true) AS
SELECT part, month, agent, business_unit, customer, work_item, direct_cost, overhead_cost, events, work_items
FROM item_book_of(NULL, NULL);

COMMENT ON VIEW item_book IS
'Events and overhead of a month by customer and by work item. part says which of the two a row is for; each sums to all direct cost and overhead, so a report takes one.';
COMMENT ON COLUMN item_book.part IS 'customer or item.';
COMMENT ON COLUMN item_book.month IS 'Month.';
COMMENT ON COLUMN item_book.agent IS 'Agent; empty where work_items is given.';
COMMENT ON COLUMN item_book.business_unit IS 'Business unit that pays; empty where work_items is given.';
COMMENT ON COLUMN item_book.customer IS 'Customer of the work item.';
COMMENT ON COLUMN item_book.work_item IS 'Work item; empty in the part customer.';
COMMENT ON COLUMN item_book.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN item_book.overhead_cost IS 'Share of the overhead of the agent: shared costs and write-offs.';
COMMENT ON COLUMN item_book.events IS 'Events.';
COMMENT ON COLUMN item_book.work_items IS 'Work items of the customer with an event in the month.';
