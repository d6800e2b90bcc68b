-- exact_sum: the exact total of a column of money

CREATE FUNCTION runrate_internal.exact_sum_accum(internal, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_sum_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_sum_accum(internal, numeric) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.exact_sum_accum(internal, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_sum_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_sum_accum(internal, double precision) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.exact_sum_accum_inv(internal, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_sum_numeric_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_sum_accum_inv(internal, numeric) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.exact_sum_accum_inv(internal, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_sum_float8_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_sum_accum_inv(internal, double precision) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.exact_sum_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_sum_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_sum_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.exact_sum_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_exact_sum_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_sum_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.exact_sum_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_exact_sum_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_sum_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.exact_sum_final(internal) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_exact_sum_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.exact_sum_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.exact_sum(cost numeric) (
	SFUNC = runrate_internal.exact_sum_accum, STYPE = internal, SSPACE = 64,
	FINALFUNC = runrate_internal.exact_sum_final,
	COMBINEFUNC = runrate_internal.exact_sum_combine,
	SERIALFUNC = runrate_internal.exact_sum_serialize, DESERIALFUNC = runrate_internal.exact_sum_deserialize,
	MSFUNC = runrate_internal.exact_sum_accum, MINVFUNC = runrate_internal.exact_sum_accum_inv,
	MSTYPE = internal, MSSPACE = 64, MFINALFUNC = runrate_internal.exact_sum_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.exact_sum(numeric) IS
'exact_sum(cost): the exact total, in the unit of its argument, equal to sum(numeric) to the last digit and in its scale whatever the row order, the parallel plan or the window frame. NULL costs are left out; NULL if there is no cost.';

CREATE AGGREGATE runrate.exact_sum(cost double precision) (
	SFUNC = runrate_internal.exact_sum_accum, STYPE = internal, SSPACE = 64,
	FINALFUNC = runrate_internal.exact_sum_final,
	COMBINEFUNC = runrate_internal.exact_sum_combine,
	SERIALFUNC = runrate_internal.exact_sum_serialize, DESERIALFUNC = runrate_internal.exact_sum_deserialize,
	MSFUNC = runrate_internal.exact_sum_accum, MINVFUNC = runrate_internal.exact_sum_accum_inv,
	MSTYPE = internal, MSSPACE = 64, MFINALFUNC = runrate_internal.exact_sum_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.exact_sum(double precision) IS
'exact_sum(cost): the exact total of a double precision column: each value is taken as the shortest decimal that reads back as the same number, which is what a client shows, and these are added exactly. NULL costs are left out; NULL if there is no cost.';
