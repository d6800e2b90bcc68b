-- The digests of the chain, by what is stored.
CREATE OR REPLACE FUNCTION verify_chain() RETURNS SETOF book_fault
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT 'digest', c.month, c.entry, 'closings', c.digest, document_digest(c)
	FROM closings c
	WHERE c.digest <> document_digest(c)
	UNION ALL
	SELECT 'chain', c.month, c.entry, 'closings', p.digest, c.previous_digest
	FROM closings c
	LEFT JOIN closings p ON p.entry = c.entry - 1
	WHERE c.previous_digest IS DISTINCT FROM p.digest OR (c.entry > 1 AND p.entry IS NULL)
	UNION ALL
	SELECT 'chain', c.month, c.entry, 'closings.closed_through', to_char(e.closed_through, 'YYYY-MM-DD'),
		   to_char(c.closed_through, 'YYYY-MM-DD')
	FROM closings c
	CROSS JOIN LATERAL (SELECT max(p.month) AS closed_through
						FROM closings p
						WHERE p.kind = 'close' AND p.entry <= c.entry
						  AND NOT EXISTS (SELECT FROM closings r
										  WHERE r.kind = 'reopen' AND r.month = p.month AND r.entry > p.entry
											AND r.entry <= c.entry)) e
	WHERE c.closed_through IS DISTINCT FROM e.closed_through;
END;
COMMENT ON FUNCTION verify_chain() IS 'verify_chain(): entries of closings whose digest is not that of their document, that do not follow each other, or that say another month is closed.';

-- What reports read has to be what the chain says is in force.
CREATE OR REPLACE FUNCTION verify_in_force() RETURNS SETOF book_fault
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT 'in force', f.month, t.entry, t.object, (f.entry IS NOT NULL)::text, t.in_force::text
	FROM (
		SELECT 'closed_lines' AS object, entry, in_force FROM closed_lines
		UNION
		SELECT 'closed_statements' AS object, entry, in_force FROM closed_statements
		UNION
		SELECT 'closed_drivers' AS object, entry, in_force FROM closed_drivers
		UNION
		SELECT 'closed_agent_periods' AS object, entry, in_force FROM closed_agent_periods
		UNION
		SELECT 'closed_outcome_rules' AS object, entry, in_force FROM closed_outcome_rules
		UNION
		SELECT 'closed_human_baselines' AS object, entry, in_force FROM closed_human_baselines
		UNION
		SELECT 'closed_fixed_shares' AS object, entry, in_force FROM closed_fixed_shares
		UNION
		SELECT 'closed_budgets' AS object, entry, in_force FROM closed_budgets
		UNION
		SELECT 'closed_cost_layers' AS object, entry, in_force FROM closed_cost_layers
		UNION
		SELECT 'closed_groups' AS object, entry, in_force FROM closed_groups
		UNION
		SELECT 'closed_event_cells' AS object, entry, in_force FROM closed_event_cells
		UNION
		SELECT 'closed_outcome_cells' AS object, entry, in_force FROM closed_outcome_cells
		UNION
		SELECT 'closed_review_cells' AS object, entry, in_force FROM closed_review_cells
		UNION
		SELECT 'closed_pools' AS object, entry, in_force FROM closed_pools
		UNION
		SELECT 'closed_reclassifications' AS object, entry, in_force FROM closed_reclassifications
		UNION
		SELECT 'closed_accounts' AS object, entry, in_force FROM closed_accounts
		UNION
		SELECT 'closed_business_units' AS object, entry, in_force FROM closed_business_units
		UNION
		SELECT 'closed_item_units' AS object, entry, in_force FROM closed_item_units
		UNION
		SELECT 'closed_digests' AS object, entry, in_force FROM closed_digests
	) t
	LEFT JOIN entries_in_force f ON f.entry = t.entry
	WHERE t.in_force <> (f.entry IS NOT NULL);
END;
COMMENT ON FUNCTION verify_in_force() IS 'verify_in_force(): tables of what was frozen with rows that hold and should not, or the other way round.';
