-- The arithmetic of a unit cost

-- golden figures
SELECT runrate.fully_loaded_cost(5, 0.20, 8) AS claim, runrate.fully_loaded_cost(5.00, 0.20, 8.00, 0.415) AS with_overhead;
SELECT runrate.hitl_surcharge(0.20, 8) AS claim, runrate.hitl_surcharge(0, 8.00) AS none, runrate.hitl_surcharge(1, 8.00) AS every;
SELECT runrate.review_cost(12, 40.00) AS twelve_minutes, runrate.review_cost(10, 35) AS ten_minutes, runrate.review_cost(0, 35.00) AS none;
-- 5,000 tokens in and 2,000 out at $3 and $15
SELECT runrate.token_cost(5000, 2000, 3, 15) AS exact, runrate.token_cost(1, 1, 0.0035, 0.015) AS tiny,
	runrate.token_cost(1000000, 0, 3.00, 15.00) AS one_million, runrate.token_cost(0, 0, 3, 15) AS none,
	runrate.token_cost(9223372036854775807, 9223372036854775807, 0.123456789012, 98765432.1) AS large;
-- $0.003 a call, 15,000 calls a day, 30 days
SELECT runrate.period_cost(0.003, 15000) AS day, runrate.period_cost(0.003, 15000 * 30) AS month;
-- 50,000 resolutions at $1.50, $30,000 operation, $20,000 integration
SELECT runrate.period_cost(1.50, 50000, 30000 + 20000) AS year;
-- three P&L lines a month, twelve months and three more items
SELECT runrate.period_cost(1.50, 120000) AS service, runrate.period_cost(2.30, 8000) AS underwriting, runrate.period_cost(1.80, 2000) AS lending,
	runrate.period_cost(202000, 12) AS run, runrate.period_cost(202000, 12, 120000 + 96000 + 84000) AS year;
SELECT runrate.cost_saving(8.50, 5.00, 24000) AS claims, runrate.cost_saving(24, 18, 50000) AS team;
SELECT runrate.payback_months(40000, 20000) AS two_months, runrate.payback_months(40000, 24000) AS fraction,
	runrate.payback_months(40000, 0) AS never, runrate.payback_months(40000, -1) AS never_either, runrate.payback_months(0, 100) AS at_once;
-- 15 of 187 thousand dollars a month are tokens; the hidden rest is 11.47 times as much
SELECT round(runrate.return_on_ai_spend(15000, 187000), 3) AS token_share, round(runrate.return_on_investment(187000, 15000), 2) AS hidden_to_visible;

-- figures that are quoted otherwise: savings of $300,000 on $250,000 are 1.2 times
-- the spend, which some call a return of 120 %; the return on investment is 20 %
SELECT runrate.return_on_ai_spend(300000, 250000), runrate.return_on_investment(300000, 250000);
-- agents for $200,000 a month in place of people for $33,333.33 are a loss, not a saving
SELECT runrate.cost_saving(33333.33, 200000.00, 1) AS net, runrate.return_on_investment(33333.33, 200000.00) AS roi;
SELECT runrate.return_on_ai_spend(1, 0) AS no_spend, runrate.return_on_investment(1, 0) AS no_spend_either;
-- 50 agents, 50 tickets, $0.08, 30 days are $6,000, not $20,000
SELECT runrate.period_cost(0.08, 50 * 50 * 30);
-- 500 claims a day at $8 are $120,000 in 30 days and $80,000 in 20 working days
SELECT runrate.period_cost(8, 500 * 30) AS calendar_month, runrate.period_cost(8, 500 * 20) AS working_days;

-- straight-line write-off
SELECT month, runrate.amortized_cost(100.00, 3, month) AS share, runrate.amortized_cost(-0.05, 3, month) AS credit,
	runrate.amortized_cost(0.02, 3, month) AS small, runrate.amortized_cost(1000, 3, month, 0) AS whole, runrate.amortized_cost(1, 3, month, 30) AS fine
FROM generate_series(-1, 4) AS month;
SELECT count(*) AS failures FROM (
	SELECT amount, months, scale, sum(runrate.amortized_cost(amount, months, month, scale)) AS total,
		bool_or(runrate.amortized_cost(amount, months, month, scale) * sign(amount) < 0) AS opposite,
		bool_or(scale(runrate.amortized_cost(amount, months, month, scale)) <> scale) AS wrong_scale
	FROM (VALUES (120000.00), (-120000.01), (0.01), (0), (99999999999999999999999999.99)) AS a (amount),
		generate_series(1, 60, 7) AS months, generate_series(2, 12, 5) AS scale, generate_series(0, 61) AS month
	GROUP BY amount, months, scale) AS s
WHERE total <> amount OR opposite OR wrong_scale;
SELECT runrate.amortized_cost(10, 9223372036854775807, 9223372036854775807) AS last, runrate.amortized_cost(10, 9223372036854775807, 1) AS first;

-- exact: against the same in plain numeric arithmetic
SELECT count(*) FILTER (WHERE runrate.fully_loaded_cost(a, r, b, c) IS DISTINCT FROM a + r * b + c) AS loaded,
	count(*) FILTER (WHERE runrate.hitl_surcharge(r, b) IS DISTINCT FROM r * b) AS surcharge,
	count(*) FILTER (WHERE runrate.review_cost(c, b) IS DISTINCT FROM c * b / 60) AS review,
	count(*) FILTER (WHERE runrate.token_cost(n, m, b, c) IS DISTINCT FROM (n * b + m * c) * 0.000001) AS token,
	count(*) FILTER (WHERE runrate.cost_saving(a, b, n) IS DISTINCT FROM (a - b) * n) AS saving,
	count(*) FILTER (WHERE runrate.period_cost(a, n, b) IS DISTINCT FROM a * n + b) AS period,
	count(*) FILTER (WHERE runrate.payback_months(b, c) IS DISTINCT FROM b / nullif(c, 0)) AS payback,
	count(*) FILTER (WHERE runrate.return_on_ai_spend(a, b) IS DISTINCT FROM a / nullif(b, 0)) AS ai_return,
	count(*) FILTER (WHERE runrate.return_on_investment(a, b) IS DISTINCT FROM (a - b) / nullif(b, 0)) AS roi,
	count(*) AS of
FROM (SELECT (i * 37 % 1009 - 300) / 8.0 AS a, (i * 53 % 977) / 125.0 AS b, (i * 11 % 89)::numeric / 1000 AS c,
	(i % 101) / 100.0 AS r, i * 7919::bigint AS n, i * 104729::bigint AS m FROM generate_series(1, 1000) AS i) AS t;

-- unknown in, unknown out
SELECT num_nulls(runrate.fully_loaded_cost(NULL, 0.2, 8), runrate.hitl_surcharge(0.2, NULL), runrate.review_cost(NULL, 1),
	runrate.token_cost(NULL, 1, 1, 1), runrate.token_cost(1, 1, 1, NULL), runrate.cost_saving(1, 1, NULL), runrate.period_cost(1, NULL),
	runrate.payback_months(NULL, 1), runrate.return_on_ai_spend(1, NULL), runrate.return_on_investment(NULL, 1),
	runrate.amortized_cost(1, NULL, 1)) AS nulls_of_11;

-- errors
SELECT runrate.fully_loaded_cost(5, 20, 8);
SELECT runrate.fully_loaded_cost(5, -0.01, 8);
SELECT runrate.fully_loaded_cost(5, 0.2, -8);
SELECT runrate.fully_loaded_cost('NaN', 0.2, 8);
SELECT runrate.fully_loaded_cost(5, 0.2, 8, 'Infinity');
SELECT runrate.hitl_surcharge(1.01, 8);
SELECT runrate.hitl_surcharge('NaN', 8);
SELECT runrate.hitl_surcharge(0.2, -0.01);
SELECT runrate.review_cost(-1, 40);
SELECT runrate.review_cost(1, -40);
SELECT runrate.review_cost(1, '-Infinity');
SELECT runrate.token_cost(-1, 0, 3, 15);
SELECT runrate.token_cost(0, -1, 3, 15);
SELECT runrate.token_cost(0, 0, -3, 15);
SELECT runrate.token_cost(0, 0, 3, 'NaN');
SELECT runrate.cost_saving(8.5, 5, -1);
SELECT runrate.cost_saving('Infinity', 'Infinity', 1);
SELECT runrate.period_cost(1, -1);
SELECT runrate.period_cost(1, 1, 'NaN');
SELECT runrate.payback_months(-1, 1);
SELECT runrate.payback_months(1, 'Infinity');
SELECT runrate.return_on_ai_spend(1, -1);
SELECT runrate.return_on_ai_spend('NaN', 1);
SELECT runrate.return_on_investment(1, -1);
SELECT runrate.return_on_investment(1, 'NaN');
SELECT runrate.amortized_cost(100, 0, 1);
SELECT runrate.amortized_cost(100, -3, 1);
SELECT runrate.amortized_cost(100, 3, 1, 31);
SELECT runrate.amortized_cost(100, 3, 1, -1);
SELECT runrate.amortized_cost(100.005, 3, 1);
SELECT runrate.amortized_cost('Infinity', 3, 1);
