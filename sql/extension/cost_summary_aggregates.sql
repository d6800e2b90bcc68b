-- Aggregates that make cost summaries and add them up

CREATE FUNCTION runrate_internal.cost_summary_accum(internal, text, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_accum(internal, text, numeric) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_summary_accum_inv(internal, text, numeric) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_numeric_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_accum_inv(internal, text, numeric) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_summary_accum(internal, text, numeric, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_accum(internal, text, numeric, bigint) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_summary_accum_inv(internal, text, numeric, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_numeric_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_accum_inv(internal, text, numeric, bigint) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_summary_accum(internal, text, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_accum(internal, text, double precision) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_summary_accum_inv(internal, text, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_float8_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_accum_inv(internal, text, double precision) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_summary_accum(internal, text, double precision, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_accum(internal, text, double precision, bigint) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_summary_accum_inv(internal, text, double precision, bigint) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_float8_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_accum_inv(internal, text, double precision, bigint) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_summary_rollup_accum(internal, runrate.cost_summary) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_rollup' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_rollup_accum(internal, runrate.cost_summary) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_summary_rollup_accum_inv(internal, runrate.cost_summary) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_rollup_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_rollup_accum_inv(internal, runrate.cost_summary) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_summary_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.cost_summary_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_cost_summary_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.cost_summary_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_summary_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.cost_summary_final(internal) RETURNS runrate.cost_summary
	AS 'MODULE_PATHNAME', 'rr_cost_summary_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.cost_summary(layer text, cost numeric) (
	SFUNC = runrate_internal.cost_summary_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.cost_summary_final,
	COMBINEFUNC = runrate_internal.cost_summary_combine,
	SERIALFUNC = runrate_internal.cost_summary_serialize, DESERIALFUNC = runrate_internal.cost_summary_deserialize,
	MSFUNC = runrate_internal.cost_summary_accum, MINVFUNC = runrate_internal.cost_summary_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.cost_summary_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.cost_summary(text, numeric) IS
'cost_summary(layer, cost_usd): the exact total of each cost layer, the number of events and of events whose cost is known; no outcomes. A NULL layer counts as ''unattributed'', a NULL cost as an event of unknown cost. NULL if there is no row.';

CREATE AGGREGATE runrate.cost_summary(layer text, cost double precision) (
	SFUNC = runrate_internal.cost_summary_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.cost_summary_final,
	COMBINEFUNC = runrate_internal.cost_summary_combine,
	SERIALFUNC = runrate_internal.cost_summary_serialize, DESERIALFUNC = runrate_internal.cost_summary_deserialize,
	MSFUNC = runrate_internal.cost_summary_accum, MINVFUNC = runrate_internal.cost_summary_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.cost_summary_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.cost_summary(text, double precision) IS
'cost_summary(layer, cost_usd): the exact total of each cost layer, the number of events and of events whose cost is known; no outcomes; each cost is taken as its shortest exact decimal. A NULL layer counts as ''unattributed'', a NULL cost as an event of unknown cost. NULL if there is no row.';

CREATE AGGREGATE runrate.cost_summary(layer text, cost numeric, outcomes bigint) (
	SFUNC = runrate_internal.cost_summary_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.cost_summary_final,
	COMBINEFUNC = runrate_internal.cost_summary_combine,
	SERIALFUNC = runrate_internal.cost_summary_serialize, DESERIALFUNC = runrate_internal.cost_summary_deserialize,
	MSFUNC = runrate_internal.cost_summary_accum, MINVFUNC = runrate_internal.cost_summary_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.cost_summary_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.cost_summary(text, numeric, bigint) IS
'cost_summary(layer, cost_usd, resolved::int): the exact total of each cost layer, the number of events and of events whose cost is known, and the sum of outcomes (negative ones take outcomes back, NULL is none). A NULL layer counts as ''unattributed'', a NULL cost as an event of unknown cost. NULL if there is no row.';

CREATE AGGREGATE runrate.cost_summary(layer text, cost double precision, outcomes bigint) (
	SFUNC = runrate_internal.cost_summary_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.cost_summary_final,
	COMBINEFUNC = runrate_internal.cost_summary_combine,
	SERIALFUNC = runrate_internal.cost_summary_serialize, DESERIALFUNC = runrate_internal.cost_summary_deserialize,
	MSFUNC = runrate_internal.cost_summary_accum, MINVFUNC = runrate_internal.cost_summary_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.cost_summary_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.cost_summary(text, double precision, bigint) IS
'cost_summary(layer, cost_usd, resolved::int): the exact total of each cost layer, the number of events and of events whose cost is known, and the sum of outcomes (negative ones take outcomes back, NULL is none); each cost is taken as its shortest exact decimal. A NULL layer counts as ''unattributed'', a NULL cost as an event of unknown cost. NULL if there is no row.';

CREATE AGGREGATE runrate.rollup(summary runrate.cost_summary) (
	SFUNC = runrate_internal.cost_summary_rollup_accum, STYPE = internal, SSPACE = 512,
	FINALFUNC = runrate_internal.cost_summary_final,
	COMBINEFUNC = runrate_internal.cost_summary_combine,
	SERIALFUNC = runrate_internal.cost_summary_serialize, DESERIALFUNC = runrate_internal.cost_summary_deserialize,
	MSFUNC = runrate_internal.cost_summary_rollup_accum, MINVFUNC = runrate_internal.cost_summary_rollup_accum_inv,
	MSTYPE = internal, MSSPACE = 512, MFINALFUNC = runrate_internal.cost_summary_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.rollup(runrate.cost_summary) IS
'rollup(summary): the summary of all events of the summaries, equal to the one computed from the events themselves. NULL summaries are left out; NULL if there is none.';
