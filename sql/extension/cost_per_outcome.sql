-- cost_per_outcome: total cost divided by the number of outcomes

CREATE FUNCTION runrate_internal.cost_per_outcome_accum(internal, numeric, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_outcome_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_outcome_accum(internal, numeric, boolean) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_per_outcome_accum(internal, double precision, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_outcome_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_outcome_accum(internal, double precision, boolean) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_per_outcome_accum_inv(internal, numeric, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_outcome_numeric_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_outcome_accum_inv(internal, numeric, boolean) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_per_outcome_accum_inv(internal, double precision, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_outcome_float8_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_outcome_accum_inv(internal, double precision, boolean) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_per_outcome_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_outcome_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_outcome_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.cost_per_outcome_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_cost_per_outcome_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_outcome_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.cost_per_outcome_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_outcome_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_outcome_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.cost_per_outcome_final(internal) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_cost_per_outcome_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_outcome_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.cost_per_outcome(cost numeric, outcome boolean) (
	SFUNC = runrate_internal.cost_per_outcome_accum, STYPE = internal, SSPACE = 64,
	FINALFUNC = runrate_internal.cost_per_outcome_final,
	COMBINEFUNC = runrate_internal.cost_per_outcome_combine,
	SERIALFUNC = runrate_internal.cost_per_outcome_serialize,
		DESERIALFUNC = runrate_internal.cost_per_outcome_deserialize,
	MSFUNC = runrate_internal.cost_per_outcome_accum, MINVFUNC = runrate_internal.cost_per_outcome_accum_inv,
	MSTYPE = internal, MSSPACE = 64, MFINALFUNC = runrate_internal.cost_per_outcome_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.cost_per_outcome(numeric, boolean) IS
'cost_per_outcome(cost_usd, resolved): exact total cost of all rows divided by the number of rows whose outcome is true, in the unit of cost. The cost of failed attempts counts; a NULL outcome is none yet. NULL if there is no outcome, no known cost, or a cost that is not finite.';

CREATE AGGREGATE runrate.cost_per_outcome(cost double precision, outcome boolean) (
	SFUNC = runrate_internal.cost_per_outcome_accum, STYPE = internal, SSPACE = 64,
	FINALFUNC = runrate_internal.cost_per_outcome_final,
	COMBINEFUNC = runrate_internal.cost_per_outcome_combine,
	SERIALFUNC = runrate_internal.cost_per_outcome_serialize,
		DESERIALFUNC = runrate_internal.cost_per_outcome_deserialize,
	MSFUNC = runrate_internal.cost_per_outcome_accum, MINVFUNC = runrate_internal.cost_per_outcome_accum_inv,
	MSTYPE = internal, MSSPACE = 64, MFINALFUNC = runrate_internal.cost_per_outcome_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.cost_per_outcome(double precision, boolean) IS
'cost_per_outcome(spend, resolved): as for numeric; each double precision cost is taken as its shortest exact decimal.';
