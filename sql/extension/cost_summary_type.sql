-- cost_summary: exact cost per layer, number of events and outcomes, in one value

CREATE TYPE runrate.cost_summary;
COMMENT ON TYPE runrate.cost_summary IS
'Exact cost per layer, number of events and of outcomes. Made by the aggregate cost_summary(layer, cost), stored in tables, added up with rollup(), read with total_cost(), unit_cost(), layer_costs() and the other accessors.';

CREATE FUNCTION runrate_internal.cost_summary_in(cstring) RETURNS runrate.cost_summary
	AS 'MODULE_PATHNAME', 'rr_cost_summary_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_in(cstring) IS 'input function';

CREATE FUNCTION runrate_internal.cost_summary_out(runrate.cost_summary) RETURNS cstring
	AS 'MODULE_PATHNAME', 'rr_cost_summary_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_out(runrate.cost_summary) IS 'output function';

CREATE FUNCTION runrate_internal.cost_summary_recv(internal) RETURNS runrate.cost_summary
	AS 'MODULE_PATHNAME', 'rr_cost_summary_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_recv(internal) IS 'binary input function';

CREATE FUNCTION runrate_internal.cost_summary_send(runrate.cost_summary) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_cost_summary_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_send(runrate.cost_summary) IS 'binary output function';

CREATE TYPE runrate.cost_summary (
	INPUT = runrate_internal.cost_summary_in, OUTPUT = runrate_internal.cost_summary_out,
	RECEIVE = runrate_internal.cost_summary_recv, SEND = runrate_internal.cost_summary_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);

CREATE FUNCTION runrate_internal.cost_summary_eq(runrate.cost_summary, runrate.cost_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_cost_summary_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_eq(runrate.cost_summary, runrate.cost_summary) IS 'implementation of = operator';

CREATE FUNCTION runrate_internal.cost_summary_ne(runrate.cost_summary, runrate.cost_summary) RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_cost_summary_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_ne(runrate.cost_summary, runrate.cost_summary) IS 'implementation of <> operator';

CREATE FUNCTION runrate_internal.cost_summary_hash(runrate.cost_summary) RETURNS integer
	AS 'MODULE_PATHNAME', 'rr_cost_summary_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_hash(runrate.cost_summary) IS 'hash function';

CREATE FUNCTION runrate_internal.cost_summary_hash_extended(runrate.cost_summary, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_cost_summary_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_hash_extended(runrate.cost_summary, bigint) IS 'hash function with a seed';

CREATE FUNCTION runrate_internal.cost_summary_add(runrate.cost_summary, runrate.cost_summary)
	RETURNS runrate.cost_summary
	AS 'MODULE_PATHNAME', 'rr_cost_summary_add' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.cost_summary_add(runrate.cost_summary, runrate.cost_summary) IS 'implementation of + operator';

CREATE OPERATOR runrate.= (
	LEFTARG = runrate.cost_summary, RIGHTARG = runrate.cost_summary, FUNCTION = runrate_internal.cost_summary_eq,
	COMMUTATOR = OPERATOR(runrate.=), NEGATOR = OPERATOR(runrate.<>),
	RESTRICT = eqsel, JOIN = eqjoinsel, HASHES
);
COMMENT ON OPERATOR runrate.= (runrate.cost_summary, runrate.cost_summary) IS
'Do both have the same outcomes, layers and events, and costs of equal value?';

CREATE OPERATOR runrate.<> (
	LEFTARG = runrate.cost_summary, RIGHTARG = runrate.cost_summary, FUNCTION = runrate_internal.cost_summary_ne,
	COMMUTATOR = OPERATOR(runrate.<>), NEGATOR = OPERATOR(runrate.=),
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR runrate.<> (runrate.cost_summary, runrate.cost_summary) IS 'Do they differ in outcomes, layers, events or cost?';

CREATE OPERATOR runrate.+ (
	LEFTARG = runrate.cost_summary, RIGHTARG = runrate.cost_summary, FUNCTION = runrate_internal.cost_summary_add,
	COMMUTATOR = OPERATOR(runrate.+)
);
COMMENT ON OPERATOR runrate.+ (runrate.cost_summary, runrate.cost_summary) IS 'The summary of the events of both.';

CREATE OPERATOR FAMILY runrate.cost_summary_ops USING hash;
COMMENT ON OPERATOR FAMILY runrate.cost_summary_ops USING hash IS 'Equality of cost_summary; there is no order.';

CREATE OPERATOR CLASS runrate.cost_summary_ops DEFAULT FOR TYPE runrate.cost_summary
	USING hash FAMILY runrate.cost_summary_ops AS
	OPERATOR 1 runrate.=,
	FUNCTION 1 runrate_internal.cost_summary_hash(runrate.cost_summary),
	FUNCTION 2 runrate_internal.cost_summary_hash_extended(runrate.cost_summary, bigint);
COMMENT ON OPERATOR CLASS runrate.cost_summary_ops USING hash IS 'Equality of cost_summary, for GROUP BY and DISTINCT.';
