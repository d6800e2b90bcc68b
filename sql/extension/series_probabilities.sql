-- series_probabilities: anomaly_probability of a whole series, without a window

CREATE TYPE runrate.probability_point AS (
	at timestamptz,
	x double precision,
	n bigint,
	novelty double precision,
	probability double precision
);
COMMENT ON TYPE runrate.probability_point IS 'A value of a series and how rare it is by the past of that series; made by series_probabilities().';
COMMENT ON COLUMN runrate.probability_point.at IS 'Time of the value.';
COMMENT ON COLUMN runrate.probability_point.x IS 'The value.';
COMMENT ON COLUMN runrate.probability_point.n IS 'Number of earlier novelties that this one is compared with.';
COMMENT ON COLUMN runrate.probability_point.novelty IS 'Distance to the nearest value of the lookback, times the number of values there, up to 1,000, in the unit of the value; NULL if there is none.';
COMMENT ON COLUMN runrate.probability_point.probability IS 'Share of novelties that are at least as high, from 1 / (n + 1) to 1: small is odd.';

CREATE FUNCTION runrate_internal.series_probabilities_accum(internal, timestamptz, double precision, bigint)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_series_probabilities_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_probabilities_accum(internal, timestamptz, double precision, bigint) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.series_probabilities_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_series_probabilities_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_probabilities_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.series_probabilities_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_series_probabilities_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_probabilities_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.series_probabilities_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_series_probabilities_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_probabilities_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.series_probabilities_final(internal) RETURNS runrate.probability_point[]
	AS 'MODULE_PATHNAME', 'rr_series_probabilities_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.series_probabilities_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.series_probabilities(at timestamptz, x double precision, lookback bigint) (
	SFUNC = runrate_internal.series_probabilities_accum, STYPE = internal, SSPACE = 8192,
	FINALFUNC = runrate_internal.series_probabilities_final,
	COMBINEFUNC = runrate_internal.series_probabilities_combine,
	SERIALFUNC = runrate_internal.series_probabilities_serialize,
		DESERIALFUNC = runrate_internal.series_probabilities_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.series_probabilities(timestamptz, double precision, bigint) IS
'series_probabilities(day, cost, 1000): every value of the series with its novelty() and anomaly_probability() by the lookback rows before it, and with n, the anomaly_evidence(); an array of probability_point in order of time, for unnest(). Rows may come in any order; equal times are ordered by x. Rows without x have no point, rows without a time are left out. NaN is an error.';
