-- Days of a credit are shared by what the agents spent on them.
CREATE OR REPLACE FUNCTION commitment_shares(from_month date, to_month date, OUT commitment text, OUT month date,
	OUT agent text, OUT used numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT u.* FROM capacity_uses(commitment_shares.from_month, commitment_shares.to_month) u
	UNION ALL
	SELECT x.commitment, first_of_month(x.day), coalesce(d.agent, 'unattributed'),
		sum(x.drawn * greatest(d.cost, 0) / x.day_cost)
	FROM credit_draws(commitment_shares.to_month) x
	JOIN commitment_terms c ON c.commitment = x.commitment
	JOIN (SELECT e.owned_on, e.provider, e.model, e.agent, sum(e.cost) AS cost FROM event_days e
		  GROUP BY e.owned_on, e.provider, e.model, e.agent) d
		ON d.owned_on = x.day AND d.provider = c.provider AND (c.model IS NULL OR d.model = c.model)
	WHERE x.day >= commitment_shares.from_month
	GROUP BY x.commitment, first_of_month(x.day), d.agent;
END;

COMMENT ON FUNCTION commitment_shares(date, date) IS
'commitment_shares(''2026-01-01'', ''2026-01-01''): what each agent used of commitments in these months: the weights by which the used part is shared.';
