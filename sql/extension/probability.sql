-- how rare a row is by the past of its own series

CREATE FUNCTION runrate.novelty(x double precision, lookback bigint) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_novelty' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.novelty(double precision, bigint) IS 'novelty(cost, 1000) OVER (PARTITION BY agent ORDER BY day): how far x is from the nearest of the values in the lookback rows before, in the unit of x, times the number of these values, at most 1,000; with the 24 binary digits of a real. 0 for a value that was there before. Meant for rank_probability(). NULL if x is NULL or infinite, or if these rows have no value. lookback is that of the partition''s first row; the frame of the window makes no difference. NaN is an error.';

CREATE FUNCTION runrate.rank_probability(score double precision, lookback bigint) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_rank_probability' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.rank_probability(double precision, bigint) IS 'rank_probability(abs(score), 1000) OVER (ORDER BY day): (1 + scores of the lookback rows before that are at least as high) / (1 + scores of these rows), from 1 / (n + 1) to 1: of rows that are all alike, one in a hundred has 0.01 or less, whatever the distribution of the scores. High scores have to be the odd ones. NULL if the score is NULL or infinite. lookback is that of the partition''s first row; the frame of the window makes no difference. NaN is an error.';

CREATE FUNCTION runrate.anomaly_probability(x double precision, lookback bigint) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_anomaly_probability' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.anomaly_probability(double precision, bigint) IS 'anomaly_probability(cost, 1000) OVER (PARTITION BY agent ORDER BY day): how rare such a value is by the past of its own series: rank_probability() of novelty(), both with that lookback. One limit means the same on every series: of rows that are like those before, one in a hundred has 0.01 or less. Small numbers are odd, in either direction. Never below 1 / (anomaly_evidence() + 1). NULL if x is NULL or infinite, or if the lookback rows before have no value. lookback is that of the partition''s first row; the frame of the window makes no difference. NaN is an error.';

CREATE FUNCTION runrate.anomaly_evidence(x double precision, lookback bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_anomaly_evidence' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.anomaly_evidence(double precision, bigint) IS 'anomaly_evidence(cost, 1000) OVER (PARTITION BY agent ORDER BY day): n, the number of earlier rows that anomaly_probability() compares the row with; 0 at first. With fewer than 99 no probability can be 0.01.';

CREATE FUNCTION runrate.anomaly_alarm(probability double precision, alarm_limit double precision, quiet bigint)
	RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_anomaly_alarm' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.anomaly_alarm(double precision, double precision, bigint) IS 'anomaly_alarm(p, 0.01, 7) OVER (PARTITION BY agent ORDER BY day): true if the probability is up to the limit and none of the quiet rows before was an alarm, so that one event is one alarm; 0 quiet rows: every such row. NULL if the probability is NULL.';

CREATE FUNCTION runrate.anomaly_status(probability double precision, evidence bigint, alarm_limit double precision)
	RETURNS text
	AS 'MODULE_PATHNAME', 'rr_anomaly_status' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.anomaly_status(double precision, bigint, double precision) IS 'anomaly_status(p, n, 0.01): odd if the probability is up to the limit; not_enough_data if it is not and could not be, because n earlier rows are too few (n + 1 below 1 / limit); else normal. no_data if the probability is NULL; NULL if n or the limit is NULL.';
