-- Made always, as it calls the extension and so goes with it.
DO $do$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_constraint
				   WHERE conrelid = 'prices'::regclass AND conname = 'prices_window_time_zone_check') THEN
		ALTER TABLE prices ADD CONSTRAINT prices_window_time_zone_check
			CHECK (runrate.day_of('2000-01-01 00:00+00', window_time_zone) IS NOT NULL);
	END IF;
END;
$do$;
