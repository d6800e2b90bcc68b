-- cost_per_distinct_outcome: total cost divided by the number of work items done

CREATE FUNCTION runrate_internal.cost_per_distinct_outcome_accum(internal, numeric, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_item_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_distinct_outcome_accum(internal, numeric, text, boolean) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_per_distinct_outcome_accum(internal, double precision, text, boolean)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_item_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_distinct_outcome_accum(internal, double precision, text, boolean) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.cost_per_distinct_outcome_accum_inv(internal, numeric, text, boolean) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_item_numeric_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_distinct_outcome_accum_inv(internal, numeric, text, boolean) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_per_distinct_outcome_accum_inv(internal, double precision, text, boolean)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_item_float8_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_distinct_outcome_accum_inv(internal, double precision, text, boolean) IS 'aggregate inverse transition function';

CREATE FUNCTION runrate_internal.cost_per_distinct_outcome_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_item_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_distinct_outcome_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.cost_per_distinct_outcome_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_cost_per_item_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_distinct_outcome_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.cost_per_distinct_outcome_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_cost_per_item_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_distinct_outcome_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.cost_per_distinct_outcome_final(internal) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_cost_per_item_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_per_distinct_outcome_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.cost_per_distinct_outcome(cost numeric, work_item text, outcome boolean) (
	SFUNC = runrate_internal.cost_per_distinct_outcome_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = runrate_internal.cost_per_distinct_outcome_final,
	COMBINEFUNC = runrate_internal.cost_per_distinct_outcome_combine,
	SERIALFUNC = runrate_internal.cost_per_distinct_outcome_serialize,
		DESERIALFUNC = runrate_internal.cost_per_distinct_outcome_deserialize,
	MSFUNC = runrate_internal.cost_per_distinct_outcome_accum,
		MINVFUNC = runrate_internal.cost_per_distinct_outcome_accum_inv,
	MSTYPE = internal, MSSPACE = 4096, MFINALFUNC = runrate_internal.cost_per_distinct_outcome_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.cost_per_distinct_outcome(numeric, text, boolean) IS
'cost_per_distinct_outcome(cost_usd, ticket_id, resolved): for tables with many rows per work item: exact total cost of all rows divided by the number of different work items of which at least one row says outcome = true. An item counts once; the cost of items that failed counts; an outcome without a work item is not counted. NULL if there is no outcome, no known cost, or a cost that is not finite. Needs memory for the identifiers of the items done.';

CREATE AGGREGATE runrate.cost_per_distinct_outcome(cost double precision, work_item text, outcome boolean) (
	SFUNC = runrate_internal.cost_per_distinct_outcome_accum, STYPE = internal, SSPACE = 4096,
	FINALFUNC = runrate_internal.cost_per_distinct_outcome_final,
	COMBINEFUNC = runrate_internal.cost_per_distinct_outcome_combine,
	SERIALFUNC = runrate_internal.cost_per_distinct_outcome_serialize,
		DESERIALFUNC = runrate_internal.cost_per_distinct_outcome_deserialize,
	MSFUNC = runrate_internal.cost_per_distinct_outcome_accum,
		MINVFUNC = runrate_internal.cost_per_distinct_outcome_accum_inv,
	MSTYPE = internal, MSSPACE = 4096, MFINALFUNC = runrate_internal.cost_per_distinct_outcome_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.cost_per_distinct_outcome(double precision, text, boolean) IS
'cost_per_distinct_outcome(spend, ticket_id, resolved): as for numeric; each double precision cost is taken as its shortest exact decimal.';
