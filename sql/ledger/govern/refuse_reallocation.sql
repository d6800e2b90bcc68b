-- The condition of a trigger, false or an error.  One decision of a month and
-- agent after the other: what is left is read after the lock, and with the
-- rows that this statement has written before.
CREATE OR REPLACE FUNCTION refuse_reallocation(of_month date, of_agent text, of_amount numeric) RETURNS boolean
	LANGUAGE sql VOLATILE
	BEGIN ATOMIC
		SELECT pg_advisory_xact_lock(hashtextextended(of_agent, 'reallocations'::regclass::oid::bigint));

		SELECT CASE
			-- what the table itself refuses
			WHEN is_restoring('reallocations') OR (of_month = first_of_month(of_month)) IS NOT TRUE THEN false
			WHEN of_month >= month_of(now())
				THEN refuse('invalid_parameter_value', format('month %s is not over', left(day_text(of_month), 7)),
							'What a month has saved is known when it is over.')
			WHEN p.agent IS NULL
				THEN refuse('no_data_found', format('agent %s has no outcome budget in %s', quote_literal(of_agent),
													left(day_text(of_month), 7)),
							'SELECT month, agent, balance FROM reallocation_pool lists what can be given away.')
			WHEN of_amount > p.balance
				THEN refuse('check_violation', format('agent %s has %s left of what it saved in %s, not %s',
								quote_literal(of_agent), plain(greatest(p.balance, 0)), left(day_text(of_month), 7),
								plain(of_amount)),
							'See reallocation_pool.')
			WHEN -of_amount > p.redeployed
				THEN refuse('check_violation', format('agent %s has given away %s in %s, %s cannot be taken back',
								quote_literal(of_agent), plain(p.redeployed), left(day_text(of_month), 7),
								plain(-of_amount)),
							'See reallocation_pool.')
			ELSE false END
		FROM (VALUES (1)) one (n)
		LEFT JOIN reallocation_pool p ON p.month = of_month AND p.agent = of_agent;
	END;
COMMENT ON FUNCTION refuse_reallocation(date, text, numeric) IS 'refuse_reallocation(date ''2026-01-01'', ''support'', 2000): false, or an error if the month is not over, or the agent has not saved so much in it, or not so much was given away.';
