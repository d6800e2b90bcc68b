-- baseline: what is normal, and scores of single values against it

CREATE TYPE runrate.cost_baseline AS (
	n bigint,
	mean double precision,
	stddev double precision,
	median double precision,
	mad double precision,
	mean_deviation double precision
);
COMMENT ON TYPE runrate.cost_baseline IS
'What is normal, made by the aggregate baseline(x) and read by robust_score(), z_score() and cost_multiple(). A field that has no finite value is NULL.';
COMMENT ON COLUMN runrate.cost_baseline.n IS 'Number of values; NULLs are not counted.';
COMMENT ON COLUMN runrate.cost_baseline.mean IS 'Arithmetic mean, in the unit of the values.';
COMMENT ON COLUMN runrate.cost_baseline.stddev IS 'Sample standard deviation, in the unit of the values; NULL for fewer than two values.';
COMMENT ON COLUMN runrate.cost_baseline.median IS 'Median, equal to percentile_cont(0.5), in the unit of the values.';
COMMENT ON COLUMN runrate.cost_baseline.mad IS 'Median absolute deviation from the median, not scaled, in the unit of the values.';
COMMENT ON COLUMN runrate.cost_baseline.mean_deviation IS 'Mean absolute deviation from the median, in the unit of the values; stands in where mad is 0.';

CREATE FUNCTION runrate_internal.baseline_accum(internal, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_baseline_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.baseline_accum(internal, double precision) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.baseline_moving_accum(internal, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_baseline_moving' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.baseline_moving_accum(internal, double precision) IS 'aggregate transition function of a moving frame';

CREATE FUNCTION runrate_internal.baseline_moving_accum_inv(internal, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_baseline_moving_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.baseline_moving_accum_inv(internal, double precision) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.baseline_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_baseline_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.baseline_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.baseline_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_baseline_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.baseline_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.baseline_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_baseline_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.baseline_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.baseline_final(internal) RETURNS runrate.cost_baseline
	AS 'MODULE_PATHNAME', 'rr_baseline_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.baseline_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.baseline(x double precision) (
	SFUNC = runrate_internal.baseline_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.baseline_final,
	COMBINEFUNC = runrate_internal.baseline_combine,
	SERIALFUNC = runrate_internal.baseline_serialize, DESERIALFUNC = runrate_internal.baseline_deserialize,
	MSFUNC = runrate_internal.baseline_moving_accum, MINVFUNC = runrate_internal.baseline_moving_accum_inv,
	MSTYPE = internal, MSSPACE = 4096, MFINALFUNC = runrate_internal.baseline_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.baseline(double precision) IS
'baseline(cost): number, mean, standard deviation, median and deviations of the values as one cost_baseline, exact whatever the row order, the parallel plan or the window frame. NULLs are left out; NaN is an error; NULL if there is no value.';

CREATE FUNCTION runrate.robust_score(x double precision, baseline runrate.cost_baseline) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_robust_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.robust_score(double precision, runrate.cost_baseline) IS 'robust_score(x, baseline): 0.6745 * (x - median) / mad, how many standard deviations x is from the usual value, one that outliers have not moved; above 3.5 is the customary outlier. If mad is 0: (x - median) / (1.253314 * mean_deviation). NULL if the baseline has no spread.';

CREATE FUNCTION runrate.z_score(x double precision, baseline runrate.cost_baseline) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_z_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.z_score(double precision, runrate.cost_baseline) IS 'z_score(x, baseline): (x - mean) / stddev. NULL unless stddev is above 0. Outliers inside the baseline make both larger and hide themselves; robust_score() does not have that.';

CREATE FUNCTION runrate.cost_multiple(x double precision, baseline runrate.cost_baseline) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_cost_multiple' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.cost_multiple(double precision, runrate.cost_baseline) IS 'cost_multiple(x, baseline): x / mean, so that 3 is three times the norm. NULL unless the mean is above 0.';
