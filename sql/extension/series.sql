-- series_anomalies: the scores of a whole series, without a window

CREATE TYPE runrate.scored_point AS (
	at timestamptz,
	x double precision,
	median double precision,
	mad double precision,
	score double precision
);
COMMENT ON TYPE runrate.scored_point IS 'A value of a series with its robust score and what it was compared with; made by series_anomalies().';
COMMENT ON COLUMN runrate.scored_point.at IS 'Time of the value.';
COMMENT ON COLUMN runrate.scored_point.x IS 'The value.';
COMMENT ON COLUMN runrate.scored_point.median IS 'Median of the lookback, in the unit of the value; NULL if the lookback has too few values.';
COMMENT ON COLUMN runrate.scored_point.mad IS 'Median absolute deviation of the lookback, in the unit of the value.';
COMMENT ON COLUMN runrate.scored_point.score IS 'Robust score: how many standard deviations the value is above (or, negative, below) the median; NULL if the lookback has too few values or no spread.';

CREATE FUNCTION runrate_internal.series_anomalies_accum(internal, timestamptz, double precision, bigint)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_series_anomalies_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_anomalies_accum(internal, timestamptz, double precision, bigint) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.series_anomalies_accum(internal, timestamptz, double precision, bigint, bigint)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_series_anomalies_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_anomalies_accum(internal, timestamptz, double precision, bigint, bigint) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.series_anomalies_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_series_anomalies_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_anomalies_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.series_anomalies_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_series_anomalies_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_anomalies_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.series_anomalies_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_series_anomalies_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_anomalies_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.series_anomalies_final(internal) RETURNS runrate.scored_point[]
	AS 'MODULE_PATHNAME', 'rr_series_anomalies_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_anomalies_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.series_anomalies(at timestamptz, x double precision, lookback bigint) (
	SFUNC = runrate_internal.series_anomalies_accum, STYPE = internal, SSPACE = 8192,
	FINALFUNC = runrate_internal.series_anomalies_final,
	COMBINEFUNC = runrate_internal.series_anomalies_combine,
	SERIALFUNC = runrate_internal.series_anomalies_serialize,
		DESERIALFUNC = runrate_internal.series_anomalies_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.series_anomalies(timestamptz, double precision, bigint) IS
'series_anomalies(day, cost, 30): every value of the series with its robust score against the lookback rows before it, as anomaly_score() gives it, with at least 8 values in the lookback; an array of scored_point in order of time, for unnest(). Rows may come in any order; equal times are ordered by x. Rows without x have no point, rows without a time are left out. NaN is an error.';

CREATE AGGREGATE runrate.series_anomalies(at timestamptz, x double precision, lookback bigint, min_n bigint) (
	SFUNC = runrate_internal.series_anomalies_accum, STYPE = internal, SSPACE = 8192,
	FINALFUNC = runrate_internal.series_anomalies_final,
	COMBINEFUNC = runrate_internal.series_anomalies_combine,
	SERIALFUNC = runrate_internal.series_anomalies_serialize,
		DESERIALFUNC = runrate_internal.series_anomalies_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.series_anomalies(timestamptz, double precision, bigint, bigint) IS
'series_anomalies(day, cost, 30, 12): every value of the series with its robust score against the lookback rows before it, as anomaly_score() gives it, with at least min_n values in the lookback; an array of scored_point in order of time, for unnest(). Rows may come in any order; equal times are ordered by x. Rows without x have no point, rows without a time are left out. NaN is an error.';
