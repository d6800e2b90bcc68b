-- title: What is missing or doubtful
-- about: Each check of the ledger on what was loaded, over all months.
-- show: table
-- columns: check_name text, found numeric, examined numeric
SELECT check_name, sum(found) AS found, sum(examined) AS examined
FROM ledger.data_quality
GROUP BY check_order, check_name
ORDER BY sum(found) DESC, check_order
