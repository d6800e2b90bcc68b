-- 1. How did the cost of an outcome move over the thirteen months?
SELECT month, pl_line, sum(volume) AS outcomes, round(sum(amount) / nullif(sum(volume), 0), 4) AS unit_cost
FROM ledger.chargeback
WHERE month <= '2026-10-01'
GROUP BY month, pl_line
ORDER BY pl_line, month;

-- 2. Which bills of the last month differ from what was metered, and why?
SELECT vendor, round(metered_cost, 2) AS metered, round(invoiced_cost, 2) AS invoiced,
       round(difference, 2) AS difference, classification
FROM ledger.vendor_reconciliation
WHERE month = '2026-10-01' AND classification <> 'matched'
ORDER BY classification_order DESC, vendor;

-- 3. What would a ticket cost if humans reviewed half as many?
SELECT agent,
       round(unit_cost, 4) AS today,
       round(runrate.fully_loaded_cost(
                 direct_cost => (fully_loaded_cost - review_cost) / outcomes,
                 review_ratio => 0.5 * review_ratio,
                 cost_per_review => review_cost / (review_ratio * outcomes)), 4) AS with_half_the_reviews
FROM ledger.unit_costs
WHERE month = '2026-10-01' AND outcomes > 0
ORDER BY agent;

-- 4. Why is the claims department charged what it is?
SELECT level, what, round(amount, 2) AS amount, rule
FROM ledger.explain_chargeback('2026-10-01', 'claims')
WHERE level <= 2
ORDER BY step;
