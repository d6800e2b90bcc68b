-- anomaly_score: how unusual a row is against the rows before it

CREATE FUNCTION runrate.anomaly_score(x double precision, lookback bigint, min_n bigint DEFAULT 8)
	RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_anomaly_score' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.anomaly_score(double precision, bigint, bigint) IS 'anomaly_score(cost, 30) OVER (PARTITION BY agent ORDER BY day): robust score of x against the lookback rows before the current one, which is left out. NULL if x is NULL, if fewer than min_n of these rows have a value, or if these values have no spread. lookback and min_n are those of the partition''s first row; the frame of the window makes no difference. NaN is an error.';

CREATE FUNCTION runrate.anomaly_score_within(x double precision, at timestamptz, lookback interval,
	min_n bigint DEFAULT 8) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_anomaly_score_within' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.anomaly_score_within(double precision, timestamptz, interval, bigint) IS 'anomaly_score_within(cost, at, ''7 days'') OVER (PARTITION BY agent ORDER BY at): robust score of x against the earlier rows that are at most lookback older; rows with the same time are not earlier. A day has 24 hours; months are an error. NULL as for anomaly_score(), and for a row without a time. Error if the rows are not in order of time.';
