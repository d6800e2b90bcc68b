-- anomaly_contributions: why cost per outcome is not what it was

CREATE TYPE runrate.contribution AS (
	factor text,
	dimension text,
	actual numeric,
	base numeric,
	change numeric,
	contribution numeric
);
COMMENT ON TYPE runrate.contribution IS 'What one dimension value''s cost, or the number of outcomes, contributes to the deviation of cost per outcome from its baseline; made by anomaly_contributions().';
COMMENT ON COLUMN runrate.contribution.factor IS 'cost: a row for each dimension value; outcomes: the one row for the number of outcomes.';
COMMENT ON COLUMN runrate.contribution.dimension IS 'The dimension value; NULL in the row for the outcomes.';
COMMENT ON COLUMN runrate.contribution.actual IS 'Actual cost of the dimension value, or actual number of outcomes.';
COMMENT ON COLUMN runrate.contribution.base IS 'The same in the baseline.';
COMMENT ON COLUMN runrate.contribution.change IS 'actual - base.';
COMMENT ON COLUMN runrate.contribution.contribution IS 'Part of the deviation of cost per outcome, with 12 decimals, positive if it makes an outcome dearer; NULL in all rows if a cost is not known or a side has no outcomes.';

CREATE FUNCTION runrate_internal.anomaly_contributions_accum(internal, text, numeric, numeric, numeric, numeric)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_contributions_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.anomaly_contributions_accum(internal, text, numeric, numeric, numeric, numeric) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.anomaly_contributions_final(internal) RETURNS runrate.contribution[]
	AS 'MODULE_PATHNAME', 'rr_contributions_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.anomaly_contributions_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.anomaly_contributions(dimension text, actual_cost numeric, base_cost numeric,
	actual_outcomes numeric, base_outcomes numeric) (
	SFUNC = runrate_internal.anomaly_contributions_accum, STYPE = internal, SSPACE = 2048,
	FINALFUNC = runrate_internal.anomaly_contributions_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.anomaly_contributions(text, numeric, numeric, numeric, numeric) IS
'anomaly_contributions(layer, cost, base_cost, outcomes, base_outcomes): how much each dimension value''s cost and the number of outcomes contribute to the deviation of actual cost per outcome from the baseline''s; an array of contribution, one for each dimension value and one for the outcomes, for unnest(). The contributions sum to round(sum(actual_cost) / actual_outcomes - sum(base_cost) / base_outcomes, 12) exactly. Cost and outcomes split by the mean of both orders of change (Shapley), cost by each value''s own change. Outcomes are those of the whole and the same in every row. A NULL dimension is unattributed; rows of one dimension value are added up. A NULL cost is not known, and leaves the contributions NULL: pass coalesce(cost, 0) where a missing row means no cost. NULL too if a side has no outcomes. Negative outcomes, NaN and infinity are errors.';

CREATE FUNCTION runrate_internal.anomaly_contributions_accum(internal, text, double precision, double precision,
	double precision, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_contributions_accum_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.anomaly_contributions_accum(internal, text, double precision, double precision, double precision, double precision) IS 'aggregate transition function';

CREATE AGGREGATE runrate.anomaly_contributions(dimension text, actual_cost double precision, base_cost double precision,
	actual_outcomes double precision, base_outcomes double precision) (
	SFUNC = runrate_internal.anomaly_contributions_accum, STYPE = internal, SSPACE = 2048,
	FINALFUNC = runrate_internal.anomaly_contributions_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.anomaly_contributions(text, double precision, double precision, double precision, double precision) IS
'anomaly_contributions(layer, spend, base_spend, tickets, base_tickets): as for numeric; each double precision number is taken as its shortest exact decimal.';
