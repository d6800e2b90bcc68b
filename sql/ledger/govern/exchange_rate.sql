CREATE OR REPLACE FUNCTION exchange_rate(of_currency text, at timestamptz) RETURNS numeric
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT CASE WHEN coalesce(of_currency, ledger_currency()) = ledger_currency() THEN 1
					ELSE (SELECT f.ledger_amount
						  FROM fx f
						  WHERE f.currency = of_currency AND f.valid_from <= at
						  ORDER BY f.valid_from DESC, f.recorded_at DESC, f.id DESC
						  LIMIT 1) END;
	END;
COMMENT ON FUNCTION exchange_rate(text, timestamptz) IS 'exchange_rate(''EUR'', now()): what one unit of a currency is worth in that of the ledger; empty: nobody has said. Without a currency it is that of the ledger.';

CREATE OR REPLACE FUNCTION last_moment_of(month date) RETURNS timestamptz
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN start_of(next_month(month)) - interval '1 microsecond';
COMMENT ON FUNCTION last_moment_of(date) IS 'last_moment_of(month): the last moment of a month in the time zone of the ledger.';
