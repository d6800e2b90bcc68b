
-- projected_total: what a period will have cost when it is over

CREATE TYPE runrate.projection AS (actual numeric, projected numeric, low numeric, high numeric);
COMMENT ON TYPE runrate.projection IS
'Result of projected_total: the cost so far, the cost expected at the end of the period, and the limits of its prediction interval.';

CREATE FUNCTION runrate_internal.projected_total_accum(internal, numeric, timestamptz, date, date, timestamptz, text,
	double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_projected_total_numeric' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.projected_total_accum(internal, numeric, timestamptz, date, date, timestamptz, text, double precision) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.projected_total_accum(internal, double precision, timestamptz, date, date, timestamptz,
	text, double precision) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_projected_total_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.projected_total_accum(internal, double precision, timestamptz, date, date, timestamptz, text, double precision) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.projected_total_combine(internal, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_projected_total_combine' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.projected_total_combine(internal, internal) IS 'aggregate combine function';

CREATE FUNCTION runrate_internal.projected_total_serialize(internal) RETURNS bytea
	AS 'MODULE_PATHNAME', 'rr_projected_total_serialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.projected_total_serialize(internal) IS 'aggregate serialization function';

CREATE FUNCTION runrate_internal.projected_total_deserialize(bytea, internal) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_projected_total_deserialize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.projected_total_deserialize(bytea, internal) IS 'aggregate deserialization function';

CREATE FUNCTION runrate_internal.projected_total_final(internal) RETURNS runrate.projection
	AS 'MODULE_PATHNAME', 'rr_projected_total_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.projected_total_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate.projected_total(amount numeric, at timestamptz, period_start date, period_end date,
	as_of timestamptz, time_zone text, confidence double precision) (
	SFUNC = runrate_internal.projected_total_accum, STYPE = internal, SSPACE = 8192,
	FINALFUNC = runrate_internal.projected_total_final,
	COMBINEFUNC = runrate_internal.projected_total_combine,
	SERIALFUNC = runrate_internal.projected_total_serialize,
		DESERIALFUNC = runrate_internal.projected_total_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.projected_total(numeric, timestamptz, date, date, timestamptz, text, double precision) IS
'projected_total(cost_usd, occurred_at, ''2026-11-01'', ''2026-12-01'', ''2026-11-18 09:00+01'', ''Europe/Berlin'', 0.90): what a period will have cost when it is over. actual is the exact cost from period_start up to as_of; projected adds the remaining days up to, but not including, period_end at the mean of their weekday; from low to high is where the total will be with that confidence (0.5 to 0.9999). Days begin at midnight in time_zone. Learns from the complete days of the 56 before as_of, so pass rows from before the period too: they do not count in actual. Rows from as_of on, and rows whose amount or at is NULL, are left out. All NULL without a known cost; projected NULL without a complete day to learn from; low and high NULL with only one.';

CREATE AGGREGATE runrate.projected_total(amount double precision, at timestamptz, period_start date, period_end date,
	as_of timestamptz, time_zone text, confidence double precision) (
	SFUNC = runrate_internal.projected_total_accum, STYPE = internal, SSPACE = 8192,
	FINALFUNC = runrate_internal.projected_total_final,
	COMBINEFUNC = runrate_internal.projected_total_combine,
	SERIALFUNC = runrate_internal.projected_total_serialize,
		DESERIALFUNC = runrate_internal.projected_total_deserialize,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate.projected_total(double precision, timestamptz, date, date, timestamptz, text, double precision) IS
'projected_total(spend, occurred_at, ''2026-11-01'', ''2026-12-01'', ''2026-11-18 09:00+01'', ''Europe/Berlin'', 0.90): as for numeric; each double precision amount is taken as its shortest exact decimal.';
