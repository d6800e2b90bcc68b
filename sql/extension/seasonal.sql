-- scores of daily series whose weeks have a pattern

CREATE FUNCTION runrate.same_weekday_score(x double precision, at date, lookback_weeks bigint DEFAULT 8,
	min_n bigint DEFAULT 4) RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_same_weekday_score' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.same_weekday_score(double precision, date, bigint, bigint) IS 'same_weekday_score(cost, day) OVER (PARTITION BY agent ORDER BY day): robust score of x against the same weekday of the lookback_weeks before (at most 520), one value a day; missing days are allowed. NULL if x or at is NULL, if fewer than min_n of these days have a value, or if these have no spread; an infinite x is as good as none. lookback_weeks and min_n are those of the partition''s first row. NaN, two rows for a day, and rows that are not in order are errors.';

CREATE FUNCTION runrate.seasonal_score(x double precision, at date, lookback_weeks bigint DEFAULT 8)
	RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_seasonal_score' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.seasonal_score(double precision, date, bigint) IS 'seasonal_score(cost, day) OVER (PARTITION BY agent ORDER BY day): robust score of what is left of x without the level of the two weeks before and the pattern of the week, both by medians of the lookback_weeks before (4 to 520), one value a day; missing days are allowed. Once a shift of the level has lasted eight days, it is the new level. NULL if x or at is NULL, before four weeks have gone by, with fewer than three values of that weekday or four in the two weeks before, or without spread; an infinite x is as good as none. NaN, two rows for a day, and rows that are not in order are errors.';

CREATE FUNCTION runrate.seasonal_expected(x double precision, at date, lookback_weeks bigint DEFAULT 8)
	RETURNS double precision
	AS 'MODULE_PATHNAME', 'rr_seasonal_expected' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.seasonal_expected(double precision, date, bigint) IS 'seasonal_expected(cost, day) OVER (PARTITION BY agent ORDER BY day): what seasonal_score() compares x with, in the unit of x: level and pattern of the week as the earlier days have them, so that x - seasonal_expected(x, day) is how much too high x is. The x of the row itself makes no difference. NULL and errors as for seasonal_score().';
