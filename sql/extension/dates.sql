
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
