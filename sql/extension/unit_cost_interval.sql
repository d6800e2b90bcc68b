
-- unit_cost_interval: cost per outcome with a confidence interval

CREATE TYPE runrate.unit_cost_range AS (unit_cost numeric, low numeric, high numeric, outcomes bigint,
	heavy_tailed boolean);
COMMENT ON TYPE runrate.unit_cost_range IS
'Result of unit_cost_interval: the cost per outcome, the limits of its confidence interval (NULL: unbounded), the number of outcomes, and whether the costs vary so much that the interval misses the truth more often than it says.';

CREATE FUNCTION runrate_internal.unit_cost_interval_accum(internal, numeric, boolean, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_unit_cost_interval_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.unit_cost_interval_accum(internal, numeric, boolean, double precision) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.unit_cost_interval_accum_inv(internal, numeric, boolean, double precision)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_unit_cost_interval_numeric_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.unit_cost_interval_accum_inv(internal, numeric, boolean, double precision) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.unit_cost_interval_accum(internal, double precision, boolean, double precision)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_unit_cost_interval_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.unit_cost_interval_accum(internal, double precision, boolean, double precision) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.unit_cost_interval_accum_inv(internal, double precision, boolean, double precision)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_unit_cost_interval_float8_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.unit_cost_interval_accum_inv(internal, double precision, boolean, double precision) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.unit_cost_interval_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_unit_cost_interval_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.unit_cost_interval_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.unit_cost_interval_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_unit_cost_interval_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.unit_cost_interval_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.unit_cost_interval_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_unit_cost_interval_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.unit_cost_interval_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.unit_cost_interval_final(internal) RETURNS runrate.unit_cost_range
	AS 'MODULE_PATHNAME', 'rr_unit_cost_interval_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.unit_cost_interval_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.unit_cost_interval(cost numeric, outcome boolean, confidence double precision) (
	SFUNC = runrate_internal.unit_cost_interval_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.unit_cost_interval_final,
	COMBINEFUNC = runrate_internal.unit_cost_interval_combine,
	SERIALFUNC = runrate_internal.unit_cost_interval_serialize,
		DESERIALFUNC = runrate_internal.unit_cost_interval_deserialize,
	MSFUNC = runrate_internal.unit_cost_interval_accum, MINVFUNC = runrate_internal.unit_cost_interval_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.unit_cost_interval_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.unit_cost_interval(numeric, boolean, double precision) IS
'unit_cost_interval(cost_usd, resolved, 0.95): the cost per outcome (unit_cost, as cost_per_outcome gives it), the number of outcomes, and the interval from low to high that holds the true cost per outcome with that confidence (0.5 to 0.9999), in the unit of cost. heavy_tailed is true if the standard deviation of the costs is above twice their mean: the interval then covers less than it says, mostly because the truth is dearer. Give it one row for each independent piece of work: several rows of one work item are not independent, and the interval would be too narrow. A NULL cost counts as nothing spent. low and high are NULL if the rows do not bound it: almost no outcomes, or fewer than two rows. Read one field with (unit_cost_interval(cost_usd, resolved, 0.95)).high.';

CREATE AGGREGATE runrate.unit_cost_interval(cost double precision, outcome boolean, confidence double precision) (
	SFUNC = runrate_internal.unit_cost_interval_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.unit_cost_interval_final,
	COMBINEFUNC = runrate_internal.unit_cost_interval_combine,
	SERIALFUNC = runrate_internal.unit_cost_interval_serialize,
		DESERIALFUNC = runrate_internal.unit_cost_interval_deserialize,
	MSFUNC = runrate_internal.unit_cost_interval_accum, MINVFUNC = runrate_internal.unit_cost_interval_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.unit_cost_interval_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.unit_cost_interval(double precision, boolean, double precision) IS
'unit_cost_interval(spend, resolved, 0.95): as for numeric; each double precision cost is taken as its shortest exact decimal.';
