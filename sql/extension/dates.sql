
-- Dates in the time zone of a ledger

CREATE FUNCTION runrate.day_of(at timestamptz, time_zone text) RETURNS date
	AS 'MODULE_PATHNAME', 'rr_day_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.day_of(timestamptz, text) IS
'day_of(occurred_at, ''Europe/Berlin''): the day on which a moment falls in a time zone, whatever the time zone of the session. NULL for NULL or an infinite moment. An error if the time zone is unknown.';

CREATE FUNCTION runrate.week_of(at timestamptz, time_zone text) RETURNS date
	AS 'MODULE_PATHNAME', 'rr_week_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.week_of(timestamptz, text) IS
'week_of(occurred_at, ''Europe/Berlin''): the Monday of the week in which a moment falls in a time zone, whatever the time zone of the session. NULL for NULL or an infinite moment. An error if the time zone is unknown.';

CREATE FUNCTION runrate.month_of(at timestamptz, time_zone text) RETURNS date
	AS 'MODULE_PATHNAME', 'rr_month_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.month_of(timestamptz, text) IS
'month_of(occurred_at, ''Europe/Berlin''): the first day of the month in which a moment falls in a time zone, whatever the time zone of the session. NULL for NULL or an infinite moment. An error if the time zone is unknown.';

-- A date has no time zone: as a moment it would be one of the session's zone, and
-- often a day off.
CREATE FUNCTION runrate.day_of(day date, time_zone text) RETURNS date
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN CASE WHEN pg_catalog.isfinite(day) THEN day END;
COMMENT ON FUNCTION runrate.day_of(date, text) IS
'day_of(date ''2026-10-01'', ''Europe/Berlin''): the date itself, which is the same in every time zone. NULL for NULL or an infinite date.';

CREATE FUNCTION runrate.week_of(day date, time_zone text) RETURNS date
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN CASE WHEN pg_catalog.isfinite(day) THEN pg_catalog.date_trunc('week', day::timestamp)::date END;
COMMENT ON FUNCTION runrate.week_of(date, text) IS
'week_of(date ''2026-10-01'', ''Europe/Berlin''): the Monday of the week of a date, in whatever time zone. NULL for NULL or an infinite date.';

CREATE FUNCTION runrate.month_of(day date, time_zone text) RETURNS date
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN CASE WHEN pg_catalog.isfinite(day) THEN pg_catalog.date_trunc('month', day::timestamp)::date END;
COMMENT ON FUNCTION runrate.month_of(date, text) IS
'month_of(date ''2026-10-15'', ''Europe/Berlin''): the first day of the month of a date, in whatever time zone. NULL for NULL or an infinite date.';
