-- title: The dearest work items
-- about: Fully loaded, over their whole life.
-- show: table
-- columns: work_item text, kind text, customer text, events bigint, outcomes bigint, direct_cost numeric, review_cost numeric, fully_loaded_cost numeric
SELECT work_item, kind, customer, events, outcomes, round(direct_cost, 4) AS direct_cost,
       round(review_cost, 4) AS review_cost, round(fully_loaded_cost, 4) AS fully_loaded_cost
FROM ledger.work_item_costs
ORDER BY fully_loaded_cost DESC
LIMIT 20
