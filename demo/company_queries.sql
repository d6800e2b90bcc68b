-- 1. How did the cost of an outcome move over the thirteen months?
SELECT month, pnl_line,
       runrate.outcome_count(runrate.rollup(summary)) AS outcomes,
       round(runrate.unit_cost(runrate.rollup(summary)), 4) AS unit_cost
FROM demo.agent_months
GROUP BY month, pnl_line
ORDER BY pnl_line, month;

-- 2. Where does the money of the claims agents go, layer by layer?
SELECT layer, round(cost, 2) AS cost, event_count
FROM runrate.layer_costs((SELECT runrate.rollup(summary)
                          FROM demo.agent_months
                          WHERE month = '2026-10-01' AND pnl_line = 'Claims Underwriting'))
ORDER BY cost DESC, layer;

-- 3. What would a ticket cost if humans reviewed half as many?
SELECT agent,
       round(runrate.unit_cost(summary), 4) AS today,
       round(runrate.fully_loaded_cost(
                 direct_cost => (runrate.total_cost(summary)
                                 - runrate.layer_cost(summary, 'human_review'))
                                / runrate.outcome_count(summary),
                 review_ratio => 0.5 * reviews / runrate.outcome_count(summary),
                 cost_per_review => runrate.layer_cost(summary, 'human_review') / reviews), 4)
           AS with_half_the_reviews
FROM demo.agent_months
WHERE month = '2026-10-01' AND runrate.outcome_count(summary) > 0
ORDER BY agent;
