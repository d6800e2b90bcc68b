-- The limits that hold where nobody has set others, in this file only

CREATE OR REPLACE FUNCTION drift_run_length() RETURNS double precision
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 182;

-- cusum_limit(0.5, 182), which takes longer than the report
CREATE OR REPLACE FUNCTION drift_limit() RETURNS double precision
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 3.4121;

COMMENT ON FUNCTION drift_run_length() IS 'drift_run_length(): days between two false alarms of a chart of drift.';
COMMENT ON FUNCTION drift_limit() IS 'drift_limit(): from where on a CUSUM of drift alarms, to have one false alarm in drift_run_length() days.';

-- Cornish and Fisher's expansion, right to 2 % from 4 degrees of freedom on
CREATE OR REPLACE FUNCTION evidence_quantile(freedom double precision) RETURNS double precision
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 1.7507 + 1.7791 / freedom + 1.8055 / freedom ^ 2;

COMMENT ON FUNCTION evidence_quantile(double precision) IS 'evidence_quantile(20): how many standard errors a figure is beyond a limit for one-sided evidence with 96 % confidence, the 0.96 quantile of Student''s t.';

CREATE OR REPLACE FUNCTION usual_tolerance(metric text) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE metric WHEN 'accuracy' THEN 0 ELSE 0.15 END;

CREATE OR REPLACE FUNCTION usual_red(metric text) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE metric WHEN 'accuracy' THEN 0.02 ELSE 0.20 END;

CREATE OR REPLACE FUNCTION usual_critical(metric text) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE metric WHEN 'accuracy' THEN 0.10 ELSE 0.50 END;

CREATE OR REPLACE FUNCTION score_limit() RETURNS double precision
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 3.5;

CREATE OR REPLACE FUNCTION multiple_limit() RETURNS double precision
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 3;

-- a dollar, a hundred yen
CREATE OR REPLACE FUNCTION usual_anomaly_floor() RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN round(100 / 10::numeric ^ minor_unit(), minor_unit()::integer);

CREATE OR REPLACE FUNCTION usual_tier_start(tier bigint) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE tier WHEN 1 THEN 0 WHEN 2 THEN 10000 WHEN 3 THEN 50000 END;

CREATE OR REPLACE FUNCTION accuracy_floor() RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 0.90;

CREATE OR REPLACE FUNCTION lowest_margin() RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 0.20;

CREATE OR REPLACE FUNCTION highest_margin() RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 0.30;

COMMENT ON FUNCTION usual_tolerance(text) IS 'usual_tolerance(metric): how far off a target, as a fraction of it, is still green.';
COMMENT ON FUNCTION usual_red(text) IS 'usual_red(metric): from which fraction of the target off it is red.';
COMMENT ON FUNCTION usual_critical(text) IS 'usual_critical(metric): from which fraction of the target off it is critical.';
COMMENT ON FUNCTION score_limit() IS 'score_limit(): a score beyond it is out of the ordinary.';
COMMENT ON FUNCTION multiple_limit() IS 'multiple_limit(): so many times the norm is out of the ordinary.';
COMMENT ON FUNCTION usual_anomaly_floor() IS 'usual_anomaly_floor(): the floor of anomalies in money, a hundred of the smallest amounts that are booked.';
COMMENT ON FUNCTION usual_tier_start(bigint) IS 'usual_tier_start(tier): the monthly estimate from which new spend is of a tier.';

CREATE OR REPLACE FUNCTION usual_failures_low() RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 0.30;

CREATE OR REPLACE FUNCTION usual_failures_high() RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN 0.40;

COMMENT ON FUNCTION usual_failures_low() IS 'usual_failures_low(): the smallest share of small experiments that fail in a company that risks enough.';
COMMENT ON FUNCTION usual_failures_high() IS 'usual_failures_high(): the largest share of small experiments that fail in a company that learns.';
COMMENT ON FUNCTION accuracy_floor() IS 'accuracy_floor(): an agent that is less accurate is to be trained again.';
COMMENT ON FUNCTION lowest_margin() IS 'lowest_margin(): what a target has above the cost elsewhere at least, as a fraction of it.';
COMMENT ON FUNCTION highest_margin() IS 'highest_margin(): what a target has above the cost elsewhere at most, as a fraction of it.';
