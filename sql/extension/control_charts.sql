-- control charts: has a series left its level for good?

CREATE FUNCTION runrate.cusum_high(x double precision, target double precision, stddev double precision,
	slack double precision DEFAULT 0.5, restart_at double precision DEFAULT NULL) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_cusum_high' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.cusum_high(double precision, double precision, double precision, double precision, double precision) IS 'cusum_high(cost, 0.40, 0.08) OVER (PARTITION BY agent ORDER BY day): cumulative sum (CUSUM) of how far x is above the target, less slack, in standard deviations (stddev), and never below 0. An alarm is a value of at least cusum_limit(slack, run_length); the drift began about in the row after the last one with 0. slack is half of the shift to be found, in standard deviations. After a row of at least restart_at it begins again at 0; NULL: never. NULL, and no row of the chart, if x, target or stddev is NULL or infinite, or stddev is 0. NaN is an error.';

CREATE FUNCTION runrate.cusum_low(x double precision, target double precision, stddev double precision,
	slack double precision DEFAULT 0.5, restart_at double precision DEFAULT NULL) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_cusum_low' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.cusum_low(double precision, double precision, double precision, double precision, double precision) IS 'cusum_low(cost, 0.40, 0.08) OVER (PARTITION BY agent ORDER BY day): as cusum_high(), for values below the target; positive.';

CREATE FUNCTION runrate.ewma_chart(x double precision, target double precision, stddev double precision,
	weight double precision DEFAULT 0.2, restart_at double precision DEFAULT NULL) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_ewma_chart' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.ewma_chart(double precision, double precision, double precision, double precision, double precision) IS 'ewma_chart(cost, 0.40, 0.08) OVER (PARTITION BY agent ORDER BY day): exponentially weighted moving average of x - target, in standard deviations of that average, stddev * sqrt(weight / (2 - weight)); above 0 where x is above the target. An alarm is a value whose size is at least ewma_chart_limit(weight, run_length). After a row of at least restart_at, in size, it begins again at 0; NULL: never. NULL, and no row of the chart, if x, target or stddev is NULL or infinite, or stddev is 0. NaN is an error.';

CREATE FUNCTION runrate.rank_drift_high(x double precision, lookback bigint, run_length double precision)
	RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_rank_drift_high' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.rank_drift_high(double precision, bigint, double precision) IS 'rank_drift_high(cost, 200, 365) OVER (PARTITION BY agent ORDER BY day): evidence that values have risen above those of the lookback rows before, from their ranks alone. An alarm is a value of at least run_length, after which it begins again at 0: if nothing has changed that takes run_length rows or more on average, whatever the distribution. Needs rows whose order is chance: remove a weekly pattern or a trend before. NULL if x is NULL or infinite, or if the lookback rows have no value. lookback and run_length are those of the partition''s first row. NaN is an error.';

CREATE FUNCTION runrate.rank_drift_low(x double precision, lookback bigint, run_length double precision)
	RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_rank_drift_low' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.rank_drift_low(double precision, bigint, double precision) IS 'rank_drift_low(cost, 200, 365) OVER (PARTITION BY agent ORDER BY day): as rank_drift_high(), for values that have fallen; positive.';

CREATE FUNCTION runrate.cusum_limit(slack double precision, run_length double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_cusum_limit' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION runrate.cusum_limit(double precision, double precision) IS 'cusum_limit(0.5, 365): from which value on cusum_high() or cusum_low() alarms, to have one false alarm in run_length rows on average, when it begins again after each; for independent, normally distributed values whose mean is the target. To watch both directions give each twice the run_length. slack is from 0.1 to 3, run_length from 2 to 100,000.';

CREATE FUNCTION runrate.ewma_chart_limit(weight double precision, run_length double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_ewma_chart_limit' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION runrate.ewma_chart_limit(double precision, double precision) IS 'ewma_chart_limit(0.2, 365): from which size on ewma_chart() alarms, to have one false alarm in run_length rows on average, in either direction, when it begins again after each; for independent, normally distributed values whose mean is the target. weight is from 0.05 to 1, run_length from 2 to 100,000.';
