-- Currency and time zone are constants of these functions, so they cost
-- nothing in the views that the functions are inlined into.
DO $do$
DECLARE
	currency text;
	time_zone text;
BEGIN
	SELECT s.currency, s.time_zone INTO STRICT currency, time_zone FROM ledger_settings s;
	EXECUTE format($sql$
		CREATE OR REPLACE FUNCTION day_of(at timestamptz) RETURNS date
			LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN runrate.day_of(at, %1$L);
		CREATE OR REPLACE FUNCTION week_of(at timestamptz) RETURNS date
			LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN runrate.week_of(at, %1$L);
		CREATE OR REPLACE FUNCTION month_of(at timestamptz) RETURNS date
			LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN runrate.month_of(at, %1$L);
		CREATE OR REPLACE FUNCTION start_of(day date) RETURNS timestamptz
			LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.timezone(%1$L, day::timestamp);
		CREATE OR REPLACE FUNCTION ledger_currency() RETURNS text
			LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %2$L::text;
		CREATE OR REPLACE FUNCTION minor_unit() RETURNS bigint
			LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %3$L::bigint
		$sql$, time_zone, currency, runrate_internal.minor_unit(currency));
END;
$do$;

COMMENT ON FUNCTION day_of(timestamptz) IS 'day_of(occurred_at): the day of a moment in the time zone of the ledger.';
COMMENT ON FUNCTION week_of(timestamptz) IS 'week_of(occurred_at): the Monday of a moment''s week in the time zone of the ledger.';
COMMENT ON FUNCTION month_of(timestamptz) IS 'month_of(occurred_at): the first day of a moment''s month in the time zone of the ledger.';
COMMENT ON FUNCTION start_of(date) IS 'start_of(month): the moment at which a day begins in the time zone of the ledger.';
COMMENT ON FUNCTION ledger_currency() IS 'ledger_currency(): the currency of the ledger.';
COMMENT ON FUNCTION minor_unit() IS 'minor_unit(): the decimals of the currency of the ledger, in which amounts are booked: 2 for USD, 0 for JPY, 3 for KWD.';
