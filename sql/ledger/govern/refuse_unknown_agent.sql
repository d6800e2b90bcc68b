-- The condition of a trigger, which is bound to the ledger whatever it is named
-- later: it is false, or an error.
CREATE OR REPLACE FUNCTION refuse_unknown_agent(agent text) RETURNS boolean
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT CASE
			WHEN EXISTS (SELECT FROM agents a WHERE a.agent = refuse_unknown_agent.agent) THEN false
			ELSE refuse('foreign_key_violation',
						format('agent %s does not exist', coalesce(quote_literal(agent), 'NULL')),
						concat('Did you mean '
							   || quote_literal(nearest_name(agent, (SELECT array_agg(DISTINCT a.agent) FROM agents a)))
							   || '? ', 'SELECT agent FROM agents lists them.'))
			END;
	END;
COMMENT ON FUNCTION refuse_unknown_agent(text) IS 'refuse_unknown_agent(''suport''): false, or an error if agents has no such agent.';
