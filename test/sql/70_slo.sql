-- Service-level objectives: band, status, escalation, error budget

-- the target of the support agent: $0.40 per ticket, plus or minus 15 %
SELECT runrate.slo_band_low(0.40), runrate.slo_band_high(0.40);
SELECT target, tolerance, runrate.slo_band_low(target, tolerance), runrate.slo_band_high(target, tolerance)
FROM (VALUES (0.40, 0.15), (2.25, 0.10), (1.60, 0), (1, 1), (3, 1.5), (0.003, 0.125), (1e30, 0.1), (1e-30, 0.1)) AS v (target, tolerance);
SELECT runrate.slo_band_low(NULL, 0.15), runrate.slo_band_high(0.40, NULL);

-- every limit, from both sides; direction by direction
SELECT actual, runrate.slo_status(actual, 0.40) AS ceiling,
	runrate.slo_status(actual, 0.40, direction => 'floor') AS floor,
	runrate.slo_status(actual, 0.40, direction => 'band') AS band
FROM (VALUES (0.0), (0.19999999999999999999), (0.20), (0.20000000000000000001), (0.31999999999999999999), (0.32), (0.32000000000000000001),
	(0.33999999999999999999), (0.34), (0.34000000000000000001), (0.40), (0.45999999999999999999), (0.46), (0.46000000000000000001),
	(0.47999999999999999999), (0.48), (0.48000000000000000001), (0.59999999999999999999), (0.60), (0.60000000000000000001), (1000)) AS v (actual);

-- limits that fall together: green wins, then the worse one
SELECT actual, runrate.slo_status(actual, 100, 0, 0, 0) AS all_zero, runrate.slo_status(actual, 100, 0.2, 0.2, 0.2) AS all_same,
	runrate.slo_status(actual, 100, 0.2, 0.2, 0.5) AS no_yellow, runrate.slo_status(actual, 100, 0.1, 0.5, 0.5) AS no_red
FROM (VALUES (99), (100), (101), (110), (111), (120), (121), (149.99), (150)) AS v (actual);

-- the objectives of the source texts
SELECT what, runrate.slo_status(actual, target, tolerance, red, critical, direction)
FROM (VALUES
	('support: not above $1.60, at $1.60', 1.60, 1.60, 0, 0.20, 0.50, 'ceiling'),
	('support: not above $1.60, at $1.61', 1.61, 1.60, 0, 0.20, 0.50, 'ceiling'),
	('support: 8 % above', 1.728, 1.60, 0, 0.20, 0.50, 'ceiling'),
	('support: $1.42 going to $5.50', 5.50, 1.42, 0.15, 0.20, 0.50, 'ceiling'),
	('support: $5.50 against a human at $5.83', 5.50, 5.83, 0, 0.20, 0.50, 'ceiling'),
	('review ratio 12 %, not above 15 %', 0.12, 0.15, 0, 0.20, 0.50, 'ceiling'),
	('review ratio 15 %, not above 15 %', 0.15, 0.15, 0, 0.20, 0.50, 'ceiling'),
	('review ratio 22 %, not above 15 %', 0.22, 0.15, 0, 0.20, 0.50, 'ceiling'),
	('accuracy 94 %, not below 92 %', 0.94, 0.92, 0, 0.05, 0.10, 'floor'),
	('accuracy 92 %, not below 92 %', 0.92, 0.92, 0, 0.05, 0.10, 'floor'),
	('accuracy 87 %, not below 92 %', 0.87, 0.92, 0, 0.05, 0.10, 'floor'),
	('accuracy 87 %, not below 94 %', 0.87, 0.94, 0, 0.05, 0.10, 'floor'),
	('accuracy 87 %, with the limits of a cost', 0.87, 0.92, 0.15, 0.20, 0.50, 'floor')) AS v (what, actual, target, tolerance, red, critical, direction);
-- "claims stays between $2.00 and $2.50"
SELECT actual, runrate.slo_status_between(actual, 2.00, 2.50), runrate.slo_status_between(actual, 2.00, 2.50, 0.12, 0.15) AS strict
FROM (VALUES (NULL), (0), (1.12), (1.125), (1.13), (1.79), (1.80), (1.81), (1.98), (1.99999999999), (2.00), (2.25), (2.50), (2.50000000001), (2.52), (2.5875), (2.69), (2.70), (3.37), (3.375)) AS v (actual);
SELECT runrate.slo_status_between(2, 2, 2), runrate.slo_status_between(2.1, 2, 2), runrate.slo_status_between(0, 0, 1, 1, 1), runrate.slo_status_between(1.01, 0, 1, 1, 1);

-- what nobody knows
SELECT runrate.slo_status(NULL, 0.40), runrate.slo_status(0.40, NULL), runrate.slo_status(NULL, NULL), runrate.slo_status(0.4, 0.4, NULL),
	runrate.slo_status(0.4, 0.4, red => NULL), runrate.slo_status(0.4, 0.4, critical => NULL), runrate.slo_status(0.4, 0.4, direction => NULL);
-- credits and large and fine numbers
SELECT runrate.slo_status(-1, 0.40), runrate.slo_status(-1, 0.40, direction => 'floor'), runrate.slo_status(-1, 0.40, direction => 'band'),
	runrate.slo_status(1e1000, 1e-1000), runrate.slo_status(1.15e-1000, 1e-1000), runrate.slo_status(1.16e1000, 1e1000);

-- refused
SELECT runrate.slo_status('NaN', 0.40);
SELECT runrate.slo_status('Infinity', 0.40);
SELECT runrate.slo_status('-Infinity', 0.40, direction => 'floor');
SELECT runrate.slo_status(0.40, 'NaN');
SELECT runrate.slo_status(0.40, 'Infinity');
SELECT runrate.slo_status(0.40, 0);
SELECT runrate.slo_status(0.40, -0.40);
SELECT runrate.slo_status(0.40, 0.40, -0.01);
SELECT runrate.slo_status(0.40, 0.40, 'NaN');
SELECT runrate.slo_status(0.40, 0.40, 0.15, 'Infinity');
SELECT runrate.slo_status(0.40, 0.40, 0.21);
SELECT runrate.slo_status(0.40, 0.40, 0.15, 0.51);
SELECT runrate.slo_status(0.40, 0.40, critical => 'NaN');
SELECT runrate.slo_status(0.40, 0.40, direction => 'down');
SELECT runrate.slo_status(0.40, 0.40, direction => 'Ceiling');
SELECT runrate.slo_status(0.40, 0.40, direction => 'ceiling ');
SELECT runrate.slo_status(0.40, 0.40, direction => '');
SELECT runrate.slo_status(NULL, 0.40, direction => 'down');
SELECT runrate.slo_status_between(1, 2.50, 2.00);
SELECT runrate.slo_status_between(1, -1, 2);
SELECT runrate.slo_status_between(1, 0, 0);
SELECT runrate.slo_status_between(1, 2, 'NaN');
SELECT runrate.slo_status_between('NaN', 1, 2);
SELECT runrate.slo_status_between(1, 2, 4);
SELECT runrate.slo_band_low(0, 0.15);
SELECT runrate.slo_band_high(0.40, -0.15);
SELECT runrate.slo_band_high('Infinity', 0.15);

-- severity sorts
SELECT status, runrate.slo_severity(status)
FROM unnest(ARRAY['green', 'no_data', 'insufficient_evidence', 'yellow', 'red', 'critical', NULL]) AS status;
SELECT runrate.slo_severity('purple');
SELECT runrate.slo_severity('');
SELECT runrate.slo_severity('Red');
SELECT runrate.slo_severity(repeat('red', 20));

-- every status that a function gives has a severity
SELECT DISTINCT runrate.slo_severity(runrate.slo_status(actual, 10, direction => direction)) AS severity
FROM generate_series(0, 30) AS actual, unnest(ARRAY['ceiling', 'floor', 'band']) AS direction ORDER BY severity;

-- evidence: red needs an interval outside the band, which ends at 0.46, critical one from 0.48 on
SELECT actual, low, high, outcomes, runrate.slo_status(actual, 0.40) AS without, runrate.slo_status_with_evidence(actual, low, high, outcomes, 0.40) AS ceiling
FROM (VALUES (0.43, 0.30, 0.90, 100), (0.47, 0.30, 0.90, 100), (0.50, 0.46, 0.60, 100), (0.50, 0.461, 0.60, 100), (0.70, 0.46, 0.80, 100), (0.70, 0.461, 0.80, 100),
	(0.70, 0.4799, 0.80, 100), (0.70, 0.48, 0.80, 100), (0.50, 0.47, 0.70, 10), (0.50, 0.47, 0.70, 9), (0.43, 0.42, 0.44, 9), (0.50, 0.47, 0.70, 0),
	(0.43, NULL, NULL, 100), (0.50, NULL, NULL, 100), (0.50, 0.47, NULL, 100), (0.50, NULL, 0.70, 100), (0.50, 0.47, 0.70, NULL), (0.50, 0.50, 0.50, 100)) AS v (actual, low, high, outcomes);
SELECT actual, low, high, runrate.slo_status_with_evidence(actual, low, high, 100, 0.40, direction => 'floor') AS floor,
	runrate.slo_status_with_evidence(actual, low, high, 100, 0.40, direction => 'band') AS band
FROM (VALUES (0.15, 0.10, 0.20), (0.30, 0.20, 0.339), (0.30, 0.20, 0.34), (0.40, 0.20, 0.60), (0.15, 0.10, 0.33), (0.15, 0.10, 0.32), (0.50, 0.47, 0.53), (0.50, 0.46, 0.53), (0.70, 0.48, 0.99)) AS v (actual, low, high);
SELECT runrate.slo_status_with_evidence(NULL, 0.5, 0.7, 100, 0.40), runrate.slo_status_with_evidence(0.6, 0.5, 0.7, 100, NULL),
	runrate.slo_status_with_evidence(0.6, 0.5, 0.7, 3, 0.40, min_outcomes => 3), runrate.slo_status_with_evidence(0.6, 0.5, 0.7, 0, 0.40, min_outcomes => 0),
	runrate.slo_status_with_evidence(0.6, 0.5, 0.7, 3, 0.40, min_outcomes => NULL);
SELECT runrate.slo_status_with_evidence(0.6, 0.7, 0.5, 100, 0.40);
SELECT runrate.slo_status_with_evidence(0.6, 'NaN', 0.7, 100, 0.40);
SELECT runrate.slo_status_with_evidence('NaN', 0.5, 0.7, 100, 0.40);
SELECT runrate.slo_status_with_evidence(0.6, 0.5, 0.7, -1, 0.40);
SELECT runrate.slo_status_with_evidence(0.6, 0.5, 0.7, 100, 0.40, min_outcomes => -1);
SELECT runrate.slo_status_with_evidence(0.6, 0.5, 0.7, 100, 0.40, direction => 'up');

-- escalation
CREATE TEMP TABLE weeks (agent text, week bigint, status text);
INSERT INTO weeks
SELECT agent, row_number() OVER (PARTITION BY agent ORDER BY n), status
FROM (VALUES
	('once', ARRAY['green', 'red', 'green', 'red', 'yellow', 'red']),
	('lasting', ARRAY['yellow', 'red', 'red', 'red', 'green', 'red']),
	('critical', ARRAY['green', 'critical', 'red', 'green', 'red', 'critical']),
	('gaps', ARRAY['red', 'no_data', 'insufficient_evidence', 'red', 'green', 'no_data']),
	('unknown', ARRAY['red', NULL, 'red', NULL, 'red', NULL])) AS v (agent, list), unnest(list) WITH ORDINALITY AS u (status, n);
SELECT agent, week, status, runrate.slo_escalation(status) OVER w AS two_weeks, runrate.slo_escalation(status, 1) OVER w AS at_once,
	runrate.slo_escalation(status, 3) OVER w AS three_weeks
FROM weeks WINDOW w AS (PARTITION BY agent ORDER BY week) ORDER BY agent, week;
-- a frame changes nothing; the order does
SELECT week, status, runrate.slo_escalation(status) OVER (ORDER BY week ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS framed,
	runrate.slo_escalation(status) OVER (ORDER BY week DESC) AS backwards
FROM weeks WHERE agent = 'lasting' ORDER BY week;
-- the same as an independent count of the run, for all sequences of six statuses
WITH sequences AS (
	SELECT s AS id, k AS week, (ARRAY['green', 'yellow', 'red', 'critical', 'no_data'])[1 + s / (5 ^ k)::bigint % 5] AS status
	FROM generate_series(0, 15624) AS s, generate_series(0, 5) AS k),
known AS (
	SELECT *, count(*) FILTER (WHERE status IN ('green', 'yellow')) OVER (PARTITION BY id ORDER BY week) AS run FROM sequences),
expected AS (
	SELECT *, CASE WHEN status = 'red' AND count(*) FILTER (WHERE status IN ('red', 'critical')) OVER (PARTITION BY id, run ORDER BY week) < 3
		THEN 'yellow' ELSE status END AS right_status FROM known)
SELECT count(*), count(*) FILTER (WHERE got <> right_status) AS wrong, count(*) FILTER (WHERE got = 'red') AS red
FROM (SELECT *, runrate.slo_escalation(status, 3) OVER (PARTITION BY id ORDER BY week) AS got FROM expected) AS s;
SELECT runrate.slo_escalation(status, periods) OVER (ORDER BY periods) FROM (VALUES ('red', 1), ('red', NULL)) AS v (status, periods);
SELECT runrate.slo_escalation('green') OVER () FROM weeks WHERE false;
SELECT runrate.slo_escalation('red', 0) OVER ();
SELECT runrate.slo_escalation('amber') OVER ();
SELECT runrate.slo_escalation('red');

-- error budget: 10,000 tickets at $0.40 may cost $600 more
SELECT runrate.error_budget(0.40, 10000), runrate.error_budget(0.40, 10000, 0.10), runrate.error_budget(0.40, 0), runrate.error_budget(0.40, 10000, 0),
	runrate.error_budget(NULL, 1), runrate.error_budget(1e100, 9223372036854775807, 1e-100);
-- on target, on the edge of the band, at $0.48 and $0.60, and below target
SELECT cost, round(runrate.burn_ratio(cost, 2500, 0.40, 2500, 1), 6) AS of_its_own_volume, round(runrate.burn_ratio(cost, 2500, 0.40, 10000, 0.25), 6) AS as_expected,
	round(runrate.burn_ratio(cost, 2500, 0.40, 20000, 0.25), 6) AS half_the_volume, round(runrate.burn_ratio(cost, 2500, 0.40, 10000, 1), 6) AS of_the_whole_budget
FROM (VALUES (1000), (1150), (1200), (1500), (900), (0)) AS v (cost);
SELECT runrate.burn_ratio(100, 0, 0.40, 1000, 0.5) > 0 AS cost_without_outcomes, runrate.burn_ratio(100, 10, 0.40, 0, 0.5), runrate.burn_ratio(100, 10, 0.40, 100, 0),
	runrate.burn_ratio(100, 10, 0.40, 100, 0.5, 0), runrate.burn_ratio(NULL, 10, 0.40, 100, 0.5), runrate.burn_ratio(100, 10, 0.40, 100, NULL);
SELECT runrate.burn_ratio('NaN', 10, 0.40, 100, 0.5);
SELECT runrate.burn_ratio('Infinity', 10, 0.40, 100, 0.5);
SELECT runrate.burn_ratio(1, -10, 0.40, 100, 0.5);
SELECT runrate.burn_ratio(1, 10, 0.00, 100, 0.5);
SELECT runrate.burn_ratio(1, 10, 0.40, -100, 0.5);
SELECT runrate.burn_ratio(1, 10, 0.40, 100, 1.01);
SELECT runrate.burn_ratio(1, 10, 0.40, 100, -0.5);
SELECT runrate.burn_ratio(1, 10, 0.40, 100, 0.5, -0.15);
SELECT runrate.error_budget(0.40, -1);
SELECT runrate.error_budget('NaN', 1);

-- counted, not weighed: 1 in 20 may be bad
SELECT bad, outcomes, objective, runrate.outcome_burn_ratio(bad, outcomes, objective)
FROM (VALUES (0, 100, 0.95), (5, 100, 0.95), (50, 500, 0.95), (500, 500, 0.95), (3, 7, 0.999), (0, 0, 0.95), (1, 100, 1), (1, 100, 0), (NULL, 100, 0.95)) AS v (bad, outcomes, objective);
SELECT runrate.outcome_burn_ratio(101, 100, 0.95);
SELECT runrate.outcome_burn_ratio(-1, 100, 0.95);
SELECT runrate.outcome_burn_ratio(1, 100, 95.0);
SELECT runrate.outcome_burn_ratio(1, 100, 'NaN');
-- a dear outcome among cheap ones: the money is within the budget, the count is not
SELECT runrate.burn_ratio(sum(cost), count(*), 0.40, count(*), 1) AS burn_ratio, runrate.outcome_burn_ratio(count(*) FILTER (WHERE cost > 0.46), count(*), 0.95) AS outcome_burn_ratio
FROM (SELECT CASE WHEN i % 10 = 0 THEN 0.90 ELSE 0.30 END AS cost FROM generate_series(1, 100) AS i) AS tickets;

-- alerts need both windows
SELECT fast, slow, runrate.burn_alert(fast, slow), runrate.burn_alert(fast, slow, 14.4, 6) AS steeper
FROM (VALUES (0, 0), (-3, -1), (1, 1), (1.01, 1.01), (1.01, 1), (1, 7), (7, 1), (6, 6), (6.01, 6.01), (6.01, 6), (20, 15), (20, 14.4), (NULL, 7), (7, NULL), (NULL, NULL)) AS v (fast, slow);
SELECT runrate.burn_alert(7, 7, NULL), runrate.burn_alert(7, 7, ticket => NULL), runrate.burn_alert(2, 2, 1, 1);
SELECT runrate.burn_alert(7, 7, 1, 6);
SELECT runrate.burn_alert(7, 7, 6, 0);
SELECT runrate.burn_alert('NaN', 7);
SELECT runrate.burn_alert(7, 'Infinity');
