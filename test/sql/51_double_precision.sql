-- double precision columns where numeric is the rule: each number is its shortest decimal

CREATE TABLE runs (spend double precision, cost numeric, target double precision, target_cost numeric, weight double precision, weight_cost numeric, tickets bigint);
INSERT INTO runs
SELECT x, x::text::numeric, t, t::text::numeric, w, w::text::numeric, n
FROM (VALUES (0.47::double precision, 0.40::double precision, 0.1::double precision, 3), (0.1, 0.3, 0.2, 1), (5.83, 1.42, 0.7, 10), (0.46, 0.40, 1e-7, 2), (123456.789, 1e5, 0.3, 7), (0.30000000000000004, 0.1, 1, 5)) AS v (x, t, w, n);

-- the same to the last digit as the function for numeric, and the same decimals
SELECT bool_and(runrate.slo_status(spend, target) = runrate.slo_status(cost, target_cost)) AS slo_status,
       bool_and(runrate.slo_status(spend, target, 0.15, 0.20, 0.50, 'band') = runrate.slo_status(cost, target_cost, 0.15, 0.20, 0.50, 'band')) AS band,
       bool_and(runrate.slo_status_between(spend, target, target, 0.1, 0.3) = runrate.slo_status_between(cost, target_cost, target_cost, 0.1, 0.3)) AS slo_status_between,
       bool_and(runrate.slo_status_with_evidence(spend, spend, spend, 50, target) = runrate.slo_status_with_evidence(cost, cost, cost, 50, target_cost)) AS slo_status_with_evidence,
       bool_and(runrate.slo_band_low(target, 0.15)::text = runrate.slo_band_low(target_cost, 0.15)::text) AS slo_band_low,
       bool_and(runrate.slo_band_high(target)::text = runrate.slo_band_high(target_cost)::text) AS slo_band_high,
       bool_and(runrate.error_budget(target, tickets)::text = runrate.error_budget(target_cost, tickets)::text) AS error_budget,
       bool_and(runrate.burn_ratio(spend, tickets, target, 100, 0.25)::text = runrate.burn_ratio(cost, tickets, target_cost, 100, 0.25)::text) AS burn_ratio,
       bool_and(runrate.outcome_burn_ratio(1, tickets, least(target, 0.9))::text = runrate.outcome_burn_ratio(1, tickets, least(target_cost, 0.9))::text) AS outcome_burn_ratio,
       bool_and(runrate.burn_alert(spend, target) = runrate.burn_alert(cost, target_cost)) AS burn_alert
FROM runs;
SELECT bool_and(runrate.fully_loaded_cost(spend, weight, target)::text = runrate.fully_loaded_cost(cost, weight_cost, target_cost)::text) AS fully_loaded_cost,
       bool_and(runrate.hitl_surcharge(weight, target)::text = runrate.hitl_surcharge(weight_cost, target_cost)::text) AS hitl_surcharge,
       bool_and(runrate.review_cost(spend, target)::text = runrate.review_cost(cost, target_cost)::text) AS review_cost,
       bool_and(runrate.token_cost(tickets, tickets, spend, target)::text = runrate.token_cost(tickets, tickets, cost, target_cost)::text) AS token_cost,
       bool_and(runrate.cost_saving(spend, target, tickets)::text = runrate.cost_saving(cost, target_cost, tickets)::text) AS cost_saving,
       bool_and(runrate.period_cost(spend, tickets, target)::text = runrate.period_cost(cost, tickets, target_cost)::text) AS period_cost,
       bool_and(runrate.payback_months(spend, target)::text = runrate.payback_months(cost, target_cost)::text) AS payback_months,
       bool_and(runrate.return_on_ai_spend(spend, target)::text = runrate.return_on_ai_spend(cost, target_cost)::text) AS return_on_ai_spend,
       bool_and(runrate.return_on_investment(spend, target)::text = runrate.return_on_investment(cost, target_cost)::text) AS return_on_investment,
       bool_and(runrate.amortized_cost(spend, 3, 2, 20)::text = runrate.amortized_cost(cost, 3, 2, 20)::text) AS amortized_cost
FROM runs;
SELECT count(*), count(*) FILTER (WHERE a::text IS DISTINCT FROM b::text) AS different
FROM (SELECT runrate.allocate(100.03::double precision, weight) OVER (ORDER BY spend) AS a, runrate.allocate(100.03, weight_cost) OVER (ORDER BY cost) AS b FROM runs) AS s;
SELECT runrate.anomaly_contributions(tickets::text, spend, target, weight_sum, 3::double precision) = runrate.anomaly_contributions(tickets::text, cost, target_cost, weight_sum::numeric, 3) AS anomaly_contributions
FROM runs, (SELECT 2.5::double precision AS weight_sum) AS w;

-- NULLs, with and without STRICT, and constants over many rows
SELECT runrate.slo_status(NULL::double precision, 0.40::double precision), runrate.slo_status(0.40::double precision, NULL::double precision),
       runrate.error_budget(NULL::double precision, 5), runrate.allocate(NULL::double precision, 1::double precision) OVER ();
SELECT runrate.slo_status(n * 0.1::double precision, 0.40::double precision) AS status, count(*) FROM generate_series(1, 8) AS n GROUP BY status ORDER BY status;
SELECT sum(runrate.review_cost(30::double precision, 40::double precision + 0 * n)) FROM generate_series(1, 1000) AS n;

-- Literals: those with a point are numeric, exact to any digit; those without a type, and integers, are as exact as they can be
SELECT runrate.review_cost(0.1234567890123456789, 60) AS numeric, runrate.review_cost('0.1', '60') AS unknown, runrate.review_cost('0.1', 60.0) AS one_is_numeric,
       runrate.review_cost(7, 60) AS integers, pg_typeof(runrate.review_cost('0.1', '60')) AS type;
SELECT runrate.slo_status('0.46', '0.40') AS inside, runrate.slo_status('0.4601', '0.40') AS outside, runrate.slo_status(46, 40) AS integers, runrate.slo_status(0.46, '0.40') AS mixed,
       runrate.slo_status(0.47::double precision, 0.40) AS column_and_literal, runrate.slo_status(0.47::double precision, 0.40, direction => 'floor') AS named;
SELECT runrate.payback_months(9007199254740991, 1) AS exact;
SELECT runrate.payback_months(9007199254740993, 1) AS not_exact;
SELECT runrate.payback_months(9007199254740993::numeric, 1) AS exact;
SELECT runrate.slo_status('NaN'::double precision, 0.40);
SELECT runrate.slo_status('Infinity'::double precision, 0.40);
SELECT runrate.allocate('NaN'::double precision, 1) OVER ();

DROP TABLE runs;
