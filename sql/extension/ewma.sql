-- exponentially weighted averages, and a standard deviation that slides

CREATE FUNCTION runrate.ewma(x double precision, alpha double precision) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_ewma' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.ewma(double precision, double precision) IS 'ewma(cost, 0.2) OVER (PARTITION BY agent ORDER BY day): exponentially weighted moving average: the first x, then average + alpha * (x - average). alpha is above 0 and at most 1. A NULL x changes nothing; NULL before the first x. NaN is an error.';

CREATE FUNCTION runrate.ewma_half_life(x double precision, at timestamptz, half_life interval) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_ewma_half_life' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.ewma_half_life(double precision, timestamptz, interval) IS 'ewma_half_life(cost, at, ''7 days'') OVER (PARTITION BY agent ORDER BY at): weighted average of the values so far, for values at irregular times: one that is half_life older counts half as much. A day has 24 hours; months are an error. A NULL x or at changes nothing; NULL before the first x. Error if the rows are not in order of time.';

CREATE FUNCTION runrate_internal.exact_stddev_accum(internal, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_stddev_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_stddev_accum(internal, numeric) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.exact_stddev_accum_inv(internal, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_stddev_numeric_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_stddev_accum_inv(internal, numeric) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.exact_stddev_accum(internal, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_stddev_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_stddev_accum(internal, double precision) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.exact_stddev_accum_inv(internal, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_stddev_float8_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_stddev_accum_inv(internal, double precision) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.exact_stddev_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_stddev_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_stddev_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.exact_stddev_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_exact_stddev_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_stddev_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.exact_stddev_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_stddev_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_stddev_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.exact_stddev_final(internal) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_exact_stddev_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_stddev_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.exact_stddev(x numeric) (
	SFUNC = runrate_internal.exact_stddev_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.exact_stddev_final,
	COMBINEFUNC = runrate_internal.exact_stddev_combine,
	SERIALFUNC = runrate_internal.exact_stddev_serialize, DESERIALFUNC = runrate_internal.exact_stddev_deserialize,
	MSFUNC = runrate_internal.exact_stddev_accum, MINVFUNC = runrate_internal.exact_stddev_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.exact_stddev_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.exact_stddev(numeric) IS
'exact_stddev(cost): sample standard deviation of the values; with up to 12 decimals they are taken exactly, with more rounded to double precision. The same whatever the row order, the parallel plan or the window frame, and as fast for a wide frame as for a narrow one. NULLs are left out; NULL for fewer than two values or if one is infinite; NaN is an error.';

CREATE AGGREGATE runrate.exact_stddev(x double precision) (
	SFUNC = runrate_internal.exact_stddev_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.exact_stddev_final,
	COMBINEFUNC = runrate_internal.exact_stddev_combine,
	SERIALFUNC = runrate_internal.exact_stddev_serialize, DESERIALFUNC = runrate_internal.exact_stddev_deserialize,
	MSFUNC = runrate_internal.exact_stddev_accum, MINVFUNC = runrate_internal.exact_stddev_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.exact_stddev_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.exact_stddev(double precision) IS
'exact_stddev(cost): sample standard deviation of the values; the sums on the way are exact. The same whatever the row order, the parallel plan or the window frame, and as fast for a wide frame as for a narrow one. NULLs are left out; NULL for fewer than two values or if one is infinite; NaN is an error.';
